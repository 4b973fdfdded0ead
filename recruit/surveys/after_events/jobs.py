"""What the clock does: guests are asked in small steps."""

from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.each import each_by_itself
from recruit.surveys.after_events import actions
from recruit.surveys.after_events.mails import queue_survey
from recruit.surveys.after_events.models import GuestRound, GuestSurvey

BATCH = 100


def ask_guests(now: datetime) -> int:
    """Ask who is to be asked by now; gives how many."""
    due = session().scalars(
        select(GuestRound.id).where(GuestRound.closed_at.is_(None)).order_by(GuestRound.id)
    )
    asked = each_by_itself(
        "events whose guests are asked", due.all(), lambda one: actions.ask_some(one, now=now)
    )
    while count := _send_some(now):
        asked += count
    return asked


def _send_some(now: datetime) -> int:
    """Queue some of the mails. Two workers at once never take the same."""
    with writing() as rows:
        due = rows.scalars(
            select(GuestSurvey)
            .where(GuestSurvey.mail_due)
            .order_by(GuestSurvey.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=GuestSurvey)
            .execution_options(populate_existing=True)
        ).all()
        for survey in due:
            survey.mail_due = False
            queue_survey(survey, now=now)
        return len(due)
