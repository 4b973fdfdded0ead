"""Everything about surveys that is the visitor's own. Nobody else's is ever read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.placements.models import Placement
from recruit.surveys.after_events.models import GuestSurvey
from recruit.surveys.basis import Asking
from recruit.surveys.models import Contact, InstrumentVersion, Response
from recruit.surveys.queries.agreeing import hire_of
from recruit.surveys.queries.answering import Survey, survey_of_own
from recruit.surveys.rules import ContactKind, ContactState, Openness

# Points that are none of this person's: taken away, or refused.
_NOT_THEIRS = (ContactState.CANCELLED, ContactState.NOT_APPLICABLE)


@dataclass(frozen=True)
class Mine:
    """A person's surveys by what can be done about them. `asking` is None for who has no employment here."""

    open: Sequence[Survey]
    coming: Sequence[Survey]
    answered: Sequence[Survey]
    closed: Sequence[Survey]
    refused: Sequence[Survey]
    events: Sequence[GuestSurvey]
    answered_events: Sequence[GuestSurvey]
    asking: Asking | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (
            self.open
            or self.coming
            or self.answered
            or self.closed
            or self.refused
            or self.events
            or self.answered_events
        )


def surveys_of(visitor: Visitor, now: datetime) -> Mine:
    """The visitor's own surveys: what ends first stands first, what was answered last stands first."""
    surveys = _surveys(visitor.person_id or 0)
    # Who began before saying no may still hand in; nobody is pressed to begin.
    refused = [one for one in surveys if one.contact.state is ContactState.OPTED_OUT and one.response is None]
    rest = [one for one in surveys if one not in refused]
    waiting = [one for one in rest if not one.is_submitted]
    openness = {one.contact.id: one.openness(now) for one in waiting}
    events = _event_surveys(visitor.person_id or 0)
    return Mine(
        open=sorted(
            (one for one in waiting if openness[one.contact.id] in (Openness.OPEN, Openness.LATE)),
            key=lambda one: one.takes_answers_until(now),
        ),
        coming=[one for one in waiting if openness[one.contact.id] is Openness.NOT_YET],
        answered=[one for one in reversed(rest) if one.is_submitted],
        closed=[one for one in waiting if openness[one.contact.id] is Openness.CLOSED],
        refused=refused,
        events=[one for one in events if not one.answered and now < one.closes_at],
        answered_events=[one for one in events if one.answered],
        asking=_asking(visitor, now),
    )


def _asking(visitor: Visitor, now: datetime) -> Asking | None:
    try:
        return hire_of(visitor, now).asking
    except Missing:
        return None


def _surveys(person_id: int) -> list[Survey]:
    """All points of a person in the order of their days, each with the questionnaire of then or of now."""
    rows = session()
    contacts = rows.scalars(
        select(Contact)
        .join(Placement, Placement.id == Contact.placement_id)
        .options(joinedload(Contact.placement).joinedload(Placement.person))
        .where(
            Placement.person_id == person_id,
            Contact.kind == ContactKind.INVITATION,
            Contact.state.notin_(_NOT_THEIRS),
        )
        .order_by(Contact.due_on, Contact.id)
    ).all()
    responses = {
        response.contact_id: response
        for response in rows.scalars(
            select(Response)
            .options(selectinload(Response.answers))
            .where(Response.contact_id.in_([contact.id for contact in contacts]))
        )
    }
    newest: dict[int, InstrumentVersion] = {
        version.instrument_id: version
        for version in rows.scalars(
            select(InstrumentVersion)
            .where(InstrumentVersion.instrument_id.in_({contact.wave.instrument_id for contact in contacts}))
            .order_by(InstrumentVersion.number)
        )
    }
    found = []
    for contact in contacts:
        response = responses.get(contact.id)
        version = response.instrument_version if response else newest[contact.wave.instrument_id]
        found.append(Survey(contact, version, response))
    return found


def _event_surveys(person_id: int) -> Sequence[GuestSurvey]:
    return (
        session()
        .scalars(
            select(GuestSurvey)
            .join(Registration, Registration.id == GuestSurvey.registration_id)
            .options(
                joinedload(GuestSurvey.registration).joinedload(Registration.event).selectinload(Event.texts)
            )
            .where(Registration.person_id == person_id)
            .order_by(GuestSurvey.closes_at, GuestSurvey.id)
        )
        .all()
    )


def answers_of_own(visitor: Visitor, public_id: str) -> Survey:
    """What the visitor handed in. Raises Missing for everybody else's, and for what is not handed in: that can still be changed."""
    survey = survey_of_own(visitor, public_id)
    if not survey.is_submitted:
        raise Missing
    return survey
