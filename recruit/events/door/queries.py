"""Reads at the door, told who asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.text import fold
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.door.rules import LATEST_SHOWN, MOST_NAMED
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import RegistrationState
from recruit.students.models import Student


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


@dataclass(frozen=True)
class Figures:
    """How full the house is."""

    came: int
    expected: int

    @property
    def missing(self) -> int:
        return max(0, self.expected - self.came)

    @property
    def tenths(self) -> int:
        """How many tenths of all who are expected are here; the last one is full only when they are."""
        return min(10, self.came * 10 // self.expected) if self.expected else 0


def figures(visitor: Visitor, event: Event) -> Figures:
    """How many people were let in, companions too, of how many who have a seat. One who gave the seat back inside was here all the same."""
    _demand_coordinator(visitor)
    # Companions come in with whom they came.
    people = func.coalesce(func.sum(1 + Registration.companions), 0)
    came = (
        select(people)
        .select_from(CheckIn)
        .join(Registration, Registration.id == CheckIn.registration_id)
        .where(CheckIn.event_id == event.id, let_in())
    )
    expected = select(people).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.SIGNED_UP
    )
    row = session().execute(select(came.scalar_subquery(), expected.scalar_subquery())).one()
    return Figures(came=row[0], expected=row[1])


def here_since(visitor: Visitor, event: Event) -> dict[int, datetime]:
    """Who was let in, by person, with the time."""
    _demand_coordinator(visitor)
    rows = session().execute(
        select(Registration.person_id, CheckIn.at)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(CheckIn.event_id == event.id, let_in())
    )
    return {row[0]: row[1] for row in rows}


def ticket_of_code(visitor: Visitor, code: str) -> Registration | None:
    """The sign-up with this ticket number, of whatever event."""
    _demand_coordinator(visitor)
    return session().scalar(select(Registration).where(Registration.ticket_code == code))


def ticket_of_name(visitor: Visitor, event: Event, ref: str) -> Registration:
    """The sign-up that staff found by name."""
    _demand_coordinator(visitor)
    found = session().scalar(
        select(Registration).where(Registration.event_id == event.id, Registration.public_id == ref)
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class Shown:
    """A ticket that was shown, as staff read it: who, of which event, and when and where it was shown first."""

    scan: CheckIn
    registration: Registration
    name: str
    katakana: str
    first: CheckIn | None


_WHO = (
    select(CheckIn, Registration, Person.display_name, func.coalesce(Student.katakana, ""))
    .join(Registration, Registration.id == CheckIn.registration_id)
    .join(Person, Person.id == Registration.person_id)
    .outerjoin(Student, Student.person_id == Person.id)
    .options(joinedload(Registration.event))
)


def shown(visitor: Visitor, event: Event, scan_id: str) -> Shown | None:
    """What became of one showing at this door."""
    _demand_coordinator(visitor)
    row = (
        session().execute(_WHO.where(CheckIn.event_id == event.id, CheckIn.scan_id == scan_id)).one_or_none()
    )
    if row is None:
        return None
    first = session().scalar(select(CheckIn).where(CheckIn.registration_id == row[1].id, let_in()))
    return Shown(*row, first=first)


def latest(visitor: Visitor, event: Event) -> list[Shown]:
    """Who was let in last, the newest first."""
    _demand_coordinator(visitor)
    rows = session().execute(
        _WHO.where(CheckIn.event_id == event.id, let_in())
        .order_by(CheckIn.at.desc(), CheckIn.id.desc())
        .limit(LATEST_SHOWN)
    )
    return [Shown(*row, first=None) for row in rows]


@dataclass(frozen=True)
class Named:
    """A person signed up who is looked for by name."""

    ref: str
    state: RegistrationState
    ticket_code: str
    name: str
    name_passport: str
    katakana: str
    let_in_at: datetime | None
    device: str


def named(visitor: Visitor, event: Event, words: str) -> list[Named]:
    """Who is signed up here under a name, in whatever letters: without marks, in kana of either kind, the parts in any order."""
    _demand_coordinator(visitor)
    wanted = fold(words).split()
    if not wanted:
        return []
    rows = session().execute(
        select(
            Registration.public_id,
            Registration.state,
            Registration.ticket_code,
            Person.display_name,
            func.coalesce(Student.name_passport, ""),
            func.coalesce(Student.katakana, ""),
            CheckIn.at,
            func.coalesce(CheckIn.device, ""),
            func.coalesce(User.email, ""),
            func.coalesce(Student.name_local, ""),
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Student, Student.person_id == Person.id)
        .outerjoin(User, User.person_id == Person.id)
        .outerjoin(
            CheckIn,
            (CheckIn.registration_id == Registration.id) & let_in(),
        )
        .where(Registration.event_id == event.id)
        .order_by(Person.display_name, Registration.id)
    )
    found: list[Named] = []
    for row in rows:
        one = Named(*row[:8])
        email, name_local = row[8:]
        known_as = fold(f"{one.name} {one.name_passport} {one.katakana} {name_local} {email}")
        # Kana are written with and without a sign between the parts of a name.
        if all(word in known_as or word in known_as.replace("・", "").replace(" ", "") for word in wanted):
            found.append(one)
            if len(found) == MOST_NAMED:
                break
    return found
