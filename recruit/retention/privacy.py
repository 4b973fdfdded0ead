"""What was released names nobody: marks that lead to no person, sealed, and kept so long as a new figure is held against them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.core.periods import RELEASES, Kept
from recruit.retention.disclosure.models import FigureRelease, ReleaseCell

TABLES: dict[str, str] = {
    "release": "Holds no person.",
    "release_cell": "Holds no person.",
    "staying_shown": "Holds no person.",
}


def export(_person_id: int) -> dict[str, Any]:
    """Nothing here is about one person."""
    return {}


def erase(_person_id: int, _now: datetime) -> None:
    """A mark says nothing about a person once the person is gone."""


def purge(now: datetime) -> int:
    """Delete what was shown long ago, but never what is shown still; gives how many."""
    rows = session()
    kept = select(FigureRelease).order_by(FigureRelease.what, FigureRelease.viewer, FigureRelease.id.desc())
    newest: set[tuple[str, str]] = set()
    over = []
    for one in rows.scalars(kept):
        if (one.what, one.viewer) in newest and one.published_at < RELEASES.before(now):
            over.append(one.id)
        newest.add((one.what, one.viewer))
    rows.execute(delete(ReleaseCell).where(ReleaseCell.release_id.in_(over)))
    rows.execute(delete(FigureRelease).where(FigureRelease.id.in_(over)))
    return len(over)


PURGES = {Kept.RELEASES: purge}
