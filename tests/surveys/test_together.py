"""What many people are given in a few statements is what each of them would have been given alone."""

from dataclasses import replace
from datetime import date, timedelta
import re
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import event, func, select, text, update
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import database, session, writing
from recruit.core.errors import Conflict
from recruit.core.visitor import WORKER
from recruit.messages import actions as messages
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.placements import changes
from recruit.placements.models import Placement
from recruit.surveys import jobs
from recruit.surveys.actions import answering, contacts, together
from recruit.surveys.actions.together import give_out_together
from recruit.surveys.after_events.mails import KIND as EVENT_MAIL
from recruit.surveys.models import Contact, ContactChange, FollowUpTask
from recruit.surveys.programmes.actions import change_wave
from recruit.surveys.programmes.queries import programme_in_force
from recruit.surveys.queries import known
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.queries.known_together import by_the_clock, due_to, known_together
from tests.factories import placements, surveys as make
from tests.mail import Outbox

# Asked now, long at work, told a little too late, not yet begun, without an address, on leave.
HIRES: tuple[dict[str, Any], ...] = (
    {"starts_on": date(2026, 8, 25)},
    {"starts_on": date(2024, 4, 1), "registered_on": date(2026, 11, 24)},
    {"starts_on": date(2026, 11, 20), "expected": True},
    {"starts_on": date(2026, 8, 25), "address": ""},
    {"starts_on": date(2026, 8, 26), "country": "JP", "agrees": False},
)


def story(placement: Placement, of: dict[int, str]) -> list[object]:
    """All rows of one hire, in words that name no row."""
    rows = session().scalars(
        select(Contact).where(Contact.placement_id == placement.id).execution_options(populate_existing=True)
    )
    found: list[object] = []
    for row in rows:
        changed = select(ContactChange.before, ContactChange.reason).where(ContactChange.contact_id == row.id)
        tasks = select(FollowUpTask.kind).where(FollowUpTask.contact_id == row.id)
        mail = session().get(Mail, row.mail_id) if row.mail_id else None
        plain = {name: getattr(row, name) for name in Contact.__table__.c.keys() if name not in NAMES}  # noqa: SIM118
        found.append(
            (
                row.wave.key,
                row.sequence,
                plain,
                [tuple(line) for line in session().execute(changed)],
                sorted(session().scalars(tasks)),
                mail and (mail.kind, mail.state, mail.params == {"contact": row.public_id}, of[placement.id]),
            )
        )
    return sorted(found, key=str)


NAMES = {"id", "public_id", "placement_id", "mail_id"}


def test_together_is_as_alone(app: Flask, db: Session, outbox: Outbox, clock: time_machine.Traveller) -> None:
    pairs = []
    for number, hire in enumerate(HIRES):
        address = hire.get("address", f"h{number}@hires.example")
        pairs.append(tuple(make.make_hire(**{**hire, "address": address}) for _twin in range(2)))
    # Who was asked about four events lately has no room for more; so has nobody else.
    full = (
        make.make_hire(starts_on=date(2026, 8, 25), address=f"full{number}@hires.example") for number in "12"
    )
    pairs.append(tuple(full))
    with writing():
        for twin in pairs[-1]:
            for event in range(4):
                messages.queue(
                    EVENT_MAIL, to_address="full@hires.example", to_ref=twin.person.public_id, language="vi",
                    zone="Asia/Tokyo", params={}, unique_key=f"{twin.id}:{event}",
                    now=core_clock.now() - timedelta(days=20), due_at=core_clock.now() + timedelta(days=400),
                )  # fmt: skip
    of = {twin.id: "same" for pair in pairs for twin in pair}
    done_together = 0
    for days in (0, 7, 1, 13):
        clock.shift(timedelta(days=days))
        now = core_clock.now()
        if days == 7:
            for twin in pairs[4]:
                with writing():
                    changes.begin_leave(twin, now.date(), now.date() + timedelta(days=3), by=WORKER, now=now)
        if days == 1:
            for twin in pairs[0]:
                with writing():
                    answering.begin(survey_of_contact(make.contact_of(twin, "m3")), language="vi", now=now)
        for person_id in [pair[0].person_id for pair in pairs]:
            with writing():
                contacts.give_out_due(person_id, now)
        with writing():
            done = give_out_together([pair[1].person_id for pair in pairs], now)
        done_together += done.count
        for person_id in done.alone:
            with writing():
                contacts.give_out_due(person_id, now)
        for one, other in pairs:
            assert story(one, of) == story(other, of), now
        waits = {make.states_of(twin)["m3"] == "held budget" for twin in pairs[-1]}
        assert waits == {days in (0, 7, 1)}
        alike = [known.known_of(other.person_id, now) for _one, other in pairs]
        for alone, many in zip(alike, known_together([about.person.id for about in alike], now), strict=True):
            assert known.journal_of(many) == known.journal_of(alone)
            assert known.facts_of(many.placements[0], many, now) == known.facts_of(
                alone.placements[0], alone, now
            )
        outbox.hand_over()
    assert done_together > 9
    # What lay in the outbox for weeks takes room in the contact budget from the day it went.
    asked = make.contact_of(pairs[0][0], "m3")
    with writing():
        for row in known.known_of(pairs[0][0].person_id, core_clock.now()).contacts:
            row.check_at = None
        asked.given_at = core_clock.now() - timedelta(days=40)
        asked.sent_at = core_clock.now() - timedelta(days=20)
    ids = [pairs[0][0].person_id]
    span = by_the_clock(due_to(ids, core_clock.now())[1], core_clock.now(), timedelta(days=30))
    [about] = known_together(ids, core_clock.now(), which=span)
    assert asked.public_id in [row.public_id for row in about.contacts]


def test_who_is_asked_in_the_moment_of_an_edit_is_told_the_days_that_hold(
    app: Flask, db: Session, clock: time_machine.Traveller
) -> None:
    """A tick has one instant from its beginning on; rules may be edited while it goes through the people."""
    now = core_clock.now()
    alone, many = (make.make_hire(starts_on=date(2026, 8, 25), address=f"e{n}@hires.example") for n in "12")
    programme, rules = programme_in_force()
    wave = next(one for one in rules.waves if one.name == "m3")
    with writing():
        change_wave(
            replace(wave, close_days=20), seen_version=programme.version, counts={}, by=WORKER, now=now
        )
    with writing():
        contacts.give_out_due(alone.person_id, now)
    with writing():
        assert give_out_together([many.person_id], now).alone == []
    asked = [make.contact_of(one, "m3") for one in (alone, many)]
    assert [one.state for one in asked] == ["queued", "queued"]
    assert [one.close_on for one in asked] == [date(2026, 12, 25)] * 2


def test_what_a_mail_worker_wrote_meanwhile_is_not_overwritten(
    app: Flask, db: Session, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire = make.make_hire(starts_on=date(2026, 8, 25))
    asked = make.contact_of(hire, "m3")

    def read_and_be_overtaken(*asks: Any, **more: Any) -> Any:
        found = known_together(*asks, **more)
        session().execute(update(Contact).where(Contact.id == asked.id).values(state="unknown"))
        return found

    monkeypatch.setattr(together, "known_together", read_and_be_overtaken)
    with pytest.raises(Conflict), writing():
        give_out_together([hire.person_id], core_clock.now())
    session().refresh(asked)
    assert (asked.state, session().scalars(select(Mail).where(Mail.subject_kind == "contact")).all()) == (
        "planned",
        [],
    )


def test_whose_mail_was_cancelled_before_is_looked_at_alone(
    app: Flask, db: Session, clock: time_machine.Traveller
) -> None:
    """The next mail about the same contact needs a name of its own; under the old one nothing would ever go."""
    hire = make.make_hire(starts_on=date(2026, 8, 25))
    with writing():
        other = placements.add_placement(starts_on=date(2026, 8, 25), person=hire.person)
        contacts.replan(hire.person_id, core_clock.now())
    asked, also_asked = make.contact_of(hire, "m3"), make.contact_of(other, "m3")
    with writing():
        old = messages.queue(
            "survey_invitation", to_address="a@hires.example", to_ref=hire.person.public_id, language="vi",
            zone="Asia/Tokyo", params={"contact": asked.public_id}, unique_key=f"contact:{asked.public_id}",
            now=core_clock.now(), subject_kind="contact", subject_ref=asked.public_id,
        )  # fmt: skip
        assert old is not None
        old.state = MailState.CANCELLED
    with writing():
        assert give_out_together([hire.person_id], core_clock.now()).alone == [hire.person_id]
    session().refresh(asked)
    session().refresh(also_asked)
    assert (asked.outcome, also_asked.outcome) == (None, None)
    # Nor is anything else in the outbox of who is left alone.
    assert db.scalars(select(Mail.id).where(Mail.subject_kind == "contact")).all() == [old.id]
    with writing():
        contacts.give_out_due(hire.person_id, core_clock.now())
    session().refresh(asked)
    session().refresh(also_asked)
    assert (asked.outcome, also_asked.outcome) == ("queued", "queued")
    assert asked.mail_id not in (None, old.id)


def test_an_outbox_that_fills_is_not_searched_and_its_statistics_are_made_anew(
    app: Flask, db: Session, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL searches a table as it was planned while the table was empty: a hundred thousand took a quarter of an hour."""
    hires = [make.make_hire(starts_on=date(2026, 8, 25), address=f"m{n}@hires.example") for n in range(4)]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if re.search(r"FROM mail\b", statement):
            asked.append(statement)

    monkeypatch.setattr(jobs, "MANY", len(hires))
    monkeypatch.setattr(jobs, "PEOPLE_TOGETHER", 2)
    engine = db.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        jobs.tick(core_clock.now())
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert [make.contact_of(hire, "m3").state for hire in hires] == ["queued"] * len(hires)
    # Once for each two of them, by whom other questionnaires went to.
    assert ["mail.to_ref IN" in statement for statement in asked] == [True, True]
    if not database().is_sqlite:
        seen = dict(
            db.execute(
                text("SELECT relname, reltuples FROM pg_class WHERE relname IN ('contact', 'mail')")
            ).all()
        )
        assert seen == {
            kind.__tablename__: db.scalar(select(func.count()).select_from(kind)) for kind in (Contact, Mail)
        }
