"""Personal data of applications: letters and reasons go, the bare history stays for the figures."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.rules import LIVE, ApplicationState, OfferState
from recruit.core.db import session
from recruit.students.models import Student

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "application": "Emptied of the letter and ended; the row stays without the name, for the figures.",
    "application_move": "Emptied of what was written; the bare history stays.",
    "interview": "Kept: it holds times only.",
    "offer": "Kept without a name: conditions and days. An open one is declined.",
}


def export(person_id: int) -> dict[str, Any]:
    """A person's applications, what became of them, and the offers."""
    applications = session().scalars(
        select(Application)
        .join(Student, Student.id == Application.student_id)
        .where(Student.person_id == person_id)
        .order_by(Application.id)
    )
    return {"applications": [_plain(application) for application in applications]}


def _plain(application: Application) -> dict[str, Any]:
    offers = session().scalars(
        select(Offer).where(Offer.application_id == application.id).order_by(Offer.number)
    )
    return {
        "company": application.posting.organisation.slug,
        "position": application.posting.slug,
        "state": str(application.state),
        "submitted_at": application.submitted_at,
        "letter": application.letter,
        "moves": [{"to": str(move.to_state), "at": move.at} for move in application.moves],
        "offers": [
            {
                "state": str(offer.state),
                "conditions": offer.conditions,
                "planned_start_on": offer.planned_start_on,
                "made_at": offer.made_at,
                "answer_by_at": offer.answer_by_at,
                "answered_at": offer.answered_at,
            }
            for offer in offers
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """Empty what was written; what is still open ends. The rows hold no name and stay for the figures."""
    ids = select(Application.id).join(Student).where(Student.person_id == person_id)
    unsynchronised = {"synchronize_session": False}
    session().execute(
        update(Offer)
        .where(Offer.application_id.in_(ids), Offer.state == OfferState.MADE)
        .values(state=OfferState.DECLINED, answered_at=now)
        .execution_options(**unsynchronised)
    )
    session().execute(
        update(ApplicationMove)
        .where(ApplicationMove.application_id.in_(ids))
        .values(reason="")
        .execution_options(**unsynchronised)
    )
    session().execute(
        update(Application)
        .where(Application.id.in_(ids))
        .values(letter="", letter_language="")
        .execution_options(**unsynchronised)
    )
    session().execute(
        update(Application)
        .where(Application.id.in_(ids), Application.state.in_((*LIVE, ApplicationState.INVITED)))
        .values(state=ApplicationState.WITHDRAWN, answer_by_at=None)
        .execution_options(**unsynchronised)
    )
    session().expire_all()
