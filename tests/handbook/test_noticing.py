"""What somebody writes stands at the desk of translations as soon as it is kept, without a look at all the rest."""

import pytest
from sqlalchemy import text

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.translating import Lacking, known
from recruit.events import actions as events
from recruit.events.models import Event
from recruit.events.programme.models import ProgrammeSession, ProgrammeSessionText
from recruit.events.texts.actions import save_text as save_event_text
from recruit.events.texts.queries import seen as seen_of_event
from recruit.events.texts.rules import TEXT_FIELDS
from recruit.handbook import actions as handbook
from recruit.handbook.models import GlossaryTerm
from recruit.handbook.translating import jobs, keeping
from recruit.handbook.translating.models import TranslationClaim, TranslationLack
from recruit.postings.texts.actions import remove_text, save_text
from recruit.postings.texts.queries import seen
from recruit.postings.texts.rules import TextOrigin
from tests import people
from tests.factories.events import make_event
from tests.factories.organisations import make_company
from tests.factories.postings import STAFF, make_published, whole_content
from tests.handbook.test_writing import small_book


@pytest.fixture
def staff(app, db):
    return people.visitor_of(people.coordinator())


def kept(kind: str, ref: str) -> dict[str, Lacking]:
    rows = session().query(TranslationLack).filter_by(kind=kind, ref=ref)
    return {row.language: row.lacking for row in rows}


def vietnamese(posting, now) -> None:
    words = whole_content()["texts"]["ja"] | {"title": "Quản lý thi công"}
    with writing():
        save_text(
            posting, "vi", words, TextOrigin.HUMAN, seen=seen(posting, "vi"), by=STAFF, now=now
        )  # fmt: skip


def test_a_position_is_counted_when_it_is_published_and_when_it_is_translated(staff, now, count_queries):
    posting = make_published(make_company("旭川北成建設"))
    before = kept("posting", posting.public_id)
    assert before["vi"] is Lacking.MISSING
    with writing() as rows:
        key = {"kind": "posting", "ref": posting.public_id, "language": "vi"}
        rows.add(TranslationClaim(**key, person_id=staff.person_id, taken_at=now))
    vietnamese(posting, now)
    assert kept("posting", posting.public_id) == {code: what for code, what in before.items() if code != "vi"}
    # It is done: whoever took it is free.
    assert session().query(TranslationClaim).count() == 0
    with writing():
        remove_text(posting, "vi", seen=seen(posting, "vi"), by=STAFF, now=now)
    assert kept("posting", posting.public_id) == before
    # However many others there are: its words, its company's name, and what is kept of it.
    for name in ("札幌南建設", "函館西建設"):
        make_published(make_company(name))
    session().expire_all()
    theirs = {posting.public_id}
    with writing(), count_queries(4):
        assert keeping.keep("posting", keeping.found_now("posting", now, theirs), theirs) == 0
    # The clock finds nothing that was forgotten.
    assert jobs.renew(clock.now()) == 0


def test_an_event_and_what_belongs_to_it_come_and_go_with_it(staff, now):
    event = make_event(en="Fair", id="Bursa", vi="Ngày hội", state="draft")
    with writing() as rows:
        part = ProgrammeSession(
            event_id=event.id,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            texts=[ProgrammeSessionText(language="ja", title="第1部")],
        )
        rows.add(part)
    assert kept("event_session", part.public_id) == {}
    with writing():
        events.open_event(session().get_one(Event, event.id), by=staff, now=now)
    assert set(kept("event_session", part.public_id)) == {"en", "id", "vi"}
    words = dict.fromkeys(TEXT_FIELDS, "") | {"title": "Ngày hội"}
    opened = session().get_one(Event, event.id)
    for code in kept("event", event.slug):
        with writing():
            save_event_text(opened, code, words, seen=seen_of_event(opened, code), by=staff, now=now)
    assert Lacking.MISSING not in kept("event", event.slug).values()
    assert jobs.renew(clock.now()) == 0


def test_books_terms_and_chapters_are_counted_by_their_own_moves(staff, now):
    chapter = small_book(now)
    with writing():
        handbook.add_term("kumiai", {"ja": "組合"}, {"ja": "働く人の集まり"}, by=staff, now=now)
    assert set(kept("term", "kumiai")) == {"en", "id", "vi"}
    term = session().query(GlossaryTerm).filter_by(key="kumiai").one()
    with writing():
        handbook.change_term(term, {"ja": "組合", "en": "union"}, {"ja": "働く人の集まり"}, by=staff, now=now)
    assert kept("term", "kumiai")["en"] is Lacking.PARTLY
    assert kept("chapter", "small/first") == {}
    with writing():
        handbook.withdraw(chapter, "en", "誤りがありました。", by=staff, now=now)
    assert kept("chapter", "small/first") == {"en": Lacking.MISSING}


def test_every_kind_is_heard_of(app):
    assert [kind for kind, one in known().items() if not one.heard_of] == []


def test_what_cannot_be_counted_costs_nobody_what_they_wrote(staff, now, monkeypatch, caplog):
    posting = make_published(make_company("旭川北成建設"))
    before = kept("posting", posting.public_id)

    def broken(*_told):
        # As a room's own look at its words may break: a statement fails, and on PostgreSQL the transaction with it.
        session().execute(text("SELECT nothing FROM nowhere"))

    monkeypatch.setattr(keeping, "found_now", broken)
    vietnamese(posting, now)
    assert "could not be counted" in caplog.text
    assert "vi" in {one.language for one in posting.texts}
    # Until the clock counts it.
    assert kept("posting", posting.public_id) == before
    monkeypatch.undo()
    assert jobs.renew(clock.now()) > 0
    assert "vi" not in kept("posting", posting.public_id)
