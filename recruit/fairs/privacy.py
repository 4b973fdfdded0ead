"""What fairs hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core.db import session
from recruit.core.periods import BOOTH_PEOPLE, Kept
from recruit.events.models import Event
from recruit.fairs.booths.models import BoothPerson
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.models import Booth, FairPin, FairSlot, Meeting, Timetable, Unavailable, Wish
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.rules import TimetableState
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students.models import Student

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "fair": "Holds no person.",
    "fair_slot": "Holds no person.",
    "booth": "The names of those who come for a company are the company's own words; emptied some time after the fair.",
    "fair_booths": "Holds no person.",
    "booth_person": "Who comes for a company, as the company wrote it: a name at work, without an account; deleted some time after the fair.",
    "booth_position": "Holds no person.",
    "fair_task": "Holds no person.",
    "booth_task": "Names people by reference only.",
    "wish": "Deleted.",
    "unavailable": "Deleted.",
    "timetable": "Names people by reference only.",
    "timetable_repair": "Names people by reference only.",
    "fair_interpreter": "The name of somebody who works at the fair, as staff wrote it; the address is emptied after the fair.",
    "fair_interpreter_link": "Holds no person; deleted after the fair.",
    "fair_report": "What a company said on the day; names people by reference only.",
    "fair_pin": "Deleted.",
    "meeting": "The row stays without the company's note, so that figures keep their count.",
    "meeting_change": "Names people by reference only.",
    "offered_time": "Holds no person.",
    "late_request": "Deleted.",
    "time_proposal": "Deleted.",
}


def _own(person_id: int) -> Any:
    return select(Student.id).where(Student.person_id == person_id)


def export(person_id: int) -> dict[str, Any]:
    """Wishes of both sides that concern this person, proposed times, times kept free, and the meetings."""
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
    proposals = rows.execute(
        select(TimeProposal, Event.slug, Organisation, FairSlot.starts_at)
        .join(Event, Event.id == TimeProposal.fair_id)
        .join(Organisation, Organisation.id == TimeProposal.company_id)
        .outerjoin(
            FairSlot, (FairSlot.fair_id == TimeProposal.fair_id) & (FairSlot.number == TimeProposal.slot)
        )
        .where(TimeProposal.student_id.in_(_own(person_id)))
        .order_by(TimeProposal.id)
    )
    kept_free = rows.execute(
        select(Event.slug, FairSlot.starts_at)
        .join(Unavailable, Unavailable.fair_id == Event.id)
        .join(FairSlot, (FairSlot.fair_id == Event.id) & (FairSlot.number == Unavailable.slot))
        .where(Unavailable.student_id.in_(_own(person_id)))
        .order_by(Event.id, Unavailable.slot)
    )
    late = rows.execute(
        select(Event.slug, LateRequest.asked_at)
        .join(LateRequest, LateRequest.fair_id == Event.id)
        .where(LateRequest.student_id.in_(_own(person_id)))
        .order_by(LateRequest.id)
    )
    return {
        "meetings_asked_for": [{"fair": slug, "made": asked_at.isoformat()} for slug, asked_at in late],
        "proposed_times": [
            {
                "fair": slug,
                "company": name_in(organisation, "en"),
                "from": proposal.side,
                "at": starts_at.isoformat() if starts_at else None,
                "state": proposal.state,
                "made": proposal.made_at.isoformat(),
            }
            for proposal, slug, organisation, starts_at in proposals
        ],
        "times_kept_free": [{"fair": slug, "at": starts_at.isoformat()} for slug, starts_at in kept_free],
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
    rows.execute(delete(LateRequest).where(LateRequest.student_id.in_(_own(person_id))))
    rows.execute(delete(TimeProposal).where(TimeProposal.student_id.in_(_own(person_id))))
    rows.execute(delete(FairPin).where(FairPin.student_id.in_(_own(person_id))))
    rows.execute(delete(Unavailable).where(Unavailable.student_id.in_(_own(person_id))))
    rows.execute(update(Meeting).where(Meeting.student_id.in_(_own(person_id))).values(note=""))
    rows.expire_all()


def forget_who_came(now: datetime) -> int:
    """The names of those who came for companies to fairs that are over for long; gives how many."""
    old = (
        select(Booth.id)
        .join(Event, Event.id == Booth.fair_id)
        .where(Event.ends_at < BOOTH_PEOPLE.before(now))
    )
    rows = session()
    gone = delete(BoothPerson).where(BoothPerson.booth_id.in_(old)).returning(BoothPerson.id)
    emptied = (
        update(Booth)
        .where(Booth.id.in_(old), Booth.people_who_come != "")
        .values(people_who_come="")
        .returning(Booth.id)
    )
    count = len(rows.scalars(gone).all()) + len(rows.scalars(emptied).all())
    rows.expire_all()
    return count


PURGES = {Kept.BOOTH_PEOPLE: forget_who_came}
