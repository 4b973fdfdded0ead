"""What happened to one person across rooms, as one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TimelinePart(StrEnum):
    """What a reader of a timeline may choose to see alone."""

    ACCOUNT = "account"
    EVENTS = "events"
    APPLICATIONS = "applications"
    WORK = "work"
    ARRIVAL = "arrival"
    FOLLOW_UPS = "follow_ups"
    CASES = "cases"
    MAILS = "mails"
    REQUESTS = "requests"


class HappeningKind(StrEnum):
    """What may stand on a timeline. Nothing of an answer stands here."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    CONSENTED = "consented"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ADDRESS_CHANGED = "address_changed"
    MEMBER = "member"
    MEMBER_ENDED = "member_ended"
    SIGNED_UP = "signed_up"
    CHECKED_IN = "checked_in"
    MEETING = "meeting"
    APPLIED = "applied"
    APPLICATION_MOVED = "application_moved"
    OFFER_MADE = "offer_made"
    OFFER_ANSWERED = "offer_answered"
    PLACEMENT_FACT = "placement_fact"
    STEP_DONE = "step_done"
    CONTACT = "contact"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    MAIL = "mail"
    REQUESTED = "requested"
    REQUEST_ANSWERED = "request_answered"
    PUT_TOGETHER = "put_together"


_K, _P = HappeningKind, TimelinePart
PART_OF: dict[HappeningKind, TimelinePart] = {
    _K.REGISTERED: _P.ACCOUNT,
    _K.CONFIRMED: _P.ACCOUNT,
    _K.CONSENTED: _P.ACCOUNT,
    _K.CONSENT_WITHDRAWN: _P.ACCOUNT,
    _K.ADDRESS_CHANGED: _P.ACCOUNT,
    _K.MEMBER: _P.ACCOUNT,
    _K.MEMBER_ENDED: _P.ACCOUNT,
    _K.PUT_TOGETHER: _P.ACCOUNT,
    _K.SIGNED_UP: _P.EVENTS,
    _K.CHECKED_IN: _P.EVENTS,
    _K.MEETING: _P.EVENTS,
    _K.APPLIED: _P.APPLICATIONS,
    _K.APPLICATION_MOVED: _P.APPLICATIONS,
    _K.OFFER_MADE: _P.APPLICATIONS,
    _K.OFFER_ANSWERED: _P.APPLICATIONS,
    _K.PLACEMENT_FACT: _P.WORK,
    _K.STEP_DONE: _P.ARRIVAL,
    _K.CONTACT: _P.FOLLOW_UPS,
    _K.CASE_OPENED: _P.CASES,
    _K.CASE_CLOSED: _P.CASES,
    _K.MAIL: _P.MAILS,
    _K.REQUESTED: _P.REQUESTS,
    _K.REQUEST_ANSWERED: _P.REQUESTS,
}


@dataclass(frozen=True)
class Happening:
    """One line of a timeline: when, what, about what (`name`), in which state (an enum member of its room), and the
    path of its page without the language.
    """

    at: datetime
    kind: HappeningKind
    name: str = ""
    name_language: str = ""
    state: StrEnum | None = None
    path: str = ""
    on: date | None = None

    @property
    def part(self) -> TimelinePart:
        return PART_OF[self.kind]


def newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    """The newest first; of one instant, what stands later in the list of kinds."""
    kinds = list(HappeningKind)
    return sorted(happenings, key=lambda one: (one.at, kinds.index(one.kind), one.name), reverse=True)
