"""What invitations do about news of their mails."""

from recruit.events.inviting import actions, queries
from recruit.events.inviting.mails import INVITATION, TO_CONFIRM
from recruit.events.inviting.rules import InvitationState
from recruit.events.rules import why_not_sign_up
from recruit.messages.events import MailBounced, MailGivenUp, MailNotWanted

_FIRST = (INVITATION, TO_CONFIRM)


def note_not_wanted(event: MailNotWanted) -> None:
    """Who has switched such mails off is asked no more, and no seat is held. A mail that came too late says nothing."""
    if event.kind not in _FIRST:
        return
    its_event = queries.invitation_by_ref(event.subject_ref).event
    if why_not_sign_up(its_event.state, its_event.sign_up_until, event.now) is None:
        actions.note_no_way(event.subject_ref, InvitationState.NOT_WANTED, now=event.now)


def note_not_reached(event: MailGivenUp | MailBounced) -> None:
    """Nobody is at this address."""
    if event.kind in _FIRST:
        actions.note_no_way(event.subject_ref, InvitationState.NOT_REACHED, now=event.now)
