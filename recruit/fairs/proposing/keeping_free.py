"""Times that a student or a company keeps free: only the slots are kept, no reason is asked."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.models import Registration
from recruit.fairs.models import Booth, Fair, Unavailable
from recruit.fairs.proposing import queries, rules
from recruit.fairs.proposing.models import OfferedTime
from recruit.fairs.proposing.rules import AGREED
from recruit.students.models import Student


def keep_free_for_student(
    fair: Fair, student: Student, slots: Iterable[int], *, by: Visitor, now: datetime
) -> None:
    """The student cannot come then: no plan has them there, and no company can propose it."""
    session().execute(
        select(Registration.id)
        .where(Registration.event_id == fair.event_id, Registration.person_id == student.person_id)
        .with_for_update()
    )
    agreed = queries.student_slots(fair.event_id, student.id)
    wanted = _checked(fair, slots, agreed, now)
    session().execute(
        delete(Unavailable).where(Unavailable.fair_id == fair.event_id, Unavailable.student_id == student.id)
    )
    session().add_all(Unavailable(fair_id=fair.event_id, student_id=student.id, slot=slot) for slot in wanted)
    _note(fair, "student", by, now)


def keep_free_for_company(
    fair: Fair, booth: Booth, slots: Iterable[int], *, by: Visitor, now: datetime
) -> None:
    """Nobody of the company is at the booth then, so what it offered in these times is taken back."""
    session().execute(select(Booth.id).where(Booth.id == booth.id).with_for_update(of=Booth))
    agreed = {slot for _company, slot in queries.taken_tables(fair.event_id, booth.company_id)}
    wanted = _checked(fair, slots, agreed, now)
    session().execute(
        delete(Unavailable).where(
            Unavailable.fair_id == fair.event_id, Unavailable.company_id == booth.company_id
        )
    )
    session().add_all(
        Unavailable(fair_id=fair.event_id, company_id=booth.company_id, slot=slot) for slot in wanted
    )
    session().execute(
        delete(OfferedTime).where(
            OfferedTime.fair_id == fair.event_id,
            OfferedTime.company_id == booth.company_id,
            OfferedTime.slot.in_(wanted),
        )
    )
    _note(fair, "company", by, now)


def _checked(fair: Fair, slots: Iterable[int], agreed: Iterable[int], now: datetime) -> list[int]:
    wanted = {slot.number for slot in fair.slots if slot.closed is None} & set(slots)
    method = queries.method_of_plan(fair.event_id)
    refusal = rules.why_not_busy(
        wanted,
        agreed,
        is_published=method is not None and method != AGREED,
        is_over=now >= fair.event.ends_at,
    )
    if refusal is not None:
        raise Refused(refusal)
    return sorted(wanted)


def _note(fair: Fair, side: str, by: Visitor, now: datetime) -> None:
    session().flush()
    # How many and which times somebody keeps free is nobody else's business: the line says that it changed.
    audit.record(
        "fair.keep_free",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=fair.event.slug,
        change=f"side: {side}",
    )
