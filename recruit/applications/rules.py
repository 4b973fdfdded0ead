"""Application, interview and offer: the states and what may follow what, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum


class ApplicationState(StrEnum):
    """Where an application stands, as both sides see it."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INTERVIEW = "interview"
    OFFERED = "offered"
    HIRED = "hired"
    NOT_CHOSEN = "not_chosen"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.IN_REVIEW,
            ApplicationState.INTERVIEW,
            ApplicationState.OFFERED,
            ApplicationState.NOT_CHOSEN,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.IN_REVIEW: frozenset(
        {
            ApplicationState.INTERVIEW,
            ApplicationState.OFFERED,
            ApplicationState.NOT_CHOSEN,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.INTERVIEW: frozenset(
        {ApplicationState.OFFERED, ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN}
    ),
    # A declined, withdrawn or lapsed offer gives the application back to the company.
    ApplicationState.OFFERED: frozenset(
        {ApplicationState.HIRED, ApplicationState.IN_REVIEW, ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.HIRED: frozenset(),
    ApplicationState.NOT_CHOSEN: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}
LIVE = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW, ApplicationState.OFFERED}
)


class CameFrom(StrEnum):
    POSTING = "posting"
    MEETING = "meeting"
    INVITATION = "invitation"


class OfferState(StrEnum):
    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class InterviewState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    HELD = "held"
    CANCELLED = "cancelled"


class ApplicationRefusal(StrEnum):
    """Why a move of an application or an offer cannot be done."""

    POSTING_CLOSED = "posting_closed"
    ALREADY_APPLIED = "already_applied"
    PROFILE_INCOMPLETE = "profile_incomplete"
    CONSENT_NEEDED = "consent_needed"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    OFFER_NOT_OPEN = "offer_not_open"
    OFFER_LAPSED = "offer_lapsed"
    ANSWER_DAY_TOO_SOON = "answer_day_too_soon"
    START_TOO_SOON = "start_too_soon"


# Nobody abroad can weigh an offer in less than a week; less is pressure.
LEAST_TIME_TO_ANSWER = timedelta(days=7)
COOLING_OFF = timedelta(days=8)


def may_move(before: ApplicationState, after: ApplicationState) -> bool:
    """Whether an application may go from one state to the other."""
    return after in TRANSITIONS[before]


def why_not_answer(state: OfferState, answer_by_at: datetime, now: datetime) -> ApplicationRefusal | None:
    """Why an offer can no longer be accepted or declined, or None."""
    if state is not OfferState.MADE:
        return ApplicationRefusal.OFFER_NOT_OPEN
    return ApplicationRefusal.OFFER_LAPSED if now > answer_by_at else None
