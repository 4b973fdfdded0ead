"""The day of one interpreter: whoever has the key reads it, and staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.accounts.tokens import hash_of_secret
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.fairs.models import Booth, Fair, FairInterpreter, FairInterpreterLink, Meeting, Timetable
from recruit.fairs.rules import MeetingState, TimetableState


def interpreter_of_key(token: str) -> FairInterpreter:
    """Who holds this key. A key that nobody has, or that was ended, opens nothing."""
    link = session().scalar(
        select(FairInterpreterLink).where(FairInterpreterLink.token_hash == hash_of_secret(token))
    )
    if link is None:
        raise Missing
    return link.interpreter


@dataclass(frozen=True)
class Interpreting:
    """A conversation that somebody interprets, with the number of the booth."""

    meeting: Meeting
    booth: str


def days_of(fair: Fair, interpreters: Iterable[FairInterpreter]) -> dict[int, list[Interpreting]]:
    """The published conversations of each of them, in the order of the day."""
    found: dict[int, list[Interpreting]] = {one.id: [] for one in interpreters}
    booths: dict[int, str] = {
        row[0]: row[1]
        for row in session().execute(
            select(Booth.company_id, Booth.number).where(Booth.fair_id == fair.event_id)
        )
    }
    rows = session().scalars(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
        .where(
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.interpreter_id.in_(found),
            Meeting.state != MeetingState.DROPPED,
        )
        .order_by(Meeting.slot, Meeting.id)
    )
    for meeting in rows:
        found[meeting.interpreter_id or 0].append(Interpreting(meeting, booths.get(meeting.company_id, "")))
    return found
