"""Application, interview and offer: the states and what may follow what, in plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from recruit.students.rules import ProfilePart


class ApplicationState(StrEnum):
    """Where an application stands, as both sides see it. Invited: the company asks, and the student has not applied."""

    INVITED = "invited"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INTERVIEW = "interview"
    OFFERED = "offered"
    HIRED = "hired"
    NOT_CHOSEN = "not_chosen"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.INVITED: frozenset(
        {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED}
    ),
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
        {
            ApplicationState.HIRED,
            ApplicationState.IN_REVIEW,
            ApplicationState.NOT_CHOSEN,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.HIRED: frozenset(),
    ApplicationState.NOT_CHOSEN: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
    ApplicationState.LAPSED: frozenset(),
}
ENDED = (ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN, ApplicationState.LAPSED)
# What a company may do by a click. An offer has a page of its own; while one waits for its answer, the company waits too.
COMPANY_MOVES = (ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW, ApplicationState.NOT_CHOSEN)
LIVE = frozenset(
    {
        ApplicationState.SUBMITTED,
        ApplicationState.IN_REVIEW,
        ApplicationState.INTERVIEW,
        ApplicationState.OFFERED,
    }
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
    POSTING_CHANGED = "posting_changed"
    ALREADY_APPLIED = "already_applied"
    PROFILE_INCOMPLETE = "profile_incomplete"
    CONSENT_NEEDED = "consent_needed"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    OFFER_NOT_OPEN = "offer_not_open"
    OFFER_LAPSED = "offer_lapsed"
    COMPANY_STOPPED = "company_stopped"
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


def why_not_accept(
    state: OfferState, answer_by_at: datetime, *, company_stopped: bool, now: datetime
) -> ApplicationRefusal | None:
    """Why an offer cannot be accepted, or None. Nobody binds themselves to a company while it is suspended; the days to answer
    do not run out meanwhile.
    """
    if company_stopped and state is OfferState.MADE:
        return ApplicationRefusal.COMPANY_STOPPED
    return why_not_answer(state, answer_by_at, now)


def why_not_decline(
    state: OfferState, answer_by_at: datetime, *, company_stopped: bool, now: datetime
) -> ApplicationRefusal | None:
    """Why an offer cannot be declined, or None. While its company is suspended the last day does not count."""
    return why_not_answer(state, max(answer_by_at, now) if company_stopped else answer_by_at, now)


def answer_day_after_stop(answer_by_on: date, today: date) -> date:
    """The last day to answer once a suspension is lifted: at least as many days are left as an offer must give."""
    return max(answer_by_on, today + LEAST_TIME_TO_ANSWER)


# An application is read by people who do not know the student: without these nobody could answer it.
NEEDED = (ProfilePart.NAME_PASSPORT, ProfilePart.CALL_NAME, ProfilePart.UNIVERSITY, ProfilePart.JAPANESE)


def missing_parts(there: Collection[ProfilePart]) -> list[ProfilePart]:
    """What a profile lacks for an application, in the order in which it is filled in."""
    return [part for part in NEEDED if part not in there]


def why_not_submit(
    *, is_open: bool, missing: Collection[ProfilePart], has_live: bool, agrees: bool
) -> ApplicationRefusal | None:
    """Why a student cannot apply, or None."""
    if not is_open:
        return ApplicationRefusal.POSTING_CLOSED
    if has_live:
        return ApplicationRefusal.ALREADY_APPLIED
    if missing:
        return ApplicationRefusal.PROFILE_INCOMPLETE
    return None if agrees else ApplicationRefusal.CONSENT_NEEDED


def moves_of_company(state: ApplicationState) -> list[ApplicationState]:
    """Where a company may move an application to by a click."""
    if state is ApplicationState.OFFERED:
        return []
    return [after for after in COMPANY_MOVES if may_move(state, after)]


def may_offer(state: ApplicationState) -> bool:
    """Whether an offer may be made now."""
    return may_move(state, ApplicationState.OFFERED)


def why_not_offer(
    state: ApplicationState,
    *,
    answer_by_at: datetime,
    answer_by_on: date,
    planned_start_on: date,
    now: datetime,
) -> ApplicationRefusal | None:
    """Why an offer cannot be made on these terms, or None."""
    if not may_offer(state):
        return ApplicationRefusal.MOVE_NOT_POSSIBLE
    if answer_by_at < now + LEAST_TIME_TO_ANSWER:
        return ApplicationRefusal.ANSWER_DAY_TOO_SOON
    return ApplicationRefusal.START_TOO_SOON if planned_start_on <= answer_by_on else None


def may_be_kept_longer(state: ApplicationState, *, unseen_since: datetime | None) -> bool:
    """Whether the student may let the company see an application that ended for longer, or take that back."""
    return state in (ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN) and unseen_since is None


@dataclass(frozen=True)
class RoadStep:
    """A station of an application: its state in words of the road (done, waiting, here, planned, none)."""

    station: ApplicationState
    state: str
    at: datetime | None


_ROAD = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.INTERVIEW,
    ApplicationState.OFFERED,
    ApplicationState.HIRED,
)


def road_of(state: ApplicationState, reached: dict[ApplicationState, datetime]) -> list[RoadStep]:
    """The stations of an application, as the student sees them. `reached` holds when each was last reached."""
    if state is ApplicationState.INVITED:
        coming = [RoadStep(one, "planned", None) for one in _ROAD]
        return [RoadStep(state, "here", reached.get(state)), *coming]
    if state not in _ROAD:
        passed = [RoadStep(one, "done", reached[one]) for one in _ROAD if one in reached]
        return [*passed, RoadStep(state, "none", reached.get(state))]
    position, steps = _ROAD.index(state), []
    for place, station in enumerate(_ROAD):
        if place < position or state is ApplicationState.HIRED:
            word = "done" if station in reached else "none"
        elif place == position:
            # An offer waits for the student; everything before it waits for the company.
            word = "here" if station is ApplicationState.OFFERED else "waiting"
        else:
            word = "planned"
        steps.append(RoadStep(station, word, reached.get(station) if word != "planned" else None))
    return steps
