"""A chapter's Markdown as HTML of a page: what stands in it beyond Markdown is put in before and after Markdown is read.

Whatever somebody types gives HTML that is closed and safe: what is not understood stays as it was typed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
import html
from itertools import zip_longest
import re

from flask import get_template_attribute
from flask_babel import force_locale, gettext as _
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from recruit.core.facts import Fact
from recruit.core.text import markdown, markdown_words
from recruit.handbook import marks
from recruit.handbook.columns import columns_of_signs, numbers_in
from recruit.handbook.figures.drawing import drawn
from recruit.handbook.figures.rules import Shown
from recruit.handbook.glossary import Explained
from recruit.handbook.shown import PAGES, anchor_of, length_of, shown_value
from recruit.students.opening import PAGES_OF_A_PROFILE, has_no_profile
from recruit.web.gate import page_opens, page_url, visitor

# The first paragraph says what sort it is; what follows it may be anything but one more quotation.
_CALLOUT = re.compile(
    r"<blockquote>\s*<p><strong>\[(must|careful|form|source)\]</strong>\s*((?:(?!</?p>).)*)</p>((?:(?!</?blockquote>).)*)</blockquote>",
    re.DOTALL,
)
# Items that hold nothing but words.
_BOXES = re.compile(
    r"<ul>\s*((?:<li>\[ \] (?:(?!</?(?:li|ul|ol|p|pre|blockquote)>).)*</li>\s*)+)</ul>", re.DOTALL
)
_BOX = re.compile(r"<li>\[ \] (.*?)</li>", re.DOTALL)
_LONE_BOX = re.compile(r"<li>(\s*<p>)?\[ \] ")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_HEAD = re.compile(r'<th(?: class="([a-z]+)")?>(.*?)</th>', re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r'<(th|td)(?: class="[a-z]+")?>(.*?)</(?:th|td)>', re.DOTALL)
_INSIDE_LINK = re.compile(r'<a href="#(fact|term)-([^"]*)">(.*?)</a>', re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
_MACROS = {"must": "must", "careful": "careful", "form": "form_note", "source": "source"}
# Stands for what is drawn while the text around it is made: letters that no text holds (`marks.clean`).
_PLACE = "\ue000{}\ue001"
_PLACED = re.compile("<p>\ue000([0-9]+)\ue001</p>")
_MARKS_OF_PLACES = re.compile("\ue000([0-9]{1,4})\ue001|[\ue000\ue001]")
_MISPLACED = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True)
class PageWriter:
    """Writes the parts of one chapter. `chapters` are those of `book` that may be linked to, `figures` the pictures of
    `chapter` that may be shown.
    """

    language: str
    facts: Mapping[str, Fact]
    terms: Mapping[str, Explained]
    book: str
    chapters: Collection[str]
    chapter: str = ""
    figures: Mapping[str, Shown] = field(default_factory=dict)
    tables: list[list[str]] = field(default_factory=list)

    def html(self, source: str) -> str:
        """Some blocks."""
        made_of: list[tuple[str, str]] = []

        def place(made: str, typed: str) -> str:
            made_of.append((made, typed))
            return f"\n\n{_PLACE.format(len(made_of) - 1)}\n\n"

        source = marks.FENCE.sub(lambda match: place(self._drawn(match[1], match[2]), match[2]), source)
        source = marks.FIGURE.sub(lambda match: place(*self._picture(match)), source)
        text = str(markdown(self._put_in(source)))
        text = _MARKS_OF_PLACES.sub(lambda match: _place_or_nothing(match, len(made_of)), text)
        text = _CODE.sub(lambda match: marks.unled(match[0]), text)
        text = _TABLE.sub(self._framed, _INSIDE_LINK.sub(self._inside_link, text))
        text = _BOXES.sub(self._checklist, _CALLOUT.sub(self._callout, text))
        text = _LONE_BOX.sub(lambda match: f"<li>{match[1] or ''}☐ ", text)
        text = _PLACED.sub(lambda match: made_of[int(match[1])][0], text)
        # Inside of something else nothing can be drawn.
        return _MISPLACED.sub(lambda match: str(escape(made_of[int(match[1])][1].strip())), text)

    def words(self, source: str) -> Markup:
        """Some words inside of a line."""
        text = str(markdown_words(self._put_in(source)))
        return Markup(
            _INSIDE_LINK.sub(self._inside_link, _CODE.sub(lambda match: marks.unled(match[0]), text))
        )

    def _put_in(self, source: str) -> str:
        """Facts, terms and links as links of Markdown."""
        return marks.LINK.sub(self._link, marks.TERM.sub(self._term, marks.FACT.sub(self._fact, source)))

    def _framed(self, match: re.Match[str]) -> str:
        """A table in a frame of its own: one that is wider than the text scrolls there, by finger, wheel and keys."""
        heads = [_plain(one) for _said, one in _HEAD.findall(match[1])]
        self.tables.append(heads)
        with force_locale(self.language):
            name = _(
                "Table %(number)d: %(columns)s",
                number=len(self.tables),
                columns=", ".join(filter(None, heads)),
            )
        frame = Markup('<div class="table-frame" role="region" tabindex="0" aria-label="{}">').format(name)
        return f'{frame}<table class="table">{_with_numbers(match[1])}</table></div>'

    def _fact(self, match: re.Match[str]) -> str:
        found = self.facts.get(match[1])
        return f"[{shown_value(found, self.language)}](#fact-{match[1]})" if found else "–"

    def _term(self, match: re.Match[str]) -> str:
        words = match[2] or self.word(match[1])
        return f"[{words}](#term-{match[1]})" if match[1] in self.terms else words

    def word(self, key: str) -> str:
        """The word of a term, a dash where the term is not known."""
        return self.terms[key].word if key in self.terms else "–"

    def _inside_link(self, match: re.Match[str]) -> str:
        """What leads to a figure or a meaning below the text; what was typed by hand and leads nowhere is its words."""
        kind, key, words = match.groups()
        if kind == "fact" and key in self.facts:
            return f'<a class="fact" href="#fact-{key}">{words}</a>'
        if kind == "term" and key in self.terms:
            # A link flows like the words around it, so that no comma begins a line, and leads to the list without scripts.
            return f'<a class="term" href="#term-{key}">{words}</a>'
        return words

    def _link(self, match: re.Match[str]) -> str:
        words, kind, target = match.groups()
        words, address = marks.unled(words), self._address(kind, target)
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
        # Who is signed in and finds nothing there reads the words alone; everybody else may sign in on the way.
        if visitor().is_signed_in and (
            not page_opens(endpoint) or (endpoint in PAGES_OF_A_PROFILE and self._reader_has_no_profile)
        ):
            return None
        try:
            return page_url(endpoint, **values)
        except BuildError:
            return None

    def _callout(self, match: re.Match[str]) -> str:
        sort, first, rest = match.groups()
        macro = get_template_attribute("parts/notice.html", _MACROS[sort])
        with force_locale(self.language):
            return str(macro(Markup((f"<p>{first}</p>" if first.strip() else "") + rest)))

    def _checklist(self, match: re.Match[str]) -> str:
        macro = get_template_attribute("parts/definition.html", "checklist")
        items = [{"state": "todo", "words": Markup(words)} for words in _BOX.findall(match.group(1))]
        with force_locale(self.language):
            return str(macro(items))

    @cached_property
    def _reader_has_no_profile(self) -> bool:
        return has_no_profile(visitor())

    def _drawn(self, kind: str, block: str) -> str:
        return {"timeline": self._timeline, "steps": self._steps, "bars": self._bars}[kind](block)

    def _picture(self, match: re.Match[str]) -> tuple[str, str]:
        """As it is drawn; and its description, for where nothing can be drawn or the picture is not known."""
        figure = marks.figure_in(match)
        description = re.sub(r"<[^>]+>", "", self.words(figure.description))
        shown = self.figures.get(figure.key)
        if shown is None:
            return f"<p><em>{description}</em></p>", figure.description
        with force_locale(self.language):
            made = drawn(
                self.book,
                self.chapter,
                shown,
                description=html.unescape(description),
                caption=self.words(figure.caption),
                source=self.words(figure.source),
            )
        return made, figure.description

    def _timeline(self, block: str) -> str:
        macro = get_template_attribute("parts/dimension.html", "dimensions")
        spans = [
            {
                "words": self.words(span.duration),
                "title": self.words(span.what),
                "uncertain": span.uncertain,
            }
            for span in marks.spans_of(block)
        ]
        return str(macro(spans, level=False))

    def _steps(self, block: str) -> str:
        macro = get_template_attribute("handbook/drawn.html", "steps")
        with force_locale(self.language):
            estimate = _("an estimate")
        return str(
            macro(
                [
                    {
                        "what": self.words(one.what),
                        "who": self.words(one.who),
                        "duration": self.words(one.duration),
                        "estimate": estimate if one.uncertain else "",
                    }
                    for one in marks.steps_of(block)
                ]
            )
        )

    def _bars(self, block: str) -> str:
        macro = get_template_attribute("handbook/drawn.html", "bars")
        bars = list(marks.bars_of(block))
        shares = marks.shares_of(
            [length_of(self.facts[one.fact]) if one.fact in self.facts else None for one in bars]
        )
        return str(
            macro(
                [
                    {"about": self.words(one.about), "words": self.words(one.words), "share": share}
                    for one, share in zip(bars, shares, strict=True)
                ]
            )
        )


def _with_numbers(table: str) -> str:
    """The inside of a table, its numbers and its columns of signs marked."""
    rows = [[_plain(words) for _tag, words in _CELL.findall(row)] for row in _ROW.findall(table)]
    said = [one for one, _words in _HEAD.findall(table)]
    numbers, signs = numbers_in(rows[1:], said), columns_of_signs(rows)
    marked = iter([numbers.columns, *numbers.cells])

    def row(match: re.Match[str]) -> str:
        kinds = iter(
            [
                "number" if is_right else "sign" if is_sign else ""
                for is_right, is_sign in zip_longest(next(marked), signs, fillvalue=False)
            ]
        )
        return _CELL.sub(lambda cell: _cell(cell, next(kinds, "")), match[0])

    return _ROW.sub(row, table) if rows[1:] else table


def _cell(match: re.Match[str], kind: str) -> str:
    tag, words = match.groups()
    return f'<{tag} class="{kind}">{words}</{tag}>' if kind else f"<{tag}>{words}</{tag}>"


def _plain(words: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", words)).strip()


def _place_or_nothing(match: re.Match[str], places: int) -> str:
    """Letters that nobody can type can still be written as numbers, such as &#xE000;."""
    return match[0] if match[1] and int(match[1]) < places else ""


def with_anchors(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text whose headings have addresses, and those headings as (address, words)."""
    headings: list[tuple[str, str]] = []
    taken: set[str] = set()

    def heading(match: re.Match[str]) -> str:
        words = html.unescape(re.sub(r"<[^>]+>", "", match.group(1)))
        place = len(headings) + 1
        anchor = anchor_of(words, place)
        while anchor in taken:
            anchor = f"{anchor}-{place}"
        taken.add(anchor)
        headings.append((anchor, words))
        return f'<h2 id="{anchor}">{match.group(1)}</h2>'

    return _HEADING.sub(heading, text), headings
