"""What the clock calls for the handbook."""

from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.errors import Conflict
from recruit.handbook.actions import publish_on_its_day
from recruit.handbook.models import ChapterVersion
from recruit.handbook.rules import ChapterState


def publish_due(now: datetime) -> int:
    """Publish every text whose instant has come; gives how many. Each in its own transaction."""
    due = (
        select(ChapterVersion.id)
        .where(ChapterVersion.state == ChapterState.SCHEDULED, ChapterVersion.publish_at <= now)
        .order_by(ChapterVersion.publish_at, ChapterVersion.id)
    )
    done = 0
    for version_id in session().scalars(due).all():
        try:
            with writing():
                publish_on_its_day(session().get_one(ChapterVersion, version_id), now=now)
        except Conflict:
            # Another worker was faster, or the writer took it back.
            continue
        done += 1
    return done
