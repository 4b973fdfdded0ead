"""A chapter's Markdown as a tree of plain data, which a typesetter or a writer of HTML walks. No database, no Flask.

A block is one of
`heading` (level, words), `paragraph` (words), `list` (ordered, start, items), `checklist` (items), `table` (head, rows,
numbers: which columns hold them, right: which cells of the rows stand at the right), `callout` (sort, blocks), `timeline` (spans), `steps` (steps: what, who, duration, uncertain), `bars` (bars: about, words, share), `figure` (key, description, caption, source), `quote` (blocks), `code` (text), `rule`; an item is a list of blocks, `words`
and a cell are lists of pieces. A piece is one of `text` (text), `strong`, `emphasis` (words), `break`,
`fact` (text, number), `term` (words), `link` (words, sort, target) with the sorts chapter, page, form and address.
"""

from collections.abc import Callable, Iterator, Mapping
import re
from typing import Any

from markdown_it.token import Token

from recruit.core.text import markdown_tokens, markdown_tokens_of_words
from recruit.handbook import marks
from recruit.handbook.columns import numbers_in

Node = dict[str, Any]
_BOX = "[ ] "

# Stands for what is drawn while the text around it is read.
_PLACE = re.compile("\ue000([0-9]{1,4})\ue001")
_PLACES = re.compile("\ue000([0-9]{1,4})\ue001|[\ue000\ue001]")


def blocks_of(
    source: str,
    values: Mapping[str, str],
    numbers: Mapping[str, int],
    word: Callable[[str], str],
    lengths: Mapping[str, float | None] | None = None,
) -> list[Node]:
    """The blocks of a text. `values` and `numbers` hold what a fact is shown as and its note, `word` the word of a term,
    `lengths` how long facts are as bars.

    A fact that is not known is a dash. Whatever somebody types gives a tree: what is not understood stays as it was typed.
    """
    return _Reader(values, numbers, word, lengths or {}).read(marks.clean(source))


class _Reader:
    """Walks the tokens of the parser; every `…_open` token has its `…_close`."""

    def __init__(
        self,
        values: Mapping[str, str],
        numbers: Mapping[str, int],
        word: Callable[[str], str],
        lengths: Mapping[str, float | None],
    ) -> None:
        self.values, self.numbers, self.word, self.lengths = values, numbers, word, lengths
        self.level = 1
        # What is drawn, and as what it was typed.
        self.drawn: list[tuple[Node, str]] = []

    def read(self, source: str) -> list[Node]:
        # Cut out before facts become links and lines of Japanese are joined: its words are read each by themselves.
        def figure(match: re.Match[str]) -> str:
            said = marks.figure_in(match)
            return self._place(self._figure(said), said.description)

        def drawn(match: re.Match[str]) -> str:
            draw = {"timeline": self._timeline, "steps": self._steps, "bars": self._bars}[match[1]]
            return self._place(draw(match[2]), match[2])

        source = marks.FIGURE.sub(figure, marks.FENCE.sub(drawn, source))
        return self.blocks(iter(markdown_tokens(self._put_in(source))))

    def _place(self, node: Node, typed: str) -> str:
        self.drawn.append((node, typed.strip()))
        return f"\n\n\ue000{len(self.drawn) - 1}\ue001\n\n"

    def _put_in(self, source: str) -> str:
        """Facts and terms as links of Markdown."""

        def fact(match: re.Match[str]) -> str:
            return f"[{self.values[match[1]]}](#fact-{match[1]})" if match[1] in self.values else "–"

        source = marks.FACT.sub(fact, source)
        source = marks.TERM.sub(
            lambda match: f"[{match[2] or self.word(match[1])}](#term-{match[1]})", source
        )
        return marks.LINK.sub(lambda match: f"[{marks.unled(match[1])}]({match[2]}:{match[3]})", source)

    def blocks(self, tokens: Iterator[Token], until: str = "") -> list[Node]:
        found: list[Node] = []
        for token in tokens:
            if token.type == until:
                break
            found += self._block(token, tokens)
        return found

    def _block(self, token: Token, tokens: Iterator[Token]) -> list[Node]:
        kind = token.type
        if kind == "heading_open":
            # A file may not leave out a level; the title of the chapter is the first.
            self.level = min(max(2, int(token.tag[1])), self.level + 1, 3)
            return [{"kind": "heading", "level": self.level, "words": self._words(tokens)}]
        if kind == "paragraph_open":
            return [self._drawn_or_words(tokens)]
        if kind in ("bullet_list_open", "ordered_list_open"):
            return [self._list(token, tokens)]
        if kind == "table_open":
            return [self._table(tokens)]
        if kind == "blockquote_open":
            return [_callout(self.blocks(tokens, "blockquote_close"))]
        if kind in ("fence", "code_block"):
            return [{"kind": "code", "text": self._typed(marks.unled(token.content)).rstrip("\n")}]
        return [{"kind": "rule"}] if kind == "hr" else []

    def _words(self, tokens: Iterator[Token]) -> list[Node]:
        words = self._pieces(iter(next(tokens).children or []))
        next(tokens)
        return words

    def _drawn_or_words(self, tokens: Iterator[Token]) -> Node:
        inline = next(tokens)
        next(tokens)
        place = _PLACE.fullmatch(inline.content)
        if place is None or int(place[1]) >= len(self.drawn):
            return {"kind": "paragraph", "words": self._pieces(iter(inline.children or []))}
        return self.drawn[int(place[1])][0]

    def _figure(self, said: marks.Figure) -> Node:
        return {
            "kind": "figure",
            "key": said.key,
            "description": text_of(self._line(said.description)),
            "caption": self._line(said.caption),
            "source": self._line(said.source),
        }

    def _typed(self, words: str) -> str:
        """Words as they were typed, where nothing can be drawn."""

        def typed(match: re.Match[str]) -> str:
            return self.drawn[int(match[1])][1] if match[1] and int(match[1]) < len(self.drawn) else ""

        return _PLACES.sub(typed, words)

    def _list(self, opened: Token, tokens: Iterator[Token]) -> Node:
        items: list[list[Node]] = []
        closing = opened.type.replace("_open", "_close")
        for token in tokens:
            if token.type == closing:
                break
            items.append(self.blocks(tokens, "list_item_close"))
        if items and all(_unboxed(item) for item in items):
            return {"kind": "checklist", "items": items}
        ordered = opened.type.startswith("ordered")
        return {
            "kind": "list",
            "ordered": ordered,
            "start": int(opened.attrs.get("start", 1)),
            "items": items,
        }

    def _table(self, tokens: Iterator[Token]) -> Node:
        rows: list[list[list[Node]]] = []
        said: list[str] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self._words(tokens))
                said += [str(token.attrs.get("class", ""))] if token.type == "th_open" else []
        numbers = numbers_in([[text_of(cell) for cell in row] for row in rows[1:]], said)
        return {
            "kind": "table",
            "head": rows[0],
            "rows": rows[1:],
            "numbers": numbers.columns or [False] * len(rows[0]),
            "right": numbers.cells,
        }

    def _timeline(self, block: str) -> Node:
        spans = [
            {"duration": self._line(one.duration), "uncertain": one.uncertain, "words": self._line(one.what)}
            for one in marks.spans_of(block)
        ]
        return {"kind": "timeline", "spans": spans}

    def _steps(self, block: str) -> Node:
        steps = [
            {
                "what": self._line(one.what),
                "who": self._line(one.who),
                "duration": self._line(one.duration),
                "uncertain": one.uncertain,
            }
            for one in marks.steps_of(block)
        ]
        return {"kind": "steps", "steps": steps}

    def _bars(self, block: str) -> Node:
        rows = list(marks.bars_of(block))
        shares = marks.shares_of([self.lengths.get(one.fact) for one in rows])
        bars = [
            {"about": self._line(one.about), "words": self._line(one.words), "share": share}
            for one, share in zip(rows, shares, strict=True)
        ]
        return {"kind": "bars", "bars": bars}

    def _line(self, words: str) -> list[Node]:
        return self._pieces(iter(markdown_tokens_of_words(self._put_in(words))))

    def _pieces(self, tokens: Iterator[Token], until: str = "") -> list[Node]:
        found: list[Node] = []
        for token in tokens:
            if token.type == until:
                break
            if token.type == "link_open":
                found.append(self._link(str(token.attrs.get("href", "")), self._pieces(tokens, "link_close")))
            elif token.type in ("strong_open", "em_open"):
                kind = "strong" if token.type == "strong_open" else "emphasis"
                closing = token.type.replace("_open", "_close")
                found.append({"kind": kind, "words": self._pieces(tokens, closing)})
            elif token.type == "hardbreak":
                found.append({"kind": "break"})
            elif token.type == "softbreak":
                found.append({"kind": "text", "text": " "})
            elif token.type == "image":
                found += self._pieces(iter(token.children or []))
            elif token.content:
                words = marks.unled(token.content) if token.type == "code_inline" else token.content
                found.append({"kind": "text", "text": self._typed(words)})
        return found

    def _link(self, address: str, words: list[Node]) -> Node:
        if (number := self.numbers.get(address.removeprefix("#fact-"))) and address.startswith("#fact-"):
            return {"kind": "fact", "text": text_of(words), "number": number}
        if address.startswith("#term-"):
            return {"kind": "term", "words": words}
        sort, colon, target = address.partition(":")
        if colon and sort in ("chapter", "page", "form"):
            return {"kind": "link", "sort": sort, "target": target, "words": words}
        return {"kind": "link", "sort": "address", "target": address, "words": words}


def _callout(blocks: list[Node]) -> Node:
    first = blocks[0]["words"] if blocks and blocks[0]["kind"] == "paragraph" else []
    sort = text_of(first[0]["words"]) if first and first[0]["kind"] == "strong" else ""
    if sort[1:-1] not in marks.CALLOUTS or sort != f"[{sort[1:-1]}]":
        return {"kind": "quote", "blocks": blocks}
    rest = first[1:]
    if rest and rest[0]["kind"] == "text":
        rest = [{"kind": "text", "text": rest[0]["text"].lstrip()}, *rest[1:]]
    return {
        "kind": "callout",
        "sort": sort[1:-1],
        "blocks": [{"kind": "paragraph", "words": rest}, *blocks[1:]],
    }


def _unboxed(item: list[Node]) -> bool:
    """Takes the sign of an empty box from an item; False where it has none."""
    words = item[0].get("words") if item else None
    if not words or words[0]["kind"] != "text" or not words[0]["text"].startswith(_BOX):
        return False
    words[0] = {"kind": "text", "text": words[0]["text"].removeprefix(_BOX)}
    return True


def text_of(words: list[Node]) -> str:
    """The words of pieces without their kinds."""
    return "".join(text_of(one["words"]) if "words" in one else one.get("text", " ") for one in words)
