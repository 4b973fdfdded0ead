"""What follow-ups do about news from earlier rooms. Contacts are planned anew; nothing is sent here."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.accounts.events import (
    ConsentGiven,
    ConsentWithdrawn,
    LanguageOrZoneChanged,
    PeopleMerged,
    PeopleParted,
)
from recruit.accounts.models import Person
from recruit.accounts.rules import Purpose
from recruit.core.db import changes_one, session
from recruit.messages.events import (
    MailBounced,
    MailGivenUp,
    MailNotWanted,
    MailSent,
    MailUnknown,
    MailWishesChanged,
)
from recruit.placements.events import (
    Died,
    EmployerChanged,
    EndEntered,
    EndWithdrawn,
    LeaveBegun,
    LeaveEnded,
    NeverStarted,
    PlacementBroughtIn,
    StartConfirmed,
    StartMoved,
    StartPlanned,
)
from recruit.placements.models import Placement
from recruit.surveys.actions.contacts import raise_task, replan
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import ContactState, TaskKind

PlacementNews = (
    StartPlanned
    | StartMoved
    | StartConfirmed
    | PlacementBroughtIn
    | LeaveBegun
    | LeaveEnded
    | EmployerChanged
    | EndEntered
    | EndWithdrawn
    | Died
    | NeverStarted
)


def plan_again(event: PlacementNews) -> None:
    """A fact about a hire changed: held until the start is known, released by it, cancelled by an end, restored."""
    session().flush()
    person_id = session().scalar(select(Placement.person_id).where(Placement.id == event.placement_id))
    if person_id is not None:
        replan(person_id, event.now)


def follow_person(
    event: LanguageOrZoneChanged
    | ConsentGiven
    | ConsentWithdrawn
    | MailWishesChanged
    | PeopleMerged
    | PeopleParted,
) -> None:
    """Language, zone, consent, the wish for mails, or who the person is changed: send times follow, due days stay."""
    if isinstance(event, ConsentGiven | ConsentWithdrawn) and event.purpose is not Purpose.FOLLOW_UP:
        return
    session().flush()
    person_id = session().scalar(
        select(Person.id)
        .where(Person.public_id == event.person_ref)
        .where(select(Placement.id).where(Placement.person_id == Person.id).exists())
    )
    if person_id is not None:
        replan(person_id, event.at)


def note_sent(event: MailSent) -> None:
    """The mail is out; reminders count from now."""
    _note(event, Outcome.SENT, ContactState.SENT, sent_at=event.now)


def note_unknown(event: MailUnknown) -> None:
    """Nobody knows whether it arrived; only a person may send it again."""
    _note(event, Outcome.UNKNOWN, ContactState.UNKNOWN, task=TaskKind.UNKNOWN)


def note_bounced(event: MailBounced) -> None:
    """It came back: that is no answer, and somebody must ask for another address."""
    _note(event, Outcome.BOUNCED, ContactState.BOUNCED, task=TaskKind.BOUNCED)


def note_given_up(event: MailGivenUp) -> None:
    """It could not be handed over, as often as it was tried."""
    _note(event, Outcome.FAILED, ContactState.UNREACHABLE, reason="mail_failed", task=TaskKind.UNREACHABLE)


def note_not_wanted(event: MailNotWanted) -> None:
    """It was not handed over: the next tick plans the person anew from what is known now."""
    if event.subject_kind == "contact":
        session().execute(
            update(Contact)
            .where(Contact.public_id == event.subject_ref, Contact.mail_id == event.mail_id)
            .values(check_at=event.now)
        )


# Whoever has begun or finished to answer has the mail, whatever a mail server says later.
_MAY_FOLLOW_MAIL = (
    ContactState.QUEUED,
    ContactState.SENT,
    ContactState.UNKNOWN,
    ContactState.UNREACHABLE,
    ContactState.BOUNCED,
)


def _note(
    event: MailSent | MailUnknown | MailBounced | MailGivenUp,
    outcome: Outcome,
    state: ContactState,
    *,
    reason: str = "",
    sent_at: datetime | None = None,
    task: TaskKind | None = None,
) -> None:
    """Write down what became of a mail.

    Only the contact's own row is touched here, because the mail worker holds the mail's; `check_at` lets the next tick
    plan the person anew from it.
    """
    if event.subject_kind != "contact":
        return
    contact = session().scalar(
        select(Contact)
        .where(Contact.public_id == event.subject_ref, Contact.mail_id == event.mail_id)
        .execution_options(populate_existing=True)
    )
    if contact is None:
        return
    contact.outcome, contact.check_at = outcome, event.now
    if sent_at is not None:
        contact.sent_at = sent_at
    session().flush()
    moved = changes_one(
        update(Contact)
        .where(Contact.id == contact.id, Contact.state.in_(_MAY_FOLLOW_MAIL))
        .values(state=state, reason=reason)
    )
    session().refresh(contact)
    if task is not None and moved:
        raise_task(contact, task, event.now)
