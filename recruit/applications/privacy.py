"""Personal data of applications: letters and reasons go, the bare history stays for the figures."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from recruit.accounts.models import Person
from recruit.applications.models import Application, ApplicationMove, Interview, Offer
from recruit.applications.rules import ENDED, LIVE, ApplicationState, OfferState
from recruit.core.db import session
from recruit.core.periods import APPLICATION_RECORD, APPLICATION_SEEN, APPLICATION_SEEN_IF_AGREED, Kept
from recruit.organisations.queries import name_in
from recruit.postings import conditions
from recruit.students.models import Student

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "application": "Emptied of the letter and ended; the row stays without the name until a year after its end, for the figures.",
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
    language = session().scalar(select(Person.language).where(Person.id == person_id)) or ""
    return {"applications": [_plain(application, language) for application in applications]}


def _plain(application: Application, language: str) -> dict[str, Any]:
    offers = session().scalars(
        select(Offer).where(Offer.application_id == application.id).order_by(Offer.number)
    )
    return {
        "company": application.posting.organisation.slug,
        "company_name": name_in(application.posting.organisation, language),
        "position": application.posting.slug,
        "state": application.state,
        "submitted_at": application.submitted_at,
        "letter": application.letter,
        "moves": [{"to": move.to_state, "at": move.at} for move in application.moves],
        "offers": [
            {
                "state": offer.state,
                "conditions": offer.conditions,
                "planned_start_on": offer.planned_start_on,
                "made_at": offer.made_at,
                "answer_by_at": offer.answer_by_at,
                "answered_at": offer.answered_at,
            }
            for offer in offers
        ],
    }


def _conditions(content: Any) -> list[tuple[str, str]]:
    """The conditions of an offer in the reader's words."""
    rows = conditions.conditions_of(content)
    return [(row.label, " ".join(part for part in (row.value, row.aside) if part)) for row in rows]


# What the page for people shows in another way than its data: name of the value → rows.
READABLE = {"conditions": _conditions}


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


def _ended_before(instant: datetime) -> ColumnElement[bool]:
    """The application ended without success before this instant. One that was erased has no move that says so."""
    ended_at = (
        select(func.max(ApplicationMove.at))
        .where(ApplicationMove.application_id == Application.id, ApplicationMove.to_state.in_(ENDED))
        .scalar_subquery()
    )
    return and_(Application.state.in_(ENDED), func.coalesce(ended_at, Application.submitted_at) < instant)


def end_sight(now: datetime) -> int:
    """The company no longer sees applications that ended without success, and what was written in them goes. Gives how many."""
    agreed = Application.longer_agreed_at
    old = select(Application.id).where(
        Application.unseen_since.is_(None),
        or_(
            and_(agreed.is_(None), _ended_before(APPLICATION_SEEN.before(now))),
            _ended_before(APPLICATION_SEEN_IF_AGREED.before(now)),
        ),
    )
    ids = session().scalars(old.order_by(Application.id)).all()
    session().execute(
        update(ApplicationMove).where(ApplicationMove.application_id.in_(ids)).values(reason="")
    )
    session().execute(
        update(Application)
        .where(Application.id.in_(ids))
        .values(letter="", letter_language="", unseen_since=now)
    )
    return len(ids)


def forget_old(now: datetime) -> int:
    """Delete the bare records of applications that ended without success. Gives how many."""
    old = select(Application.id).where(
        Application.unseen_since.is_not(None), _ended_before(APPLICATION_RECORD.before(now))
    )
    ids = session().scalars(old.order_by(Application.id)).all()
    for table in (Offer, Interview, ApplicationMove):
        session().execute(delete(table).where(table.application_id.in_(ids)))
    session().execute(delete(Application).where(Application.id.in_(ids)))
    return len(ids)


PURGES = {Kept.APPLICATION_WORDS: end_sight, Kept.APPLICATION: forget_old}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these wait for an answer, or are waited for."""
    rows = session().scalars(
        select(Student.person_id)
        .join(Application, Application.student_id == Student.id)
        .where(Student.person_id.in_(person_ids), Application.state.in_((*LIVE, ApplicationState.INVITED)))
    )
    return set(rows)
