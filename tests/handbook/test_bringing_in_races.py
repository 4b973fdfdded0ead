"""Two bring the same files in at once: one of them does, the other is told so, and nothing is there twice."""

from concurrent.futures import ThreadPoolExecutor
import io
import json
import threading

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.handbook import queries
from recruit.handbook.folders import views
from recruit.handbook.folders.actions import bring_in
from recruit.handbook.folders.packing import packed
from recruit.handbook.folders.queries import book_as_files, plan_of
from recruit.handbook.folders.reading import book_from
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState
from tests import people
from tests.handbook.test_writing import small_book


@pytest.mark.parametrize("what", ["text", "chapter", "book"])
def test_two_bring_the_same_in_at_once(own_database, own_app, now, what):
    with own_database.scope():
        small_book(now)
        by = [people.visitor_of(people.editor()), people.visitor_of(people.coordinator())]
        files = files_of(book_as_files(by[0], queries.book_named("small")))
    if what == "text":
        files["01-first.ja.md"] += "\n新しい文です。\n".encode()
    else:
        book = json.loads(files["book.json"])
        if what == "book":
            book["slug"] = "other"
        else:
            book["chapters"][0] |= {"slug": "second", "position": 2}
            files = {
                name: content.replace(b"chapter: first", b"chapter: second")
                for name, content in files.items()
            }
        files["book.json"] = json.dumps(book).encode()
    found = book_from(files)
    barrier = threading.Barrier(2)

    def bring(visitor):
        with own_database.scope():
            assert plan_of(visitor, found, pages=()).brings
            barrier.wait()
            try:
                with writing():
                    return [str(one.outcome) for one in bring_in(found, pages=(), by=visitor, now=now).brings]
            except Refused as refused:
                return refused.reason

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(bring, by))
    # One at least; the other is refused, or finds the same there.
    assert any(isinstance(one, list) and one for one in came), came
    with own_database.scope():
        drafts = session().scalar(
            select(func.count(ChapterVersion.id)).where(ChapterVersion.state == ChapterState.DRAFT)
        )
        assert drafts == (1 if what == "text" else 2), came
        beside = select(func.count(ChapterVersion.id)).where(ChapterVersion.state == ChapterState.WITHDRAWN)
        assert session().scalar(beside) == 0, came
        assert session().scalar(select(func.count(Chapter.id))) == (1 if what == "text" else 2)
        assert session().scalar(select(func.count(Book.id))) == (2 if what == "book" else 1)


def test_a_button_that_is_pressed_twice_brings_in_once(own_database, own_app, now, monkeypatch):
    with own_database.scope():
        small_book(now)
        user = people.editor()
        by = people.visitor_of(user)
        files = files_of(book_as_files(by, queries.book_named("small")))
        files["01-first.ja.md"] += "\n新しい文です。\n".encode()
        clients = [people.sign_in(own_app.test_client(), user) for _press in range(2)]
        page = "/en/staff/handbook/books/small/files"
        sent = clients[0].post(page, data={"file": (io.BytesIO(packed(files, "small")), "a.zip")})
    barrier = threading.Barrier(2)

    def lay_down_figures(_plan):
        barrier.wait()
        return {}

    monkeypatch.setattr(views.actions, "lay_down_figures", lay_down_figures)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda client: client.post(sent.location), clients))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert all("/files/" not in answer.location for answer in answers)
    with own_database.scope():
        drafts = select(func.count(ChapterVersion.id)).where(ChapterVersion.state == ChapterState.DRAFT)
        assert session().scalar(drafts) == 1
    # One of them brought it in and says so; the other promises nothing.
    words = [client.get("/en/staff/handbook").text.count("1 text came in") for client in clients]
    assert sorted(words) == [0, 1]
