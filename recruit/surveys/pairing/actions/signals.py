"""Large gaps about duties and safety are put before the retention officers, and marked as seen to. No company hears of it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit
from recruit.core.db import changes_one, database, session
from recruit.core.visitor import Visitor
from recruit.surveys.pairing.models import GapSignal
from recruit.surveys.pairing.queries.gaps import companies_said, hires_said, pairs_of


def raise_signals(placement_id: int, now: datetime) -> int:
    """Put what must be looked at about one hire on the list; the same is never there twice. Gives how many are new."""
    companies = companies_said([placement_id])
    if not companies:
        return 0
    insert = (sqlite if database().is_sqlite else postgresql).insert(GapSignal)
    raised = 0
    for pair in pairs_of(hires_said([placement_id]), companies).values():
        if not pair.is_signal:
            continue
        statement = insert.values(
            placement_id=placement_id, point=pair.point, item=pair.item, raised_at=now, done_by_ref=""
        ).on_conflict_do_nothing(index_elements=["placement_id", "point", "item"])
        raised += len(session().scalars(statement.returning(GapSignal.id)).all())
    return raised


def finish_signal(signal: GapSignal, *, by: Visitor, now: datetime) -> None:
    """Somebody has seen to it. A second time changes nothing."""
    done = changes_one(
        update(GapSignal)
        .where(GapSignal.id == signal.id, GapSignal.done_at.is_(None))
        .values(done_at=now, done_by_ref=by.person_ref)
    )
    if done:
        audit.record(
            "gap_signal.done", by=by, now=now, subject_kind="gap_signal", subject_ref=signal.public_id
        )
    session().refresh(signal)
