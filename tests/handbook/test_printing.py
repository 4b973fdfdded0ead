"""Whole books as files. The rules of the tree need no database; one book is set for real."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
import hashlib
import io
from pathlib import Path
import re
import shutil
import subprocess
import threading
from xml.etree import ElementTree as ET
import zipfile

import html5lib
import pytest
from sqlalchemy import update

from recruit.core import facts, files
from recruit.core.db import writing
from recruit.core.models import DatedFact, StoredFile
from recruit.handbook import actions, marks, queries
from recruit.handbook.models import Book, ChapterVersion
from recruit.handbook.printing import contents, jobs, keeping, paper
from recruit.handbook.printing.contents import Printed, printed
from recruit.handbook.printing.files import WRITERS
from recruit.handbook.printing.tree import blocks_of, text_of
from recruit.handbook.rules import Audience, ChapterState
from recruit.web.pdf import PaperFailed
from tests import people
from tests.conftest import Once, missing_part

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


def test_lines_of_a_drawing_in_japanese_stay_lines():
    source = "```bars\n建設業の初任給 | 月{{fact:pay}}円\n大手の初任給 | 月{{fact:more}}円\n全体 | 分からない\n```\n\n```steps\n書類を出す | 会社\n待つ | 入管 | 約{{fact:pay}}日？\n```\n\n```timeline\n翌日 | 届ける\n三日目 | 働く\n```\n"
    numbers = {"pay": 1, "more": 2}
    bars, steps, timeline = blocks_of(
        source, {"pay": "10", "more": "40"}, numbers, str.upper, {"pay": 10.0, "more": 40.0}
    )
    rows = [(text_of(one["about"]), text_of(one["words"]), one["share"]) for one in bars["bars"]]
    assert rows == [
        ("建設業の初任給", "月10円", 25.0),
        ("大手の初任給", "月40円", 100.0),
        ("全体", "分からない", None),
    ]
    assert {"kind": "fact", "text": "40", "number": 2} in bars["bars"][1]["words"]
    assert [
        (text_of(one["what"]), text_of(one["who"]), text_of(one["duration"]), one["uncertain"])
        for one in steps["steps"]
    ] == [("書類を出す", "会社", "", False), ("待つ", "入管", "約10日", True)]
    assert [text_of(one["words"]) for one in timeline["spans"]] == ["届ける", "働く"]


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


def test_the_day_of_an_edition_is_the_day_in_japan(app, db, now):
    late = datetime(2026, 11, 26, 16, tzinfo=UTC)
    with writing():
        facts.load_shipped()
        actions.load_terms(late)
        actions.load_editions(late)
    with app.app_context():
        book = printed(queries.book_named("student-guide"), "en", on=late.date())
    assert "27 November 2026" in book.contents["edition"]
    with zipfile.ZipFile(io.BytesIO(WRITERS["epub"](book))) as archive:
        assert "<dc:date>2026-11-27</dc:date>" in archive.read("book/package.opf").decode()


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


@pytest.fixture
def pressed(monkeypatch):
    """What the typesetter was given; setting the shipped books for real takes seconds each."""
    made = []
    monkeypatch.setattr(
        paper, "pdf_of", lambda _source, data, **_more: made.append(data) or b"%PDF-of-a-test"
    )
    return made


def test_the_worker_sets_each_book_once_and_readers_take_what_stands(guide, client, pressed, now):
    page = client.get("/vi/handbook/student-guide/").text
    for ending, media_type in (("pdf", "application/pdf"), ("epub", "application/epub+zip")):
        address = f"/vi/handbook/student-guide/book.{ending}"
        assert address in page
        if ending == "pdf":
            waiting = client.get(address)
            assert waiting.headers["Refresh"] == "10" and not pressed
            html5lib.HTMLParser(strict=True).parse(waiting.text)
            assert jobs.set_books(now) == len(pressed) == 6
        answers = [client.get(address) for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].mimetype == media_type and answers[0].data == answers[1].data
        assert answers[0].headers["Content-Disposition"].startswith("attachment")
    assert jobs.set_books(now) == 0 and len(pressed) == 6
    assert client.get("/vi/handbook/student-guide/book.exe").status_code == 404
    # Who asks in a language that the book does not have is led to the list of those it has.
    assert client.get("/vi/handbook/company-handbook/book.pdf").location == "/vi/handbook/company-handbook/"
    assert client.get("/vi/handbook/company-handbook/book.doc").status_code == 404


def standing_ref(made: Printed) -> str:
    stored = keeping.standing(made.book, made.language)
    return stored.public_id if stored else ""


def test_a_book_is_set_anew_when_its_text_its_figures_or_its_design_change(
    guide, db, pressed, now, monkeypatch
):
    jobs.set_books(now)
    del pressed[:]
    first = standing_ref(guide)
    with writing():
        queries.texts_in(guide.book, "vi")[0].version.body += "\n\nMore."
    assert jobs.set_books(now) == 1
    [given] = pressed
    assert given["lang"] == "vi" and "More." in str(given)
    assert standing_ref(guide) not in (first, "")
    # The one before is gone.
    assert db.query(StoredFile).filter_by(public_id=first).count() == 0
    key = marks.keys_of_facts(queries.texts_in(guide.book, "vi")[0].version.body)[0]
    told = facts.fact(key, now.date())
    assert told is not None
    tomorrow = now + timedelta(days=1)
    with writing() as rows:
        rows.add(
            DatedFact(
                **{**asdict(told), "valid_from_on": tomorrow.date() + timedelta(days=1), "value": "7777"}
            )
        )
    jobs.set_books(now)
    del pressed[:]
    assert jobs.set_books(now) == 0
    later = tomorrow + timedelta(days=1)
    contents._parsed.cache_clear()
    for book in queries.shelf():
        for code in queries.languages_published(book):
            printed(book, code, on=now.date())
    read_before = contents._parsed.cache_info().misses
    assert jobs.set_books(later) == len(pressed) > 0
    # Of everything only the texts that state this figure are read anew.
    stating = [one for one in queries.texts_of(queries.shelf()) if f"{{{{fact:{key}}}}}" in one.version.body]
    read = contents._parsed.cache_info().misses - read_before
    assert 0 < read <= 2 * len(stating) < read_before
    assert all("7777" in str(one) or "7,777" in str(one) or "7.777" in str(one) for one in pressed)
    monkeypatch.setattr(keeping, "source", lambda: "another design")
    with writing() as rows:
        rows.query(DatedFact).filter_by(key=key).update({"source_name": "Another"})
    assert jobs.set_books(later) == 6


def test_what_is_not_published_any_more_does_not_stand(guide, db, pressed, now, client):
    jobs.set_books(now)
    with writing() as rows:
        rows.execute(
            update(ChapterVersion)
            .where(ChapterVersion.language == "vi")
            .values(state=ChapterState.WITHDRAWN, withdrawn_at=now)
        )
    assert client.get("/vi/handbook/student-guide/book.pdf").location == "/vi/handbook/student-guide/"
    assert jobs.set_books(now) == 1
    assert keeping.standing(guide.book, "vi") is None


def test_what_is_withdrawn_is_in_no_file_from_then_on(guide, db, pressed, now, client):
    """Whether the book can be set anew or not, and whoever is setting it just then."""
    jobs.set_books(now)
    address = "/vi/handbook/student-guide/book.pdf"
    assert client.get(address).mimetype == "application/pdf"
    first = standing_ref(guide)
    by = people.visitor_of(people.editor())
    with writing():
        queries.texts_in(guide.book, "vi")[0].version.body += "\n\nMore."
    older = printed(guide.book, "vi", on=now.date())
    with writing():
        until = keeping.claim(older, now=now)
    assert until is not None
    with writing():
        actions.withdraw(queries.texts_in(guide.book, "vi")[0].chapter, "vi", "Wrong.", by=by, now=now)
    assert "Refresh" in client.get(address).headers
    assert db.query(StoredFile).filter_by(public_id=first).count() == 0
    laid = files.lay_down(b"late", name="late.pdf", media_type="application/pdf")
    with writing():
        assert not keeping.put_out(older, laid, until=until, now=now)
    assert jobs.set_books(now) == 1
    assert client.get(address).mimetype == "application/pdf"


def test_a_book_that_cannot_be_set_keeps_back_no_other_and_is_tried_again(guide, client, now, monkeypatch):
    def fails(_source, data, **_more):
        if data["lang"] == "vi":
            raise PaperFailed("for a test")
        return b"%PDF-of-a-test"

    monkeypatch.setattr(paper, "pdf_of", fails)
    assert jobs.set_books(now) == 5
    assert "Refresh" in client.get("/vi/handbook/student-guide/book.pdf").headers
    monkeypatch.setattr(paper, "pdf_of", lambda *_all, **_more: b"%PDF-at-last")
    assert jobs.set_books(now) == 0
    assert jobs.set_books(now + keeping.CLAIM) == 1
    assert client.get("/vi/handbook/student-guide/book.pdf").data == b"%PDF-at-last"


def test_who_lost_the_claim_puts_nothing_out(guide, now):
    with writing():
        until = keeping.claim(guide, now=now)
        assert keeping.claim(guide, now=now) is None
        later = now + keeping.CLAIM
        again = keeping.claim(guide, now=later)
    assert until is not None and again is not None
    laid = files.lay_down(b"late", name="late.pdf", media_type="application/pdf")
    with writing():
        assert not keeping.put_out(guide, laid, until=until, now=later)
        assert keeping.put_out(guide, laid, until=again, now=later)
        assert keeping.claim(guide, now=later + keeping.CLAIM) is None


def test_two_workers_set_a_book_once(own_database, own_app, now):
    with own_database.scope(), writing() as rows:
        book = Book(
            slug="small",
            source_language="en",
            languages=["en"],
            audience=Audience.STUDENT,
            titles={"en": "Small"},
        )
        rows.add(book)
        rows.flush()
        made = Printed(book, "en", now, {"chapters": []})
    barrier = threading.Barrier(2)

    def begin(_worker):
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing():
                return keeping.claim(made, now=now)

    with ThreadPoolExecutor(2) as pool:
        claims = list(pool.map(begin, range(2)))
    assert sorted(claims, key=str) == [now + keeping.CLAIM, None]


def check_epub(made: Printed, once_a_run: Once) -> None:
    """The same file, as from the other kind of database, is not looked at again: a check takes seconds."""
    jar = shutil.which("epubcheck") or ""
    if not jar or shutil.which("java") is None:
        missing_part("epubcheck", "apt-get install -y --no-install-recommends epubcheck")
    content = WRITERS["epub"](made)

    def check(folder: Path) -> None:
        file = folder / f"{made.name}.epub"
        file.write_bytes(content)
        # Debian's command is a jar, which not every system starts by itself.
        quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        done = subprocess.run(
            ["java", *quick, "-jar", jar, file], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 and "0 warnings" in done.stdout, done.stdout + done.stderr

    once_a_run(f"epub-{hashlib.sha256(content).hexdigest()}", check)


def test_the_smaller_book_passes_the_check_of_epubs(guide, once_a_run):
    check_epub(guide, once_a_run)


@pytest.mark.full
def test_every_book_passes_the_check_of_epubs(guide, now, once_a_run):
    for book in queries.shelf():
        for language in book.languages:
            check_epub(printed(book, language, on=now.date()), once_a_run)
