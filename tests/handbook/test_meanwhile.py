"""Two people change the same book, chapter or term at the desk: the second is told, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
import re
import threading

import html5lib
import pytest

from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role, Via, Visitor
from recruit.handbook import actions, queries, seen, term_queries
from recruit.handbook.actions import BookDetails
from recruit.handbook.glossary import Term
from recruit.handbook.models import GlossaryTerm
from recruit.handbook.rules import HandbookRefusal
from tests import people
from tests.handbook.test_writing import small_book

DESK = "/staff/handbook"
ASKS = Visitor(via=Via.SIGN_IN, roles=frozenset({Role.EDITOR}))
TITLES = {f"titles-{code}": f"Titel {code}" for code in ("ja", "en", "id", "vi")}


def seen_on(client, page: str) -> str:
    """What the form of a page says was seen."""
    found = re.search(r'name="seen" type="hidden" value="([0-9a-f]{16})"', client.get(page).text)
    assert found is not None
    return found[1]


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


@pytest.fixture
def term(db):
    row = GlossaryTerm(
        key="naitei", words={"ja": "内定", "en": "job offer"}, meanings={"ja": "採用の約束", "en": "x"}
    )
    with writing() as rows:
        rows.add(row)
    return row


BOOK_FORM = {"slug": "small", "slug_was": "small", "source_language": "ja", "audience": "everybody", **TITLES}
# Titles that were published stay.
CHAPTER_FORM = {
    "slug": "first",
    "slug_was": "first",
    "position": "4",
    **TITLES,
    "titles-ja": "初め",
    "titles-en": "First",
}
TERM_FORM = {"words-ja": "採用内定", "meanings-ja": "採用の約束", "words-en": "job offer", "meanings-en": "x"}


@pytest.mark.parametrize(
    ("page", "typed", "field", "label", "said"),
    [
        (f"{DESK}/books/small", BOOK_FORM, "titles-vi", 'Judul · <span lang="vi">', lambda: queries.book_named("small").titles["vi"]),
        (f"{DESK}/books/small/first", CHAPTER_FORM, "titles-id", 'Judul · <span lang="id">', lambda: queries.book_named("small").chapters[0].titles["id"]),
        (f"{DESK}/terms/naitei", TERM_FORM, "words-ja", 'Katanya · <span lang="ja">', lambda: term_queries.term_named(ASKS, "naitei").words["ja"]),
    ],
)  # fmt: skip
def test_the_second_saver_is_told_and_keeps_what_was_typed(
    app, client, chapter, term, page, typed, field, label, said
):
    one, other = (
        people.sign_in(client, people.editor()),
        people.sign_in(app.test_client(), people.coordinator()),
    )
    languages = {"languages": ["ja", "en", "id", "vi"]} if page.endswith("small") else {}
    typed = {**typed, **languages, "seen": seen_on(one, f"/id{page}")}
    first, second = f"first of {field}", f"second of {field}"
    assert one.post(f"/ja{page}", data={**typed, field: first}).status_code == 303
    told = other.post(f"/id{page}", data={**typed, field: second})
    assert told.status_code == 422 and said() == first
    html5lib.HTMLParser(strict=True).parse(told.text)
    # What was typed stands in its field, and beside it what was saved: by word, named by field and language.
    assert f'value="{second}"' in told.text and label in told.text
    assert f"<del>first</del><ins>second</ins> of {field}" in told.text
    # What both left alone is not told.
    assert told.text.count("<ins>") == 1
    # Sent once more, it counts as compared with what the page showed.
    mark = re.search(r'name="seen" type="hidden" value="([0-9a-f]{16})"', told.text)
    assert other.post(f"/id{page}", data={**typed, field: second, "seen": mark[1]}).status_code == 303
    assert said() == second
    assert one.post(f"/ja{page}", data={**typed, field: first, "seen": ""}).status_code == 422


def test_of_two_at_the_same_moment_one_is_told(own_database, now):
    with own_database.scope():
        mark = seen.mark_of(seen.said_of_book(small_book(now).book))
        by = people.visitor_of(people.editor())
    barrier = threading.Barrier(2, timeout=60)

    def save(title: str) -> object:
        with own_database.scope():
            book = queries.book_named("small")
            details = BookDetails("ja", ("ja", "en"), book.audience, {"ja": title}, {})
            barrier.wait()
            try:
                with writing():
                    actions.change_book(book, details, seen=mark, by=by, now=now)
            except Refused as refused:
                return refused.reason
            return title

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(save, ("one", "two")))
    [saved] = [one for one in done if one is not HandbookRefusal.SAVED_MEANWHILE]
    with own_database.scope():
        assert queries.book_named("small").titles == {"ja": saved}


def test_a_term_is_asked_for_in_the_language_of_an_original(client, chapter):
    writer = people.sign_in(client, people.editor())
    page = f"/en{DESK}/terms/new"
    assert "日本語" in writer.get(page).text
    told = writer.post(
        page, data={"key": "kumiai", "words-en": "union", "meanings-en": "People who act together."}
    )
    assert told.status_code == 422
    # Beside its field: the chapter's book is written in Japanese.
    assert re.search(
        r'id="words-ja-error">\s*<p class="field-error">.{0,400}language of an original', told.text, re.DOTALL
    )
    told = writer.post(
        page, data={"key": "kumiai", "words-ja": "組合", "meanings-en": "People who act together."}
    )
    assert told.status_code == 422 and 'id="meanings-ja-error"' in told.text
    html5lib.HTMLParser(strict=True).parse(told.text)
    assert (
        writer.post(
            page, data={"key": "kumiai", "words-ja": "組合", "meanings-ja": "働く人の集まり"}
        ).status_code
        == 303
    )


def test_a_term_without_english_is_explained_in_the_nearest_language():
    term = Term("kumiai", {"id": "serikat", "ja": "組合"}, {"ja": "働く人の集まり"})
    own, foreign = term.explained("id", "ja"), term.explained("vi", "ja")
    assert (own.word, own.meaning, own.meaning_language) == ("serikat", "働く人の集まり", "ja")
    # That of the book's original goes before others.
    assert (foreign.word, foreign.word_language) == ("組合", "ja")
    assert Term("kumiai", {}, {}).explained("vi").word == "kumiai"
