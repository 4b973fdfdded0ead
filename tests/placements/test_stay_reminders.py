"""The reminders before a stay ends: who is told when, once, and what ends them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
import threading

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts.models import User
from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.facts import load_shipped as load_facts
from recruit.core.visitor import WORKER
from recruit.dashboards.queries.company import company_duties
from recruit.dashboards.queries.me import my_way
from recruit.dashboards.queries.staff import staff_duties
from recruit.dashboards.rules import CompanyAct, Duty, StaffAct, StudentAct
from recruit.organisations.models import Organisation
from recruit.placements import actions as placements
from recruit.placements.changes import change_employer
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind
from recruit.placements.stay import jobs, queries
from recruit.placements.stay.actions import enter_days
from recruit.placements.stay.rules import StayDays, is_to_be_told
from tests import people
from tests.factories.placements import add_placement, make_company, make_member, make_placement
from tests.mail import Outbox

UNTIL = date(2027, 2, 25)


def enter(placement: Placement, until_on: date | None, applied_on: date | None = None) -> None:
    session().refresh(placement)
    with writing():
        days = StayDays(date(2026, 2, 25), until_on, applied_on)
        enter_days(placement, days, is_sure=True, by=WORKER, now=core_clock.now())


def hire_of(company: Organisation) -> tuple[User, User, Placement]:
    user, member = people.student(), people.company_member()
    make_member(member, company)
    return user, member, make_placement(person=user.person, employer=company)


def test_both_are_told_three_months_and_one_month_before_until_somebody_applies(
    app: Flask, db: Session, clock: time_machine.Traveller, outbox: Outbox
) -> None:
    with writing():
        load_facts()
    user, member, placement = hire_of(make_company())
    enter(placement, UNTIL + timedelta(days=1))
    assert jobs.remind(core_clock.now()) == 0
    enter(placement, UNTIL)
    assert jobs.remind(core_clock.now().replace(hour=20)) == 0
    assert (jobs.remind(core_clock.now()), jobs.remind(core_clock.now())) == (1, 0)
    letters = {letter["To"]: letter for letter in outbox.hand_over()}
    assert set(letters) == {user.email, member.email}
    own = letters[user.email].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "/me/stay" in own and "nguồn được ghi ở trang bên dưới" in own
    clock.shift(timedelta(days=62))
    assert (jobs.remind(core_clock.now()), jobs.remind(core_clock.now())) == (1, 0)
    assert [mail.kind for mail in outbox.mails].count("stay_ends_person") == 2
    # What lies in the outbox is not sent to who has applied meanwhile; nor is there another.
    enter(placement, UNTIL, core_clock.now().date())
    assert outbox.hand_over() == []
    clock.shift(timedelta(days=20))
    assert jobs.remind(core_clock.now()) == 0
    enter(placement, date(2028, 2, 25))
    assert placement.renewal_applied_on is None
    clock.shift(timedelta(days=300))
    assert jobs.remind(core_clock.now()) == 1


def test_leaving_ends_it(app: Flask, db: Session, outbox: Outbox) -> None:
    _user, _member, placement = hire_of(make_company())
    enter(placement, UNTIL)
    with writing():
        placements.enter_end(
            placement, date(2026, 11, 20), ExitKind.CONTRACT_END, by=WORKER, now=core_clock.now()
        )
    assert jobs.remind(core_clock.now()) == 0
    assert outbox.of_kind("stay_ends_person") == []


def test_after_a_transfer_the_new_employer_is_told_and_the_old_one_is_not(
    app: Flask, db: Session, clock: time_machine.Traveller, outbox: Outbox
) -> None:
    user, former, placement = hire_of(make_company())
    company, member = make_company("新しい会社"), people.other_company_member()
    make_member(member, company)
    enter(placement, UNTIL)
    assert jobs.remind(core_clock.now()) == 1
    # It still lies in the outbox, or waits for a weekly summary, when the person changes to another company of the group.
    with writing():
        change_employer(
            placement, company.public_id, core_clock.now().date(), by=WORKER, now=core_clock.now()
        )
    assert (jobs.remind(core_clock.now()), jobs.remind(core_clock.now())) == (1, 0)
    told = [letter["To"] for letter in outbox.hand_over()]
    assert sorted(told) == sorted([user.email, member.email]) and former.email not in told


def test_the_database_picks_whom_the_rule_names(db: Session, now: datetime) -> None:
    today, expected = now.date(), set()
    with writing():
        for days in (-1, 0, 29, 30, 31, 91, 92, 93):
            for applied_on in (None, today):
                for told in (None, 3, 1):
                    placement = add_placement(agrees=False)
                    placement.stay_until_on = today + timedelta(days=days)
                    placement.renewal_applied_on, placement.stay_notice = applied_on, told
                    if is_to_be_told(placement.stay_until_on, applied_on, told, today):
                        expected.add(placement.id)
    assert len(expected) > 5
    assert set(queries.to_be_told(today, 100)) == expected


def test_everybody_finds_it_on_the_first_page(app: Flask, db: Session, client: FlaskClient) -> None:
    company = make_company()
    user, member, placement = hire_of(company)
    acting = people.acting(member, company.public_id)
    staff = people.coordinator()

    def waits() -> tuple[list[Duty], list[Duty], list[Duty]]:
        now = core_clock.now()
        own = my_way(people.visitor_of(user), "en", now).duties
        theirs = company_duties(acting, "en", now)
        ours = staff_duties(people.visitor_of(staff), now)
        return (
            [one for one in own if one.act in (StudentAct.RENEW_STAY, StudentAct.SAY_STAY)],
            [one for one in theirs if one.act in (CompanyAct.RENEW_STAYS, CompanyAct.ENTER_STAYS)],
            [one for one in ours if one.act is StaffAct.SEE_TO_STAYS],
        )

    def acts() -> list[str]:
        return [str(one.act) for part in waits() for one in part]

    with app.test_request_context():
        assert acts() == ["say_stay", "enter_stays"]
        enter(placement, UNTIL + timedelta(days=1))
        assert acts() == []
        enter(placement, UNTIL)
        own, theirs, ours = waits()
        assert acts() == ["renew_stay", "renew_stays", "see_to_stays"]
        assert {str(one.by_at.date()) for one in (*own, *theirs, *ours) if one.by_at} == {"2027-02-25"}
        enter(placement, UNTIL, core_clock.now().date())
        assert acts() == []
        enter(placement, date(2026, 11, 24), date(2026, 11, 1))
        assert acts() == ["renew_stay", "renew_stays", "see_to_stays"]
        assert waits()[0][0].count == 0
    listed = people.sign_in(client, staff).get("/en/staff/placements?stay=ending").text
    assert placement.public_id in listed


def test_two_workers_tell_once(own_app: Flask, own_database: Database, clock: time_machine.Traveller) -> None:
    with own_app.app_context(), own_database.scope():
        _user, _member, placement = hire_of(make_company())
        enter(placement, UNTIL)
    barrier = threading.Barrier(2, timeout=60)

    def remind(_worker: int) -> int:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            return jobs.remind(core_clock.now())

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remind, range(2))) == [0, 1]
    with own_app.app_context(), own_database.scope():
        assert sorted(Outbox(own_app).kinds) == ["stay_ends_company", "stay_ends_person"]
