"""The fair part of an event: slots, deadline of wishes, how many meetings."""

from datetime import datetime

from sqlalchemy import delete

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.fairs import queries, rules
from recruit.fairs.models import Fair, FairPin, FairSlot
from recruit.fairs.proposing.queries import promised_slots
from recruit.fairs.proposing.rules import ProposingRefusal
from recruit.fairs.rules import FairRefusal
from recruit.fairs.values import SlotPlan


def set_up_fair(event: Event, plan: SlotPlan, *, by: Visitor, now: datetime) -> Fair:
    """Give an event its fair part, or plan it anew while no timetable is published."""
    fair = session().get(Fair, event.id)
    if fair is not None and queries.published_timetable(event.id) is not None:
        raise Refused(FairRefusal.ALREADY_PUBLISHED)
    starts = rules.slot_starts(plan.first_at, plan.number, plan.minutes)
    refusal = rules.why_not_slots(starts, plan.minutes, begins_at=event.starts_at, ends_at=event.ends_at)
    if refusal is not None:
        raise Refused(refusal, field="number")
    if plan.wishes_until >= event.starts_at:
        raise Refused(FairRefusal.WISHES_TOO_LATE, field="wishes_until")
    if (
        fair is not None
        and [slot.starts_at for slot in fair.slots] != list(starts)
        and promised_slots(event.id)
    ):
        raise Refused(ProposingRefusal.TIMES_ARE_PROMISED, field="first_at")
    if fair is None:
        fair = Fair(event_id=event.id, wishes_until=plan.wishes_until)
        session().add(fair)
    fair.slot_minutes, fair.wishes_until = plan.minutes, plan.wishes_until
    fair.meetings_per_student = plan.meetings_per_student
    closed = {slot.number: slot.closed for slot in fair.slots}
    # The old numbers must be gone before the same numbers come again.
    fair.slots = []
    session().execute(delete(FairPin).where(FairPin.fair_id == event.id, FairPin.slot >= plan.number))
    session().flush()
    fair.slots = [
        FairSlot(number=number, starts_at=at, closed=closed.get(number)) for number, at in enumerate(starts)
    ]
    session().flush()
    audit.record(
        "fair.set_up",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"slots: {plan.number} x {plan.minutes}",
    )
    return fair
