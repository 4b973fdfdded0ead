"""What invitations hold about a person, and how it leaves again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import joinedload

from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.models import ContactPoint, Person, User
from recruit.core.db import session
from recruit.core.periods import EVENT_INVITATIONS, Kept
from recruit.core.texts import best_text
from recruit.events.actions import fill_free_seats
from recruit.events.inviting.holding import give_back
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState
from recruit.events.models import Event

TABLES: dict[str, str] = {
    "event_invitation": "Address and name are deleted with the account, and some time after the event; the row stays as a count.",
}


def export(person_id: int) -> dict[str, Any]:
    """The events this person was invited to, by address or by name of the account."""
    language = session().scalar(select(Person.language).where(Person.id == person_id)) or ""
    rows = session().scalars(
        select(EventInvitation)
        .options(joinedload(EventInvitation.event))
        .where(_of(person_id))
        .order_by(EventInvitation.id)
    )
    return {
        "event_invitations": [
            {
                "title": text.title if (text := best_text(row.event.texts, language)) else "",
                "event": row.event.slug,
                "state": row.state,
                "email": row.email or "",
                "name": row.name,
                "sent_at": row.sent_at.isoformat() if row.sent_at else None,
                "opened": row.opened_at.isoformat() if row.opened_at else None,
                "answered": row.answered_at.isoformat() if row.answered_at else None,
            }
            for row in rows
        ]
    }


def _of(person_id: int) -> Any:
    addresses = select(User.email).where(User.person_id == person_id)
    return or_(EventInvitation.person_id == person_id, EventInvitation.email.in_(addresses))


def erase(person_id: int, now: datetime) -> None:
    """Nothing is left but that somebody was invited. Call before accounts forget the address."""
    rows = session()
    rows.flush()
    for invitation in rows.scalars(select(EventInvitation).where(_of(person_id))).all():
        if invitation.holds_seat:
            event = rows.get_one(Event, invitation.event_id, with_for_update=True, populate_existing=True)
            give_back(event, invitation)
            fill_free_seats(event, now=now)
        if invitation.state is InvitationState.INVITED:
            invitation.state = InvitationState.WITHDRAWN
        invitation.mail_due, invitation.remind_at = False, None
        invitation.email, invitation.name = None, ""
    rows.flush()


def forget_invited(now: datetime) -> int:
    """Addresses of events that are over for long, and who came to them without an account; gives how many addresses."""
    old = select(Event.id).where(Event.ends_at < EVENT_INVITATIONS.before(now))
    rows = session()
    still = select(EventInvitation.person_id).where(
        EventInvitation.event_id.not_in(old), EventInvitation.person_id.is_not(None)
    )
    # Whoever was put together with somebody else is more than a guest by now, and so is who is still invited somewhere.
    guests = rows.scalars(
        select(EventInvitation.person_id)
        .where(
            EventInvitation.as_guest,
            EventInvitation.event_id.in_(old),
            EventInvitation.email.is_not(None),
            EventInvitation.person_id.is_not(None),
            EventInvitation.person_id.not_in(still),
            ~exists().where(User.person_id == EventInvitation.person_id),
            ~exists().where(PersonMerge.kept_id == EventInvitation.person_id),
        )
        .distinct()
        .order_by(EventInvitation.person_id)
    ).all()
    rows.execute(delete(ContactPoint).where(ContactPoint.person_id.in_(guests)))
    rows.execute(
        update(Person).where(Person.id.in_(guests)).values(display_name="", search_key="", anonymised_at=now)
    )
    gone = (
        update(EventInvitation)
        .where(EventInvitation.event_id.in_(old), EventInvitation.email.is_not(None))
        .values(email=None, name="")
    )
    return len(rows.scalars(gone.returning(EventInvitation.id)).all())


PURGES = {Kept.EVENT_INVITATIONS: forget_invited}
