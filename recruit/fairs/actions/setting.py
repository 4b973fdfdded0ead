"""Breaks, rests and interpreters of a fair: what a timetable has to keep to."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.fairs import queries
from recruit.fairs.models import Fair, FairInterpreter, Meeting
from recruit.fairs.proposing.queries import promised_slots
from recruit.fairs.proposing.rules import ProposingRefusal
from recruit.fairs.rules import Closing, FairRefusal


def set_breaks(
    fair: Fair,
    closed: Mapping[int, Closing | None],
    *,
    max_in_a_row: int | None,
    by: Visitor,
    now: datetime,
) -> None:
    """Which slots are lunch, prayer or rest, and after how many conversations in a row a student rests."""
    _demand_unpublished(fair)
    if {slot for slot, closing in closed.items() if closing} & promised_slots(fair.event_id):
        raise Refused(ProposingRefusal.TIMES_ARE_PROMISED)
    for slot in fair.slots:
        slot.closed = closed.get(slot.number)
    fair.max_in_a_row = max_in_a_row
    session().flush()
    _note("fair.breaks", fair, by, now, f"in a row: {max_in_a_row}")


def add_interpreter(
    fair: Fair, name: str, language: str, away: Iterable[int], *, by: Visitor, now: datetime
) -> FairInterpreter:
    """Somebody interprets. From the first one on, the timetable sees to it that there are never more meetings than that."""
    _demand_unpublished(fair)
    found = FairInterpreter(fair_id=fair.event_id, name=name, language=language, away=sorted(set(away)))
    session().add(found)
    session().flush()
    _note("fair.interpreter_add", fair, by, now, f"language: {language}")
    return found


def remove_interpreter(interpreter: FairInterpreter, *, by: Visitor, now: datetime) -> None:
    """Gone from the fair; drafts that had this person somewhere lose the name there and are better made anew."""
    fair = session().get_one(Fair, interpreter.fair_id)
    _demand_unpublished(fair)
    session().execute(
        update(Meeting)
        .where(Meeting.interpreter_id == interpreter.id)
        .values(interpreter_id=None)
        .execution_options(synchronize_session=False)
    )
    session().delete(interpreter)
    session().flush()
    _note("fair.interpreter_remove", fair, by, now, f"language: {interpreter.language}")


def _demand_unpublished(fair: Fair) -> None:
    if queries.published_timetable(fair.event_id) is not None:
        raise Refused(FairRefusal.ALREADY_PUBLISHED)


def _note(action: str, fair: Fair, by: Visitor, now: datetime, change: str) -> None:
    audit.record(action, by=by, now=now, subject_kind="event", subject_ref=fair.event.slug, change=change)
