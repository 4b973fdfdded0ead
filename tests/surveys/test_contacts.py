"""Contacts as rows: planned as the pure planner says, given out once, never twice, whatever dies or races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
import threading

from flask import Flask
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts.actions import give_consent, load_consent_texts, withdraw_consent
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as PointKind, Purpose, RecipientKind
from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Conflict, Refused
from recruit.messages import actions as messages
from recruit.messages.events import MailBounced, MailUnknown
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.placements import actions as placements
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind
from recruit.surveys import following, jobs
from recruit.surveys.actions import contacts, load_shipped, refusing
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.models import Contact, ContactChange, FollowUpTask, InstrumentVersion, Programme, Wave
from recruit.surveys.planning.planner import plan
from recruit.surveys.queries import known
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.rules import ContactKind, ContactState, OptOutLevel, SurveyRefusal, TaskKind
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox


def tick() -> int:
    return jobs.tick(core_clock.now())


def tasks(wave: str = "m3") -> list[TaskKind]:
    """What waits for staff about one wave."""
    found = session().scalars(
        select(FollowUpTask).where(FollowUpTask.done_at.is_(None)).order_by(FollowUpTask.id)
    )
    return [task.kind for task in found if task.contact and task.contact.wave.key == wave]


def test_what_ships_is_loaded_once_and_a_changed_text_becomes_the_next_version(
    app: Flask, db: Session
) -> None:
    now = core_clock.now()
    with writing():
        first = load_shipped(now)
    with writing():
        assert (first > 0, load_shipped(now)) == (True, 0)
    of_hires = select(Wave.key).join(Programme).where(Programme.key == known.PROGRAMME)
    assert db.scalars(of_hires.order_by(Wave.position)).all() == [
        "w1", "m1", "m3", "m6", "m12", "m24", "m36", "exit",
    ]  # fmt: skip
    count = select(func.count()).select_from(InstrumentVersion)
    newest, before = db.scalar(select(func.max(InstrumentVersion.id))), db.scalars(count).one()
    with writing() as rows:
        rows.execute(update(InstrumentVersion).values(hash="older").where(InstrumentVersion.id == newest))
    with writing():
        assert load_shipped(now) == 1
    assert db.scalars(count).one() == before + 1
    assert db.scalars(select(Programme.version)).all() == [1, 1]


@pytest.mark.parametrize(
    "hire",
    [
        {"starts_on": date(2026, 11, 18)},
        {"starts_on": date(2025, 4, 1), "registered_on": date(2026, 6, 20)},
        {"starts_on": date(2024, 10, 1), "ended_on": date(2026, 3, 16)},
        {"starts_on": date(2027, 4, 1), "registered_on": date(2026, 11, 2), "expected": True},
        {"starts_on": date(2025, 4, 1), "address": ""},
    ],
)
def test_rows_are_what_the_planner_says(app: Flask, db: Session, now: datetime, hire: dict) -> None:
    placement = make.make_hire(**hire)
    about = known.known_of(placement.person_id, now)
    programme = known.newest_programme()
    assert programme is not None
    planned = plan(
        known.facts_of(about.placements[0], about, now), known.rules_of(programme), calendar(), now=now
    )
    rows = {known.key_of(contact): known.standing_of(contact) for contact in about.contacts}
    assert planned
    assert {
        contact.key: (contact.due_on, contact.close_on, contact.state, contact.reason) for contact in planned
    } == {key: (row.due_on, row.close_on, row.state, row.reason) for key, row in rows.items()}
    with writing():
        assert contacts.replan(placement.person_id, now) == 0


def test_held_until_the_start_is_known_moved_with_it_and_released_by_it(app: Flask, db: Session) -> None:
    now = core_clock.now()
    placement = make.make_hire(starts_on=date(2026, 11, 20), expected=True)
    assert set(make.states_of(placement).values()) == {"held start_not_confirmed"}
    by = people.visitor_of(people.coordinator())
    with writing():
        placements.move_start(placement, date(2026, 11, 23), by=by, now=now)
    assert make.contact_of(placement, "m1").due_on == date(2026, 12, 23)
    changes = db.scalars(select(ContactChange).order_by(ContactChange.id)).all()
    assert {change.reason for change in changes} == {"start_corrected"}
    assert changes[0].before["due_on"] == "2026-11-27"
    with writing():
        placements.confirm_start(placement, date(2026, 11, 24), by=by, now=now)
    assert set(make.states_of(placement).values()) == {"planned"}
    assert make.contact_of(placement, "w1").due_on == date(2026, 12, 1)


def test_an_end_cancels_what_lies_behind_it_and_is_taken_back(app: Flask, db: Session) -> None:
    now = core_clock.now()
    placement = make.make_hire(starts_on=date(2025, 10, 1))
    by = people.visitor_of(people.coordinator())
    with writing():
        placements.enter_end(placement, date(2026, 12, 31), ExitKind.RETURNED_HOME, by=by, now=now)
    states = make.states_of(placement)
    assert (states["m24"], states["m36"], states["exit"]) == ("cancelled left", "cancelled left", "planned")
    assert make.contact_of(placement, "exit").due_on == date(2026, 12, 31)
    with writing():
        placements.withdraw_end(placement, by=by, now=now)
    states = make.states_of(placement)
    assert (states["m24"], states["exit"]) == ("planned", "cancelled leaving_withdrawn")


def test_never_started_cancels_all(app: Flask, db: Session) -> None:
    placement = make.make_hire(starts_on=date(2026, 11, 1), expected=True)
    by = people.visitor_of(people.coordinator())
    with writing():
        placements.never_started(placement, by=by, now=core_clock.now())
    assert set(make.states_of(placement).values()) == {"cancelled never_started"}


def test_invitation_reminders_call_and_end_of_one_wave(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    placement = make.make_hire(starts_on=date(2026, 8, 25))  # three months later is today
    first = make.contact_of(placement, "m3")
    assert (first.state, tick()) == (ContactState.PLANNED, 1)
    assert (make.contact_of(placement, "m3").state, tick()) == (ContactState.QUEUED, 0)
    assert outbox.kinds == ["survey_invitation"]
    assert outbox.mails[0].unique_key == f"contact:{first.public_id}"
    assert len(outbox.hand_over()) == 1
    assert make.contact_of(placement, "m3").state is ContactState.SENT
    tick()
    for days, kinds in ((6, []), (1, ["survey_reminder"]), (7, ["survey_reminder"]), (7, [])):
        clock.shift(timedelta(days=days))
        before = len(outbox.mails)
        tick()
        assert [mail.kind for mail in outbox.mails[before:]] == kinds
        outbox.hand_over()
    assert tasks() == [TaskKind.CALL]
    clock.shift(timedelta(days=20))
    tick()
    assert make.states_of(placement)["m3"] == "expired"
    assert tick() == 0


def test_what_went_out_before_the_end_is_not_sent_and_can_be_planned_again(
    app: Flask, outbox: Outbox
) -> None:
    now = core_clock.now()
    placement = make.make_hire(starts_on=date(2026, 8, 25))
    tick()
    by = people.visitor_of(people.coordinator())
    with writing():
        placements.enter_end(placement, date(2026, 11, 20), ExitKind.UNKNOWN, by=by, now=now)
    assert [mail.state for mail in outbox.of_kind("survey_invitation")] == [MailState.CANCELLED]
    assert make.states_of(placement)["m3"] == "cancelled left"
    with writing():
        placements.withdraw_end(placement, by=by, now=now)
    tick()
    assert [mail.state for mail in outbox.mails if mail.kind == "survey_invitation"][-1] is MailState.QUEUED
    assert len({mail.unique_key for mail in outbox.mails}) == len(outbox.mails)


@pytest.mark.parametrize(
    ("news", "follow", "state", "task"),
    [
        (MailUnknown, following.note_unknown, ContactState.UNKNOWN, TaskKind.UNKNOWN),
        (MailBounced, following.note_bounced, ContactState.BOUNCED, TaskKind.BOUNCED),
    ],
)
def test_what_becomes_of_the_mail_is_a_state_and_a_task(
    app: Flask,
    outbox: Outbox,
    clock: time_machine.Traveller,
    news: type,
    follow: object,
    state: ContactState,
    task: TaskKind,
) -> None:
    placement = make.make_hire(starts_on=date(2026, 8, 25))
    tick()
    outbox.hand_over()
    mail = outbox.mails[0]
    with writing():
        event = news(
            mail.id, mail.kind, "contact", mail.subject_ref, mail.to_ref, mail.to_address, core_clock.now()
        )
        follow(event)  # type: ignore[operator]
    assert make.contact_of(placement, "m3").state is state
    assert tasks() == [task]
    clock.shift(timedelta(days=8))
    tick()
    assert len(outbox.of_kind("survey_invitation")) == 1
    assert tasks() == [task]


def test_without_an_address_staff_are_told_and_an_address_is_found(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    placement = make.make_hire(starts_on=date(2026, 8, 25), address="")
    tick()
    assert make.states_of(placement)["m3"] == "unreachable no_address"
    assert tasks() == [TaskKind.UNREACHABLE]
    with writing() as rows:
        rows.add(ContactPoint(person_id=placement.person_id, kind=PointKind.MAIL, value="new@hires.example"))
    tick()
    states = make.states_of(placement)
    assert (states["m3"], outbox.kinds) == ("queued", ["survey_invitation"])
    assert states["w1"] == "unreachable no_address", "what closed meanwhile was not forgotten by us"


def test_language_moves_no_day_and_a_refusal_stops_what_lies_in_the_outbox(
    app: Flask, outbox: Outbox
) -> None:
    now = core_clock.now()
    placement = make.make_hire(starts_on=date(2026, 8, 25))
    tick()
    survey = survey_of_contact(make.contact_of(placement, "m3"))
    with writing():
        refusing.refuse(survey, OptOutLevel.SURVEY, now=now)
        refusing.refuse(survey, OptOutLevel.SURVEY, now=now)
    assert outbox.mails[0].state is MailState.CANCELLED
    states = make.states_of(placement)
    assert (states["m3"], states["m6"]) == ("opted_out survey", "planned")
    with writing():
        refusing.refuse(survey, OptOutLevel.SURVEYS, now=now)
    assert make.states_of(placement)["m6"] == "opted_out surveys"
    with writing():
        refusing.ask_again(survey, now=now)
    tick()
    assert make.states_of(placement)["m3"] == "queued"
    assert make.contact_of(placement, "m6").due_on == date(2027, 2, 25)


def test_consent_taken_back_stops_what_lies_in_the_outbox(app: Flask, outbox: Outbox) -> None:
    user, now = people.student(), core_clock.now()
    placement = make.make_hire(starts_on=date(2026, 11, 18), user=user, agrees=False)
    by = people.visitor_of(user)
    with writing():
        load_consent_texts()
        consent = give_consent(
            user.person, Purpose.FOLLOW_UP, RecipientKind.OPERATOR, language="vi", way="test", by=by, now=now
        )
    tick()
    assert make.states_of(placement)["w1"] == "queued"
    assert outbox.kinds == ["survey_agreement", "consent_receipt", "survey_invitation"]
    with writing():
        withdraw_consent(consent.public_id, by=by, now=now + timedelta(minutes=5))
    assert set(make.states_of(placement).values()) == {"opted_out surveys"}
    assert outbox.of_kind("survey_invitation")[0].state is MailState.CANCELLED


def test_staff_send_off_what_came_a_little_too_late_and_nothing_else(app: Flask, outbox: Outbox) -> None:
    # Month 1 closed on 22 November, three days before the hire was registered.
    placement = make.make_hire(starts_on=date(2026, 10, 1), registered_on=date(2026, 11, 24))
    late = make.contact_of(placement, "m1")
    assert (late.state, late.reason) == (ContactState.HELD, "late_registration")
    tick()
    assert tasks("m1") == [TaskKind.LATE_REGISTRATION]
    by, now = people.visitor_of(people.coordinator()), core_clock.now()
    with writing():
        contacts.release(late, by=by, now=now)
    assert (outbox.kinds, tasks("m1")) == (["survey_invitation"], [])
    for contact in (make.contact_of(placement, "m1"), make.contact_of(placement, "m12")):
        with pytest.raises((Refused, Conflict)) as refused, writing():
            contacts.release(contact, by=by, now=now)
        assert getattr(refused.value, "reason", SurveyRefusal.NOT_RELEASED) is SurveyRefusal.NOT_RELEASED
    assert len(outbox.mails) == 1


def test_one_person_who_breaks_stops_nobody(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a worker that dies between the contact and the mail: that person stays as before, the next tick does it."""
    first = make.make_hire(starts_on=date(2026, 8, 25), address="a@hires.example")
    second = make.make_hire(starts_on=date(2026, 8, 25), address="b@hires.example")
    queue = messages.queue

    def dies(kind: str, **named: object) -> Mail | None:
        if named["to_address"] == "a@hires.example":
            raise OSError("killed")
        return queue(kind, **named)  # type: ignore[arg-type]

    def all_die(_kind: str, _recipients: object, **_named: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr(messages, "queue", dies)
    monkeypatch.setattr(messages, "queue_all", all_die)
    tick()
    assert (make.states_of(first)["m3"], make.states_of(second)["m3"]) == ("planned", "queued")
    monkeypatch.undo()
    tick()
    assert make.states_of(first)["m3"] == "queued"
    assert len(outbox.mails) == 2


def test_two_workers_at_once_send_one_mail(own_app: Flask, own_database: Database, clock: object) -> None:
    with own_app.app_context(), own_database.scope():
        for number in range(3):
            make.make_hire(starts_on=date(2026, 8, 25), address=f"h{number}@hires.example")
    barrier, now = threading.Barrier(2, timeout=60), core_clock.now()

    def work(_worker: int) -> int:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            return jobs.tick(now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with own_database.scope() as rows:
        assert rows.scalar(select(func.count()).select_from(Mail)) == 3
        queued = select(func.count()).select_from(Contact).where(Contact.state == ContactState.QUEUED)
        assert rows.scalar(queued) == 3
        assert rows.scalar(select(func.count()).select_from(Person)) == 3


def test_two_spells_of_one_person_have_their_own_rows(app: Flask, db: Session) -> None:
    """The rows of an earlier employment stay with it."""
    placement = make.make_hire(starts_on=date(2025, 4, 1), ended_on=date(2026, 10, 1))
    with writing():
        from tests.factories.placements import add_placement

        again = add_placement(person=placement.person, starts_on=date(2026, 11, 1))
        contacts.replan(placement.person_id, core_clock.now())
    assert make.states_of(again)["m1"] == "planned"
    assert db.scalar(select(func.count()).select_from(Placement)) == 2
    kinds = db.scalars(select(Contact.kind).where(Contact.placement_id == again.id).distinct()).all()
    assert kinds == [ContactKind.INVITATION]
