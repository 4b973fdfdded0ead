"""Leave, a transfer, an end and a death, and what follows each of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind
from recruit.arrivals import actions as arrivals, queries as arrival_queries
from recruit.arrivals.rules import StepState
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.messages.actions import queue
from recruit.messages.models import AddressState
from recruit.messages.rules import MailState
from recruit.organisations.models import Organisation
from recruit.placements import actions, changes, queries
from recruit.placements.events import Died, EndEntered
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementRefusal, PlacementState, SaidBy
from recruit.surveys.actions import load_shipped
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import Contact, FollowUpTask
from recruit.surveys.rules import ContactState
from tests import people
from tests.factories.placements import add_placement, make_company, make_member, make_placement
from tests.mail import Outbox

TODAY = date(2026, 11, 25)
Kind, State = PlacementFactKind, PlacementState


class Hire:
    """Somebody who works at a company since the first of September, with an address and follow-ups planned."""

    def __init__(self, now: datetime) -> None:
        self.owner: User = people.company_member()
        self.company: Organisation = make_company()
        self.member: Visitor = make_member(self.owner, self.company)
        self.staff: Visitor = people.visitor_of(people.coordinator())
        with writing() as rows:
            arrivals.load_shipped()
            load_shipped(now)
            self.placement: Placement = add_placement(
                employer=self.company, starts_on=date(2026, 9, 1), registered_on=date(2026, 8, 1)
            )
            rows.add(
                ContactPoint(
                    person_id=self.placement.person_id,
                    kind=ContactKind.MAIL,
                    value="binh@home.example",
                    priority=1,
                )
            )
            self.placement.person.zone = "Asia/Tokyo"
            rows.flush()
            replan(self.placement.person_id, now)

    def facts(self, kind: PlacementFactKind) -> list[tuple[date, str]]:
        session().expire(self.placement, ["facts"])
        return [(fact.valid_on, fact.value) for fact in self.placement.facts if fact.fact is kind]

    def contact(self, wave: str) -> Contact:
        rows = session().scalars(select(Contact).where(Contact.placement_id == self.placement.id))
        found = next(one for one in rows if one.wave.key == wave)
        session().refresh(found)
        return found

    def step(self) -> StepState | None:
        plan = arrival_queries.plan_of(self.placement.id)
        return next((one.state for one in plan.steps if one.step_rule.key == "S38"), None) if plan else None


@pytest.fixture
def hire(app: Flask, db: Session, now: datetime) -> Hire:
    return Hire(now)


def test_leave_pauses_follow_ups_and_its_end_resumes_them(hire: Hire, now: datetime) -> None:
    assert hire.contact("m3").state is ContactState.PLANNED
    with writing():
        changes.begin_leave(hire.placement, date(2026, 11, 20), None, by=hire.staff, now=now)
    assert hire.placement.state is State.ON_LEAVE
    assert (hire.contact("m3").state, hire.contact("m3").reason) == (ContactState.PAUSED, "leave")
    with pytest.raises(Refused) as refused, writing():
        changes.begin_leave(hire.placement, TODAY, None, by=hire.staff, now=now)
    assert refused.value.reason is PlacementRefusal.NOT_WORKING
    with writing():
        changes.end_leave(hire.placement, date(2026, 11, 24), by=hire.staff, now=now)
    assert hire.placement.state is State.WORKING
    assert hire.contact("m3").state is ContactState.PLANNED
    assert hire.facts(Kind.LEAVE) == [(date(2026, 11, 20), ""), (date(2026, 11, 20), "2026-11-24")]


@pytest.mark.parametrize(
    ("move", "reason"),
    [
        (lambda one, by, now: changes.begin_leave(one, TODAY + timedelta(1), None, by=by, now=now),
         PlacementRefusal.DAY_IN_THE_FUTURE),
        (lambda one, by, now: changes.begin_leave(one, date(2026, 8, 31), None, by=by, now=now),
         PlacementRefusal.DAY_BEFORE_START),
        (lambda one, by, now: changes.begin_leave(one, TODAY, date(2026, 11, 1), by=by, now=now),
         PlacementRefusal.LEAVE_ENDS_TOO_EARLY),
        (lambda one, by, now: changes.end_leave(one, TODAY, by=by, now=now), PlacementRefusal.NOT_ON_LEAVE),
        (lambda one, by, now: changes.change_employer(one, "nobody", TODAY, by=by, now=now),
         PlacementRefusal.EMPLOYER_UNKNOWN),
        (lambda one, by, now: changes.record_death(one, TODAY + timedelta(1), by=by, now=now),
         PlacementRefusal.DAY_IN_THE_FUTURE),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    hire: Hire,
    now: datetime,
    move: Callable[[Placement, Visitor, datetime], None],
    reason: PlacementRefusal,
) -> None:
    before = len(hire.placement.facts)
    with pytest.raises(Refused) as refused, writing():
        move(hire.placement, hire.staff, now)
    assert refused.value.reason is reason
    session().refresh(hire.placement)
    assert (hire.placement.state, len(hire.placement.facts)) == (State.WORKING, before)


def test_a_transfer_goes_on_as_the_same_spell_with_another_employer(hire: Hire, now: datetime) -> None:
    other = make_company("山田土木")
    new_boss = make_member(people.other_company_member(), other)
    for _ in range(2):
        with writing():
            changes.change_employer(
                hire.placement, other.public_id, date(2026, 11, 1), by=hire.staff, now=now
            )
    assert (hire.placement.employer_id, hire.placement.state) == (other.id, State.WORKING)
    assert hire.facts(Kind.EMPLOYER) == [
        (date(2026, 9, 1), hire.company.public_id),
        (date(2026, 11, 1), other.public_id),
    ]
    assert queries.placement_for(new_boss, hire.placement.public_id).id == hire.placement.id
    with pytest.raises(Missing):
        queries.placement_for(hire.member, hire.placement.public_id)
    assert hire.contact("m3").state is ContactState.PLANNED


def test_a_transfer_learned_of_late_finds_its_place_before_the_later_one(hire: Hire, now: datetime) -> None:
    middle, last = make_company("山田土木"), make_company("佐藤建設")

    def change(company: Organisation, from_on: date) -> None:
        with writing():
            changes.change_employer(hire.placement, company.public_id, from_on, by=hire.staff, now=now)

    change(last, date(2026, 11, 16))
    change(middle, date(2026, 10, 1))
    assert hire.placement.employer_id == last.id
    # Another first day of the same employer is a correction, and who was known on a day already changes nothing.
    change(last, date(2026, 11, 9))
    change(middle, date(2026, 10, 20))
    assert hire.facts(Kind.EMPLOYER) == [
        (date(2026, 9, 1), hire.company.public_id),
        (date(2026, 11, 16), last.public_id),
        (date(2026, 10, 1), middle.public_id),
        (date(2026, 11, 9), last.public_id),
    ]
    # A second word about the same day holds, also where it is the day of the newest transfer.
    change(middle, date(2026, 11, 16))
    assert hire.placement.employer_id == middle.id


def test_an_end_brings_the_leaving_step_and_tells_both_sides_once(
    hire: Hire, now: datetime, outbox: Outbox
) -> None:
    with writing():
        actions.enter_end(
            hire.placement, date(2026, 11, 30), ExitKind.MOVED_EMPLOYER_JAPAN, by=hire.member, now=now
        )
    with writing():
        announce(EndEntered(hire.placement.id, hire.member, now))
    assert hire.step() is StepState.OPEN
    plan = arrival_queries.plan_of(hire.placement.id)
    assert plan is not None
    assert [(one.step_rule.key, one.due_on) for one in plan.steps] == [("S38", date(2026, 12, 11))]
    (company,), (person,) = outbox.of_kind("leaving_company"), outbox.of_kind("leaving_person")
    assert (company.to_ref, person.to_address) == (hire.owner.person.public_id, "binh@home.example")
    mails = {one["To"]: one for one in outbox.hand_over()}
    theirs = mails[hire.owner.email].get_body(("plain",)).get_content()
    assert "10日以内にハローワーク" in theirs
    assert "2026年12月11日" in theirs
    assert "退職" in mails[hire.owner.email]["Subject"]
    assert "14 ngày" in mails["binh@home.example"].get_body(("plain",)).get_content()


def test_an_end_that_was_a_mistake_takes_the_step_and_the_mails_back(
    hire: Hire, now: datetime, outbox: Outbox
) -> None:
    with writing():
        actions.enter_end(hire.placement, date(2026, 11, 30), ExitKind.UNKNOWN, by=hire.member, now=now)
    with writing():
        actions.withdraw_end(hire.placement, by=hire.staff, now=now)
    assert hire.step() is StepState.NOT_NEEDED
    kinds = ("leaving_company", "leaving_person")
    assert {mail.state for kind in kinds for mail in outbox.of_kind(kind)} == {MailState.CANCELLED}
    with writing():
        actions.enter_end(hire.placement, date(2026, 12, 10), ExitKind.UNKNOWN, by=hire.member, now=now)
    assert hire.step() is StepState.OPEN
    assert [mail.state for mail in outbox.of_kind("leaving_person")] == [
        MailState.CANCELLED,
        MailState.QUEUED,
    ]


def test_an_end_of_long_ago_asks_nobody_for_papers(hire: Hire, now: datetime, outbox: Outbox) -> None:
    with writing():
        actions.enter_end(hire.placement, date(2026, 10, 20), ExitKind.UNKNOWN, by=hire.staff, now=now)
    assert hire.step() is None
    assert outbox.of_kind("leaving_company") == []


def test_death_stops_everything(hire: Hire, now: datetime, outbox: Outbox) -> None:
    person = hire.placement.person
    with writing():
        queue(
            "survey_invitation",
            to_address="binh@home.example",
            to_ref=person.public_id,
            language="vi",
            zone="Asia/Tokyo",
            params={"contact": hire.contact("m3").public_id},
            unique_key="test:waits",
            now=now,
            due_at=now + timedelta(days=3),
        )
    tasks = session().scalar(select(func.count()).select_from(FollowUpTask))
    with writing():
        changes.record_death(hire.placement, date(2026, 11, 24), by=hire.staff, now=now)
    with writing():
        announce(Died(hire.placement.id, hire.staff, now))
    assert (hire.placement.state, hire.placement.ended_on, hire.placement.exit_kind) == (
        State.LEFT,
        TODAY,
        ExitKind.DEATH,
    )
    assert hire.facts(Kind.DIED) == [(date(2026, 11, 24), "")]
    assert hire.facts(Kind.ENDED) == [(TODAY, "death")]
    assert [mail.state for mail in outbox.mails if mail.to_ref == person.public_id] == [MailState.CANCELLED]
    address = session().scalars(select(AddressState)).one()
    assert (address.address, address.reason) == ("binh@home.example", "died")
    contacts = session().scalars(select(Contact).where(Contact.placement_id == hire.placement.id)).all()
    assert {one.state for one in contacts if one.closes_at > now} == {ContactState.CANCELLED}
    assert {one.reason for one in contacts if one.closes_at > now} == {"died"}
    assert session().scalar(select(func.count()).select_from(FollowUpTask)) == tasks
    assert hire.step() is None


def test_a_death_before_the_first_day_is_no_spell(app: Flask, db: Session, now: datetime) -> None:
    staff = people.visitor_of(people.coordinator())
    expected = make_placement(starts_on=date(2027, 4, 1), registered_on=date(2026, 11, 1), expected=True)
    with writing():
        changes.record_death(expected, date(2026, 11, 24), by=staff, now=now)
    assert (expected.state, expected.ended_on) == (State.NEVER_STARTED, None)


def test_staff_enter_changes_on_the_page_of_the_hire(client: FlaskClient, hire: Hire) -> None:
    people.sign_in(client, people.administrator())
    url = f"/ja/staff/placements/{hire.placement.public_id}"
    assert client.get(url).status_code == 200
    wrong = client.post(f"{url}/leave", data={"first_on": "2027-01-01"})
    assert wrong.status_code == 422
    assert "この日はまだ来ていません" in wrong.text
    assert 'value="2027-01-01"' in wrong.text
    for path, data in (
        ("leave", {"first_on": "2026-11-20"}),
        ("leave-ended", {"last_on": "2026-11-24"}),
        ("employer", {"employer": make_company("山田土木").public_id, "from_on": "2026-11-25"}),
        ("died", {"died_on": "2026-11-25"}),
    ):
        assert client.post(f"{url}/{path}", data=data).status_code == 303, path
    session().refresh(hire.placement)
    assert hire.placement.exit_kind is ExitKind.DEATH
    assert {fact.said_by_kind for fact in hire.placement.facts} == {SaidBy.STAFF}
    assert client.post("/ja/staff/placements/nobody/died", data={"died_on": "2026-11-25"}).status_code == 404


def test_an_end_that_was_a_mistake_leaves_a_leave_that_can_be_ended(hire: Hire, now: datetime) -> None:
    """Else nobody could end it, and nobody would ever be asked again."""
    with writing():
        changes.begin_leave(hire.placement, date(2026, 11, 20), None, by=hire.staff, now=now)
    with writing():
        actions.enter_end(hire.placement, date(2026, 11, 24), ExitKind.UNKNOWN, by=hire.staff, now=now)
    with writing():
        actions.withdraw_end(hire.placement, by=hire.staff, now=now)
    assert hire.placement.state is PlacementState.ON_LEAVE
    with writing():
        changes.end_leave(hire.placement, date(2026, 11, 24), by=hire.staff, now=now)
    assert hire.placement.state is PlacementState.WORKING
