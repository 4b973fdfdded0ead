"""From a chapter's Markdown to a page: dated facts, terms, links into book and platform, callouts, checklists, timelines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
import re

from flask import Flask
from markupsafe import Markup

from recruit.core.facts import Fact, facts_on
from recruit.core.scripts import marked
from recruit.handbook import marks
from recruit.handbook.columns import is_number
from recruit.handbook.figures.rules import Shown
from recruit.handbook.glossary import Explained, terms_of
from recruit.handbook.page_writer import PageWriter, with_anchors
from recruit.handbook.shown import PAGES, shown_value

# The name of plain Japanese, in plain Japanese.
EASY_TITLE = Markup("やさしい<ruby>日本語<rp>（</rp><rt>にほんご</rt><rp>）</rp></ruby>")


@dataclass
class Rendered:
    """A chapter ready to be shown.

    `facts` each with the words it stands in and its value as shown; `headings` as (anchor, words); `terms` that the text
    marks; `easy` is the summary in plain Japanese, empty where there is none.
    """

    body: Markup
    facts: list[tuple[Fact, str, str]] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    minutes: int = 1
    easy: Markup = field(default_factory=Markup)
    easy_title: Markup = EASY_TITLE
    terms: list[Explained] = field(default_factory=list)


def render(
    body: str,
    *,
    language: str,
    on: date,
    book: str = "",
    source_language: str = "",
    chapters: Collection[str] = (),
    figures: Mapping[str, Shown] | None = None,
    chapter: str = "",
) -> Rendered:
    """See Rendered. `chapters` are the slugs of `book` that may be linked to; a link elsewhere is shown as its words. Terms
    that lack `language` are explained in the nearest, such as that of the book's original. `figures` are the pictures of `chapter` that the text may show.

    A fact that is not known any more is shown as a dash, so that a reader is never told an old one.
    """
    body = marks.clean(body)
    keys = marks.keys_of_facts(body)
    facts = facts_on(set(keys), on)
    terms = {
        key: term.explained(language, source_language)
        for key, term in terms_of(marks.keys_of_terms(body)).items()
    }
    writer = PageWriter(language, facts, terms, book, chapters, chapter, figures or {})
    easy, rest = marks.easy_and_rest(body)
    text, headings = with_anchors(writer.html(rest))
    # What a figure is about is told in the words of the text; the summary in plain Japanese only where they lack it.
    worded = marks.TERM.sub(lambda match: match[2] or writer.word(match[1]), f"{rest}\n{easy}")
    values = {key: shown_value(fact, language) for key, fact in facts.items()}
    return Rendered(
        Markup(marked(text, language)),
        [(facts[key], words_around(key, worded, values), values[key]) for key in keys if key in facts],
        headings,
        minutes_to_read(body, language),
        _with_ruby(writer.html(easy)),
        terms=list(terms.values()),
    )


def _with_ruby(text: str) -> Markup:
    """Readings that stand in brackets behind kanji stand above them; without ruby a browser shows the brackets again."""
    ruby = r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"
    # Tags stay as they are: an attribute may hold a reading too.
    parts = re.split(r"(<[^>]*>)", text)
    return Markup("".join(part if part.startswith("<") else marks.READING.sub(ruby, part) for part in parts))


def pages_to_link(app: Flask) -> frozenset[str]:
    """The names of pages that a chapter may link to: those that are opened by their address alone."""
    open_pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and rule.arguments <= {"lang"}
    }
    return frozenset(open_pages | set(PAGES))


def minutes_to_read(body: str, language: str) -> int:
    """How long a text takes: Japanese is read at about 500 characters a minute, Latin scripts at about 200 words."""
    words = marks.plain(body)
    length = len(words) / 500 if language == "ja" else len(words.split()) / 200
    return max(1, round(length))


_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?")


_MOST_AROUND = 90


def words_around(key: str, body: str, values: Mapping[str, str]) -> str:
    """What a figure is about, in the chapter's own words: the head of its table row, or the sentence it stands in.

    Other figures of that sentence are told with their `values`.
    """
    mark = f"{{{{fact:{key}}}}}"
    line = next(line for line in body.split("\n") if mark in line)
    line = marks.FACT.sub(lambda match: match[0] if match[0] == mark else values.get(match[1], "–"), line)
    if line.lstrip().startswith("|"):
        return _head_of_row(line.replace(mark, "…"), body, mark)
    before, _mark, after = _LIST_MARK.sub("", line).partition(mark)
    if (
        any(block[1] in ("bars", "steps") and mark in block[2] for block in marks.FENCE.finditer(body))
        and "|" in before
    ):
        # What a drawn number, or how long a step takes, is about stands before the bar.
        return marks.plain(before.split("|")[0]).strip()
    start = max(before.rfind(end) for end in ("。", ". ", ": ", "** ")) + 1
    ends = [place for place in (after.find("。"), after.find(". ")) if place >= 0]
    sentence = before[start:] + "…" + (after[: min(ends)] if ends else after)
    plain = marks.plain(sentence.replace("…–", "…")).strip()
    return _cut_around(plain, max(0, plain.find("…")))


def _head_of_row(line: str, body: str, mark: str) -> str:
    """What names a row of a table; a bare number says nothing without the head of its column."""
    head = marks.plain(line.strip().strip("|").split("|")[0]).strip()
    if not is_number(head):
        return head
    table = body[: body.index(mark)].rsplit("\n\n", 1)[-1].lstrip()
    name = marks.plain(table.strip("|").split("|")[0]).strip() if table.startswith("|") else ""
    return f"{name} {head}".strip()


def _cut_around(plain: str, place: int) -> str:
    """A long sentence is shortened on both sides, between words, so that the place of the figure stays in it."""
    if len(plain) <= _MOST_AROUND:
        return plain
    start = max(0, min(place - _MOST_AROUND * 2 // 3, len(plain) - _MOST_AROUND))
    if start and " " in plain[start:place]:
        start = plain.index(" ", start) + 1
    cut, rest = plain[start : start + _MOST_AROUND], plain[start + _MOST_AROUND :]
    if rest and " " in cut[place - start :]:
        cut = cut.rpartition(" ")[0]
    return ("… " if start else "") + cut.rstrip() + ("…" if rest else "")
