"""From a chapter's Markdown to a page: dated facts, links into the platform, callouts, checklists."""

from dataclasses import dataclass, field
from datetime import date
import html
import re

from flask import get_template_attribute
from markupsafe import Markup
from werkzeug.routing import BuildError

from recruit.core.facts import Fact, facts_on
from recruit.core.text import markdown, slug_of
from recruit.web.gate import page_url

_FACT = re.compile(r"\{\{fact:([a-z0-9_]+)\}\}")
_PAGE = re.compile(r"\]\(page:([a-z_]+\.[a-z_]+)\)")
_CALLOUT = re.compile(
    r"<blockquote>\s*<p><strong>\[(must|careful|form|source)\]</strong>\s*(.*?)</p>\s*</blockquote>",
    re.DOTALL,
)
_BOXES = re.compile(r"<ul>\s*((?:<li>\[ \] .*?</li>\s*)+)</ul>", re.DOTALL)
_BOX = re.compile(r"<li>\[ \] (.*?)</li>", re.DOTALL)
_HEADING = re.compile(r"<h2>(.*?)</h2>")
_MACROS = {"must": "must", "careful": "careful", "form": "form_note", "source": "source"}
# Pages that chapters may link to, by the name a writer uses.
_PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "accounts.register_company": ("accounts.register", {"kind": "company"}),
    "accounts.register_student": ("accounts.register", {"kind": "student"}),
    "events.fairs": ("events.fairs", {}),
    "postings.positions": ("postings.positions", {}),
    "students.profile": ("students.profile", {}),
    "cases.help_lines": ("cases.help_lines", {}),
}


@dataclass
class Rendered:
    """A chapter ready to be shown, with the facts it states (each with the words it stands in and its value as shown) and its headings."""

    body: Markup
    facts: list[tuple[Fact, str, str]] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    minutes: int = 1


def render(body: str, *, language: str, on: date) -> Rendered:
    """See Rendered. A fact that is not known any more is shown as a dash, so that a reader is never told an old one."""
    found = facts_on(set(_FACT.findall(body)), on)
    shown = list(dict.fromkeys(key for key in _FACT.findall(body) if key in found))

    def fact_in_text(match: re.Match[str]) -> str:
        key = match.group(1)
        return f"[{_value(found[key], language)}](#fact-{key})" if key in found else "–"

    source = _PAGE.sub(_page_link, _FACT.sub(fact_in_text, body))
    text = str(markdown(source))
    text = text.replace('<a href="#fact-', '<a class="fact" href="#fact-').replace(
        "<table>", '<table class="table">'
    )
    text = _CALLOUT.sub(_callout, text)
    text = _BOXES.sub(_checklist, text)
    headings: list[tuple[str, str]] = []

    def heading(match: re.Match[str]) -> str:
        words = html.unescape(re.sub(r"<[^>]+>", "", match.group(1)))
        anchor = slug_of(words) or f"part-{len(headings) + 1}"
        headings.append((anchor, words))
        return f'<h2 id="{anchor}">{match.group(1)}</h2>'

    text = _HEADING.sub(heading, text)
    # Japanese is read at about 500 characters a minute, Latin scripts at about 200 words.
    length = len(body) / 500 if language == "ja" else len(body.split()) / 200
    return Rendered(
        Markup(text),
        [(found[key], _words_around(key, body), _value(found[key], language)) for key in shown],
        headings,
        max(1, round(length)),
    )


def _words_around(key: str, body: str) -> str:
    """What a figure is about, in the chapter's own words: the head of its table row, or the sentence it stands in."""
    mark = f"{{{{fact:{key}}}}}"
    line = next(line for line in body.splitlines() if mark in line)
    if line.lstrip().startswith("|"):
        return line.strip().strip("|").split("|")[0].strip()
    before, _mark, after = line.partition(mark)
    start = max(before.rfind(end) for end in ("。", ". ", ": ", "** ")) + 1
    ends = [place for place in (after.find("。"), after.find(". ")) if place >= 0]
    sentence = before[start:] + "…" + (after[: min(ends)] if ends else after)
    plain = re.sub(r"\]\([^)]*\)|[*\[\]>_]|\{\{[^}]*\}\}", "", sentence).strip()
    return plain if len(plain) <= 90 else plain[:89].rstrip() + "…"


def _value(fact: Fact, language: str) -> str:
    number = fact.value
    if re.fullmatch(r"\d{4,}", number):
        grouped = f"{int(number):,}"
        return grouped.replace(",", ".") if language in ("id", "vi") else grouped
    return (
        number.replace(".", ",") if language in ("id", "vi") and re.fullmatch(r"\d+\.\d+", number) else number
    )


def _page_link(match: re.Match[str]) -> str:
    endpoint, values = _PAGES[match.group(1)]
    try:
        return f"]({page_url(endpoint, **values)})"
    except BuildError:
        return "](#)"


def _callout(match: re.Match[str]) -> str:
    macro = get_template_attribute("parts/notice.html", _MACROS[match.group(1)])
    return str(macro(Markup(f"<p>{match.group(2)}</p>")))


def _checklist(match: re.Match[str]) -> str:
    macro = get_template_attribute("parts/definition.html", "checklist")
    items = [{"state": "todo", "words": Markup(words)} for words in _BOX.findall(match.group(1))]
    return str(macro(items))
