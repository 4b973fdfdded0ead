"""Several people sign up at the same moment: one transaction, in which each stands where they would stand alone.

Only for whom the button is all there is: who comes for the first time, alone, to an event that asks nothing more. All
others take the longer way (`seats.sign_up`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, or_, select, update

from recruit.core import audit
from recruit.core.db import changes_one, new_public_id, session
from recruit.core.errors import Conflict
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events import queries, rules
from recruit.events.actions.seats import new_ticket_code
from recruit.events.eligibility.queries import why_not_come
from recruit.events.events import SignedUpTogether
from recruit.events.inviting.queries import own_invitation
from recruit.events.models import Event, Registration
from recruit.events.rules import EventRefusal, EventState, RegistrationState
from recruit.events.values import Newcomer
from recruit.students.models import Student


@dataclass(frozen=True)
class Arrival:
    """Who pressed the button, on a page in that language."""

    by: Visitor
    language: str


# Built once: all of them are asked while others wait.
_KNOWN = select(Registration.person_id, Registration.state).where(
    Registration.event_id == bindparam("event_id"),
    Registration.person_id.in_(bindparam("people", expanding=True)),
)
_WITH_PROFILE = select(Student.person_id).where(Student.person_id.in_(bindparam("people", expanding=True)))
# Where somebody stands now, or why they cannot; None for who takes the longer way, and for whom nothing was written.
Outcome = RegistrationState | EventRefusal | None


def sign_up_together(where: str, slug: str, arrivals: Sequence[Arrival], *, now: datetime) -> list[Outcome]:
    """Give each a seat or a place in line, in the order in which they came. A second time changes nothing."""
    event = queries.public_event(where, slug, locked=True)
    if event.by_invitation or rules.has_form(event.asks, event.most_companions, event.offers_sessions):
        return [None] * len(arrivals)
    people = [one.by.person_id for one in arrivals if one.by.person_id is not None]
    known = _known(event, people)
    with_profile = _with_profile(people) if rules.needs_profile(event.kind) else set(people)
    why_not_now = rules.why_not_sign_up(event.state, event.sign_up_until, now)
    outcomes: dict[int | None, Outcome] = {}
    new: list[Arrival] = []
    for one in arrivals:
        person_id = one.by.person_id
        if person_id in outcomes:
            continue
        outcomes[person_id] = None
        if person_id not in with_profile:
            outcomes[person_id] = EventRefusal.PROFILE_NEEDED
        elif person_id in known:
            outcomes[person_id] = known[person_id] if known[person_id] in rules.LIVE else None
        elif event.invites and own_invitation(event, one.by) is not None:
            continue
        elif refusal := why_not_come(event, one.by) or why_not_now:
            outcomes[person_id] = refusal
        else:
            new.append(one)
    if new:
        for newcomer in _take_places(event, new, now):
            outcomes[newcomer.by.person_id] = newcomer.state
    return [outcomes[one.by.person_id] for one in arrivals]


def _known(event: Event, people: Collection[int]) -> dict[int, RegistrationState]:
    rows = session().execute(_KNOWN, {"event_id": event.id, "people": people})
    return {row[0]: row[1] for row in rows}


def _with_profile(people: Collection[int]) -> set[int]:
    return set(session().scalars(_WITH_PROFILE, {"people": people}))


def _take_places(event: Event, new: Sequence[Arrival], now: datetime) -> list[Newcomer]:
    """Places for all of them, seats for the first. The statement decides once more what the locked row has said."""
    first, taken = event.last_place_in_line + 1, event.signed_up_count
    newcomers = []
    for place, one in enumerate(new, start=first):
        if rules.is_asked_first(event.way, event.drawn_at):
            state = RegistrationState.ASKED
        else:
            state = rules.state_for_newcomer(taken, event.seats)
        taken += state is RegistrationState.SIGNED_UP
        newcomers.append(Newcomer(new_public_id(), one.by, one.language, state, place))
    seated = taken - event.signed_up_count
    if not changes_one(
        update(Event)
        .where(
            Event.id == event.id,
            Event.state == EventState.OPEN,
            Event.last_place_in_line == first - 1,
            or_(Event.seats.is_(None), Event.signed_up_count + seated <= Event.seats),
        )
        .values(
            signed_up_count=Event.signed_up_count + seated,
            last_place_in_line=Event.last_place_in_line + len(newcomers),
        )
    ):
        raise Conflict(f"seats of event {event.id} were given by somebody else")
    session().connection().execute(
        insert(cast(Table, Registration.__table__)),
        [
            {
                "public_id": one.ref,
                "event_id": event.id,
                "person_id": one.by.person_id,
                "state": one.state,
                "place_in_line": one.place,
                "ticket_code": new_ticket_code(),
                "language": one.by.language or "en",
                "signed_up_at": now,
            }
            for one in newcomers
        ],
    )
    session().expire(event, ["signed_up_count", "last_place_in_line"])
    audit.record_all(
        (
            audit.Line("event.sign_up", one.by, "registration", one.ref, f"state: {one.state}")
            for one in newcomers
        ),
        now=now,
    )
    announce(SignedUpTogether(event.id, tuple(newcomers), now))
    return newcomers
