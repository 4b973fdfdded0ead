"""The seat that an invitation holds: taken up by who was invited, or given back. The row of the event is locked before."""

from datetime import datetime

from sqlalchemy import update

from recruit.core.db import changes_one, session
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState
from recruit.events.models import Event


def take_up(invitation: EventInvitation, person_id: int, *, now: datetime) -> int:
    """The invitation is taken up by this person; gives how many seats it held, none or one."""
    session().flush()
    held = _let_go(invitation)
    invitation.state, invitation.answered_at = InvitationState.SIGNED_UP, now
    invitation.person_id, invitation.remind_at, invitation.mail_due = person_id, None, False
    session().flush()
    return held


def give_back(event: Event, invitation: EventInvitation) -> int:
    """The seat is nobody's any more; gives how many came free, none or one."""
    session().flush()
    free = _let_go(invitation)
    event.signed_up_count -= free
    session().flush()
    return free


def _let_go(invitation: EventInvitation) -> int:
    """Compare and set: of two who take up or give back at once, one has the seat."""
    mine = changes_one(
        update(EventInvitation)
        .where(EventInvitation.id == invitation.id, EventInvitation.holds_seat)
        .values(holds_seat=False)
    )
    session().refresh(invitation)
    return int(mine)
