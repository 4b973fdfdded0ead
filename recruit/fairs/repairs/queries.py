"""What is read to mend a published timetable."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, TimetableRepair, Wish
from recruit.fairs.rules import BoothState, Mark, MeetingState
from recruit.fairs.timetable.result import Meeting as Held
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope


def repairs_for_staff(visitor: Visitor, timetable: Timetable) -> list[TimetableRepair]:
    """The newest first."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().scalars(
        select(TimetableRepair)
        .where(TimetableRepair.timetable_id == timetable.id)
        .order_by(TimetableRepair.id.desc())
    )
    return list(rows)


def repair_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> TimetableRepair:
    if not visitor.is_coordinator:
        raise Missing
    found = session().scalar(
        select(TimetableRepair)
        .join(Timetable, Timetable.id == TimetableRepair.timetable_id)
        .where(TimetableRepair.public_id == public_id, Timetable.fair_id == fair.event_id)
    )
    if found is None:
        raise Missing
    return found


# Who did not come is not met again at the same time; a dropped conversation holds no place.
_STANDS = Meeting.state.not_in((MeetingState.DROPPED, MeetingState.NO_SHOW))


def standing_meetings(timetable_id: int) -> list[Meeting]:
    """Those that take place as far as is known, in the order of the day."""
    rows = session().scalars(
        select(Meeting)
        .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
        .where(Meeting.timetable_id == timetable_id, _STANDS)
        .order_by(Meeting.slot, Meeting.company_id, Meeting.table_number)
    )
    return list(rows)


def as_held(meetings: Iterable[Meeting]) -> list[Held]:
    """The same in the words of the solver."""
    return [
        Held(one.student.public_id, one.organisation.public_id, one.slot, one.table_number)
        for one in meetings
    ]


def without_seat(fair_id: int, student_refs: Iterable[str]) -> frozenset[str]:
    """Of these students, who has no seat at the fair any more."""
    refs = set(student_refs)
    seated = session().scalars(
        select(Student.public_id)
        .join(Registration, Registration.person_id == Student.person_id)
        .where(
            Registration.event_id == fair_id,
            Registration.state == RegistrationState.SIGNED_UP,
            Student.public_id.in_(refs),
        )
    )
    return frozenset(refs - set(seated))


def without_booth(fair_id: int, company_refs: Iterable[str]) -> frozenset[str]:
    """Of these companies, which have no confirmed booth any more."""
    refs = set(company_refs)
    there = session().scalars(
        select(Organisation.public_id)
        .join(Booth, Booth.company_id == Organisation.id)
        .where(
            Booth.fair_id == fair_id,
            Booth.state == BoothState.CONFIRMED,
            Organisation.public_id.in_(refs),
        )
    )
    return frozenset(refs - set(there))


def named(
    student_refs: Iterable[str], company_refs: Iterable[str]
) -> tuple[dict[str, Student], dict[str, Organisation]]:
    """Rows by public id."""
    students = session().scalars(select(Student).where(Student.public_id.in_(set(student_refs))))
    companies = session().scalars(select(Organisation).where(Organisation.public_id.in_(set(company_refs))))
    return {one.public_id: one for one in students}, {one.public_id: one for one in companies}


def companies_with_time(fair_id: int) -> dict[str, frozenset[str]]:
    """Companies at the fair that want more people, with what is spoken at their booths."""
    rows = session().execute(
        select(Organisation.public_id, Booth.languages)
        .join(Booth, Booth.company_id == Organisation.id)
        .where(Booth.fair_id == fair_id, Booth.state == BoothState.CONFIRMED, Booth.wants_more.is_(True))
        .order_by(Organisation.id)
    )
    return {ref: frozenset(languages) for ref, languages in rows}


def tables_at(fair_id: int) -> dict[str, int]:
    """How many tables each company with a booth has now."""
    rows = session().execute(
        select(Organisation.public_id, Booth.tables)
        .join(Booth, Booth.company_id == Organisation.id)
        .where(Booth.fair_id == fair_id, Booth.state == BoothState.CONFIRMED)
        .order_by(Organisation.id)
    )
    return {row[0]: row[1] for row in rows}


def unwanted_pairs(fair_id: int, student_refs: Iterable[str]) -> set[tuple[str, str]]:
    """Of these students: with which companies one side does not want to meet."""
    rows = session().execute(
        select(Student.public_id, Organisation.public_id)
        .select_from(Wish)
        .join(Student, Student.id == Wish.student_id)
        .join(Organisation, Organisation.id == Wish.company_id)
        .where(Wish.fair_id == fair_id, Wish.mark == Mark.NO, Student.public_id.in_(set(student_refs)))
    )
    return {(row[0], row[1]) for row in rows}


def taken_back_pairs(fair: Fair, student_refs: Iterable[str]) -> set[tuple[str, str]]:
    """Of these students: with which companies they do not meet, as they no longer show these the profile at this fair."""
    live = aliased(Disclosure)
    still = (
        select(live.id)
        .where(
            live.student_id == Disclosure.student_id,
            live.organisation_id == Disclosure.organisation_id,
            live.scope != DisclosureScope.CARD,
            live.until_at.is_(None),
        )
        .exists()
    )
    rows = session().execute(
        select(Student.public_id, Organisation.public_id)
        .select_from(Disclosure)
        .join(Student, Student.id == Disclosure.student_id)
        .join(Organisation, Organisation.id == Disclosure.organisation_id)
        .where(
            Student.public_id.in_(set(student_refs)),
            Disclosure.reason == DisclosureReason.FAIR,
            Disclosure.reason_ref == fair.event.slug,
            Disclosure.until_at.is_not(None),
            ~still,
        )
    )
    return {(row[0], row[1]) for row in rows}


def without_meeting(visitor: Visitor, fair: Fair, timetable: Timetable) -> list[Student]:
    """Who was let in at the door and has no conversation at all in the published timetable."""
    if not visitor.is_coordinator:
        raise Missing
    meets = (
        select(Meeting.id)
        .where(Meeting.timetable_id == timetable.id, Meeting.student_id == Student.id, _STANDS)
        .exists()
    )
    rows = session().scalars(
        select(Student)
        .join(Registration, Registration.person_id == Student.person_id)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(
            Registration.event_id == fair.event_id,
            Registration.state == RegistrationState.SIGNED_UP,
            let_in(),
            ~meets,
        )
        .order_by(CheckIn.at.desc(), Student.id)
    )
    return list(rows)
