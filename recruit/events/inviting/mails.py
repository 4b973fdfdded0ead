"""Mail kinds of invitations: the invitation, a reminder, and a seat that waits to be confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.events import rules as event_rules
from recruit.events.inviting import queries
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState, InvitedAs
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

INVITATION, REMINDER, TO_CONFIRM = "event_invitation", "event_invitation_reminder", "event_seat_to_confirm"


def _context(params: Params, language: str) -> Mapping[str, Any]:
    invitation = queries.invitation_by_ref(params["invitation"])
    event, key = invitation.event, queries.key_of(invitation)
    text = best_text(event.texts, language)
    until = invitation.held_until_at if invitation.holds_seat else None
    return {
        "name": invitation.name,
        "title_of_event": text.title if text else event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "starts": two_clocks(event.starts_at, event.zone),
        "until": two_clocks(until or event.sign_up_until, event.zone),
        "holds_seat": invitation.holds_seat,
        "invited_only": event.by_invitation,
        "as_guest": invitation.as_guest,
        "key": key,
        "url": page_url("events.invited", token=key, _external=True),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    invitation = queries.invitation_by_ref(params["invitation"])
    event = invitation.event
    closed = event_rules.why_not_sign_up(event.state, event.sign_up_until, now)
    return invitation.state is InvitationState.INVITED and closed is None


KINDS = [
    MailKind(
        name=name,
        room="events",
        template=f"events/inviting/{name}",
        context=_context,
        still_wanted=_still_wanted,
        # Whoever asked staff for a seat waits for this mail; the others can be switched off.
        necessary=name == TO_CONFIRM,
        group="" if name == TO_CONFIRM else MailGroup.EVENTS,
        secrets=("key",),
    )
    for name in (INVITATION, REMINDER, TO_CONFIRM)
]


def queue_invitation(invitation: EventInvitation, *, now: datetime, again: bool = False) -> None:
    """One mail to one invited address; the reminder is one more, and neither goes twice."""
    first = TO_CONFIRM if invitation.invited_as is InvitedAs.BY_STAFF else INVITATION
    kind = REMINDER if again else first
    person = session().get(Person, invitation.person_id) if invitation.person_id else None
    queue(
        kind,
        to_address=invitation.email or "",
        to_ref=person.public_id if person else "",
        language=person.language if person else invitation.language,
        zone=person.zone if person else invitation.zone,
        params={"invitation": invitation.public_id},
        unique_key=f"{kind}:{invitation.public_id}",
        now=now,
        subject_kind="event_invitation",
        subject_ref=invitation.public_id,
    )
