"""Forms as a browser reads them out of a page: their fields, what stands in them, and what is said of faults."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
import re
from urllib.parse import urlsplit

from recruit.web.gate import SWITCH_FIELD

_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta source track wbr"))
_BUTTONS = frozenset({"submit", "button", "reset", "image"})
_DATES = frozenset({"date", "datetime-local", "time", "month", "week"})


@dataclass
class Node:
    """An element."""

    tag: str
    words: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.words.get(name, "")

    def all(self) -> Iterator["Node"]:
        """This element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.all()

    @property
    def text(self) -> str:
        """Its text, as it reads."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child._pieces()
            else:
                yield child

    @property
    def raw_text(self) -> str:
        """Its text, letter by letter; of a text box without the line end that belongs to the mark."""
        return "".join(self._pieces()).replace("\r\n", "\n").removeprefix("\n")

    def around(self, tag: str) -> "Node | None":
        """The nearest element of that kind that this one stands in."""
        here = self.parent
        while here is not None and here.tag != tag:
            here = here.parent
        return here


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in _VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        here: Node | None = self.here
        while here is not None and here.tag != tag:
            here = here.parent
        if here is not None and here.parent is not None:
            self.here = here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


@dataclass
class Control:
    """A field of a form, or one of the boxes or buttons that share its name."""

    node: Node
    name: str
    kind: str
    """`text`, `number`, `date`, `mail`, `password`, `choice`, `box`, `file`, `hidden` or `button`."""
    value: str
    is_on: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        return self.node.get("aria-required") == "true"

    @property
    def is_folded_away(self) -> bool:
        """Whether a reader has to unfold something first."""
        folded = self.node.around("details")
        return folded is not None and "open" not in folded.words

    @property
    def is_visible(self) -> bool:
        return self.kind not in ("hidden", "button")


@dataclass
class Form:
    """A form with its fields in the order of the page."""

    address: str
    method: str
    controls: list[Control]

    @property
    def visible(self) -> list[Control]:
        return [control for control in self.controls if control.is_visible]

    def kind(self) -> frozenset[tuple[str, str]]:
        """What makes two forms of one address the same form with other people in it."""
        return frozenset(
            (without_references(one.name), one.node.get("type") or one.kind) for one in self.visible
        )


def without_references(name: str) -> str:
    """`mark-7hd8…` is the mark of somebody, `rows-0-note` the note of any row."""
    return re.sub(r"(?:(?<=-)\d+|(?:(?<=-)|^)[\w-]{22})(?=-|$)", "…", name)


class Paper:
    """A page that has been read."""

    def __init__(self, text: str) -> None:
        reader = _Reader()
        reader.feed(text)
        reader.close()
        self.nodes = list(reader.root.all())
        self.by_id = {node.get("id"): node for node in self.nodes if node.get("id")}

    def forms(self, shown_at: str) -> list[Form]:
        """All forms that post; `shown_at` is where a form without an address of its own sends to."""
        found = []
        for node in self.nodes:
            if node.tag != "form" or node.get("method").lower() != "post":
                continue
            mine = [
                other
                for other in self.nodes
                if other.tag in ("input", "select", "textarea", "button")
                and (
                    other.get("form") == node.get("id") if other.get("form") else other.around("form") is node
                )
            ]
            controls = [
                _control(other)
                for other in mine
                if other.get("name") not in ("", SWITCH_FIELD)
                and not {"disabled", "readonly"} & set(other.words)
            ]
            found.append(Form(_own(node.get("action")) or shown_at, "post", controls))
        return found

    def summary(self) -> list[tuple[str, str]]:
        """The lines of the summaries of faults: the id each leads to (or "") and its words."""
        return [
            (next((one.get("href") for one in node.all() if one.tag == "a"), "").removeprefix("#"), node.text)
            for box in self.nodes
            if "error-summary" in box.get("class").split()
            for node in box.all()
            if node.tag == "li"
        ]

    def faults(self) -> dict[str, list[str]]:
        """What is said beside fields: by the id of the place that says it."""
        found: dict[str, list[str]] = {}
        for node in self.nodes:
            # What a script would show stands there hidden.
            if "field-error" in node.get("class").split() and "hidden" not in node.words:
                holder: Node | None = node
                while holder is not None and not holder.get("id").endswith("error"):
                    holder = holder.parent
                found.setdefault(holder.get("id") if holder else "", []).append(node.text)
        return found

    def described_by(self, place: str) -> list[Node]:
        """Elements that name this place as their description."""
        return [node for node in self.nodes if place in node.get("aria-describedby").split()]


def _own(address: str) -> str:
    split = urlsplit(address)
    return split.path + (f"?{split.query}" if split.query else "")


def _control(node: Node) -> Control:
    name, kind = node.get("name"), node.get("type").lower() or "text"
    if node.tag == "select":
        options = [one for one in node.all() if one.tag == "option"]
        values = tuple(one.words.get("value", one.text) for one in options)
        chosen = [value for value, one in zip(values, options, strict=True) if "selected" in one.words]
        return Control(node, name, "choice", (chosen or values or ("",))[0], options=values)
    if node.tag == "textarea":
        return Control(node, name, "text", node.raw_text)
    if node.tag == "button" or kind in _BUTTONS:
        return Control(node, name, "button", node.get("value"))
    if kind in ("radio", "checkbox"):
        return Control(node, name, "box", node.words.get("value", "on"), is_on="checked" in node.words)
    if kind in _DATES:
        kind = "date"
    elif kind == "number" or node.get("inputmode") in ("numeric", "decimal"):
        kind = "number"
    elif kind == "email" or "email" in name or "email" in node.get("autocomplete"):
        kind = "mail"
    elif kind not in ("hidden", "file", "password"):
        kind = "text"
    return Control(node, name, kind, node.get("value"))
