"""What becomes of a late request when the seat goes (see `reactions.py`)."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.events.events import SeatCalledOff, SeatPassedOn, SeatRefused, SignUpCancelled
from recruit.events.models import Registration
from recruit.fairs.joining import actions
from recruit.students.models import Student


def forget_request(event: SignUpCancelled | SeatRefused | SeatPassedOn | SeatCalledOff) -> None:
    """Without a seat nothing is asked for."""
    registration = session().get_one(Registration, event.registration_id)
    student_id = session().scalar(select(Student.id).where(Student.person_id == registration.person_id))
    if student_id is not None:
        actions.forget(student_id, registration.event_id)
