"""What follow-ups do about news from earlier rooms. Contacts are planned anew; nothing is sent here."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm.util import identity_key

from recruit.accounts.events import (
    ConsentGiven,
    ConsentWithdrawn,
    LanguageOrZoneChanged,
    PeopleMerged,
    PeopleParted,
)
from recruit.accounts.models import Person
from recruit.accounts.rules import Purpose
from recruit.core.db import Base, session
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
    StayChanged,
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
    | StayChanged
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


_CONTACTS = Base.metadata.tables[Contact.__tablename__]
_ROW = _CONTACTS.c
_MAY_FOLLOW = _ROW.state.in_(_MAY_FOLLOW_MAIL)
# Made once: it is run for every letter.
_NOTE = (
    update(_CONTACTS)
    .where(_ROW.public_id == bindparam("ref"), _ROW.mail_id == bindparam("mail"))
    .values(
        outcome=bindparam("new_outcome", type_=_ROW.outcome.type),
        check_at=bindparam("now", type_=_ROW.check_at.type),
        sent_at=func.coalesce(bindparam("new_sent_at", type_=_ROW.sent_at.type), _ROW.sent_at),
        state=case((_MAY_FOLLOW, bindparam("new_state", type_=_ROW.state.type)), else_=_ROW.state),
        reason=case((_MAY_FOLLOW, bindparam("new_reason", type_=_ROW.reason.type)), else_=_ROW.reason),
    )
    .returning(_ROW.id, _ROW.state)
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
    noted = (
        session()
        .execute(
            _NOTE,
            {
                "ref": event.subject_ref,
                "mail": event.mail_id,
                "new_outcome": outcome,
                "now": event.now,
                "new_sent_at": sent_at,
                "new_state": state,
                "new_reason": reason,
            },
        )
        .one_or_none()
    )
    if noted is None:
        return
    held = session().identity_map.get(identity_key(Contact, noted.id))
    if held is not None:
        session().expire(held)
    if task is not None and noted.state is state:
        raise_task(session().get_one(Contact, noted.id), task, event.now)
