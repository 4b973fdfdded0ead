"""A chapter's Markdown as a tree of plain data, which a typesetter or a writer of HTML walks. No database, no Flask.

A block is one of
`heading` (level, words), `paragraph` (words), `list` (ordered, start, items), `checklist` (items), `table` (head, rows),
`callout` (sort, blocks), `timeline` (spans), `quote` (blocks), `code` (text), `rule`; an item is a list of blocks, `words`
and a cell are lists of pieces. A piece is one of `text` (text), `strong`, `emphasis` (words), `break`,
`fact` (text, number), `term` (words), `link` (words, sort, target) with the sorts chapter, page, form and address.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markdown_it.token import Token

from recruit.core.text import markdown_tokens
from recruit.handbook import marks

Node = dict[str, Any]
_BOX = "[ ] "


def blocks_of(
    source: str, values: Mapping[str, str], numbers: Mapping[str, int], word: Callable[[str], str]
) -> list[Node]:
    """The blocks of a text. `values` and `numbers` hold what a fact is shown as and its note, `word` the word of a term.

    A fact that is not known is a dash.
    """

    def fact(match: Any) -> str:
        return f"[{values[match[1]]}](#fact-{match[1]})" if match[1] in values else "–"

    source = marks.FACT.sub(fact, source)
    source = marks.TERM.sub(lambda match: f"[{match[2] or word(match[1])}](#term-{match[1]})", source)
    return _Reader(numbers).blocks(iter(markdown_tokens(source)))


class _Reader:
    """Walks the tokens of the parser; every `…_open` token has its `…_close`."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers

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
            return [{"kind": "heading", "level": max(2, int(token.tag[1])), "words": self._words(tokens)}]
        if kind == "paragraph_open":
            return [{"kind": "paragraph", "words": self._words(tokens)}]
        if kind in ("bullet_list_open", "ordered_list_open"):
            return [self._list(token, tokens)]
        if kind == "table_open":
            return [self._table(tokens)]
        if kind == "blockquote_open":
            return [_callout(self.blocks(tokens, "blockquote_close"))]
        if kind == "fence" and token.info.strip() == "timeline":
            return [{"kind": "timeline", "spans": [self._span(one) for one in marks.spans_of(token.content)]}]
        if kind in ("fence", "code_block"):
            return [{"kind": "code", "text": token.content.rstrip("\n")}]
        return [{"kind": "rule"}] if kind == "hr" else []

    def _words(self, tokens: Iterator[Token]) -> list[Node]:
        words = self._pieces(iter(next(tokens).children or []))
        next(tokens)
        return words

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
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self._words(tokens))
        return {"kind": "table", "head": rows[0], "rows": rows[1:]}

    def _span(self, span: marks.Span) -> Node:
        return {
            "duration": self._line(span.duration),
            "uncertain": span.uncertain,
            "words": self._line(span.what),
        }

    def _line(self, words: str) -> list[Node]:
        found = self.blocks(iter(markdown_tokens(words)))
        return found[0]["words"] if found else []

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
            elif token.content:
                found.append({"kind": "text", "text": token.content})
        return found

    def _link(self, address: str, words: list[Node]) -> Node:
        if address.startswith("#fact-"):
            return {
                "kind": "fact",
                "text": text_of(words),
                "number": self.numbers[address.removeprefix("#fact-")],
            }
        if address.startswith("#term-"):
            return {"kind": "term", "words": words}
        sort, colon, target = address.partition(":")
        if colon and sort in ("chapter", "page", "form"):
            return {"kind": "link", "sort": sort, "target": target, "words": words}
        return {"kind": "link", "sort": "address", "target": address, "words": words}


def _callout(blocks: list[Node]) -> Node:
    first = blocks[0]["words"] if blocks and blocks[0]["kind"] == "paragraph" else []
    sort = text_of(first[0]["words"]) if first and first[0]["kind"] == "strong" else ""
    if sort.strip("[]") not in marks.CALLOUTS or not sort.startswith("["):
        return {"kind": "quote", "blocks": blocks}
    rest = first[1:]
    if rest and rest[0]["kind"] == "text":
        rest = [{"kind": "text", "text": rest[0]["text"].lstrip()}, *rest[1:]]
    return {
        "kind": "callout",
        "sort": sort.strip("[]"),
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
