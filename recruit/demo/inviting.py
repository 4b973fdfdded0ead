"""Demonstration invitations: who was asked to the general meeting, and what became of it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.core.db import session
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState, InvitedAs, reminder_at
from recruit.events.models import Event
from recruit.events.rules import EventKind, EventState

ASKED = (
    ("Trần Quốc Bảo", "bao.tran@example.com", "vi", InvitedAs.GUESTS, InvitationState.INVITED, True),
    ("Rina Kusuma", "rina.kusuma@example.com", "id", InvitedAs.STUDENTS, InvitationState.INVITED, False),
    ("佐藤 健", "ken.sato@example.com", "ja", InvitedAs.COMPANIES, InvitationState.DECLINED, False),
    ("", "nobody@example.com", "en", InvitedAs.ADDRESS, InvitationState.NOT_REACHED, False),
)


def make_invitations(now: datetime) -> None:
    """To the next event that is no fair and to which people can sign up: one seat is held."""
    event = (
        session()
        .scalars(
            select(Event)
            .where(Event.state == EventState.OPEN, Event.kind != EventKind.FAIR, Event.sign_up_until > now)
            .order_by(Event.starts_at, Event.id)
        )
        .first()
    )
    if event is None:
        return
    sent = now - timedelta(days=2)
    for name, email, language, invited_as, state, holds_seat in ASKED:
        open_still = state is InvitationState.INVITED
        session().add(
            EventInvitation(
                event_id=event.id,
                name=name,
                email=email,
                language=language,
                zone=event.zone,
                invited_as=invited_as,
                state=state,
                holds_seat=holds_seat,
                held_until_at=min(now + timedelta(days=3), event.sign_up_until) if holds_seat else None,
                invited_at=sent,
                mail_due=False,
                sent_at=sent,
                remind_at=reminder_at(sent, event.sign_up_until) if open_still else None,
                opened_at=sent + timedelta(hours=5) if state is not InvitationState.NOT_REACHED else None,
                answered_at=sent + timedelta(hours=6) if state is InvitationState.DECLINED else None,
            )
        )
        event.signed_up_count += holds_seat
    event.invites = True
    session().flush()
