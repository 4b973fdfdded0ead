"""What staff say about an event, on its way from a form to a move, and who has just come to one."""

from dataclasses import dataclass, field
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.events.eligibility.rules import Conditions
from recruit.events.rules import EventKind, RegistrationState, SessionPart, SignUpWay


@dataclass(frozen=True)
class EventWords:
    """The words of an event in one language; without a title there is no text in that language."""

    title: str = ""
    place: str = ""
    address: str = ""
    way_there: str = ""
    about: str = ""
    eligibility: str = ""
    interpreters: str = ""


@dataclass(frozen=True)
class SessionFacts:
    """One part of the day."""

    what: SessionPart
    starts_at: datetime
    ends_at: datetime
    room: str = ""


@dataclass(frozen=True)
class EventFacts:
    """All that staff may say about an event."""

    kind: EventKind
    country: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    seats: int | None
    texts: dict[str, EventWords] = field(default_factory=dict)
    sessions: tuple[SessionFacts, ...] = ()
    way: SignUpWay = SignUpWay.FIRST_COME
    offer_hours: int | None = None
    most_companions: int = 0
    conditions: Conditions = field(default_factory=Conditions)
    venue_at: tuple[float, float] | None = None
    online_link: str = ""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has just signed up for the first time; `language` is that of the page, `ref` the sign-up's public id."""

    ref: str
    by: Visitor
    language: str
    state: RegistrationState
    place: int
