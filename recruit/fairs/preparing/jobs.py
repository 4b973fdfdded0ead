"""What the clock does before fairs: it reminds companies of what is due soon."""

from datetime import datetime

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.events.models import Event
from recruit.events.rules import COMING_STATES
from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing import queries
from recruit.fairs.preparing.mails import tell_tasks
from recruit.fairs.preparing.models import FairTask
from recruit.fairs.preparing.rules import tell_until
from recruit.fairs.rules import BoothState


def remind_companies(now: datetime) -> int:
    """Tell every company with something open that has come near; gives how many. One company, one transaction."""
    with_tasks = (
        session()
        .execute(
            select(Booth.id, Booth.fair_id)
            .join(Event, Event.id == Booth.fair_id)
            .where(
                Booth.state == BoothState.CONFIRMED,
                Event.state.in_(COMING_STATES),
                Event.starts_at > now,
                select(FairTask.id).where(FairTask.fair_id == Booth.fair_id).exists(),
            )
            .order_by(Booth.id)
        )
        .all()
    )

    def is_due(booth: Booth) -> datetime | None:
        own = queries.own_tasks(session().get_one(Fair, booth.fair_id), booth)
        return tell_until(own.tasks, own.done, booth.told_until, now)

    def remind(booth_id: int) -> bool:
        booth = session().scalars(select(Booth).where(Booth.id == booth_id).with_for_update(of=Booth)).one()
        until = is_due(booth)
        if until is None:
            return False
        booth.told_until = until
        tell_tasks(booth, until=until, now=now)
        return True

    due = [booth_id for booth_id, _fair in with_tasks if is_due(session().get_one(Booth, booth_id))]
    return each_by_itself("what companies do before a fair", due, remind)
