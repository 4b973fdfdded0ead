"""What a report rests on besides the hires: the points of the follow-up that fell due in its year, one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.placements.models import PlacementFact
from recruit.placements.rules import PlacementFactKind
from recruit.retention.report.rules import Outcome, outcome_of
from recruit.surveys.boards.rules import Disposition, disposition_of
from recruit.surveys.models import Contact, Response, Wave
from recruit.surveys.rules import RELEASED_STAYS_OPEN_FOR, ContactKind


@dataclass(frozen=True)
class Point:
    """One invitation that is over, and what became of it; no answer."""

    public_id: str
    wave: str
    position: int
    outcome: Outcome


def points_of(since: date, until: date, known_by: datetime) -> Sequence[Point]:
    """The invitations due from `since` up to and without `until` whose window had closed by an instant.

    What came after that instant (a late answer, a mail sent off by hand) is not counted, so that a report stays as it was.
    """
    rows = session().execute(
        select(
            Contact.public_id,
            Contact.state,
            Contact.reason,
            Contact.closes_at,
            Contact.given_at,
            Contact.released_at,
            Wave.key,
            Wave.position,
            Response.begun_at,
            Response.submitted_at,
        )
        .join(Wave, Wave.id == Contact.wave_id)
        .outerjoin(Response, Response.contact_id == Contact.id)
        .where(
            Contact.kind == ContactKind.INVITATION,
            Contact.due_on >= since,
            Contact.due_on <= until - timedelta(days=1),
            Contact.closes_at <= known_by,
        )
        .order_by(Wave.position, Contact.public_id)
    )
    found = []
    for row in rows:
        outcome = _outcome(row, known_by)
        if outcome is not None:
            found.append(Point(row.public_id, row.key, row.position, outcome))
    return found


def _outcome(row: Any, known_by: datetime) -> Outcome | None:
    if row.released_at is not None and row.released_at > known_by:
        return Outcome.NOT_REACHED
    if row.submitted_at is not None and row.submitted_at > known_by:
        return Outcome.SILENT
    was_sent_after = (
        row.released_at is not None and row.given_at is not None and row.given_at >= row.closes_at
    )
    is_closed = not was_sent_after or row.given_at + RELEASED_STAYS_OPEN_FOR <= known_by
    disposition: Disposition | None = disposition_of(row.state, row.reason, is_closed=is_closed)
    return outcome_of(disposition) if disposition is not None else None


def first_year() -> int | None:
    """The calendar year of the first working day that lies farthest back."""
    first = session().scalar(
        select(PlacementFact.valid_on)
        .where(PlacementFact.fact == PlacementFactKind.STARTED, PlacementFact.confirmed.is_(True))
        .order_by(PlacementFact.valid_on)
        .limit(1)
    )
    return first.year if first is not None else None
