"""A book as HTML that is well-formed XML too: one page with everything, or the parts that an EPUB is made of."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from recruit.core.scripts import in_scripts
from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.tree import Node

STYLE = """
body { font-family: sans-serif; line-height: 1.7; color: #1c1c1c; max-width: 44em; margin: 0 auto; padding: 1em; }
h1, h2 { color: #003741; line-height: 1.3; }
table { border-collapse: collapse; width: 100%; font-size: 0.92em; margin: 1em 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4em 0.5em; border-bottom: 1px solid #8a8a8a; }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; }
.callout { border-left: 4px solid #003741; background: #e9f7f9; padding: 0.4em 1em; margin: 1em 0; }
.callout.must { border-color: #8f1d14; background: #fdf0ee; }
.callout.careful { border-color: #7a4b00; background: #fff6e0; }
.easy { background: #e9f7f9; padding: 0.4em 1em; }
.checklist { list-style: none; padding-left: 0.5em; }
.checklist > li::before { content: "\\2610\\00a0"; }
.checklist > li > p { display: inline; }
figure { margin: 1.2em 0; }
figure img { max-width: 100%; height: auto; }
figcaption { font-size: 0.92em; }
.steps > li { margin-bottom: 0.7em; }
.bars dd { margin: 0 0 0.8em; }
.bar { display: block; height: 0.7em; background: #006173; }
dt { font-weight: bold; margin-top: 0.8em; }
a { color: #003741; }
""".lstrip()

FACTS = "figures-and-sources"
TERMS = "words"


@dataclass(frozen=True)
class Part:
    """A chapter, the figures or the words. `name` is its address inside the book."""

    name: str
    title: str
    body: Markup


# Where a part of the book is reached, or a figure by its number: one page and many files say it differently.
PartAddress = Callable[[str], str]
FactAddress = Callable[[int], str]
# Where a picture is found; empty where there is none.
PictureAddress = Callable[[Node], str]
# As wide as a screen needs it.
PICTURE_WIDTH = 960


def parts_of(
    book: Printed, part_at: PartAddress, fact_at: FactAddress, picture_at: PictureAddress
) -> Iterator[Part]:
    """All parts behind the title, each with its heading inside."""
    contents = book.contents
    language = book.language
    writer = _Writer(language, contents["words"], part_at, fact_at, picture_at)
    for one in contents["chapters"]:
        title = f"{one['number']}. {one['title']}"
        easy = (
            Markup(
                '<section class="easy" lang="ja" xml:lang="ja"><p><strong>{}</strong></p>{}</section>'
            ).format(contents["words"]["easy"], replace(writer, language="ja").blocks(one["easy"]))
            if one["easy"]
            else Markup()
        )
        body = Markup("<h1>{}</h1>\n{}{}").format(_said(title, language), easy, writer.blocks(one["blocks"]))
        yield Part(f"chapter-{one['slug']}", title, body)
    if contents["facts"]:
        yield Part(FACTS, contents["words"]["facts"], _facts(contents, language))
    if contents["terms"]:
        rows = Markup().join(
            Markup("<dt>{}</dt><dd>{}</dd>\n").format(*(_said(one, language) for one in row))
            for row in contents["terms"]
        )
        yield Part(
            TERMS,
            contents["words"]["terms"],
            Markup("<h1>{}</h1>\n<dl>\n{}</dl>\n").format(contents["words"]["terms"], rows),
        )


def as_html(book: Printed) -> bytes:
    """The book as one page that needs nothing else."""
    contents = book.contents
    pictures = book.pictures(PICTURE_WIDTH)

    def picture_at(one: Node) -> str:
        found = pictures.get(one["name"])
        return f"data:{found.media_type};base64,{b64encode(found.content).decode()}" if found else ""

    parts = list(parts_of(book, lambda name: f"#{name}", lambda number: f"#fact-{number}", picture_at))
    page = Markup(
        '<!DOCTYPE html>\n<html lang="{lang}" xmlns="http://www.w3.org/1999/xhtml" xml:lang="{lang}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<title>{title}</title>\n'
        "<style>\n{style}</style>\n</head>\n<body>\n<header>\n<p><strong>{title}</strong></p>\n<p>{edition}</p>\n<p>{note}</p>\n<p>{advice}</p>\n"
        "</header>\n<nav>\n<h2>{name}</h2>\n<ol>\n{entries}</ol>\n</nav>\n<main>\n{parts}</main>\n</body>\n</html>\n"
    ).format(
        lang=book.language,
        title=contents["title"],
        style=Markup(STYLE),
        edition=contents["edition"],
        note=contents["note"],
        advice=contents["words"]["advice"],
        name=contents["words"]["contents"],
        entries=Markup().join(
            Markup('<li><a href="#{}">{}</a></li>\n').format(one.name, one.title) for one in parts
        ),
        parts=Markup().join(
            Markup('<section id="{}">\n{}</section>\n').format(one.name, one.body) for one in parts
        ),
    )
    return page.encode()


def _said(words: str, language: str) -> Markup:
    return in_scripts(words, language, is_xml=True)


def _facts(contents: Mapping[str, Any], language: str) -> Markup:
    words = contents["words"]
    head = ("", words["figure"], words["value"], words["from"], words["checked"], words["source"])
    rows = Markup().join(
        Markup(
            '<tr id="fact-{number}"><td>{number}</td><td>{words}</td><td class="number">{value}</td><td>{from_day}</td><td>{checked}</td><td>{publisher}<a href="{address}" lang="{source_language}" xml:lang="{source_language}">{source}</a></td></tr>\n'
        ).format(
            **{key: one[key] for key in ("number", "value", "address", "source", "source_language")},
            words=_said(one["words"], language),
            publisher=Markup("{}<br/>").format(one["publisher"]) if one["publisher"] else "",
            from_day=one["from"],
            checked=Markup("{}<br/><strong>{}</strong>").format(one["checked"], one["unverified"])
            if one["unverified"]
            else one["checked"],
        )
        for one in contents["facts"]
    )
    heads = Markup().join(
        Markup("<th{}>{}</th>").format(Markup(' class="number"') if one == words["value"] else "", one)
        if one
        else Markup("<td></td>")
        for one in head
    )
    return Markup("<h1>{}</h1>\n<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n").format(
        words["facts"], heads, rows
    )


@dataclass(frozen=True)
class _Writer:
    language: str
    words: Mapping[str, str]
    part_at: PartAddress
    fact_at: FactAddress
    picture_at: PictureAddress

    def blocks(self, blocks: list[Node]) -> Markup:
        return Markup().join(self._block(one) for one in blocks)

    def _block(self, one: Node) -> Markup:
        match one["kind"]:
            case "heading":
                tag = "h2" if one["level"] == 2 else "h3"
                return Markup("<{0}>{1}</{0}>\n").format(tag, self._pieces(one["words"]))
            case "paragraph":
                return Markup("<p>{}</p>\n").format(self._pieces(one["words"]))
            case "list" if one["ordered"]:
                start = Markup(' start="{}"').format(one["start"]) if one["start"] != 1 else ""
                return Markup("<ol{}>\n{}</ol>\n").format(start, self._items(one["items"]))
            case "list":
                return Markup("<ul>\n{}</ul>\n").format(self._items(one["items"]))
            case "checklist":
                return Markup('<ul class="checklist">\n{}</ul>\n').format(self._items(one["items"]))
            case "table":
                return self._table(one)
            case "callout":
                name = self.words["sources" if one["sort"] == "source" else one["sort"]]
                return Markup('<div class="callout {}">\n<p><strong>{}</strong></p>\n{}</div>\n').format(
                    one["sort"], name, self.blocks(one["blocks"])
                )
            case "timeline":
                spans = (
                    Markup("<li><strong>{}</strong>{} {}</li>\n").format(
                        self._pieces(span["duration"]),
                        f" ({self.words['uncertain']})" if span["uncertain"] else "",
                        self._pieces(span["words"]),
                    )
                    for span in one["spans"]
                )
                return Markup('<ol class="timeline">\n{}</ol>\n').format(Markup().join(spans))
            case "steps":
                steps = (
                    Markup("<li>{}<br/><small><strong>{}</strong>{}{}</small></li>\n").format(
                        self._pieces(step["what"]),
                        self._pieces(step["who"]),
                        Markup(" · {}").format(self._pieces(step["duration"])) if step["duration"] else "",
                        f" ({self.words['uncertain']})" if step["uncertain"] else "",
                    )
                    for step in one["steps"]
                )
                return Markup('<ol class="steps">\n{}</ol>\n').format(Markup().join(steps))
            case "bars":
                rows = (
                    Markup("<dt>{}</dt><dd>{}{}</dd>\n").format(
                        self._pieces(bar["about"]), self._pieces(bar["words"]), _drawn(bar["share"])
                    )
                    for bar in one["bars"]
                )
                return Markup('<dl class="bars">\n{}</dl>\n').format(Markup().join(rows))
            case "figure":
                return self._figure(one)
            case "quote":
                return Markup("<blockquote>\n{}</blockquote>\n").format(self.blocks(one["blocks"]))
            case "code":
                return Markup("<pre>{}</pre>\n").format(one["text"])
            case _:
                return Markup("<hr/>\n")

    def _figure(self, one: Node) -> Markup:
        address = self.picture_at(one)
        shown = (
            Markup('<img src="{}" alt="{}"{}/>').format(
                address,
                one["description"],
                Markup(' width="{}" height="{}"').format(one["width"], one["height"]) if one["width"] else "",
            )
            if address
            else Markup("<p><em>{}</em></p>").format(one["description"])
        )
        source = (
            Markup(" <small>{}</small>").format(
                Markup(escape(self.words["source_of"])).format(name=self._pieces(one["source"]))
            )
            if one["source"]
            else Markup()
        )
        caption = self._pieces(one["caption"]) + source
        below = Markup("<figcaption>{}</figcaption>").format(caption) if caption else ""
        return Markup("<figure>{}{}</figure>\n").format(shown, below)

    def _items(self, items: list[list[Node]]) -> Markup:
        return Markup().join(Markup("<li>{}</li>\n").format(self.blocks(item)) for item in items)

    def _table(self, one: Node) -> Markup:
        def row(cells: list[list[Node]], tag: str, right: list[bool]) -> Markup:
            filled = (
                Markup("<{0}{2}>{1}</{0}>").format(
                    tag if cell else "td",
                    self._pieces(cell),
                    Markup(' class="number"') if is_right else "",
                )
                for cell, is_right in zip(cells, right, strict=True)
            )
            return Markup("<tr>{}</tr>\n").format(Markup().join(filled))

        rows = Markup().join(
            row(cells, "td", right) for cells, right in zip(one["rows"], one["right"], strict=True)
        )
        return Markup("<table>\n<thead>{}</thead>\n<tbody>\n{}</tbody>\n</table>\n").format(
            row(one["head"], "th", one["numbers"]), rows
        )

    def _pieces(self, words: list[Node]) -> Markup:
        return Markup().join(self._piece(one) for one in words)

    def _piece(self, one: Node) -> Markup:
        match one["kind"]:
            case "text":
                return _said(one["text"], self.language)
            case "break":
                return Markup("<br/>")
            case "strong":
                return Markup("<strong>{}</strong>").format(self._pieces(one["words"]))
            case "emphasis":
                return Markup("<em>{}</em>").format(self._pieces(one["words"]))
            case "fact":
                return Markup('{}<sup><a href="{}">[{}]</a></sup>').format(
                    one["text"], self.fact_at(one["number"]), one["number"]
                )
            case "link" if one["address"]:
                address: str = one["address"]
                target = self.part_at(f"chapter-{address[1:]}") if address.startswith("#") else address
                return Markup('<a href="{}">{}</a>').format(target, self._pieces(one["words"]))
            case _:
                return self._pieces(one["words"])


def _drawn(share: float | None) -> Markup:
    """A bar. The words beside it say all; it has none of its own."""
    return Markup() if share is None else Markup('<span class="bar" style="width: {}%"></span>').format(share)
