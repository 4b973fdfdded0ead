"""What tasks before a fair lack that staff wrote in their own words."""

from collections.abc import Collection, Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from recruit.core.db import session
from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Refs, Translatable, Whose, written_beside
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.events.rules import COMING_STATES
from recruit.fairs.preparing.models import FairTask
from recruit.fairs.preparing.rules import TaskKind

KIND = "fair_task"


def lacking(by: Visitor, now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Tasks of coming fairs. The usual ones have words of the program. Coordinators write them. Nothing for others."""
    if not by.is_staff:
        return
    coming = (
        select(Event.id, Event.slug)
        .where(Event.state.in_(COMING_STATES), Event.starts_at > now)
        .order_by(Event.id)
    )
    slugs = dict(iter(session().execute(coming)))
    own = select(FairTask).where(FairTask.fair_id.in_(slugs), FairTask.kind == TaskKind.OWN)
    for task in rows_of(own, key=FairTask.id, ref=FairTask.public_id, refs=refs):
        yield from written_beside(
            KIND,
            task.public_id,
            {code: {"words": text} for code, text in task.words.items()},
            CODES,
            titles=task.words,
            whose=Whose.COORDINATORS,
            endpoint="fairs.fair_task",
            values={"slug": slugs[task.fair_id], "public_id": task.public_id},
        )


def _of_event(slug: str) -> Collection[str]:
    tasks = select(FairTask.public_id).join(Event, Event.id == FairTask.fair_id).where(Event.slug == slug)
    return session().scalars(tasks.order_by(FairTask.id)).all()


KINDS = (Translatable(KIND, _l("Tasks before fairs"), lacking, heard_of={"event": _of_event}),)
