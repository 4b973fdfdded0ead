"""What staff read on the day of a fair."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.fairs.models import Booth, Fair, FairReport, FairSlot, Meeting, Timetable
from recruit.fairs.rules import BoothState, MeetingState, TimetableState


def _demand_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise Missing


@dataclass(frozen=True)
class PlacedMeeting:
    """A conversation of the published timetable with the booth at which it takes place."""

    meeting: Meeting
    booth: Booth | None


def meetings_of_the_day(visitor: Visitor, timetable: Timetable) -> list[PlacedMeeting]:
    """All that were not dropped, in the order of the day, then by booth and table."""
    _demand_coordinator(visitor)
    booths = {
        booth.company_id: booth
        for booth in session().scalars(
            select(Booth).where(Booth.fair_id == timetable.fair_id, Booth.state == BoothState.CONFIRMED)
        )
    }
    rows = session().scalars(
        select(Meeting)
        .options(
            joinedload(Meeting.student), joinedload(Meeting.organisation), joinedload(Meeting.interpreter)
        )
        .where(Meeting.timetable_id == timetable.id, Meeting.state != MeetingState.DROPPED)
        .order_by(Meeting.slot, Meeting.company_id, Meeting.table_number)
    )
    return [PlacedMeeting(meeting, booths.get(meeting.company_id)) for meeting in rows]


def meeting_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> Meeting:
    """One of the published timetable."""
    _demand_coordinator(visitor)
    found = session().scalar(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Meeting.public_id == public_id,
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
        )
    )
    if found is None:
        raise Missing
    return found


def slot_of(meeting: Meeting) -> FairSlot:
    """The slot in which it takes place."""
    return (
        session()
        .scalars(
            select(FairSlot)
            .join(Timetable, Timetable.fair_id == FairSlot.fair_id)
            .where(Timetable.id == meeting.timetable_id, FairSlot.number == meeting.slot)
        )
        .one()
    )


def open_reports(visitor: Visitor, fair: Fair) -> list[FairReport]:
    """What companies said and nobody has seen to yet, the oldest first."""
    _demand_coordinator(visitor)
    rows = session().scalars(
        select(FairReport)
        .options(joinedload(FairReport.meeting).joinedload(Meeting.student))
        .where(FairReport.fair_id == fair.event_id, FairReport.settled_at.is_(None))
        .order_by(FairReport.said_at, FairReport.id)
    )
    return list(rows)


def report_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> FairReport:
    _demand_coordinator(visitor)
    found = session().scalar(
        select(FairReport).where(FairReport.public_id == public_id, FairReport.fair_id == fair.event_id)
    )
    if found is None:
        raise Missing
    return found


def own_reports(visitor: Visitor, fair: Fair) -> list[FairReport]:
    """What the company said and staff have not seen to yet."""
    rows = session().scalars(
        select(FairReport)
        .where(
            FairReport.fair_id == fair.event_id,
            FairReport.company_id == visitor.acting_organisation_id,
            FairReport.settled_at.is_(None),
        )
        .order_by(FairReport.id)
    )
    return list(rows)
