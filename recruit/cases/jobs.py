"""What the clock calls for cases."""

from datetime import datetime
import logging

from sqlalchemy import select

from recruit.cases import actions
from recruit.cases.models import AlertCheck
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER

log = logging.getLogger(__name__)


def raise_alerts(now: datetime) -> int:
    """Look at submitted answers, one response at a time; gives how many alerts are new.

    A response that cannot be read is logged, stays open and holds up no other.
    """
    waiting = session().scalars(
        select(AlertCheck.id).where(AlertCheck.done_at.is_(None)).order_by(AlertCheck.id)
    )
    raised = 0
    for check_id in waiting.all():
        try:
            with writing():
                raised += actions.check_answers(check_id, by=WORKER, now=now)
        except Exception:
            log.exception("answers could not be checked", extra={"alert_check": check_id})
    return raised
