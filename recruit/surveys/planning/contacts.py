"""Contacts, their keys and states, and what has happened to them so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from recruit.surveys.planning.programme import Audience, Priority


class Kind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    CALL = "call"


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    STARTED = "started"
    COMPLETE = "complete"
    LATE = "late"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MISSED_BY_US = "missed_by_us"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted_out"
    PAUSED = "paused"
    NOT_APPLICABLE = "not_applicable"


class Key(NamedTuple):
    """Names a contact for ever. It holds no date, so a moved date cannot make a second invitation."""

    subject: str
    wave: str
    kind: Kind
    sequence: int


class Outcome(StrEnum):
    """What became of a contact that was given out: mail in the outbox, or a call put on the staff list."""

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    FAILED = "failed"


@dataclass(frozen=True)
class Delivery:
    key: Key
    at: datetime
    outcome: Outcome = Outcome.SENT


@dataclass(frozen=True)
class Answer:
    """The response to the invitation of this sequence; opening the link is no answer and no beginning."""

    subject: str
    wave: str
    sequence: int
    begun_at: datetime | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Journal:
    """What has happened so far. `released` are contacts that staff sent off by hand after their window;
    `over_budget` are those that were last seen waiting for the contact budget.
    """

    deliveries: tuple[Delivery, ...] = ()
    answers: tuple[Answer, ...] = ()
    released: Mapping[Key, datetime] = field(default_factory=dict)
    over_budget: frozenset[Key] = frozenset()

    def delivery(self, key: Key) -> Delivery | None:
        return self._deliveries.get(key)

    def answer(self, subject: str, wave: str, sequence: int) -> Answer | None:
        return self._answers.get((subject, wave, sequence))

    # Of two with one name the first counts.
    @cached_property
    def _deliveries(self) -> Mapping[Key, Delivery]:
        return {delivery.key: delivery for delivery in reversed(self.deliveries)}

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str, int], Answer]:
        return {(one.subject, one.wave, one.sequence): one for one in reversed(self.answers)}


NOTHING_YET = Journal()


@dataclass(frozen=True)
class Window:
    """Local dates of the recipient. `known_at` is since when this window is known and applies."""

    anchor_on: date
    open_on: date
    due_on: date
    close_on: date
    closes_at: datetime
    known_at: datetime


@dataclass(frozen=True)
class PlannedContact:
    """`due_at` is when it should go; `next_send_at` when it can go from now on, None unless it will."""

    key: Key
    anchor: str
    anchor_on: date
    open_on: date
    due_on: date
    close_on: date
    opens_at: datetime
    closes_at: datetime
    due_at: datetime | None
    next_send_at: datetime | None
    zone: str
    state: State
    reason: str | None
    sent_at: datetime | None = None
    resume_on: date | None = None
    audience: Audience = "hire"
    priority: Priority = "wave"
    employer: str | None = None
    zone_is_known: bool = True

    @property
    def is_mail(self) -> bool:
        return self.key.kind is not Kind.CALL
