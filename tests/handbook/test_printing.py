"""Whole books as files. The rules of the tree need no database; one book is set for real."""

import subprocess

import pytest

from recruit.core import facts
from recruit.core.db import writing
from recruit.handbook import actions, queries
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.files import WRITERS
from recruit.handbook.printing.tree import blocks_of, text_of

SOURCE = """## A heading

Pay of {{fact:pay}} yen and {{term:coe|papers}}, {{fact:gone}}.

> **[must]** Read [this](chapter:money).

- [ ] One
- [ ] Two

| Paper | Days |
| --- | --- |
| Form | {{fact:days}} |

```timeline
{{fact:days}} days? | You wait
```
"""


def test_every_mark_of_a_chapter_has_its_place_in_the_tree():
    found = blocks_of(SOURCE, {"pay": "215.000", "days": "30"}, {"pay": 1, "days": 2}, str.upper)
    assert [one["kind"] for one in found] == [
        "heading",
        "paragraph",
        "callout",
        "checklist",
        "table",
        "timeline",
    ]
    heading, paragraph, callout, checklist, table, timeline = found
    assert (heading["level"], text_of(heading["words"])) == (2, "A heading")
    assert text_of(paragraph["words"]) == "Pay of 215.000 yen and papers, –."
    assert {"kind": "fact", "text": "215.000", "number": 1} in paragraph["words"]
    link = callout["blocks"][0]["words"][1]
    assert (callout["sort"], link["sort"], link["target"]) == ("must", "chapter", "money")
    assert [text_of(item[0]["words"]) for item in checklist["items"]] == ["One", "Two"]
    assert table["rows"][0][1] == [{"kind": "fact", "text": "30", "number": 2}]
    assert timeline["spans"][0]["uncertain"] and text_of(timeline["spans"][0]["duration"]) == "30 days"


@pytest.fixture
def guide(app, db, now):
    with writing():
        facts.load_shipped()
        actions.load_terms(now)
        actions.load_editions(now)
    with app.app_context():
        yield printed(queries.book_named("student-guide"), "vi", on=now.date())


def test_the_guide_on_paper_in_vietnamese(guide, tmp_path):
    file = tmp_path / "guide.pdf"
    file.write_bytes(WRITERS["pdf"](guide))
    assert WRITERS["pdf"](guide) == file.read_bytes()
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert int(info.split("Pages:")[1].split()[0]) > 10
    assert info.split("Tagged:")[1].split()[0] == "yes"
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    for one in guide.contents["chapters"]:
        assert words.count(one["title"]) >= 3, one["title"]
    fact = guide.contents["facts"][0]
    assert fact["value"] in words and fact["source"].split()[0] in words
