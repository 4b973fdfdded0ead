"""Whatever happens, in whatever order: nobody is written to twice for one contact, and nothing is lost without a word.

A walk of random facts, edits of the rules, points that come and end, answers, clock moves, workers and mail servers over a
real database. A worker may be killed at any line of planning or of the hand-over; the next one starts afresh. Each walk is
named by its seed, so a failure can be walked again.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
import random
import sys
from types import FrameType
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import select
import time_machine

import recruit
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Conflict, Refused
from recruit.core.visitor import WORKER, Visitor
from recruit.messages import jobs as mail_jobs
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.messages.transport import AtStep, InDoubt, Letter, Rejected, TryLater, no_step
from recruit.placements import actions as placements, changes
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind, PlacementState
from recruit.placements.stay.actions import enter_days
from recruit.placements.stay.rules import StayDays
from recruit.surveys import jobs
from recruit.surveys.actions import answering, contacts, refusing, together
from recruit.surveys.models import Contact, FollowUpTask, SurveyOptOut, Wave as WaveRow
from recruit.surveys.planning.programme import ARRIVAL, LEAVING, START, STATUS_EXPIRY, Wave
from recruit.surveys.programmes import actions as rule_actions, queries as rule_queries
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.rules import ABOUT_THE_PERSON, ContactKind, ContactState, OptOutLevel, TaskKind
from tests.factories import surveys as make

HOUSE = Path(recruit.__file__).parent
DIES_IN = tuple(str(HOUSE / room) for room in ("surveys", "messages"))
STEPS = 45
HIRES = 4
# No last word; whoever is still on leave is waited for.
WORDLESS = (ContactState.PLANNED, ContactState.QUEUED, ContactState.PAUSED)
# Each of these is told to staff; of a reminder that was missed its state speaks.
TOLD = {
    ContactState.MISSED_BY_US: TaskKind.MISSED_BY_US,
    ContactState.UNKNOWN: TaskKind.UNKNOWN,
    ContactState.BOUNCED: TaskKind.BOUNCED,
}


class Killed(BaseException):
    """The process is gone: nothing after this line is run."""


@contextmanager
def killed_at(line: int):
    """Ends the work at this line, counted over all lines of planning and mail that are run; 0 lets it end by itself."""
    left = line

    def at_each(frame: FrameType, what: str, _argument: object) -> Callable[..., Any] | None:
        nonlocal left
        if not frame.f_code.co_filename.startswith(DIES_IN):
            return None
        if what == "line":
            left -= 1
            if left == 0:
                raise Killed
        return at_each

    before = sys.gettrace()
    if line:
        sys.settrace(at_each)
    try:
        yield
    except Killed:
        pass
    finally:
        sys.settrace(before)


class Server:
    """A mail server with moods. What it has taken has arrived, whatever it says afterwards."""

    def __init__(self, chance: random.Random, is_wanted: Callable[[Letter], bool]) -> None:
        self.chance, self.is_wanted = chance, is_wanted
        self.arrived: Counter[str] = Counter()
        self.unwanted: list[str] = []

    def connect(self) -> None:
        if self.chance.random() < 0.1:
            raise TryLater("away", for_all=True)

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None:
        mood = self.chance.random()
        if mood < 0.1:
            raise TryLater("greylisted")
        if mood < 0.15:
            raise Rejected("no such user", address_is_bad=True)
        if mood < 0.2:
            raise InDoubt("cut off in the content")
        at_step("data")
        self.arrived[letter.ref] += 1
        if not self.is_wanted(letter):
            self.unwanted.append(letter.ref)
        at_step("content")
        if mood < 0.4:
            raise InDoubt("cut off after the content")
        at_step("answer")

    def close(self) -> None:
        return None


class Walk:
    """One walk: what may happen, and what must hold after each step."""

    def __init__(self, seed: int, app: Flask, database: Database, clock: time_machine.Traveller) -> None:
        self.chance = random.Random(seed)
        self.app, self.database, self.clock = app, database, clock
        self.server = Server(random.Random(seed + 1), self._is_wanted)
        self.story: list[str] = []
        self.hires = 0
        self.by = Visitor(via=WORKER.via)

    def _is_wanted(self, letter: Letter) -> bool:
        """Whoever has said no gets nothing that was handed over after it."""
        mail = session().scalars(select(Mail).where(Mail.public_id == letter.ref)).one()
        if mail.subject_kind != "contact":
            return True
        person = session().scalars(select(Person).where(Person.public_id == mail.to_ref)).one()
        refused = select(SurveyOptOut).where(
            SurveyOptOut.person_id == person.id,
            SurveyOptOut.level == OptOutLevel.SURVEYS,
            SurveyOptOut.until.is_(None),
        )
        return session().scalars(refused).first() is None

    @contextmanager
    def process(self):
        """A process of its own: nothing that another one held in memory is seen."""
        with self.app.app_context(), self.database.scope():
            yield

    def step(self) -> None:
        moves = [self.clock_moves] * 5 + [self.worker_ticks] * 4 + [self.mail_goes] * 5
        moves += [
            self.hire,
            self.start_changes,
            self.leaves,
            self.comes_back,
            self.goes_on_leave,
            self.stay_changes,
            self.answers,
        ]
        moves += [
            self.answers,
            self.refuses,
            self.wants_again,
            self.loses_address,
            self.new_address,
            self.staff_send,
            self.rules_change,
            self.point_is_added,
            self.point_ends,
        ]
        move = self.chance.choice(moves)
        with self.process():
            self.story.append(move.__name__)
            try:
                move()
            except (Refused, Conflict) as refusal:
                self.story[-1] += f" (refused: {refusal})"

    # ------------------------------------------------------------------------------------------ what may happen

    def clock_moves(self) -> None:
        by = timedelta(hours=self.chance.choice([1, 5, 12, 24, 24 * 3, 24 * 8, 24 * 20, 24 * 45]))
        self.clock.shift(by)
        self.story[-1] += f" {by}"

    def _kill_line(self) -> int:
        return self.chance.choice([0, 0, self.chance.randrange(1, 60), self.chance.randrange(1, 900)])

    def worker_ticks(self) -> None:
        with killed_at(self._kill_line()):
            jobs.tick(core_clock.now())

    def mail_goes(self) -> None:
        with killed_at(self._kill_line()):
            mail_jobs.deliver_due(core_clock.now(), "walk", self.server)

    def hire(self) -> None:
        if self.hires >= HIRES:
            return
        today = core_clock.now().date()
        # The first one works already, so that every walk has somebody to ask.
        starts_on = today + timedelta(days=self.chance.randrange(-120, 40 if self.hires else -1))
        self.hires += 1
        make.make_hire(
            starts_on=starts_on,
            registered_on=min(today, starts_on + timedelta(days=self.chance.randrange(-30, 90))),
            expected=starts_on > today,
            address=f"hire{self.hires}@hires.example",
        )

    def _placement(self) -> Placement:
        found = session().scalars(select(Placement).order_by(Placement.id)).all()
        if not found:
            raise Conflict("nobody is hired yet")
        return self.chance.choice(found)

    def start_changes(self) -> None:
        placement, now = self._placement(), core_clock.now()
        day = now.date() + timedelta(days=self.chance.randrange(-40, 40))
        with writing():
            if self.chance.random() < 0.5:
                placements.move_start(placement, day, by=self.by, now=now)
            else:
                placements.confirm_start(placement, day, by=self.by, now=now)

    def leaves(self) -> None:
        now = core_clock.now()
        last = now.date() + timedelta(days=self.chance.randrange(-30, 30))
        with writing():
            placements.enter_end(self._placement(), last, ExitKind.UNKNOWN, by=self.by, now=now)

    def comes_back(self) -> None:
        with writing():
            placements.withdraw_end(self._placement(), by=self.by, now=core_clock.now())

    def goes_on_leave(self) -> None:
        placement, now = self._placement(), core_clock.now()
        today = now.date()
        with writing():
            if placement.state is PlacementState.ON_LEAVE:
                changes.end_leave(placement, today, by=self.by, now=now)
            else:
                changes.begin_leave(placement, today, None, by=self.by, now=now)

    def stay_changes(self) -> None:
        """The arrival or the end of the stay becomes known, is corrected, taken back or renewed."""
        placement, now = self._placement(), core_clock.now()
        session().refresh(placement)
        arrived_on = now.date() - timedelta(days=self.chance.randrange(60))
        until_on = now.date() + timedelta(days=self.chance.choice([-5, 20, 70, 300]))
        wanted = StayDays(
            self.chance.choice([None, arrived_on]), self.chance.choice([None, until_on, until_on])
        )
        self.story[-1] += f" {wanted}"
        with writing():
            enter_days(placement, wanted, is_sure=True, by=self.by, now=now)

    def _invitation(self) -> Contact:
        found = session().scalars(
            select(Contact).where(
                Contact.kind == ContactKind.INVITATION, Contact.state.in_(["sent", "started", "unknown", "expired"])
            )
        ).all()  # fmt: skip
        if not found:
            raise Conflict("nobody is asked now")
        return self.chance.choice(sorted(found, key=lambda one: one.id))

    def answers(self) -> None:
        survey, now = survey_of_contact(self._invitation()), core_clock.now()
        with writing():
            answering.begin(survey, language="vi", now=now)
        if self.chance.random() < 0.6:
            with writing():
                answering.submit(survey, now=now)

    def refuses(self) -> None:
        level = self.chance.choice(list(OptOutLevel))
        with writing():
            refusing.refuse(survey_of_contact(self._invitation()), level, now=core_clock.now())

    def wants_again(self) -> None:
        with writing():
            refusing.ask_again(survey_of_contact(self._invitation()), now=core_clock.now())

    def loses_address(self) -> None:
        person_id = self._placement().person_id
        points = select(ContactPoint).where(
            ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None)
        )
        with writing():
            for point in session().scalars(points):
                point.ended_at = core_clock.now()

    def new_address(self) -> None:
        person_id = self._placement().person_id
        value = f"new{self.chance.randrange(10_000)}@hires.example"
        with writing() as rows:
            rows.add(ContactPoint(person_id=person_id, kind=PointKind.MAIL, value=value, priority=1))

    def staff_send(self) -> None:
        missed = session().scalars(select(Contact).where(Contact.state.in_(["missed_by_us", "held"]))).all()
        if missed:
            with writing():
                contacts.release(self.chance.choice(missed), by=self.by, now=core_clock.now())

    def rules_change(self) -> None:
        programme, by_rules = rule_queries.programme_in_force()
        wave = self.chance.choice(by_rules.going_on().waves)
        wanted = replace(
            wave,
            days=0 if wave.is_yearly or wave.months else wave.days + self.chance.randrange(3),
            close_days=self.chance.choice([7, 20, 45]),
            reminder_days=self.chance.choice([(), (3,), (4, 9), (2, 5, 9)]),
        )
        with writing():
            rule_actions.change_wave(
                wanted, seen_version=programme.version, counts={}, by=self.by, now=core_clock.now()
            )

    def point_is_added(self) -> None:
        programme, _by_rules = rule_queries.programme_in_force()
        every_year = f"{core_clock.now() + timedelta(days=9):%m-%d}"
        anchor = self.chance.choice(
            [START, START, LEAVING, ARRIVAL, STATUS_EXPIRY, STATUS_EXPIRY, every_year]
        )
        days = 0 if anchor[0].isdigit() else self.chance.randrange(1, 150)
        if anchor == STATUS_EXPIRY:
            days = -days // 2
        wanted = Wave("new", anchor=anchor, days=days, close_days=20, reminder_days=(3, 9), call_days=(12,))
        self.story[-1] += f" {anchor} {days}"
        with writing():
            rule_actions.add_wave(
                wanted,
                "hire_exit" if anchor == LEAVING else "hire_m6",
                seen_version=programme.version,
                counts={},
                by=self.by,
                now=core_clock.now(),
            )

    def point_ends(self) -> None:
        programme, by_rules = rule_queries.programme_in_force()
        name = self.chance.choice(by_rules.going_on().waves).name
        self.story[-1] += f" {name}"
        with writing():
            rule_actions.end_wave(
                name, seen_version=programme.version, counts={}, by=self.by, now=core_clock.now()
            )

    # ------------------------------------------------------------------------------------------ what must hold

    def nothing_twice(self) -> None:
        """At most one letter about a contact has arrived, however many mails were queued for it."""
        with self.process():
            mails = select(Mail.public_id, Mail.subject_ref).where(Mail.subject_kind == "contact")
            about = {row.public_id: row.subject_ref for row in session().execute(mails)}
        arrived = Counter(about[ref] for ref in self.server.arrived.elements() if ref in about)
        assert [ref for ref, times in arrived.items() if times > 1] == [], self.story
        assert self.server.unwanted == [], self.story

    def nothing_lost(self, times: int = 150) -> None:
        """After years every contact has its last word, and what was lost has been told to staff."""
        for _time in range(times):
            # At noon where the hires live, so that mail may go.
            noon = core_clock.now().replace(hour=3, minute=0, second=0)
            for hours in (0, 2):
                self.clock.move_to(noon + timedelta(days=9, hours=hours))
                with self.process():
                    jobs.tick(core_clock.now())
                    mail_jobs.deliver_due(core_clock.now(), "after", self.server)
        self.nothing_twice()
        with self.process():
            added = select(WaveRow.key).where(WaveRow.planned_up_to.is_not(None))
            assert session().scalars(added).all() == [], self.story
            rows = session().scalars(select(Contact).order_by(Contact.id)).all()
            closed = [row for row in rows if row.closes_at < core_clock.now() - timedelta(days=30)]
            assert len(closed) >= len(rows) // 2
            silent = [
                (row.wave.key, row.kind, row.state, row.reason)
                for row in closed
                if row.state in WORDLESS
                and (
                    row.state is not ContactState.PAUSED or row.placement.state is not PlacementState.ON_LEAVE
                )
            ]
            assert silent == [], self.story
            on_the_way = select(Mail.state).where(
                Mail.subject_kind == "contact",
                Mail.state.in_([MailState.CLAIMED, MailState.HANDING_OVER]),
            )
            assert session().scalars(on_the_way).all() == [], self.story
            tasks = session().scalars(select(FollowUpTask)).all()
            about_contact = {(task.contact_id, task.kind) for task in tasks}
            about_hire = {(task.placement_id, task.kind) for task in tasks}
            untold = [
                (row.wave.key, row.kind, row.state, row.reason)
                for row in rows
                if (kind := TOLD.get(row.state)) is not None
                and (row.kind is ContactKind.INVITATION or row.state is not ContactState.MISSED_BY_US)
                and (row.id, kind) not in about_contact
                and not (kind in ABOUT_THE_PERSON and (row.placement_id, kind) in about_hire)
            ]
            assert untold == [], self.story


def walk(seed: int, app: Flask, database: Database, clock: time_machine.Traveller) -> Walk:
    one = Walk(seed, app, database, clock)
    with one.process():
        one.story.append("hire")
        one.hire()
    for _step in range(STEPS):
        one.step()
        one.nothing_twice()
    one.nothing_lost()
    return one


# The first is a busy walk, the second one towards the ends of stays.
@pytest.mark.parametrize("seed", [311, 313])
def test_nobody_is_asked_twice_and_nothing_is_lost(
    own_app: Flask, own_database: Database, clock: time_machine.Traveller, seed: int
) -> None:
    walked = walk(seed, own_app, own_database, clock)
    assert sum(walked.server.arrived.values()) > 1


class TakesAndSaysLater(Server):
    """Takes every letter, and asks for each of them once more: what a sender must never be told to do."""

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None:
        at_step("data")
        self.arrived[letter.ref] += 1
        if self.arrived[letter.ref] == 1:
            raise TryLater("greylisted after the content")


def test_the_walk_sees_what_arrives_twice(
    own_app: Flask, own_database: Database, clock: time_machine.Traveller
) -> None:
    one = Walk(6, own_app, own_database, clock)
    one.server = TakesAndSaysLater(random.Random(7), one._is_wanted)
    with one.process():
        make.make_hire(starts_on=core_clock.now().date() - timedelta(days=92))
    with pytest.raises(AssertionError):
        one.nothing_lost(4)
    assert max(one.server.arrived.values()) == 2


def test_the_walk_sees_what_nobody_was_told(
    own_app: Flask, own_database: Database, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No worker for half a year: the points of that time were missed, and the list of tasks stays empty."""
    monkeypatch.setattr(together, "_raise_tasks", lambda *_tasks: 0)
    monkeypatch.setattr(contacts, "raise_task", lambda *_task: 0)
    one = Walk(6, own_app, own_database, clock)
    with one.process():
        make.make_hire(starts_on=core_clock.now().date() - timedelta(days=60))
    clock.shift(timedelta(days=180))
    with pytest.raises(AssertionError, match="missed_by_us"):
        one.nothing_lost(8)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 110))
def test_nobody_is_asked_twice_on_long_walks(
    own_app: Flask, own_database: Database, clock: time_machine.Traveller, seed: int
) -> None:
    walk(seed, own_app, own_database, clock)
