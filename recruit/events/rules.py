"""What is true about events and sign-ups, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum


class EventKind(StrEnum):
    FAIR = "fair"
    SEMINAR = "seminar"
    MEETING = "meeting"
    VISIT = "visit"
    BRIEFING = "briefing"


class EventState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"
    # It does not take place.
    CALLED_OFF = "called_off"


TRANSITIONS: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.OPEN}),
    EventState.OPEN: frozenset({EventState.CLOSED, EventState.RUNNING, EventState.CALLED_OFF}),
    EventState.CLOSED: frozenset({EventState.OPEN, EventState.RUNNING, EventState.CALLED_OFF}),
    EventState.RUNNING: frozenset({EventState.FINISHED}),
    EventState.FINISHED: frozenset({EventState.ARCHIVED}),
    EventState.ARCHIVED: frozenset(),
    EventState.CALLED_OFF: frozenset(),
}


class SessionPart(StrEnum):
    """A part of an event's day, coded, so that the programme reads in every language."""

    DOORS = "doors"
    OPENING = "opening"
    TALKS = "talks"
    LECTURE = "lecture"
    QUESTIONS = "questions"
    LUNCH = "lunch"
    BREAK = "break"
    BOOTHS = "booths"
    INTERVIEWS = "interviews"
    REPORT = "report"
    MEETING = "meeting"
    VISIT = "visit"
    CLOSING = "closing"


# Parts of the day in which nothing else may be planned.
RESTS = frozenset({SessionPart.LUNCH, SessionPart.BREAK})


class SignUpWay(StrEnum):
    """How seats are given out."""

    FIRST_COME = "first_come"
    APPROVAL = "approval"
    LOTTERY = "lottery"


class RegistrationState(StrEnum):
    """`ASKED` waits for staff or for the draw; `OFFERED` holds a seat until its time is over."""

    ASKED = "asked"
    WAITING = "waiting"
    OFFERED = "offered"
    SIGNED_UP = "signed_up"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class RefusedFor(StrEnum):
    """Why staff gave somebody no seat, so that the answer reads in the language of who asked."""

    TOO_MANY = "too_many"
    NOT_FOR_YOU = "not_for_you"
    ANSWERS = "answers"
    OTHER = "other"


class Among(StrEnum):
    """Who of the people with a seat: those who were let in, whatever became of the seat, and those who were not."""

    CAME = "came"
    MISSED = "missed"


class ScanResult(StrEnum):
    """What became of a ticket that was shown at a door."""

    LET_IN = "let_in"
    AGAIN = "again"
    OTHER_EVENT = "other_event"
    NO_SEAT = "no_seat"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"


class WhyTakenBack(StrEnum):
    """Why letting somebody in is taken back."""

    BY_MISTAKE = "by_mistake"
    OTHER_PERSON = "other_person"
    TRIED_OUT = "tried_out"


class EventRefusal(StrEnum):
    """Why a sign-up cannot be done."""

    NOT_OPEN = "not_open"
    TOO_LATE = "too_late"
    ALREADY_SIGNED_UP = "already_signed_up"
    NOT_SIGNED_UP = "not_signed_up"
    PROFILE_NEEDED = "profile_needed"
    ENDS_TOO_EARLY = "ends_too_early"
    DEADLINE_TOO_LATE = "deadline_too_late"
    SEATS_BELOW_TAKEN = "seats_below_taken"
    SLUG_TAKEN = "slug_taken"
    TEXT_NEEDED = "text_needed"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    WAY_IS_FIXED = "way_is_fixed"
    REFUSED_BEFORE = "refused_before"
    OFFER_OVER = "offer_over"
    ANSWERS_MISSING = "answers_missing"
    WORDS_NEEDED = "words_needed"
    CHOICES_NEEDED = "choices_needed"
    CHOICES_DIFFER = "choices_differ"
    CHOICES_ARE_TAKEN = "choices_are_taken"
    TOO_MANY_QUESTIONS = "too_many_questions"
    DOOR_NOT_OPEN = "door_not_open"
    NO_SUCH_TICKET = "no_such_ticket"
    NOT_LET_IN = "not_let_in"
    NOT_FOR_YOU = "not_for_you"
    PROFILE_SAYS_TOO_LITTLE = "profile_says_too_little"
    YEARS_CROSSED = "years_crossed"
    COMPANIES_DO_NOT_STUDY = "companies_do_not_study"
    TOO_MANY_COMPANIONS = "too_many_companions"
    NO_MORE_SEATS = "no_more_seats"
    MORE_THAN_APPROVED = "more_than_approved"
    CALLED_OFF = "called_off"
    INVITED_ONLY = "invited_only"


# In these states a sign-up counts: a second click changes nothing.
LIVE = frozenset(
    {
        RegistrationState.SIGNED_UP,
        RegistrationState.WAITING,
        RegistrationState.OFFERED,
        RegistrationState.ASKED,
    }
)
# In these a seat is taken away from everybody else.
HOLDS_SEAT = frozenset({RegistrationState.SIGNED_UP, RegistrationState.OFFERED})
# What staff may answer with yes, and with no.
MAY_BE_APPROVED = frozenset({RegistrationState.ASKED, RegistrationState.REFUSED})
MAY_BE_REFUSED = frozenset({RegistrationState.ASKED, RegistrationState.WAITING})
# What everybody may see.
PUBLIC_STATES = tuple(state for state in EventState if state is not EventState.DRAFT)
# Still to come or going on.
COMING_STATES = (EventState.OPEN, EventState.CLOSED, EventState.RUNNING)
# Over, or never to come.
OVER_STATES = (EventState.FINISHED, EventState.ARCHIVED, EventState.CALLED_OFF)
# A finished event goes into the archive after so long: until then staff mend what is there.
ARCHIVED_AFTER = timedelta(days=30)
# No 0, 1, I, L, O, U: read out at a door, in four languages, none of them is mistaken for another.
TICKET_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
TICKET_LENGTH = 8
# More than that is a group, which staff sign up by hand.
MOST_COMPANIONS = 9


def where_of(kind: EventKind) -> str:
    """Under which list an event's page lies: fairs have one of their own."""
    return "fairs" if kind is EventKind.FAIR else "events"


def needs_profile(kind: EventKind) -> bool:
    """Fairs are for students; the other events are for everybody who has an account."""
    return kind is EventKind.FAIR


def why_not_dates(starts_at: datetime, ends_at: datetime, sign_up_until: datetime) -> EventRefusal | None:
    """Why these dates do not fit together, or None."""
    if ends_at <= starts_at:
        return EventRefusal.ENDS_TOO_EARLY
    return EventRefusal.DEADLINE_TOO_LATE if sign_up_until > starts_at else None


def may_move(before: EventState, after: EventState) -> bool:
    return after in TRANSITIONS[before]


def moved_by_time(
    state: EventState, *, sign_up_until: datetime, starts_at: datetime, ends_at: datetime, now: datetime
) -> EventState | None:
    """The next state that the clock brings, or None. Asked again it gives the one after that."""
    if state in (EventState.OPEN, EventState.CLOSED) and now >= starts_at:
        return EventState.RUNNING
    if state is EventState.OPEN and now >= sign_up_until:
        return EventState.CLOSED
    if state is EventState.RUNNING and now >= ends_at:
        return EventState.FINISHED
    if state is EventState.FINISHED and now >= ends_at + ARCHIVED_AFTER:
        return EventState.ARCHIVED
    return None


def why_not_sign_up(state: EventState, sign_up_until: datetime, now: datetime) -> EventRefusal | None:
    """The reason why nobody can sign up now, or None."""
    if state is EventState.CALLED_OFF:
        return EventRefusal.CALLED_OFF
    if state is not EventState.OPEN:
        return EventRefusal.NOT_OPEN
    return EventRefusal.TOO_LATE if now >= sign_up_until else None


def is_asked_first(way: SignUpWay, drawn_at: datetime | None) -> bool:
    """Whether a sign-up only asks for a seat. After the draw of a lottery the seats that are left go to who comes first."""
    return way is SignUpWay.APPROVAL or (way is SignUpWay.LOTTERY and drawn_at is None)


def offer_ends(now: datetime, *, hours: int, starts_at: datetime) -> datetime:
    """Until when a seat that came free is held for the next in line: never beyond the beginning."""
    return min(now + timedelta(hours=hours), starts_at)


def has_form(asks: bool, most_companions: int, offers_sessions: bool) -> bool:
    """Whether something is asked before a seat is taken, so that a button alone does not do."""
    return asks or most_companions > 0 or offers_sessions


def people_of(companions: int) -> int:
    """How many seats a sign-up takes: one for the person, one for each companion."""
    return 1 + companions


def why_not_companions(companions: int, most: int) -> EventRefusal | None:
    """Why so many cannot be brought along, or None."""
    return None if 0 <= companions <= most else EventRefusal.TOO_MANY_COMPANIONS


def why_not_change_companions(
    before: int,
    after: int,
    *,
    most: int,
    registration_state: RegistrationState,
    way: SignUpWay,
    why_not_sign_up: EventRefusal | None,
    has_begun: bool,
) -> EventRefusal | None:
    """Why somebody cannot bring so many, or None. Fewer is possible until the event begins; more only while sign-up is
    open, and not to seats that staff have given to so many people as were asked for.
    """
    if registration_state not in LIVE:
        return EventRefusal.NOT_SIGNED_UP
    if after <= before:
        return EventRefusal.MOVE_NOT_POSSIBLE if has_begun or after < 0 else None
    if way is SignUpWay.APPROVAL and registration_state is not RegistrationState.ASKED:
        return EventRefusal.MORE_THAN_APPROVED
    return why_not_sign_up or why_not_companions(after, most)


def fits(people: int, *, seats_taken: int, seats: int | None) -> bool:
    """Whether all of them have seats; nobody is torn from their companions."""
    return seats is None or seats_taken + people <= seats


def state_for_newcomer(seats_taken: int, seats: int | None, people: int = 1) -> RegistrationState:
    """Where a newcomer stands: a seat while there are enough for all of them, else the waiting list."""
    is_seated = fits(people, seats_taken=seats_taken, seats=seats)
    return RegistrationState.SIGNED_UP if is_seated else RegistrationState.WAITING
