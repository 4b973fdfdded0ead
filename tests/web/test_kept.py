"""Pages for everybody that a process keeps: who gets them, when they end, what never gets in."""

from collections.abc import Iterator
from datetime import timedelta
import gzip
from pathlib import Path
from threading import Thread

from flask import Flask
import pytest
from sqlalchemy import event as listening, select, text, update

from recruit.core.db import Database, session, writing
from recruit.core.errors import Refused
from recruit.core.models import ContentStamp, Sighting
from recruit.events import actions
from recruit.events.models import Event
from recruit.events.rules import EventState
from recruit.web.kept import KeptPage, KeptPages
from recruit.web.locks import anybody, signed_in
from recruit.web.room import Room
from tests import people
from tests.conftest import make_settings
from tests.factories.events import make_event, make_profile
from tests.factories.fairs import make_booth, make_company_with, make_fair

PAGE = "/vi/fairs/hanoi"


@pytest.fixture(scope="module")
def lent_keeping(shared_database: Database, instance_folder: Path) -> Flask:
    """The application that keeps pages, built once and lent to one database after the other."""
    from recruit.app import create_app

    url = shared_database.url.render_as_string(hide_password=False)
    return create_app(make_settings(url, instance_folder, KEPT_PAGES="50"), database=shared_database)


@pytest.fixture
def keeping(lent_keeping: Flask, own_database: Database, instance_folder: Path, clock) -> Flask:
    """An application that keeps pages, on a database of its own; forms need their tokens, as in production."""
    app, url = lent_keeping, own_database.url.render_as_string(hide_password=False)
    app.extensions["recruit.settings"] = make_settings(url, instance_folder, KEPT_PAGES="50")
    app.extensions["recruit.database"] = own_database
    pages: KeptPages = app.extensions["recruit.kept"]
    pages._pages.clear()
    pages._bytes = 0
    with own_database.scope():
        fair = make_fair(make_event(slug="hanoi", vi="Ngày hội Hà Nội"))
        company, _acting = make_company_with(people.make_user("owner@demo.example"))
        make_booth(fair, company)
    return app


@pytest.fixture
def another_process(own_database: Database) -> Iterator[Database]:
    """A second engine on the same database, as another process has."""
    other = Database(own_database.url.render_as_string(hide_password=False))
    yield other
    other.dispose()


class Statements(list[str]):
    """The statements of a database while it is asked."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        listening.listen(
            database.engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: self.append(statement)
        )


def pages_kept(app: Flask) -> int:
    return len(app.extensions["recruit.kept"])


def test_a_second_reader_gets_the_same_bytes_for_one_statement(keeping, own_database):
    first = keeping.test_client().get(PAGE)
    statements = Statements(own_database)
    second = keeping.test_client().get(PAGE)
    assert first.status_code == second.status_code == 200
    assert second.data == first.data and "Ngày hội Hà Nội" in second.get_data(as_text=True)
    assert len(statements) == 1
    own = {"X-Request-Id", "Date"}
    assert {name: value for name, value in second.headers if name not in own} == {
        name: value for name, value in first.headers if name not in own
    }
    assert second.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert second.headers["Content-Security-Policy"] and second.headers["Content-Language"] == "vi"
    assert "language=vi" in second.headers["Set-Cookie"]


def test_every_page_that_says_so_is_kept(keeping):
    """The ones without rows of their own; with tokens for forms on, none of them opens a session."""
    for path in (
        "",
        "fairs",
        "events",
        "positions",
        "companies",
        "handbook/",
        "members",
        "help",
        "statistics",
    ):
        before = pages_kept(keeping)
        page = keeping.test_client().get(f"/ja/{path}")
        assert page.status_code == 200 and "ETag" in page.headers, path
        assert pages_kept(keeping) == before + 1, path
    for path in ("account/sign-in", "account/register", "help/report"):
        before = pages_kept(keeping)
        assert "ETag" not in keeping.test_client().get(f"/ja/{path}").headers
        assert pages_kept(keeping) == before


def test_what_another_process_writes_shows_at_once(keeping, another_process):
    anybody_else = keeping.test_client()
    assert "Ngày hội Hà Nội" in anybody_else.get(PAGE).get_data(as_text=True)
    with another_process.scope(), writing() as rows:
        found = rows.scalars(select(Event)).one()
        next(one for one in found.texts if one.language == "vi").title = "Ngày hội mới"
    assert "Ngày hội mới" in anybody_else.get(PAGE).get_data(as_text=True)
    # A statement without objects counts as well, and what is withdrawn is gone.
    with another_process.scope(), writing() as rows:
        rows.execute(update(Event).values(state=EventState.DRAFT))
    assert anybody_else.get(PAGE).status_code == 404
    with another_process.scope(), writing() as rows:
        rows.execute(text("UPDATE event SET state = 'open'"))
    assert anybody_else.get(PAGE).status_code == 200


def test_the_last_seat_shows_at_once(keeping, another_process, now):
    client, english = keeping.test_client(), PAGE.replace("/vi/", "/en/")
    with another_process.scope():
        with writing() as rows:
            rows.execute(update(Event).values(seats=1))
        user = people.student()
        make_profile(user)
        assert "1 of 1 seats are free" in client.get(english).get_data(as_text=True)
        with writing():
            actions.sign_up(session().scalars(select(Event)).one(), by=people.visitor_of(user), now=now)
    page = client.get(english).get_data(as_text=True)
    assert "All 1 seats are taken" in page and "Join the waiting list" in page


def test_a_page_begun_before_a_change_is_not_shown_after_it(keeping, another_process):
    """The change comes while the page is made: it is kept under the stamp from before, which nobody asks for again."""
    read, happened = [], []

    def write() -> None:
        with another_process.scope(), writing() as rows:
            rows.execute(text("UPDATE event_text SET title = 'Ngày hội mới' WHERE language = 'vi'"))

    def change(_connection, _cursor, statement: str, *_rest: object) -> None:
        if "FROM event_text" in statement:
            read.append(statement)
        elif read and not happened:
            happened.append(statement)
            # The request itself may only read; its words are loaded by now.
            elsewhere = Thread(target=write)
            elsewhere.start()
            elsewhere.join()

    engine = keeping.extensions["recruit.database"].engine
    listening.listen(engine, "after_cursor_execute", change)
    before = keeping.test_client().get(PAGE).get_data(as_text=True)
    assert happened and "Ngày hội Hà Nội" in before
    assert "Ngày hội mới" in keeping.test_client().get(PAGE).get_data(as_text=True)


def test_what_the_clock_alone_changes_shows_in_the_next_minute(keeping, clock):
    client = keeping.test_client()
    with keeping.extensions["recruit.database"].scope():
        until = session().scalars(select(Event.sign_up_until)).one()
    clock.move_to(until - timedelta(seconds=1))
    assert f'href="{PAGE}/sign-up"' in client.get(PAGE).get_data(as_text=True)
    clock.move_to(until)
    assert f'href="{PAGE}/sign-up"' not in client.get(PAGE).get_data(as_text=True)


def test_who_is_signed_in_gets_an_own_page_and_leaves_none(keeping, own_database):
    member = keeping.test_client()
    with own_database.scope():
        user = people.student()
        make_profile(user)
    people.sign_in(member, user)
    own = member.get(PAGE)
    assert user.email.partition("@")[0] and "Nguyễn Thị An" in own.get_data(as_text=True)
    assert own.headers["Cache-Control"] == "no-store" and "ETag" not in own.headers
    assert pages_kept(keeping) == 0
    public = keeping.test_client().get(PAGE)
    assert "Nguyễn Thị An" not in public.get_data(as_text=True) and "csrf_token" not in public.get_data(
        as_text=True
    )
    # And not the other way round: not even with the mark of the public page.
    again = member.get(PAGE, headers={"If-None-Match": public.headers["ETag"]})
    assert again.status_code == 200 and "Nguyễn Thị An" in again.get_data(as_text=True)


@pytest.mark.parametrize("cookie", ["recruit", "sign-in", "__Host-sign-in", "anything"])
def test_a_cookie_that_may_change_the_page_goes_past(keeping, cookie):
    client = keeping.test_client()
    client.set_cookie(cookie, "x", path="/")
    page = client.get(PAGE)
    assert page.status_code == 200 and "ETag" not in page.headers
    assert pages_kept(keeping) == 0
    # Nor is a kept page given out.
    keeping.test_client().get(PAGE)
    assert "ETag" not in client.get(PAGE).headers


def test_a_message_to_be_shown_once_is_shown_once_and_to_nobody_else(keeping):
    client = keeping.test_client()
    with client.session_transaction() as browser_session:
        browser_session["_flashes"] = [("done", "only for you")]
    assert "only for you" in client.get(PAGE).get_data(as_text=True)
    assert "only for you" not in keeping.test_client().get(PAGE).get_data(as_text=True)
    assert "only for you" not in client.get(PAGE).get_data(as_text=True)


def test_languages_filters_and_hosts_have_their_own_pages(keeping):
    client = keeping.test_client()
    assert client.get(PAGE).data != client.get("/ja/fairs/hanoi").data
    client.get("/ja/companies")
    assert client.get("/ja/companies?q=nobody").data != client.get("/ja/companies").data
    kept = pages_kept(keeping)
    client.get("/ja/companies", headers={"Host": "127.0.0.1"})
    assert pages_kept(keeping) == kept + 1
    client.get("/ja/companies?q=" + "x" * 300)
    assert pages_kept(keeping) == kept + 1


def test_browsers_ask_whether_theirs_is_still_right(keeping, another_process):
    client = keeping.test_client()
    page = client.get(PAGE)
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert {part.strip() for part in page.headers["Vary"].split(",")} == {"Cookie", "Accept-Encoding"}
    for _ in range(2):
        unchanged = client.get(PAGE, headers={"If-None-Match": page.headers["ETag"]})
        assert unchanged.status_code == 304 and unchanged.data == b""
        assert unchanged.headers["ETag"] == page.headers["ETag"] and "Vary" in unchanged.headers
        assert unchanged.headers["Content-Security-Policy"]
    assert client.get(PAGE, headers={"If-None-Match": '"another"'}).status_code == 200
    with another_process.scope(), writing() as rows:
        rows.execute(text("UPDATE event_text SET title = 'Ngày hội mới'"))
    changed = client.get(PAGE, headers={"If-None-Match": page.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != page.headers["ETag"]


def test_who_asks_by_time_is_answered_from_what_is_kept(keeping, own_database, clock):
    clock.shift(timedelta(minutes=1))
    page = keeping.test_client().get("/vi/positions.atom")
    statements = Statements(own_database)
    for since, status in ((page.headers["Last-Modified"], 304), ("Fri, 25 Dec 2026 00:00:00 GMT", 200)):
        answer = keeping.test_client().get("/vi/positions.atom", headers={"If-Modified-Since": since})
        assert (answer.status_code, bool(answer.data)) == (status, status == 200)
    assert len(statements) == 2


def test_small_and_head_answers(keeping):
    client = keeping.test_client()
    plain = client.get(PAGE)
    for _ in range(2):
        small = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
        assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(small.data) == plain.data
        assert small.headers["ETag"] == plain.headers["ETag"]
    head = client.head(PAGE)
    assert head.status_code == 200 and head.data == b""
    assert head.headers["Content-Length"] == str(len(plain.data))
    assert head.headers["ETag"] == plain.headers["ETag"]
    assert client.post(PAGE).status_code in (400, 405)


def test_a_head_first_keeps_the_whole_page(keeping):
    keeping.test_client().head(PAGE)
    assert pages_kept(keeping) == 1
    assert "Ngày hội Hà Nội" in keeping.test_client().get(PAGE).get_data(as_text=True)


# ------------------------------------------------------------------------------------------------ the stamp


def stamp() -> str:
    session().expire_all()
    return session().scalars(select(ContentStamp.stamp)).one()


def test_the_stamp_changes_with_what_is_public_and_only_then(db, now):
    make_event(slug="hanoi")
    before = stamp()
    with writing() as rows:
        rows.add(Sighting(at=now, by_ref="", person_ref="x", what="profile"))
    with writing() as rows:
        rows.execute(select(Event))
        rows.execute(text("SELECT 1"))
    assert stamp() == before
    for statement in (update(Event).values(seats=9), text("UPDATE event SET seats = 8")):
        with writing() as rows:
            rows.execute(statement)
        assert stamp() != before
        before = stamp()
    with writing() as rows:
        rows.scalars(select(Event)).one().seats = 7
    assert stamp() != before


def test_a_move_that_fails_leaves_the_stamp(db):
    make_event(slug="hanoi")
    before = stamp()

    def fail() -> None:
        with writing() as rows:
            rows.execute(update(Event).values(seats=9))
            raise Refused("no")

    with pytest.raises(Refused):
        fail()
    assert stamp() == before


def test_without_a_stamp_nothing_is_kept(keeping, own_database):
    with own_database.scope(), writing() as rows:
        rows.execute(text("DELETE FROM content_stamp"))
    assert "ETag" not in keeping.test_client().get(PAGE).headers
    assert pages_kept(keeping) == 0


# ------------------------------------------------------------------------------------------------ the store


def made(size: int, state: tuple[str, int] = ("a", 1)) -> KeptPage:
    return KeptPage(state, b"x" * size, (), "mark")


def address(name: str) -> tuple[str, str, str, bytes]:
    return ("https", "localhost", name, b"")


def test_the_store_has_a_bound_and_forgets_what_was_used_longest_ago():
    pages = KeptPages(2)
    pages.keep(address("a"), made(1))
    pages.keep(address("b"), made(1))
    assert pages.find(address("a"), ("a", 1))
    pages.keep(address("c"), made(1))
    assert pages.find(address("b"), ("a", 1)) is None
    assert pages.find(address("a"), ("a", 1)) and pages.find(address("c"), ("a", 1))
    assert pages.find(address("a"), ("b", 1)) is None and pages.find(address("a"), ("a", 2)) is None


def test_the_store_is_bounded_by_bytes_too():
    pages = KeptPages(10, most_bytes=100)
    for name in "abcd":
        pages.keep(address(name), made(40))
        pages.keep(address(name), made(40))
    assert len(pages) == 2
    pages.keep(address("large"), made(101))
    assert len(pages) == 0
    pages.keep(address("a"), made(100))
    assert len(pages) == 1


def test_only_a_page_for_everybody_may_be_kept():
    room = Room("test", __name__)
    with pytest.raises(TypeError):
        room.get("/x", lock=signed_in, kept=True)
    with pytest.raises(TypeError):
        room.get("/x", lock=anybody, seen="profile", kept=True)
    with pytest.raises(TypeError):
        room.get("/x", lock=anybody, bare=True, kept=True)
