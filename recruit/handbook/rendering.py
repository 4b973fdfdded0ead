"""From a chapter's Markdown to a page: dated facts, terms, links into book and platform, callouts, checklists, timelines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
import html
import re

from flask import Flask, get_template_attribute
from flask_babel import force_locale, gettext as _
from markupsafe import Markup
from werkzeug.routing import BuildError

from recruit.core.facts import Fact, facts_on
from recruit.core.text import markdown, slug_of
from recruit.handbook import marks
from recruit.handbook.glossary import Term, terms_of
from recruit.web.gate import page_opens, page_url, visitor
from recruit.web.times import format_day

_CALLOUT = re.compile(
    r"<blockquote>\s*<p><strong>\[(must|careful|form|source)\]</strong>\s*(.*?)</p>\s*</blockquote>",
    re.DOTALL,
)
_BOXES = re.compile(r"<ul>\s*((?:<li>\[ \] .*?</li>\s*)+)</ul>", re.DOTALL)
_BOX = re.compile(r"<li>\[ \] (.*?)</li>", re.DOTALL)
_HEADING = re.compile(r"<h2>(.*?)</h2>")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_HEAD = re.compile(r"<th>(.*?)</th>", re.DOTALL)
_TERM_LINK = re.compile(r'<a href="#term-([a-z0-9_]+)">(.*?)</a>')
_MACROS = {"must": "must", "careful": "careful", "form": "form_note", "source": "source"}
# Names for pages that need more than the name of an endpoint.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "accounts.register_company": ("accounts.register", {"kind": "company"}),
    "accounts.register_student": ("accounts.register", {"kind": "student"}),
}
# The name of plain Japanese, in plain Japanese.
EASY_TITLE = Markup("やさしい<ruby>日本語<rp>（</rp><rt>にほんご</rt><rp>）</rp></ruby>")
_READING = re.compile(r"([\u4e00-\u9fff々]+)（([\u3041-\u3096ー]+)）")
# Stands for a timeline while the text around it is made: letters that no text holds.
_PLACE = "\ue000{}\ue001"
_PLACED = re.compile("<p>\ue000([0-9]+)\ue001</p>")


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
    terms: list[Term] = field(default_factory=list)


def render(body: str, *, language: str, on: date, book: str = "", chapters: Collection[str] = ()) -> Rendered:
    """See Rendered. `chapters` are the slugs of `book` that may be linked to; a link elsewhere is shown as its words.

    A fact that is not known any more is shown as a dash, so that a reader is never told an old one.
    """
    keys = marks.keys_of_facts(body)
    facts = facts_on(set(keys), on)
    terms = terms_of(marks.keys_of_terms(body))
    writer = _Writer(language, facts, terms, book, chapters)
    easy, rest = marks.easy_and_rest(body)
    text, headings = _with_anchors(writer.html(rest))
    # What a figure is about is told in the words of the text; the summary in plain Japanese only where they lack it.
    worded = marks.TERM.sub(lambda match: match[2] or writer.word(match[1]), f"{rest}\n{easy}")
    values = {key: shown_value(fact, language) for key, fact in facts.items()}
    return Rendered(
        Markup(text),
        [(facts[key], words_around(key, worded, values), values[key]) for key in keys if key in facts],
        headings,
        minutes_to_read(body, language),
        _with_ruby(writer.html(easy)),
        terms=list(terms.values()),
    )


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


@dataclass(frozen=True)
class _Writer:
    language: str
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    book: str
    chapters: Collection[str]
    tables: list[list[str]] = field(default_factory=list)

    def html(self, source: str) -> str:
        timelines: list[str] = []

        def place(match: re.Match[str]) -> str:
            timelines.append(self._timeline(match[1]))
            return f"\n\n{_PLACE.format(len(timelines) - 1)}\n\n"

        source = marks.FENCE.sub(place, source.replace(_PLACE[0], ""))
        source = marks.LINK.sub(self._link, marks.TERM.sub(self._term, marks.FACT.sub(self._fact, source)))
        text = str(markdown(source))
        text = text.replace('<a href="#fact-', '<a class="fact" href="#fact-')
        text = _TABLE.sub(self._framed, text)
        text = _TERM_LINK.sub(r'<button type="button" class="term" popovertarget="term-\1">\2</button>', text)
        text = _BOXES.sub(_checklist, _CALLOUT.sub(_callout, text))
        return _PLACED.sub(lambda match: timelines[int(match[1])], text)

    def _framed(self, match: re.Match[str]) -> str:
        """A table in a frame of its own: one that is wider than the text scrolls there, by finger, wheel and keys."""
        heads = [html.unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in _HEAD.findall(match[1])]
        self.tables.append(heads)
        with force_locale(self.language):
            name = _(
                "Table %(number)d: %(columns)s",
                number=len(self.tables),
                columns=", ".join(filter(None, heads)),
            )
        frame = Markup('<div class="table-frame" role="region" tabindex="0" aria-label="{}">').format(name)
        return f'{frame}<table class="table">{match[1]}</table></div>'

    def _fact(self, match: re.Match[str]) -> str:
        found = self.facts.get(match[1])
        return f"[{shown_value(found, self.language)}](#fact-{match[1]})" if found else "–"

    def _term(self, match: re.Match[str]) -> str:
        words = match[2] or self.word(match[1])
        return f"[{words}](#term-{match[1]})" if match[1] in self.terms else words

    def word(self, key: str) -> str:
        """The word of a term, a dash where the term is not known."""
        return word_of(self.terms[key], self.language) if key in self.terms else "–"

    def _link(self, match: re.Match[str]) -> str:
        words, kind, target = match.groups()
        address = self._address(kind, target)
        return f"[{words}]({address})" if address else words

    def _address(self, kind: str, target: str) -> str | None:
        if kind == "chapter":
            return (
                page_url("handbook.chapter", book=self.book, chapter=target)
                if target in self.chapters
                else None
            )
        endpoint, values = (
            PAGES.get(target, (target, {})) if kind == "page" else ("handbook.forms", {"_anchor": target})
        )
        # Who is signed in and may not go there reads the words alone; everybody else may sign in on the way.
        if visitor().is_signed_in and not page_opens(endpoint):
            return None
        try:
            return page_url(endpoint, **values)
        except BuildError:
            return None

    def _timeline(self, block: str) -> str:
        macro = get_template_attribute("parts/dimension.html", "dimensions")
        spans = [
            {
                "words": self._inline(span.duration),
                "title": self._inline(span.what),
                "uncertain": span.uncertain,
            }
            for span in marks.spans_of(block)
        ]
        return str(macro(spans, level=False))

    def _inline(self, words: str) -> Markup:
        return Markup(re.sub(r"^<p>|</p>$", "", self.html(words).strip()))


def _with_ruby(text: str) -> Markup:
    """Readings that stand in brackets behind kanji stand above them; without ruby a browser shows the brackets again."""
    return Markup(_READING.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", text))


def word_of(term: Term, language: str) -> str:
    """The word of a term in that language, or in English."""
    return term.words.get(language) or term.words["en"]


def anchor_of(heading: str, place: int) -> str:
    """By which address a heading is reached; `place` counts the headings of the chapter from 1."""
    return slug_of(heading) or f"part-{place}"


def _with_anchors(text: str) -> tuple[str, list[tuple[str, str]]]:
    headings: list[tuple[str, str]] = []

    def heading(match: re.Match[str]) -> str:
        words = html.unescape(re.sub(r"<[^>]+>", "", match.group(1)))
        anchor = anchor_of(words, len(headings) + 1)
        if anchor in {known for known, _words in headings}:
            anchor = f"{anchor}-{len(headings) + 1}"
        headings.append((anchor, words))
        return f'<h2 id="{anchor}">{match.group(1)}</h2>'

    return _HEADING.sub(heading, text), headings


_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?")


_MOST_AROUND = 90


def words_around(key: str, body: str, values: Mapping[str, str]) -> str:
    """What a figure is about, in the chapter's own words: the head of its table row, or the sentence it stands in.

    Other figures of that sentence are told with their `values`.
    """
    mark = f"{{{{fact:{key}}}}}"
    line = next(line for line in body.splitlines() if mark in line)
    line = marks.FACT.sub(lambda match: match[0] if match[0] == mark else values.get(match[1], "–"), line)
    if line.lstrip().startswith("|"):
        return marks.plain(line.replace(mark, "…").strip().strip("|").split("|")[0]).strip()
    before, _mark, after = _LIST_MARK.sub("", line).partition(mark)
    start = max(before.rfind(end) for end in ("。", ". ", ": ", "** ")) + 1
    ends = [place for place in (after.find("。"), after.find(". ")) if place >= 0]
    sentence = before[start:] + "…" + (after[: min(ends)] if ends else after)
    plain = marks.plain(sentence.replace("…–", "…")).strip()
    return _cut_around(plain, plain.index("…"))


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


def shown_value(fact: Fact, language: str) -> str:
    """A fact's value as that language writes numbers and days."""
    number = fact.value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", number):
        with force_locale(language):
            return format_day(date.fromisoformat(number))
    if re.fullmatch(r"\d{4,}", number):
        grouped = f"{int(number):,}"
        return grouped.replace(",", ".") if language in ("id", "vi") else grouped
    return (
        number.replace(".", ",") if language in ("id", "vi") and re.fullmatch(r"\d+\.\d+", number) else number
    )


def _callout(match: re.Match[str]) -> str:
    macro = get_template_attribute("parts/notice.html", _MACROS[match.group(1)])
    return str(macro(Markup(f"<p>{match.group(2)}</p>")))


def _checklist(match: re.Match[str]) -> str:
    macro = get_template_attribute("parts/definition.html", "checklist")
    items = [{"state": "todo", "words": Markup(words)} for words in _BOX.findall(match.group(1))]
    return str(macro(items))
