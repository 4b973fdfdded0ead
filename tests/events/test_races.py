"""Two at once for every seat of the house, and the test of this test: without the guard each fault must be seen.

Whoever moves stops before it writes, until the other has come as far (or has shown that it
cannot, because it waits for a lock). So what two have read is as old as it can be when they write. Taken out are the locks
of rows, the transaction that SQLite begins by taking the write lock, and what the statement itself demands.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
import sys
import threading
from typing import Any

import pytest
from sqlalchemy import Select, Update, event as listening, func, select, update
from sqlalchemy.exc import DatabaseError

from recruit.core import db as core_db
from recruit.core.db import Database, session, writing
from recruit.core.errors import Conflict, Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import Visitor
from recruit.events import actions, drawing
from recruit.events.actions import Arrival, seats, together
from recruit.events.models import Event, Registration
from recruit.events.programme.actions import choosing
from recruit.events.programme.actions.choosing import choose
from recruit.events.programme.models import ProgrammeSession, SessionSeat
from recruit.events.rules import HOLDS_SEAT, LIVE, EventKind, RegistrationState, SignUpWay, people_of
from recruit.fairs.actions import confirm_booth
from recruit.fairs.booths.models import FairBooths
from recruit.fairs.models import Booth
from recruit.fairs.rules import BoothState
from tests import people
from tests.factories.events import make_event, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair

ASKED, OFFERED = RegistrationState.ASKED, RegistrationState.OFFERED
SIGNED_UP, WAITING = RegistrationState.SIGNED_UP, RegistrationState.WAITING
CANCELLED = RegistrationState.CANCELLED
# As long as one waits for the other to come as far. Where there is a lock, the other never does.
PAUSE = 0.25

Move = Callable[[], object]


@dataclass
class Race:
    """What two do at once, and what must be so afterwards: the results in any order, lines of the trail, states."""

    event: Event
    moves: Sequence[Move]
    results: list[str] = field(default_factory=list)
    # How many lines of the trail there are of this action about this event's things.
    trail: tuple[str, int] | None = None
    states: dict[RegistrationState, int] | None = None
    more: Callable[[], list[str]] = list
    # Whether the second lets the first go through once both have read.
    second_waits: bool = False


class Traffic:
    """Stops both before their first statement that writes, until the other has come as far."""

    def __init__(self, *, second_waits: bool) -> None:
        self.second_waits = second_waits
        self.barrier = threading.Barrier(2, timeout=60)
        self.first_is_through = threading.Event()
        self.second: int | None = None
        self.stopped: set[int] = set()

    def before_statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        me = threading.get_ident()
        if me in self.stopped or not statement.startswith(("INSERT", "UPDATE", "DELETE")):
            return
        self.stopped.add(me)
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(PAUSE)
            if self.second_waits and me == self.second:
                self.first_is_through.wait(PAUSE)


@contextmanager
def stopping_before_writing(database: Database, *, second_waits: bool) -> Generator[Traffic]:
    traffic = Traffic(second_waits=second_waits)
    listening.listen(database.engine, "before_cursor_execute", traffic.before_statement)
    try:
        yield traffic
    finally:
        listening.remove(database.engine, "before_cursor_execute", traffic.before_statement)


def run(database: Database, race: Race) -> list[str]:
    """Let both move at once; gives what is wrong afterwards."""
    start = threading.Barrier(2, timeout=60)

    def move(number: int) -> str:
        with database.scope():
            if number == 1:
                traffic.second = threading.get_ident()
            start.wait()
            try:
                with writing():
                    return str(race.moves[number]())
            except Refused as refusal:
                return str(refusal.reason)
            except (DatabaseError, Conflict) as error:
                return f"broke: {type(error).__name__}"
            finally:
                if number == 0:
                    traffic.first_is_through.set()

    with (
        stopping_before_writing(database, second_waits=race.second_waits) as traffic,
        ThreadPoolExecutor(2) as pool,
    ):
        results = sorted(pool.map(move, range(2)))
    with database.scope():
        found = list(what_is_wrong(race))
    if results != sorted(race.results):
        found.append(f"results {results}")
    return found


def what_is_wrong(race: Race) -> Iterator[str]:
    """What must hold of every event, whatever was done to it, and what this race demands besides."""
    event = session().get_one(Event, race.event.id, populate_existing=True)
    rows = session().scalars(select(Registration).where(Registration.event_id == event.id)).all()
    held = sum(people_of(one.companions) for one in rows if one.state in HOLDS_SEAT)
    if held != event.signed_up_count:
        yield f"{held} seats are held, {event.signed_up_count} are counted"
    if event.seats is not None and held > event.seats:
        yield f"{held} seats are held of {event.seats}"
    places = [one.place_in_line for one in rows if one.state in LIVE]
    if len(set(places)) != len(places):
        yield f"places were given twice: {sorted(places)}"
    if race.states is not None:
        counts = {state: sum(one.state is state for one in rows) for state in {one.state for one in rows}}
        if counts != race.states:
            yield f"states {counts}"
    if race.trail is not None:
        action, lines = race.trail
        refs = [one.public_id for one in rows] + [event.slug]
        many = session().scalar(
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.action == action, AuditEntry.subject_ref.in_(refs))
        )
        if many != lines:
            yield f"{many} lines of {action}"
    yield from race.more()


# ------------------------------------------------------------------------------------------------ the races


@dataclass
class House:
    """Who is there for the races."""

    now: datetime
    staff: Visitor
    made: int = 0

    def visitor(self) -> Visitor:
        self.made += 1
        return people.visitor_of(people.make_user(f"p{self.made}@demo.example"))

    def event(
        self, seats: int, *states: RegistrationState, **values: Any
    ) -> tuple[Event, list[Registration]]:
        """A seminar with sign-ups in these states, each of somebody else."""
        event = make_event(kind=EventKind.SEMINAR, seats=seats)
        rows = []
        for state in states:
            self.made += 1
            user = people.make_user(f"p{self.made}@demo.example")
            rows.append(make_registration(event, user, state=state))
        with writing() as current:
            fresh = current.get_one(Event, event.id)
            fresh.signed_up_count = sum(one in HOLDS_SEAT for one in states)
            for name, value in values.items():
                setattr(fresh, name, value)
        return event, rows


def _of(kind: type, row: Any) -> Any:
    return session().get_one(kind, row.id)


def last_seat_alone(house: House) -> Race:
    event, _rows = house.event(1)

    def take(by: Visitor) -> object:
        return actions.sign_up(_of(Event, event), by=by, now=house.now).state

    return Race(
        event,
        [partial(take, house.visitor()) for _ in range(2)],
        ["signed_up", "waiting"],
        states={SIGNED_UP: 1, WAITING: 1},
    )


def last_seats_together(house: House) -> Race:
    """Two processes each write for two people, and there are three seats."""
    event, _rows = house.event(3)

    def take(arrivals: list[Arrival]) -> object:
        found = actions.sign_up_together("events", event.slug, arrivals, now=house.now)
        return len([one for one in found if isinstance(one, RegistrationState)])

    pairs = [[Arrival(house.visitor(), "vi") for _ in range(2)] for _ in range(2)]
    return Race(event, [partial(take, pair) for pair in pairs], ["2", "2"], states={SIGNED_UP: 3, WAITING: 1})


def one_person_in_two_processes(house: House) -> Race:
    event, _rows = house.event(5)
    arrival = Arrival(house.visitor(), "vi")

    def take() -> object:
        return actions.sign_up_together("events", event.slug, [arrival], now=house.now)[0]

    return Race(event, [take, take], ["signed_up", "signed_up"], trail=("event.sign_up", 1))


def held_seat_taken_twice(house: House) -> Race:
    event, (row,) = house.event(1, OFFERED, offer_hours=24)
    _hold(row, house.now + timedelta(hours=1))

    def accept() -> object:
        return actions.accept_offer(_of(Registration, row), by=house.staff, now=house.now)

    return Race(event, [accept, accept], ["None", "None"], trail=("event.accept_seat", 1))


def held_seat_given_and_passed_on(house: House) -> Race:
    """Staff's clock and the worker's differ by a moment: it is taken just as its time is over."""
    event, (held, _waits) = house.event(1, OFFERED, WAITING, offer_hours=24)
    until = house.now + timedelta(hours=1)
    _hold(held, until)

    def accept() -> object:
        try:
            actions.accept_offer(_of(Registration, held), by=house.staff, now=until - timedelta(seconds=1))
        except Refused:
            return "one of them"
        return "has it"

    def pass_on() -> object:
        done = actions.pass_on(_of(Registration, held), now=until)
        return "has it" if done else "one of them"

    return Race(event, [accept, pass_on], ["has it", "one of them"])


def _hold(row: Registration, until: datetime) -> None:
    with writing() as rows:
        rows.get_one(Registration, row.id).offered_until_at = until


def last_seat_approved_by_two(house: House) -> Race:
    event, rows = house.event(1, ASKED, ASKED, way=SignUpWay.APPROVAL)

    def approve(row: Registration) -> object:
        return actions.approve(_of(Event, event), [row.public_id], by=house.staff, now=house.now)

    return Race(
        event,
        [partial(approve, row) for row in rows],
        ["(0, 1)", "(1, 0)"],
        states={SIGNED_UP: 1, WAITING: 1},
    )


def drawn_twice(house: House) -> Race:
    event, _rows = house.event(1, ASKED, ASKED, ASKED, way=SignUpWay.LOTTERY, seed=drawing.new_seed())

    def draw() -> object:
        return actions.draw(_of(Event, event), now=event.sign_up_until)

    return Race(event, [draw, draw], ["0", "3"], trail=("event.draw", 1), states={SIGNED_UP: 1, WAITING: 2})


def two_cancel(house: House) -> Race:
    event, rows = house.event(2, SIGNED_UP, SIGNED_UP)

    def cancel(row: Registration) -> object:
        return actions.cancel(_of(Registration, row), by=house.staff, now=house.now)

    return Race(event, [partial(cancel, row) for row in rows], ["None", "None"], states={CANCELLED: 2})


def one_cancels_while_one_comes(house: House) -> Race:
    """Whoever writes first: the seat is not left empty while somebody waits."""
    event, (seated,) = house.event(1, SIGNED_UP)

    def cancel() -> object:
        actions.cancel(_of(Registration, seated), by=house.staff, now=house.now)
        return "cancelled"

    def come(arrival: Arrival) -> object:
        actions.sign_up_together("events", event.slug, [arrival], now=house.now)
        return "in"

    return Race(
        event,
        [cancel, partial(come, Arrival(house.visitor(), "vi"))],
        ["cancelled", "in"],
        states={SIGNED_UP: 1, CANCELLED: 1},
        second_waits=True,
    )


def last_booth_given_twice(house: House) -> Race:
    fair = make_fair(make_event(seats=None))
    booths = []
    for _number in range(2):
        house.made += 1
        company, _acting = make_company_with(people.make_user(f"p{house.made}@demo.example"))
        booths.append(make_booth(fair, company, state=BoothState.ASKED).id)
    with writing() as rows:
        rows.add(FairBooths(fair_id=fair.event_id, booths=1, demands=False))

    def confirm(booth_id: int, number: str) -> object:
        # With a reason, whichever of the two comes before the line says.
        booth = session().get_one(Booth, booth_id)
        confirm_booth(booth, number=number, tables=1, why="Known to us", by=house.staff, now=house.now)
        return "given"

    def given() -> list[str]:
        many = session().scalar(
            select(func.count())
            .select_from(Booth)
            .where(Booth.fair_id == fair.event_id, Booth.state == BoothState.CONFIRMED)
        )
        return [] if many == 1 else [f"{many} booths are given of 1"]

    return Race(
        fair.event,
        [partial(confirm, booth_id, str(number)) for number, booth_id in enumerate(booths)],
        ["given", "no_booth_left"],
        more=given,
    )


def last_seat_in_a_session(house: House) -> Race:
    event, rows = house.event(5, SIGNED_UP, SIGNED_UP, offers_sessions=True)
    talk = ProgrammeSession(
        event_id=event.id,
        starts_at=event.starts_at,
        ends_at=event.starts_at + timedelta(hours=1),
        is_chosen=True,
        seats=1,
    )
    with writing() as current:
        current.add(talk)
    ref, talk_id = talk.public_id, talk.id

    def pick(row: Registration) -> object:
        choose(_of(Registration, row), [ref], by=house.staff, now=house.now)
        return "chosen"

    def taken() -> list[str]:
        states = session().scalars(select(SessionSeat.state).where(SessionSeat.session_id == talk_id)).all()
        return [] if sorted(states) == ["taken", "waiting"] else [f"seats in the session: {sorted(states)}"]

    return Race(event, [partial(pick, row) for row in rows], ["chosen", "chosen"], more=taken)


RACES: tuple[Callable[[House], Race], ...] = (
    last_seat_alone,
    last_seats_together,
    one_person_in_two_processes,
    held_seat_taken_twice,
    held_seat_given_and_passed_on,
    last_seat_approved_by_two,
    drawn_twice,
    two_cancel,
    one_cancels_while_one_comes,
    last_booth_given_twice,
    last_seat_in_a_session,
)


@pytest.fixture
def house(own_app, own_database, clock, now) -> House:
    with own_database.scope():
        return House(now, people.visitor_of(people.coordinator()))


def _run_all(database: Database, house: House) -> dict[str, list[str]]:
    found = {}
    for race in RACES:
        with database.scope():
            prepared = race(house)
        found[race.__name__] = run(database, prepared)  # ty: ignore[missing-attribute]
    return found


def test_two_at_once(own_database, house):
    assert {name: faults for name, faults in _run_all(own_database, house).items() if faults} == {}


def test_without_the_guards_every_fault_is_seen(own_database, house, monkeypatch):
    """Read, then written: the locks are gone, and statements no longer say what must still hold."""
    # Without locks the other always comes; a busy machine may take its time.
    monkeypatch.setattr(sys.modules[__name__], "PAUSE", 10)
    monkeypatch.setattr(Select, "with_for_update", lambda self, **_options: self)
    monkeypatch.setattr(core_db, "_begin_to_write", lambda _connection: None)

    def only_by_id(change: Update) -> bool:
        first, *_rest = change._where_criteria
        session().execute(update(Event).where(first).values(change._values or {}))
        return True

    def counted_before(
        event: Event, _now: datetime, many: int, _held: int = 0
    ) -> tuple[RegistrationState, int]:
        place = event.last_place_in_line + 1
        has_seat = event.seats is None or event.signed_up_count + many <= event.seats
        taken = event.signed_up_count + many * has_seat
        session().execute(
            update(Event)
            .where(Event.id == event.id)
            .values(signed_up_count=taken, last_place_in_line=place)
            .execution_options(synchronize_session=False)
        )
        return (SIGNED_UP if has_seat else WAITING), place

    monkeypatch.setattr(together, "changes_one", only_by_id)

    both_have_read = threading.Barrier(2, timeout=60)

    def counted_before_in_session(session_id: int, many: int) -> bool:
        found = session().get_one(ProgrammeSession, session_id, populate_existing=True)
        with suppress(threading.BrokenBarrierError):
            both_have_read.wait(PAUSE)
        if found.seats is not None and found.taken + many > found.seats:
            return False
        taken = update(ProgrammeSession).where(ProgrammeSession.id == session_id)
        session().execute(taken.values(taken=found.taken + many))
        return True

    monkeypatch.setattr(seats, "_take_place", counted_before)
    monkeypatch.setattr(choosing, "_take", counted_before_in_session)
    assert [name for name, faults in _run_all(own_database, house).items() if not faults] == []
