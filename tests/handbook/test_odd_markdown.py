"""Whatever somebody types: a page, a file and a list of faults come of it, and nothing of it becomes HTML."""

from datetime import UTC, date, datetime
import re
from time import process_time
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import html5lib
from hypothesis import HealthCheck, example, given, settings, strategies as st
import pytest

from recruit.core.differences import differences
from recruit.core.facts import Fact
from recruit.handbook import marks
from recruit.handbook.checking import FaultKind, Known, faults_in, faults_of_translation
from recruit.handbook.finding import sections_of
from recruit.handbook.glossary import Term
from recruit.handbook.page_writer import PageWriter, with_anchors
from recruit.handbook.printing import contents
from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.page import as_html
from recruit.handbook.printing.paper import as_pdf
from recruit.handbook.printing.tree import blocks_of
from recruit.handbook.rendering import words_around
from recruit.handbook.rules import LONGEST_BODY

FACTS = {
    "pay": Fact("pay", "215000", "yen", date(2026, 1, 1), "https://example.org", "A", date(2026, 1, 2), True),
    "days": Fact("days", "3-5", "days", date(2026, 1, 1), "https://example.org", "A", date(2026, 1, 2), True),
}
TERMS = {"coe": Term("coe", {"en": "COE"}, {"en": "A paper."}).explained("en")}
KNOWN = Known(facts=FACTS, terms=TERMS, pages={"events.fairs"}, chapters={"one"}, forms={"list"})
PIECES = (
    "# ", "## ", "### ", "\n", "\n\n", " ", "    ", "\t", "- ", "- [ ] ", "1. ", "999999999. ", "> ", "> > ", "|", "| a | b |\n",
    "| --- | --- |\n", "*", "**", "_", "`", "```", "```timeline\n", "```bars\n", "```steps\n", "```\n", "~~~", "---\n", "===\n", "\\", "[", "]",
    "(", ")", "!", "<", ">", "&", "&lt;", '"', "{{", "}}", "{{fact:pay}}", "{{fact:days}}", "{{fact:gone}}", "{{fact:",
    "{{term:coe}}", "{{term:coe|a paper}}", "{{term:gone|[x](y)}}", "[x](#fact-gone)", "[x](#fact-pay)", "[x](#term-gone)",
    "[x](#term-coe)", "[x](chapter:one)", "[x](page:events.fairs)", "[{{term:coe}}](page:nothing.here)", "[x](form:list)",
    "[x](javascript:alert(1))", "[x](https://example.org/?a=1&b=2)", "![x](figure:one)", "![x](https://example.org/a.png)",
    '![](figure:one "words | source")\n', "> **[must]** ", "> **[source]** ", "> **[easy]** ", "**[must]** ", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "</blockquote>", "</div>", "<!--", "\x00", "\x0b", "\x1b", "\u2028", "\ue000", "0", "\ue0000\ue001", "&#xE000;0&#xE001;",
    "words", "言葉", "です。", "chữ", "- x | y\n", "days? | {{fact:pay}} yen\n", "words", "helpful", "part-1",
)  # fmt: skip
ODDEST = """### First a small one

#### smaller

> # a heading in a quotation
>
> - a list

- # a heading in a list
- | a | b |

| a | b |
| --- | --- |

|  |
| --- |
| {{fact:pay}} |

[](https://example.org) [x](#fact-gone) [x](https://) [y](mailto:) [z](chapter:one) [w](chapter:gone)

```bars
a | {{fact:pay}}
b | {{fact:days}}
c
```

```timeline

```

```bars
```

- [ ]
- [ ] x

> **[must]**

999999999. late

`code {{fact:pay}}` \x0b\x1b <b>bold</b>

![x](https://example.org/a.png) a ![](figure:one)
"""
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)
QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def on_a_page(app):
    with app.test_request_context("/en/handbook/"):
        app.preprocess_request()
        yield


@QUICK
@given(TEXTS)
@example("> **[must]** a\n> > b\n> c")
@example("- [ ] a\n  - [ ] b\n- [ ] c")
@example("- [ ] a\n\n- [ ] b")
@example("a ![x](figure:one) b\n\n    ```bars\n    a | b\n    ```")
@example("    ```timeline\n```timeline\n3 | # x\n```")
@example("&#xE000;7&#xE001; &#x80; &#xFFFE; &#xE000;")
@example("## words\n\n## part-1\n\n## !\n\n## x\n\n## x\n\n## x-3\n\n## x")
@example("`{{fact:pay}}` [see {{term:coe}}](page:events.fairs)")
def test_a_page_is_whole_and_holds_no_html_that_somebody_typed(on_a_page, typed):
    writer = PageWriter("en", FACTS, TERMS, "book", {"one"})
    text, headings = with_anchors(writer.html(marks.clean(typed)))
    whole = f"<!DOCTYPE html><html lang=en><head><title>x</title></head><body><article>{text}</article></body></html>"
    html5lib.HTMLParser(strict=True).parse(whole)
    assert not re.search(r"<(script|img|iframe)|<[^>]*\s(on\w+|style)=|=.javascript:", text)
    assert not re.search("[\ue000\ue001]", text)
    assert len({anchor for anchor, _words in headings}) == len(headings)
    ids = re.findall(r'href="#(?:fact|term)-([^"]*)"', text)
    assert set(ids) <= {*FACTS, *TERMS}


@QUICK
@given(TEXTS)
@example("[x](#fact-gone) ```\n[{{fact:pay}}](#fact-nothing)")
@example("**[must** x\n\n> **must]** x\n\n> **[[must]]** x")
@example("```bars\n{{fact:pay}}\n| {{fact:days}}\n```")
@example("```steps\n{{fact:pay}}\n| {{term:coe}}\n|||?\na | b | {{fact:days}}? | c\n```")
def test_a_file_is_well_formed(on_a_page, typed):
    root = ET.fromstring(as_html(_book(typed)).split(b"\n", 1)[1])
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert not names & {"script", "img", "iframe"}


@QUICK
@given(TEXTS, TEXTS)
def test_what_is_said_about_a_text_never_breaks(typed, other):
    faults = faults_in(typed, KNOWN, language="en") + faults_of_translation(
        typed, other, language="en", source_language="ja"
    )
    assert all(0 <= fault.line <= typed.count("\n") + 1 for fault in faults)
    assert "".join(one.after for one in differences(other, typed, language="en")).count("é") == typed.count(
        "é"
    )
    sections_of(typed)
    body = marks.clean(typed)
    for key in marks.keys_of_facts(body):
        assert len(words_around(key, body, {})) <= 95 or "|" in body


def test_the_oddest_texts_are_set_on_paper(on_a_page):
    assert as_pdf(_book(ODDEST)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "piece",
    ["{{", "{{term:coe|", "```bars\n", "](", "[a](https://", "iVBORw0KGgo", "（", "## a\n", "|-", "[a]", "![", "> **[must]** a\n\n"],
)  # fmt: skip
def test_the_longest_text_takes_no_time(on_a_page, piece):
    """A picture pasted as letters, a fence that is never closed: whoever saves waits for what looks through the text."""
    typed = (piece * LONGEST_BODY)[:LONGEST_BODY]
    began = process_time()
    faults_in(typed, KNOWN, language="ja")
    faults_of_translation(typed, typed, language="ja", source_language="en")
    # An archive has hundreds of texts.
    assert process_time() - began < 1
    sections_of.__wrapped__(typed)
    with_anchors(PageWriter("en", FACTS, TERMS, "book", {"one"}).html(marks.clean(typed)))
    assert process_time() - began < 10


def test_marks_that_all_differ_are_compared_at_once():
    here, there = ("\n".join(f"{{{{fact:{one}_{number}}}}}" for number in range(7_000)) for one in "ab")
    began = process_time()
    found = faults_of_translation(here, there, language="en", source_language="ja")
    assert process_time() - began < 1
    [facts] = [one.about for one in found if one.kind is FaultKind.OTHER_FACTS]
    assert facts.startswith("−b_0 ") and "+a_6999" in facts


def test_what_is_shown_but_leads_nowhere_is_a_fault():
    found = faults_in("[x](chpater:one) ![x](https://a.example/b.png) [y](#fact-pay)", KNOWN, language="en")
    assert [fault.kind for fault in found if fault.line] == [
        FaultKind.UNKNOWN_LINK,
        FaultKind.PICTURE_ELSEWHERE,
        FaultKind.UNKNOWN_LINK,
    ]


def _book(typed: str) -> Printed:
    blocks = blocks_of(typed, {"pay": "215,000"}, {"pay": 1}, str.upper, {"pay": 215000.0})
    contents._give_addresses(blocks, "en", {"one"})
    contents._give_sizes({"slug": "one", "easy": [], "blocks": blocks}, {})
    words = {**contents._words()}
    tree = {
        "lang": "en",
        "title": "Book",
        "edition": "Today",
        "note": "",
        "words": words,
        "chapters": [{"slug": "one", "number": 1, "title": "One", "easy": [], "blocks": blocks}],
        "facts": [contents._fact(FACTS["pay"], 1, "pay", "en")],
        "terms": [["COE", "A paper."]],
    }
    return Printed(SimpleNamespace(slug="book"), "en", datetime(2026, 1, 1, tzinfo=UTC), tree)
