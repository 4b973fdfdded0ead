"""Templates: each parses, each is used, none says words past the catalogues, none carries style or script of its own."""

import re

from flask import Flask
from jinja2 import StrictUndefined, meta
import pytest

from recruit.messages import kinds
from tests.house import places

NAMED = re.compile(r"""["'](?P<name>[a-z_/]+/[a-z_0-9/.]+\.(?:html|txt))["']""")
EXPRESSION = re.compile(r"\{\{[^|]*?\}\}|\{%.*?%\}")
# A macro may make one attribute, and a mail may name an address.
NOT_SAID = re.compile(r"""\s[a-z-]+="[^"<>]*"|(?<![\w<])/[a-z/-]+""")
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
SAID_IN_ATTRIBUTES = re.compile(r"""\b(?:alt|title|aria-label|placeholder|content)=(["'])(?P<words>.*?)\1""")
WORDS = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
# Files that people keep and open without us: they carry their own style, and no policy of ours stands over them.
TAKEN_HOME = frozenset({"accounts/rights/archive.html"})
# Names of things, the same in every language.
NAMES = frozenset(
    {
        "width",
        "device",
        "initial",
        "scale",
        "no",
        "noindex",
        "CSV",
        "XLSX",
        "PDF",
        "iCalendar",
        "JSON",
        "HTML",
        "XLSForm",
        "QR",
    }
)


def referenced(app: Flask) -> set[str]:
    """Templates that a template, a line of code or a mail kind names."""
    found: set[str] = set()
    for name in places.template_names():
        source = (places.TEMPLATES / name).read_text(encoding="utf-8")
        tree = app.jinja_env.parse(source)
        found |= {one for one in meta.find_referenced_templates(tree) if one and one != name}
    for path in places.SOURCES.rglob("*.py"):
        found |= {hit["name"] for hit in NAMED.finditer(path.read_text(encoding="utf-8"))}
    for kind in kinds.known_kinds():
        found |= {f"{kind.template}{ending}" for ending in (".subject.txt", ".txt", ".html")}
    return found


def test_undefined_names_are_errors(house_app: Flask) -> None:
    assert house_app.jinja_env.undefined is StrictUndefined
    assert house_app.jinja_env.autoescape


def test_every_template_parses_and_is_used(house_app: Flask) -> None:
    names = set(places.template_names())
    used = referenced(house_app)
    for name in sorted(names):
        house_app.jinja_env.get_template(name)
    assert not names - used, f"nothing shows {sorted(names - used)}"
    missing = {name for name in used - names if name.endswith((".html", ".txt"))}
    assert not missing, f"named, but not there: {sorted(missing)}"


@pytest.mark.parametrize(
    "forbidden",
    [
        re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
        re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
        re.compile(r"<style\b", re.IGNORECASE),
        re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
        re.compile(r"javascript:", re.IGNORECASE),
        re.compile(r"\|\s*safe\b"),
        re.compile(r"autoescape\s+false"),
    ],
    ids=[
        "style attribute",
        "event handler",
        "style element",
        "inline script",
        "script address",
        "safe",
        "autoescape",
    ],
)
def test_no_template_holds(forbidden: re.Pattern[str]) -> None:
    found = []
    for name in sorted(set(places.template_names()) - TAKEN_HOME):
        for number, line in enumerate((places.TEMPLATES / name).read_text(encoding="utf-8").splitlines(), 1):
            if forbidden.search(line) and forbidden.search(EXPRESSION.sub("", line)):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def said_without_catalogue(app: Flask, source: str) -> list[str]:
    """Words that stand in a template itself, outside `_()` and `{% trans %}`."""
    plain, in_trans, in_raw = [], False, False
    for _line, kind, text in app.jinja_env.lex(source):
        if kind in ("block_begin", "variable_begin"):
            plain.append("\0")
        if kind == "name" and text == "trans":
            in_trans = True
        if kind == "name" and text == "endtrans":
            in_trans = False
        if kind == "data" and not in_trans and not in_raw:
            plain.append(text)
    text = NO_WORDS.sub(" ", "".join(plain))
    said = [hit["words"] for hit in SAID_IN_ATTRIBUTES.finditer(text)] + [
        NOT_SAID.sub(" ", TAG.sub("\n", text))
    ]
    return [
        piece.strip()
        for part in said
        for piece in re.split(r"[\n\0]", re.sub(r"&[a-z]+;|&#\d+;", " ", part))
        if any(word not in NAMES for word in WORDS.findall(piece))
    ]


def test_templates_say_nothing_past_the_catalogues(house_app: Flask) -> None:
    found = []
    for name in places.template_names():
        source = (places.TEMPLATES / name).read_text(encoding="utf-8")
        found += [f"{name}: {words[:80]}" for words in said_without_catalogue(house_app, source)]
    assert not found, "\n".join(found)


def test_the_search_for_words_finds_them(house_app: Flask) -> None:
    source = '<p class="a">{{ _("Fine") }} Please wait</p><img alt="A bridge">{% trans %}Well{% endtrans %}'
    assert said_without_catalogue(house_app, source) == ["A bridge", "Please wait"]
    assert said_without_catalogue(house_app, '<a href="{{ x }}">{{ _("Go") }}</a> · →') == []
