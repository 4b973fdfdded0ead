"""The contents of a book: chapters in parts, as shipped, as kept at the desk, as carried along in files."""

from itertools import pairwise

import html5lib

from recruit.core import facts
from recruit.core.db import writing
from recruit.core.locales import CODES
from recruit.handbook import actions, queries
from recruit.handbook.actions.loading import EDITIONS
from recruit.handbook.contents import in_parts
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Chapter
from tests import people
from tests.handbook.test_meanwhile import seen_on

# Book, chapters, texts; the rest is the gate's.
STATEMENTS = 4


def chapter(number, part=None):
    return Chapter(slug=f"c{number}", position=number, titles={}, part=part or {})


def test_a_part_lasts_until_the_next_begins():
    first, second, third, fourth = (
        chapter(0),
        chapter(1, {"en": "Hiring"}),
        chapter(2),
        chapter(3, {"en": "Forms"}),
    )
    assert [(part.names, part.chapters) for part in in_parts([first, second, third, fourth])] == [
        ({}, (first,)),
        ({"en": "Hiring"}, (second, third)),
        ({"en": "Forms"}, (fourth,)),
    ]
    assert in_parts([]) == []


def test_shipped_books_have_their_parts_in_every_language_and_keep_them_in_files():
    for folder in sorted(path for path in EDITIONS.iterdir() if path.is_dir()):
        book = book_from(files_in(folder))
        begun = [one.part for one in book.chapters if one.part]
        assert len(begun) >= 4 and book.chapters[0].part, folder.name
        assert all(set(part) == set(CODES) for part in begun), folder.name
        assert [one.part for one in book_from(files_of(book)).chapters] == [one.part for one in book.chapters]


def test_contents_stand_in_parts_and_cost_the_same_for_every_book(db, now, client, count_queries):
    with writing():
        facts.load_shipped()
        actions.load_editions(now)
    client.get("/ja/handbook/")
    with count_queries(STATEMENTS):
        page = client.get("/ja/handbook/company-handbook/").text
    html5lib.HTMLParser(strict=True).parse(page)
    places = [
        page.index(words) for words in (">はじめる前に</h2>", ">採用する</h2>", ">迎える</h2>", ">様式</h2>")
    ]
    assert all(before < after for before, after in pairwise(places))
    assert page.count('<li value="') == len(queries.book_named("company-handbook").chapters) == 19
    assert page.index("採用計画を立てる</a>") > places[1]
    with count_queries(STATEMENTS):
        assert "Trước khi quyết định" in client.get("/vi/handbook/student-guide/").text
    shelf = client.get("/ja/handbook/").text
    assert "<span>はじめる前に</span> → <span>採用する</span> → <span>迎える</span>" in shelf
    html5lib.HTMLParser(strict=True).parse(shelf)


def test_a_part_is_begun_and_ended_at_the_desk(db, now, client):
    with writing():
        actions.load_editions(now)
    desk = people.sign_in(client, people.editor())
    address = "/en/staff/handbook/books/student-guide/money"
    titles = {f"titles-{code}": f"Money {code}" for code in CODES}
    place = {"slug": "money", "position": "3", **titles}
    named = {"part-en": "All about money", "part-vi": "Về tiền"}
    seen = seen_on(desk, address)
    assert desk.post(address, data={**place, **named, "seen": seen}).status_code == 303
    assert ">All about money</h2>" in client.get("/en/handbook/student-guide/").text
    # A language in which the part has no name shows it in English, marked so.
    assert (
        '<h2 class="ruled" lang="en">All about money</h2>' in client.get("/id/handbook/student-guide/").text
    )
    shown = desk.get(address).text
    assert 'value="Về tiền"' in shown
    html5lib.HTMLParser(strict=True).parse(shown)
    assert desk.post(address, data={**place, "seen": seen_on(desk, address)}).status_code == 303
    assert "All about money" not in client.get("/en/handbook/student-guide/").text
