"""Plain rows of what decides about follow-ups, for reading many people at once: no session keeps or refreshes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from recruit.placements.rules import PlacementFactKind, PlacementState
from recruit.surveys.models import SurveyOptOut, Wave
from recruit.surveys.planning.contacts import Key, Outcome
from recruit.surveys.planning.facts import OptOut
from recruit.surveys.rules import ContactKind, ContactState


class Human(NamedTuple):
    """What follow-ups need of a person."""

    id: int
    public_id: str
    display_name: str
    language: str
    zone: str
    country_now: str
    anonymised_at: datetime | None


class Fact(NamedTuple):
    """One line of what is known about an employment."""

    placement_id: int
    fact: PlacementFactKind
    value: str
    valid_on: date
    known_at: datetime
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Employment:
    """One employment with its facts in the order in which they became known."""

    id: int
    public_id: str
    person_id: int
    state: PlacementState
    country: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class ContactRow:
    """One contact as it stands. Whoever changes it writes it back: see `actions.together`."""

    id: int
    public_id: str
    placement_id: int
    wave_id: int
    kind: ContactKind
    sequence: int
    anchor_on: date
    open_on: date
    due_on: date
    close_on: date
    opens_at: datetime
    closes_at: datetime
    due_at: datetime | None
    next_send_at: datetime | None
    resume_on: date | None
    check_at: datetime | None
    zone: str
    state: ContactState
    reason: str
    mail_id: int | None
    outcome: Outcome | None
    given_at: datetime | None
    sent_at: datetime | None
    released_at: datetime | None
    wave: Wave
    key: Key


class Answered(NamedTuple):
    """How far somebody has come with the answers to one invitation."""

    contact_id: int
    begun_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownTogether:
    """What `known.Known` says of one person, as plain rows."""

    person: Human
    address: str
    paused_since: datetime | None
    opt_outs: tuple[OptOut, ...]
    wants_reminders: bool
    refused: Sequence[SurveyOptOut]
    placements: Sequence[Employment]
    contacts: list[ContactRow]
    responses: Sequence[Answered]
    asks_consent: bool
    consented_at: datetime | None
