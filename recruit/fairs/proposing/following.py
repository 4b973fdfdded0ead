"""What times that were agreed follow when somebody leaves the fair (see `reactions.py`)."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.events.events import SeatCalledOff, SeatPassedOn, SeatRefused, SignUpCancelled
from recruit.events.models import Registration
from recruit.fairs.events import BoothWithdrawn, TimetablePublished
from recruit.fairs.models import Booth, Fair, Timetable
from recruit.fairs.proposing import actions
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.rules import Side
from recruit.students.models import Student


def close_for_student(event: SignUpCancelled | SeatRefused | SeatPassedOn) -> None:
    """Without a seat nothing that was agreed stands; the companies are told. Runs before the fair forgets the student."""
    registration = session().get_one(Registration, event.registration_id)
    fair = session().get(Fair, registration.event_id)
    student_id = session().scalar(select(Student.id).where(Student.person_id == registration.person_id))
    if fair is not None and student_id is not None:
        actions.close_all(
            fair, Mover(Side.STUDENT, operator_may=False, by=event.by, now=event.now), student_id=student_id
        )


def end_proposals(event: SeatCalledOff) -> None:
    """The event does not take place, which everybody is told anyway: nothing more is said of single proposals."""
    registration = session().get_one(Registration, event.registration_id)
    student_id = session().scalar(select(Student.id).where(Student.person_id == registration.person_id))
    if student_id is not None:
        actions.end_proposals(registration.event_id, student_id, now=event.now)


def end_all_proposals(event: TimetablePublished) -> None:
    """Staff arrange after all: what still waits for an answer can no longer be accepted, and nobody is reminded of it."""
    timetable = session().get_one(Timetable, event.timetable_id)
    actions.end_proposals(timetable.fair_id, now=event.now)


def close_for_company(event: BoothWithdrawn) -> None:
    """The company does not come: its offers end, and the students are told."""
    booth = session().get_one(Booth, event.booth_id)
    fair = session().get_one(Fair, booth.fair_id)
    actions.close_all(
        fair, Mover(Side.COMPANY, operator_may=False, by=event.by, now=event.now), company_id=booth.company_id
    )
