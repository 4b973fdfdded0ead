"""What follow-ups do about news from earlier rooms. Contacts are planned anew; nothing is sent here."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.accounts.events import ConsentGiven, ConsentWithdrawn, LanguageOrZoneChanged
from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.messages.events import MailBounced, MailGivenUp, MailSent, MailUnknown
from recruit.placements.events import (
    EndEntered,
    EndWithdrawn,
    NeverStarted,
    PlacementBroughtIn,
    StartConfirmed,
    StartMoved,
    StartPlanned,
)
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import ContactState

PlacementNews = (
    StartPlanned
    | StartMoved
    | StartConfirmed
    | PlacementBroughtIn
    | EndEntered
    | EndWithdrawn
    | NeverStarted
)


def plan_again(event: PlacementNews) -> None:
    """A fact about a hire changed: held until the start is known, released by it, cancelled by an end, restored."""
    person_id = session().scalar(select(Placement.person_id).where(Placement.id == event.placement_id))
    if person_id is not None:
        replan(person_id, event.now)


def follow_person(event: LanguageOrZoneChanged | ConsentGiven | ConsentWithdrawn) -> None:
    """Language, zone or consent changed: send times follow, due days stay."""
    person_id = session().scalar(select(Person.id).where(Person.public_id == event.person_ref))
    if person_id is not None:
        replan(person_id, event.at)


def note_sent(event: MailSent) -> None:
    """The invitation is out; reminders count from now."""
    _note(event.subject_kind, event.subject_ref, Outcome.SENT, ContactState.SENT, event.now)


def note_unknown(event: MailUnknown) -> None:
    """Nobody knows whether it arrived; only a person may send it again."""
    _note(event.subject_kind, event.subject_ref, Outcome.UNKNOWN, ContactState.UNKNOWN, event.now)


def note_bounced(event: MailBounced) -> None:
    """It came back."""
    _note(event.subject_kind, event.subject_ref, Outcome.BOUNCED, ContactState.BOUNCED, event.now)


def note_given_up(event: MailGivenUp) -> None:
    """It could not be handed over, as often as it was tried."""
    _note(event.subject_kind, event.subject_ref, Outcome.FAILED, ContactState.MISSED_BY_US, event.now)


def _note(kind: str, ref: str, outcome: Outcome, state: ContactState, now: datetime) -> None:
    if kind != "contact":
        return
    values: dict[str, object] = {"outcome": outcome, "state": state}
    if outcome is Outcome.SENT:
        values["sent_at"] = now
    session().execute(
        update(Contact)
        .where(Contact.public_id == ref, Contact.outcome == Outcome.QUEUED)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    person_id = session().scalar(
        select(Placement.person_id)
        .join(Contact, Contact.placement_id == Placement.id)
        .where(Contact.public_id == ref)
    )
    if person_id is not None:
        replan(person_id, now)
