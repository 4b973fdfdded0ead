"""What is wrong with a chapter's text, line by line, in plain Python: said to an editor while writing, and held in the tests."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
import re

from recruit.handbook import marks


class FaultKind(StrEnum):
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_TERM = "unknown_term"
    UNKNOWN_PAGE = "unknown_page"
    UNKNOWN_CHAPTER = "unknown_chapter"
    UNKNOWN_FORM = "unknown_form"
    UNKNOWN_MARK = "unknown_mark"
    UNKNOWN_CALLOUT = "unknown_callout"
    TITLE_IN_TEXT = "title_in_text"
    TIMELINE_WITHOUT_BAR = "timeline_without_bar"
    STEP_WITHOUT_WHO = "step_without_who"
    BAR_WITHOUT_FACT = "bar_without_fact"
    UNKNOWN_FIGURE = "unknown_figure"
    FIGURE_OF_ANOTHER = "figure_of_another"
    FIGURE_NOT_ALONE = "figure_not_alone"
    NO_DESCRIPTION = "no_description"
    PICTURE_ELSEWHERE = "picture_elsewhere"
    UNKNOWN_LINK = "unknown_link"
    EASY_ELSEWHERE = "easy_elsewhere"
    NO_SECTION = "no_section"
    NO_SOURCE = "no_source"
    OTHER_SHAPE = "other_shape"
    OTHER_FACTS = "other_facts"
    OTHER_TERMS = "other_terms"
    OTHER_LINKS = "other_links"
    OTHER_FIGURES = "other_figures"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_TRANSLATED = "not_translated"
    OTHER_SCRIPT = "other_script"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, on which line (counted from 1; 0 where it is about the whole), and the words it is about."""

    kind: FaultKind
    line: int
    about: str = ""


@dataclass(frozen=True)
class Known:
    """What a text may name. `figures` are the pictures of its own chapter, `figures_elsewhere` those of the others."""

    facts: Collection[str]
    terms: Collection[str]
    pages: Collection[str]
    chapters: Collection[str]
    forms: Collection[str]
    figures: Collection[str] = ()
    figures_elsewhere: Collection[str] = ()


# What is longer is no mark, and none begins inside of another: looking for its end would take the time of the whole line, at
# each beginning.
_ANY_MARK = re.compile(r"\{\{(?:(?!\{\{).){0,400}?\}\}")
_ANY_TARGET = re.compile(r"(!?)\[[^\[\]]*\]\(([^()\s]*)")
# Where a link may lead beside pages, chapters and forms.
_WHOLE = ("https://", "http://", "mailto:", "tel:")
_TARGETS = {
    "page": FaultKind.UNKNOWN_PAGE,
    "chapter": FaultKind.UNKNOWN_CHAPTER,
    "form": FaultKind.UNKNOWN_FORM,
}


def faults_in(body: str, known: Known, *, language: str) -> list[Fault]:
    """What is wrong with a text by itself, in the order of its lines."""
    faults = [
        fault for number, line in enumerate(body.split("\n"), 1) for fault in _line(number, line, known)
    ]
    faults += _drawn(body)
    easy, rest = marks.easy_and_rest(body)
    if easy and language != "ja":
        faults.append(Fault(FaultKind.EASY_ELSEWHERE, 1))
    faults += [
        Fault(FaultKind.EASY_ELSEWHERE, body[: body.index(rest)].count("\n") + number)
        for number, line in enumerate(rest.split("\n"), 1)
        if line.startswith(f"> **[{marks.EASY}]**")
    ]
    if not re.search(r"^## ", body, re.MULTILINE):
        faults.append(Fault(FaultKind.NO_SECTION, 0))
    if "> **[source]**" not in body:
        faults.append(Fault(FaultKind.NO_SOURCE, 0))
    return sorted(faults, key=lambda fault: fault.line)


def _line(number: int, line: str, known: Known) -> Iterator[Fault]:
    if re.match(r"# ", line):
        yield Fault(FaultKind.TITLE_IN_TEXT, number, line[2:])
    for mark in _ANY_MARK.findall(line):
        if fact := marks.FACT.fullmatch(mark):
            if fact[1] not in known.facts:
                yield Fault(FaultKind.UNKNOWN_FACT, number, fact[1])
        elif term := marks.TERM.fullmatch(mark):
            if term[1] not in known.terms:
                yield Fault(FaultKind.UNKNOWN_TERM, number, term[1])
        else:
            yield Fault(FaultKind.UNKNOWN_MARK, number, mark)
    places = {"page": known.pages, "chapter": known.chapters, "form": known.forms}
    for _words, kind, target in marks.LINK.findall(line):
        if target not in places[kind]:
            yield Fault(_TARGETS[kind], number, target)
    yield from _targets(number, line, known)
    callout = marks.CALLOUT.match(line)
    if callout and callout[1] not in (*marks.CALLOUTS, marks.EASY):
        yield Fault(FaultKind.UNKNOWN_CALLOUT, number, callout[1])


def _targets(number: int, line: str, known: Known) -> Iterator[Fault]:
    """Pictures, and links that lead nowhere."""
    if match := marks.FIGURE.fullmatch(line):
        figure = marks.figure_in(match)
        if figure.key in known.figures_elsewhere and figure.key not in known.figures:
            yield Fault(FaultKind.FIGURE_OF_ANOTHER, number, figure.key)
        elif figure.key not in known.figures:
            yield Fault(FaultKind.UNKNOWN_FIGURE, number, figure.key)
        if not marks.plain(figure.description).strip("… "):
            yield Fault(FaultKind.NO_DESCRIPTION, number, figure.key)
        return
    for is_picture, target in _ANY_TARGET.findall(line):
        if target.startswith("figure:"):
            yield Fault(FaultKind.FIGURE_NOT_ALONE, number, target)
        elif is_picture:
            yield Fault(FaultKind.PICTURE_ELSEWHERE, number, target)
        elif not target.startswith((*(f"{kind}:" for kind in _TARGETS), *_WHOLE)):
            yield Fault(FaultKind.UNKNOWN_LINK, number, target)


def _drawn(body: str) -> Iterator[Fault]:
    first, counted = 1, 0
    for block in marks.FENCE.finditer(body):
        first, counted = first + body.count("\n", counted, block.start(2)), block.start(2)
        for number, line in enumerate(block[2].split("\n"), first):
            if not line.strip():
                continue
            if block[1] == "timeline" and "|" not in line:
                yield Fault(FaultKind.TIMELINE_WITHOUT_BAR, number, line.strip())
            if block[1] == "steps" and not next(marks.steps_of(line)).who:
                yield Fault(FaultKind.STEP_WITHOUT_WHO, number, line.strip())
            if block[1] == "bars" and not next(marks.bars_of(line)).fact:
                yield Fault(FaultKind.BAR_WITHOUT_FACT, number, line.strip())


# ------------------------------------------------------------------------------------------ a translation beside its source

# Letters of a translation for one letter of its source: a Japanese text is less than half as long as an English one.
# Measured on the shipped chapters, with room on both sides.
_LETTERS = {"ja": 1.0, "en": 2.3, "id": 2.5, "vi": 2.5}
_LEAST, _MOST = 0.55, 1.8
# What is in brackets or quotation marks; none begins inside of others, so that what is never closed takes no time.
_QUOTED = re.compile(r"[（(「『“\"][^（(「『“）)」』”\"]{0,300}[）)」』”\"]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN_SENTENCE = re.compile(r"(?<![A-Za-zÀ-ỹ'’-])(?:[A-Za-zÀ-ỹ'’-]+[ ,;]+){7,}[A-Za-zÀ-ỹ'’-]+")


def faults_of_translation(body: str, source: str, *, language: str, source_language: str) -> list[Fault]:
    """Where a translation says less, more or other than its source: shape, facts, terms, links, length, words left over."""
    _easy, body_rest = marks.easy_and_rest(body)
    _easy, source_rest = marks.easy_and_rest(source)
    before = body[: body.index(body_rest)].count("\n") if body_rest else 0
    faults = [
        Fault(fault.kind, fault.line and fault.line + before, fault.about)
        for fault in _other_marks(body_rest, source_rest)
    ]
    ratio = len(marks.plain(body_rest)) / max(1, len(marks.plain(source_rest)))
    ratio /= _LETTERS[language] / _LETTERS[source_language]
    if ratio < _LEAST:
        faults.append(Fault(FaultKind.TOO_SHORT, 0))
    elif ratio > _MOST:
        faults.append(Fault(FaultKind.TOO_LONG, 0))
    sentences = {sentence for line in source_rest.split("\n") for sentence in _sentences(line)}
    for number, line in enumerate(body_rest.split("\n"), before + 1):
        words = marks.plain(line)
        faults += [
            Fault(FaultKind.NOT_TRANSLATED, number, one) for one in _sentences(line) if one in sentences
        ]
        outside = _QUOTED.sub("", words)
        if language != "ja" and _KANA.search(outside):
            faults.append(Fault(FaultKind.OTHER_SCRIPT, number, outside.strip()[:60]))
        if language == "ja" and not _KANA.search(words) and (found := _LATIN_SENTENCE.search(words)):
            faults.append(Fault(FaultKind.OTHER_SCRIPT, number, found[0][:60]))
    return faults


def shape_of(body: str) -> list[str]:
    """The kinds of a text's lines in their order: headings, list items, table rows with their number of cells, callouts."""
    shape: list[str] = []
    for line in body.split("\n"):
        if match := re.match(r"(#{2,4} |- \[ \]|\d+\. |- |> \*\*\[[a-z]+\]\*\*|```)", line):
            shape.append(re.sub(r"\d+", "1", match[1]))
        elif line.startswith("|"):
            shape.append("|" * line.count("|"))
        elif line.startswith(">"):
            shape.append(">")
        elif line.strip():
            shape.append("words")
    return shape


def _other_marks(body: str, source: str) -> Iterator[Fault]:
    if shape_of(body) != shape_of(source):
        yield Fault(FaultKind.OTHER_SHAPE, _first_difference(shape_of(body), shape_of(source), body))
    for kind, pattern in (
        (FaultKind.OTHER_FACTS, r"\{\{fact:([a-z0-9_]+)\}\}"),
        (FaultKind.OTHER_TERMS, r"\{\{term:([a-z0-9_]+)"),
        (FaultKind.OTHER_LINKS, r"\]\(((?:page|chapter|form):[^)]+)\)"),
        (FaultKind.OTHER_FIGURES, r"\]\((figure:[a-z0-9-]+)"),
    ):
        here, there = Counter(re.findall(pattern, body)), Counter(re.findall(pattern, source))
        if here != there:
            words = [f"−{one}" for one in sorted(there - here)] + [f"+{one}" for one in sorted(here - there)]
            yield Fault(kind, 0, " ".join(words))


def _first_difference(here: list[str], there: list[str], body: str) -> int:
    """The line on which the shapes part."""
    place = next((at for at, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), None)
    if place is None:
        place = min(len(here), len(there)) - 1
    lines = [number for number, line in enumerate(body.split("\n"), 1) if shape_of(line)]
    return lines[min(max(place, 0), len(lines) - 1)] if lines else 0


def _sentences(line: str) -> list[str]:
    words = marks.plain(line).strip()
    found = re.split(r"(?<=[.!?])\s+|(?<=[。！？])", words)
    return [one.strip() for one in found if len(re.findall(r"[^\W\d_]", one)) >= 25]
