"""The company's forms follow the facts of a hire; each of its people has one mail a day at most, about everything."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
import threading
from typing import Any

from flask import Flask
import pytest
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock, vault
from recruit.core.db import Database, writing
from recruit.messages import actions as messages
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.placements import actions, changes
from recruit.placements.rules import ExitKind
from recruit.surveys.pairing import jobs, privacy
from recruit.surveys.pairing.actions.planning import give_out
from recruit.surveys.pairing.models import CompanyAnswer, CompanyResponse
from recruit.surveys.pairing.queries.planning import MAIL_KIND
from recruit.surveys.queries.answering import newest_version
from recruit.surveys.rules import ContactKind, ContactState
from tests import people
from tests.factories import pairing as make, placements
from tests.mail import Outbox


@pytest.fixture
def company(app: Flask) -> Organisation:
    found = placements.make_company()
    placements.make_member(people.make_user("clerk@yamada.example", language="ja"), found)
    placements.make_member(people.make_user("owner@yamada.example", language="vi"), found, Rights.OWNER)
    placements.make_member(people.make_user("looks@yamada.example"), found, Rights.VIEWER)
    return found


def mailed(outbox: Outbox) -> list[str]:
    return sorted(str(mail["To"]) for mail in outbox.hand_over())


def test_a_clerk_with_many_hires_has_one_mail_a_day(
    company: Organisation, outbox: Outbox, clock: Any, db: Session
) -> None:
    first, second = (make.make_hire(company, starts_on=date(2026, 8, 25), number=one) for one in (1, 2))
    assert jobs.tick(core_clock.now()) == 2
    mails = outbox.hand_over()
    assert sorted(str(mail["To"]) for mail in mails) == ["clerk@yamada.example", "owner@yamada.example"]
    body = next(mail for mail in mails if "clerk" in str(mail["To"])).get_body(("plain",))
    assert body is not None and all(name in body.get_content() for name in ("Bình 1", "Bình 2"))
    assert {make.form_of(one, "m3").state for one in (first, second)} == {ContactState.SENT}
    # A third hire comes on the same day: its form waits for tomorrow, and nobody is written to twice.
    third = make.make_hire(company, starts_on=date(2026, 8, 25), number=3)
    clock.shift(timedelta(hours=2))
    jobs.tick(core_clock.now())
    assert mailed(outbox) == [] and make.form_of(third, "m3").state is ContactState.PLANNED
    clock.shift(timedelta(days=1))
    # Whoever answers for two companies may be told by another worker at this very moment: then nothing is given out here.
    with pytest.MonkeyPatch.context() as another_was_faster:
        another_was_faster.setattr(messages, "queue", lambda *_what, **_more: outbox.mails[0])
        jobs.tick(core_clock.now())
    assert make.form_of(third, "m3").state is ContactState.PLANNED
    assert jobs.tick(core_clock.now()) >= 1
    assert mailed(outbox) == ["clerk@yamada.example", "owner@yamada.example"]
    # A week later one reminder goes for all that is open; nothing goes at night or on a Sunday.
    clock.move_to("2026-12-01T20:00:00Z")
    jobs.tick(core_clock.now())
    assert mailed(outbox) == []
    clock.move_to("2026-12-02T03:00:00Z")
    jobs.tick(core_clock.now())
    assert len(mailed(outbox)) == 2
    assert make.form_of(first, "m3", ContactKind.REMINDER, 1).state is ContactState.SENT


def test_forms_follow_the_facts_and_not_what_the_hire_wants(
    company: Organisation, outbox: Outbox, clock: Any
) -> None:
    staff = people.visitor_of(people.coordinator())
    hire = make.make_hire(company, starts_on=date(2026, 8, 25))
    assert make.states_of(hire) == {
        "w1": "not_applicable late_entry",
        "m1": "not_applicable late_entry",
        **dict.fromkeys(("m3", "m6", "m12", "m24", "m36"), "planned"),
    }
    jobs.tick(core_clock.now())
    outbox.hand_over()
    # Another company takes over the day before the point: nobody has opened the form, so it is the new one's.
    other = placements.make_company("佐藤建設")
    with writing():
        changes.change_employer(hire, other.public_id, date(2026, 11, 24), by=staff, now=core_clock.now())
    assert make.form_of(hire, "m3").organisation_id == other.id
    # Nobody of it can be told; as soon as somebody can, its next form goes out by itself.
    assert make.form_of(hire, "m6").state is ContactState.UNREACHABLE
    with writing():
        actions.enter_end(
            hire, date(2026, 12, 20), ExitKind.MOVED_EMPLOYER_JAPAN, by=staff, now=core_clock.now()
        )
    found = make.states_of(hire)
    assert found["m6"] == found["m36"] == "cancelled left" and found["exit"].startswith("unreachable")
    with writing():
        actions.withdraw_end(hire, by=staff, now=core_clock.now())
    assert make.states_of(hire)["m6"] == "unreachable no_address"


def test_a_transfer_learned_of_after_a_later_one_asks_who_employed_on_the_day(company: Organisation) -> None:
    """Month 3 is due on 25 November: whoever employs then is asked, in whatever order that became known."""
    staff = people.visitor_of(people.coordinator())
    hire = make.make_hire(company, starts_on=date(2026, 8, 25))
    middle, last = placements.make_company("佐藤建設"), placements.make_company("鈴木組")
    for to, from_on in ((last, date(2026, 11, 20)), (middle, date(2026, 10, 1))):
        with writing():
            changes.change_employer(hire, to.public_id, from_on, by=staff, now=core_clock.now())
    assert {make.form_of(hire, wave).organisation_id for wave in ("m3", "m6", "m36")} == {last.id}
    assert make.form_of(hire, "m1").organisation_id == company.id


def test_of_who_has_died_no_company_hears_again(company: Organisation, outbox: Outbox, db: Session) -> None:
    staff = people.visitor_of(people.coordinator())
    hire = make.make_hire(company, starts_on=date(2026, 8, 25))
    jobs.tick(core_clock.now())
    with writing():
        form = make.form_of(hire, "m3")
        begun = CompanyResponse(
            contact_id=form.id,
            instrument_version_id=newest_version(form.wave).id,
            language="ja",
            begun_at=core_clock.now(),
            answers=[
                CompanyAnswer(item="say_more", words=vault.seal("真面目です"), answered_at=core_clock.now())
            ],
        )
        db.add(begun)
    assert [mail.kind for mail in outbox.mails].count(MAIL_KIND) == 2
    with writing():
        changes.record_death(hire, date(2026, 11, 24), by=staff, now=core_clock.now())
    assert set(make.states_of(hire).values()) <= {"cancelled died", "not_applicable late_entry"}
    assert mailed(outbox) == []
    jobs.tick(core_clock.now() + timedelta(days=1))
    assert mailed(outbox) == []
    # What was begun about them has its end like everything else, though no form of theirs is left that could count.
    for years, gone in ((0, 0), (6, 1)):
        with writing():
            assert privacy.purge(core_clock.now() + timedelta(days=366 * years)) == gone


@pytest.fixture
def two_workers(
    own_app: Flask, own_database: Database, clock: time_machine.Traveller
) -> tuple[Database, int]:
    with own_app.app_context(), own_database.scope():
        company = placements.make_company()
        placements.make_member(people.make_user("clerk@yamada.example"), company)
        make.make_hire(company, starts_on=date(2026, 8, 25))
        number = company.id
    return own_database, number


def test_two_workers_tell_a_company_once(two_workers: tuple[Database, int], own_app: Flask) -> None:
    database, company = two_workers
    barrier = threading.Barrier(2, timeout=60)

    def tell(_worker: int) -> int:
        with own_app.app_context(), database.scope():
            barrier.wait()
            with writing():
                return give_out(company, core_clock.now())

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tell, range(2))) == [0, 1]
    with own_app.app_context(), database.scope():
        assert len(Outbox(own_app).mails) == 1
