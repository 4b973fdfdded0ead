"""What fairs hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core.db import session
from recruit.events.models import Event
from recruit.fairs.models import FairPin, FairSlot, Meeting, Timetable, Unavailable, Wish
from recruit.fairs.rules import TimetableState
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.models import Student

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "fair": "Holds no person.",
    "fair_slot": "Holds no person.",
    "booth": "The names of those who come for a company are the company's own words.",
    "wish": "Deleted.",
    "unavailable": "Deleted.",
    "timetable": "Names people by reference only.",
    "timetable_repair": "Names people by reference only.",
    "fair_interpreter": "The name of somebody who works at the fair, as staff wrote it; staff take it away.",
    "fair_pin": "Deleted.",
    "meeting": "The row stays without the company's note, so that figures keep their count.",
    "meeting_change": "Names people by reference only.",
}


def _own(person_id: int) -> Any:
    return select(Student.id).where(Student.person_id == person_id)


def export(person_id: int) -> dict[str, Any]:
    """Wishes of both sides that concern this person, and the meetings."""
    rows = session()
    wishes = rows.execute(
        select(Wish, Event.slug, Organisation)
        .join(Event, Event.id == Wish.fair_id)
        .join(Organisation, Organisation.id == Wish.company_id)
        .where(Wish.student_id.in_(_own(person_id)))
        .order_by(Wish.id)
    )
    meetings = rows.execute(
        select(Meeting, Event.slug, Organisation, FairSlot.starts_at)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(Event, Event.id == Timetable.fair_id)
        .join(Organisation, Organisation.id == Meeting.company_id)
        .outerjoin(FairSlot, (FairSlot.fair_id == Timetable.fair_id) & (FairSlot.number == Meeting.slot))
        .where(Meeting.student_id.in_(_own(person_id)), Timetable.state == TimetableState.PUBLISHED)
        .order_by(Meeting.id)
    )
    return {
        "wishes": [
            {
                "fair": slug,
                "from": wish.side,
                "company": name_in(organisation, "en"),
                "mark": wish.mark,
                "rank": wish.rank,
                "made": wish.made_at.isoformat(),
            }
            for wish, slug, organisation in wishes
        ],
        "meetings": [
            {
                "fair": slug,
                "company": name_in(organisation, "en"),
                "at": starts_at.isoformat() if starts_at else None,
                "state": meeting.state,
                "answer": meeting.outcome,
                "note": meeting.note,
            }
            for meeting, slug, organisation, starts_at in meetings
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Delete wishes; empty what companies wrote. Call before students forget the person."""
    rows = session()
    rows.flush()
    rows.execute(delete(Wish).where(Wish.student_id.in_(_own(person_id))))
    rows.execute(delete(FairPin).where(FairPin.student_id.in_(_own(person_id))))
    rows.execute(delete(Unavailable).where(Unavailable.student_id.in_(_own(person_id))))
    rows.execute(update(Meeting).where(Meeting.student_id.in_(_own(person_id))).values(note=""))
    rows.expire_all()
