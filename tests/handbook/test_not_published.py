"""What is not published yet, or no more, is read nowhere: on no page, in no list, no search and no file."""

import io
import re
import zipfile

import pytest

from recruit.core.db import writing
from recruit.handbook import actions, queries
from recruit.handbook.folders.queries import book_as_files
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import ChapterVersion
from recruit.handbook.printing.contents import printed
from recruit.handbook.rules import ChapterState
from tests.handbook.test_writing import BODY, chapter, second, writer

__all__ = ["chapter", "second", "writer"]
SECRET = "zzsecret"
ROADS = (
    "/{}/handbook/", "/{}/handbook/small/", "/{}/handbook/small/first", "/{}/handbook/small/changes", "/{}/handbook/small/first/changes?from=1",
    "/{}/handbook/small/zzplace", "/{}/handbook/search?q=" + SECRET, "/{}/handbook/search?q=zz", "/sitemaps/handbook-0.xml",
)  # fmt: skip


@pytest.mark.parametrize("state", [one for one in ChapterState if one is not ChapterState.PUBLISHED])
def test_what_is_not_published_is_read_nowhere(chapter, writer, client, now, state):
    secret = f"{BODY}\n\n## {SECRET}\n\n{SECRET}\n"
    with writing() as rows:
        second = actions.add_chapter(chapter.book, "zzplace", {"en": "Second"}, 2, by=writer, now=now)
        for place, language in ((chapter, "ja"), (chapter, "en"), (second, "ja"), (second, "en")):
            rows.add(
                ChapterVersion(
                    chapter_id=place.id, language=language, number=9, title=SECRET, summary=SECRET, body=secret, note=SECRET,
                    state=state, by_ref=writer.person_ref, writer_refs=[writer.person_ref], created_at=now, changed_at=now,
                )
            )  # fmt: skip
    for code in ("ja", "en", "vi"):
        for road in ROADS:
            answer = client.get(road.format(code))
            # What was asked for is said again on the page of the search.
            text = re.sub(r"(value|q)=\"?zzsecret|“zzsecret”|「zzsecret」|<title>.*</title>", "", answer.text)
            assert SECRET not in text, (code, road)
        assert queries.search(SECRET, language=code, on=now.date()) == queries.search(
            "zzqqxx", language=code, on=now.date()
        )
    assert "/first<" in (of_map := client.get(ROADS[-1]).text) and "zzplace" not in of_map
    book = queries.book_named("small")
    assert SECRET not in str(printed(book, "ja", on=now.date()).contents)
    epub = client.get("/ja/handbook/small/book.epub")
    assert epub.status_code == 200
    with zipfile.ZipFile(io.BytesIO(epub.data)) as files:
        assert not [name for name in files.namelist() if SECRET.encode() in files.read(name)]
    # Who takes a book along gets of a chapter what readers see, unless it was asked for otherwise.
    first = [content for name, content in files_of(book_as_files(writer, book)).items() if "first" in name]
    assert first and not [content for content in first if SECRET.encode() in content]
