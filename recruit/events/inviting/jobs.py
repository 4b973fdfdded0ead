"""What the clock does to invitations: mails in small steps, one reminder, seats that were held in vain."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from recruit.core.db import session, writing
from recruit.core.each import each_by_itself
from recruit.events.inviting import actions
from recruit.events.inviting.mails import queue_invitation
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState, reminder_at
from recruit.events.models import Event

# So many mails are queued in one transaction; whoever takes a seat meanwhile does not wait long.
BATCH = 100


def send_invitations(now: datetime) -> int:
    """Queue the mails of new invitations; gives how many."""
    done = 0
    while count := _one_batch(EventInvitation.mail_due, now, again=False):
        done += count
    return done


def remind_invited(now: datetime) -> int:
    """Remind who was invited and has not answered; gives how many mails."""
    done = 0
    while count := _one_batch(EventInvitation.remind_at <= now, now, again=True):
        done += count
    return done


def _one_batch(
    is_due: ColumnElement[bool] | InstrumentedAttribute[bool], now: datetime, *, again: bool
) -> int:
    """Some of those that are due. Two workers at once never take the same."""
    with writing() as rows:
        due = rows.scalars(
            select(EventInvitation)
            .where(is_due)
            .order_by(EventInvitation.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        events = {
            event.id: event
            for event in rows.scalars(select(Event).where(Event.id.in_({one.event_id for one in due})))
        }
        for one in due:
            one.mail_due = False
            answer_by = one.held_until_at if one.holds_seat else None
            if one.state is InvitationState.INVITED and one.email:
                queue_invitation(one, now=now, again=again)
                if not again:
                    one.sent_at = now
                    one.remind_at = reminder_at(now, answer_by or events[one.event_id].sign_up_until)
            if again:
                one.remind_at = None
        return len(due)


def release_held(now: datetime) -> int:
    """Give on seats that were held for people who did not answer in time; gives how many."""
    due = session().scalars(
        select(EventInvitation.id)
        .where(EventInvitation.holds_seat, EventInvitation.held_until_at <= now)
        .order_by(EventInvitation.held_until_at, EventInvitation.id)
    )
    return each_by_itself(
        "seats held for people who were invited",
        due.all(),
        lambda one: actions.release(session().get_one(EventInvitation, one, populate_existing=True), now=now),
    )
