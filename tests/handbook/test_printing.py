"""Whole books as files. The rules of the tree need no database; one book is set for real."""

import io
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET
import zipfile

import pytest

from recruit.core import facts
from recruit.core.db import writing
from recruit.handbook import actions, queries
from recruit.handbook.printing import paper
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.files import WRITERS
from recruit.handbook.printing.tree import blocks_of, text_of
from tests.conftest import missing_part

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
    if shutil.which("pdftotext") is None:
        missing_part("poppler-utils", "apt-get install -y --no-install-recommends poppler-utils")
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


def test_the_guide_as_epub(guide):
    made = WRITERS["epub"](guide)
    assert WRITERS["epub"](guide) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".xhtml")}
    assert len(pages) == len(guide.contents["chapters"]) + 4
    ids = {name: set(re.findall(r'id="([^"]+)"', page)) for name, page in pages.items()}
    for name, page in pages.items():
        ET.fromstring(page)
        for target in re.findall(r'<a href="([^":]+)"', page):
            file, _mark, anchor = target.partition("#")
            assert f"book/{file}" in names, (name, target)
            assert not anchor or anchor in ids[f"book/{file}"], (name, target)


def test_a_book_is_set_once_for_all_who_take_it_along(guide, client, monkeypatch):
    made = []
    monkeypatch.setattr(paper, "pdf_of", lambda *_all, **_more: made.append(1) or b"%PDF-of-a-test")
    page = client.get("/vi/handbook/student-guide/").text
    for ending, media_type in (("pdf", "application/pdf"), ("epub", "application/epub+zip")):
        address = f"/vi/handbook/student-guide/book.{ending}"
        assert address in page
        answers = [client.get(address) for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].mimetype == media_type and answers[0].data == answers[1].data
    assert len(made) == 1
    with writing():
        queries.texts_in(guide.book, "vi")[0].version.body += "\n\nMore."
    client.get("/vi/handbook/student-guide/book.pdf")
    assert len(made) == 2
    assert client.get("/vi/handbook/student-guide/book.exe").status_code == 404
    assert client.get("/vi/handbook/company-handbook/book.pdf").status_code == 404


@pytest.mark.full
def test_every_book_passes_the_check_of_epubs(guide, now, tmp_path):
    jar = shutil.which("epubcheck") or ""
    if not jar or shutil.which("java") is None:
        missing_part("epubcheck", "apt-get install -y --no-install-recommends epubcheck")
    for book in queries.shelf():
        for language in book.languages:
            file = tmp_path / f"{book.slug}-{language}.epub"
            file.write_bytes(WRITERS["epub"](printed(book, language, on=now.date())))
            # Debian's command is a jar, which not every system starts by itself.
            done = subprocess.run(["java", "-jar", jar, file], capture_output=True, text=True, check=False)
            assert done.returncode == 0 and "0 warnings" in done.stdout, done.stdout + done.stderr
