"""Points that staff added to the rules, and points that they ended: who is asked, and what stands when one ends.

An added point is asked of everybody whose window is still open when it is added; what had closed by then was never a point.
An ended point sends nothing more. What went out stays and may be answered until its last day; whoever has begun without a
mail may finish until then.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from recruit.surveys.planning.contacts import Answer, Journal, Kind, PlannedContact, State, Window
from recruit.surveys.planning.programme import Wave

POINT_ENDED = "point_ended"
# So far ahead days that return every year are planned, so that the next one always stands there with its day.
KNOWN_AHEAD = timedelta(days=400)

# What an end takes nothing from: it is over already, or was never to be.
_STANDS = (
    State.COMPLETE,
    State.LATE,
    State.CANCELLED,
    State.NOT_APPLICABLE,
    State.OPTED_OUT,
)


def horizon_at(now: datetime) -> date:
    """Up to when days that return every year are planned."""
    return (now + KNOWN_AHEAD).date()


def was_never_asked(wave: Wave, window: Window, invitation: PlannedContact, answer: Answer | None) -> bool:
    """Whether a round had closed before its point was added. What was given out or answered is one all the same."""
    return (
        wave.added_at is not None
        and window.closes_at <= wave.added_at
        and invitation.sent_at is None
        and invitation.reason != "queued"
        and answer is None
    )


def as_ended(
    contact: PlannedContact, wave: Wave, journal: Journal, answer: Answer | None, now: datetime
) -> PlannedContact:
    """The contact once its point has ended: what has not gone goes no more."""
    if (
        wave.ended_at is None
        or contact.closes_at <= wave.ended_at
        or contact.state in _STANDS
        or journal.delivery(contact.key) is not None
    ):
        return contact
    if contact.key.kind is Kind.INVITATION and answer is not None and now < contact.closes_at:
        return replace(contact, state=State.HELD, reason=POINT_ENDED, next_send_at=None, resume_on=None)
    return replace(contact, state=State.CANCELLED, reason=POINT_ENDED, next_send_at=None, resume_on=None)


def last_horizon(wave: Wave, horizon: date) -> date:
    """An ended point is planned no further than it was when it ended."""
    return horizon if wave.ended_at is None else min(horizon, horizon_at(wave.ended_at))
