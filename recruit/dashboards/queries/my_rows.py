"""The rows behind "what is next for me", read once each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from recruit.applications.models import Application, ApplicationMove, Interview, Offer
from recruit.applications.rules import ApplicationState
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.fairs.models import Fair, FairSlot, Meeting, Timetable
from recruit.fairs.rules import MeetingState, TimetableState
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.students.models import Student
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactKind, ContactState

SignUps = Sequence[tuple[Registration, Fair | None]]
# A meeting of a published timetable, its time and its fair.
Meetings = Sequence[tuple[Meeting, datetime, int]]


def registrations_of(person_id: int) -> SignUps:
    found = session().execute(
        select(Registration, Fair)
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(Fair, Fair.event_id == Event.id)
        .where(
            Registration.person_id == person_id,
            Event.kind == EventKind.FAIR,
            Registration.state.not_in((RegistrationState.CANCELLED, RegistrationState.REFUSED)),
        )
        .options(joinedload(Registration.event))
        .order_by(Event.starts_at, Registration.id)
    )
    return [(registration, fair) for registration, fair in found]


def meetings_of(student: Student | None) -> Meetings:
    """Meetings of published timetables with their time and their fair."""
    if student is None:
        return []
    found = session().execute(
        select(Meeting, FairSlot.starts_at, Timetable.fair_id)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(FairSlot, (FairSlot.fair_id == Timetable.fair_id) & (FairSlot.number == Meeting.slot))
        .where(
            Meeting.student_id == student.id,
            Meeting.state != MeetingState.DROPPED,
            Timetable.state == TimetableState.PUBLISHED,
        )
        .options(joinedload(Meeting.organisation))
        .order_by(FairSlot.starts_at, Meeting.id)
    )
    return [(meeting, starts_at, fair_id) for meeting, starts_at, fair_id in found]


def applications_of(student: Student | None) -> dict[int, Application]:
    if student is None:
        return {}
    found = session().scalars(
        select(Application)
        .where(Application.student_id == student.id)
        .options(joinedload(Application.posting).joinedload(Posting.organisation))
        .order_by(Application.id)
    )
    return {row.id: row for row in found}


def offers_of(applications: dict[int, Application]) -> Sequence[Offer]:
    if not applications:
        return []
    return (
        session()
        .scalars(select(Offer).where(Offer.application_id.in_(applications)).order_by(Offer.id))
        .all()
    )


def interviews_of(applications: dict[int, Application]) -> Sequence[Interview]:
    if not applications:
        return []
    return (
        session()
        .scalars(select(Interview).where(Interview.application_id.in_(applications)).order_by(Interview.id))
        .all()
    )


def came_through_an_interview(offers: Sequence[Offer]) -> bool:
    """Whether an offer followed an interview that stands in the history of the application alone, without a day."""
    if not offers:
        return False
    followed = exists().where(
        ApplicationMove.application_id.in_([offer.application_id for offer in offers]),
        ApplicationMove.from_state == ApplicationState.INTERVIEW,
        ApplicationMove.to_state == ApplicationState.OFFERED,
    )
    return bool(session().scalar(select(followed)))


def open_surveys_of(placement: Placement | None) -> Sequence[Contact]:
    """Invitations that were sent and can still be answered."""
    if placement is None:
        return []
    return (
        session()
        .scalars(
            select(Contact)
            .where(
                Contact.placement_id == placement.id,
                Contact.kind == ContactKind.INVITATION,
                Contact.state.in_((ContactState.SENT, ContactState.STARTED)),
            )
            .order_by(Contact.close_on, Contact.id)
        )
        .all()
    )


def name_of(organisation: Organisation | None, language: str) -> tuple[str, str]:
    text = best_text(organisation.texts, language) if organisation else None
    return (text.name, text.language) if text else ("", "")


def title_of(event: Event, language: str) -> tuple[str, str]:
    text = best_text(event.texts, language)
    return (text.title, text.language) if text else (event.slug, "")
