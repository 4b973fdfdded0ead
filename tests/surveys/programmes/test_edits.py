"""Edits of the rules as rows: the next version, what was sent stays and goes once, and who may change anything."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
import threading

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.surveys import jobs
from recruit.surveys.actions import load_shipped
from recruit.surveys.models import Contact, ContactChange, Programme
from recruit.surveys.planning.programme import shipped_programme
from recruit.surveys.programmes import actions, queries
from recruit.surveys.programmes.consequences import Effect
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.queries import known
from recruit.surveys.queries.known_together import known_together, of_wave
from recruit.surveys.rules import ContactState, SurveyRefusal
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make
from tests.mail import Outbox

M3 = (
    "/en/staff/followups/rules/m3?after=4&unit=months&opens_before=7&close_days=40&reminder_days=7,14,28"
    "&call_days=21&send_local=09:00"
)


def test_what_was_sent_stays_and_what_is_to_come_moves(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller, db: Session
) -> None:
    asked = make.make_hire(starts_on=date(2026, 8, 25))  # three months later is today
    coming = make.make_hire(starts_on=date(2026, 10, 1), address="dewi@hires.example")
    closed = make.make_hire(starts_on=date(2026, 1, 5), address="andi@hires.example")
    jobs.tick(core_clock.now())
    outbox.hand_over()
    jobs.tick(core_clock.now())
    clock.shift(timedelta(days=1))
    before = [(row.id, row.due_on) for row in db.scalars(select(Contact)) if row.placement_id == closed.id]
    officer = people.retention_officer()
    browser = people.sign_in(app.test_client(), officer)
    preview = browser.get(M3 + "&effect=moves").text
    assert "1 move, 0 vanish, 1 are new, 0 are sent again." in preview
    assert coming.public_id in preview
    assert asked.public_id not in preview
    assert known.newest_programme().version == 1  # type: ignore[union-attr]
    form = dict(pair.split("=") for pair in M3.split("?")[1].split("&"))
    saved = browser.post("/en/staff/followups/rules/m3", data={**form, "version": "1"})
    assert saved.status_code == 303
    line = db.scalars(select(AuditEntry).where(AuditEntry.action == "programme.changed")).one()
    assert line.by_ref == officer.person.public_id
    assert "months=3>4" in line.change
    assert "moves=1" in line.change
    sent = len(outbox.mails)
    jobs.tick(core_clock.now())
    assert len(outbox.mails) == sent
    assert make.contact_of(coming, "m3").due_on == date(2027, 2, 1)
    kept = make.contact_of(asked, "m3")
    assert (kept.state, kept.due_on, kept.close_on) == (
        ContactState.SENT,
        date(2026, 11, 25),
        date(2027, 1, 4),
    )
    assert before == [
        (row.id, row.due_on)
        for row in db.scalars(select(Contact).execution_options(populate_existing=True))
        if row.placement_id == closed.id
    ]
    assert {change.reason for change in db.scalars(select(ContactChange))} == {"rule_changed"}
    of_hires = select(Programme).where(Programme.key == known.PROGRAMME).order_by(Programme.version)
    first, second = db.scalars(of_hires).all()
    assert next(wave for wave in first.rules["waves"] if wave["name"] == "m3")["months"] == 3
    assert (len(first.waves), len(second.waves)) == (0, 8)
    late = browser.post("/en/staff/followups/rules/m3", data={**form, "after": "5", "version": "1"})
    assert late.status_code == 422
    assert "A colleague has changed the rules meanwhile" in late.text
    with writing():
        assert load_shipped(core_clock.now()) == 0
    for _week in range(20):
        clock.shift(timedelta(days=7))
        jobs.tick(core_clock.now())
        outbox.hand_over()
    subjects = [(mail.kind, mail.subject_ref) for mail in outbox.mails if mail.kind == "survey_invitation"]
    assert len(set(subjects)) == len(subjects)
    assert (("survey_invitation", make.contact_of(coming, "m3").public_id)) in subjects


def test_the_preview_knows_of_many_what_the_worker_knows_of_each(
    app: Flask, outbox: Outbox, count_queries: CountQueries
) -> None:
    now = core_clock.now()
    hires = [
        make.make_hire(starts_on=date(2026, 8, 25)),
        make.make_hire(starts_on=date(2026, 9, 1), address=""),
        make.make_hire(starts_on=date(2026, 10, 1), address="dewi@hires.example", country="VN"),
    ]
    jobs.tick(now)
    _programme, wave = queries.wave_in_force("m3")
    edit = Proposal(wave, replace(wave, months=5))
    ids, more = queries.people_after(edit, 0, now)
    assert (ids, more) == ([hire.person_id for hire in hires], None)
    for about in known_together(ids, now, which=of_wave("m3")):
        alone = known.known_of(about.person.id, now)
        assert known.facts_of(about.placements[0], about, now) == known.facts_of(
            alone.placements[0], alone, now
        )
        assert [row.public_id for row in about.contacts] == [
            row.public_id for row in alone.contacts if row.wave.key == "m3"
        ]
    session().expunge_all()
    with count_queries(14):
        found = queries.consequences_of(edit, now)
    assert {one.consequence.effect for one in found} == {Effect.MOVES}


def test_who_may_look_and_who_may_change(app: Flask) -> None:
    make.load()
    allowed = people.retention_officer()
    for user, looks, changes in (
        (people.coordinator(), 200, 403),
        (allowed, 200, 200),
        (people.company_member(), 403, 403),
        (people.student(), 403, 403),
    ):
        browser = people.sign_in(app.test_client(), user)
        assert browser.get("/en/staff/followups/rules").status_code == looks
        assert browser.get("/en/staff/followups/simulate").status_code == looks
        assert browser.get(M3).status_code == changes
        assert browser.get("/en/staff/followups/budget?mails=2&days=30").status_code == changes
    officer = people.sign_in(app.test_client(), allowed)
    wrong = officer.get(M3.replace("7,14,28", "14,7").replace("=09:00", "=21:00"))
    assert wrong.status_code == 422
    assert "rising order" in wrong.text
    assert "09:00 to 18:59" in wrong.text
    assert officer.get("/en/staff/followups/rules/m99").status_code == 404
    data = {"mails": "2", "days": "60", "version": "1"}
    assert officer.post("/en/staff/followups/budget", data=data).status_code == 303
    assert known.rules_of(queries.programme_in_force()[0]).budget.mails == 2  # type: ignore[union-attr]


def test_two_editors_at_once_make_one_version(own_app: Flask, own_database: Database, clock: object) -> None:
    with own_app.app_context(), own_database.scope():
        make.load()
    barrier = threading.Barrier(2, timeout=60)
    m3 = next(wave for wave in shipped_programme().waves if wave.name == "m3")

    def edit(months: int) -> str:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            try:
                with writing():
                    actions.change_wave(
                        replace(m3, months=months), seen_version=1, counts={}, by=WORKER, now=core_clock.now()
                    )
            except Refused as refused:
                return str(refused.reason)
            return "saved"

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(edit, (4, 5)))
    assert done == [str(SurveyRefusal.RULES_CHANGED), "saved"]
    with own_database.scope() as rows:
        of_hires = select(Programme.version).where(Programme.key == known.PROGRAMME)
        assert rows.scalars(of_hires.order_by(Programme.version)).all() == [1, 2]
