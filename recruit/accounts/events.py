"""What accounts announce. `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.accounts.rules import ComesAs, Purpose, RecipientKind


@dataclass(frozen=True)
class PersonRegistered:
    """Somebody registered (or registered again before confirming the address)."""

    person_ref: str
    at: datetime
    # The page they had come for.
    onward: str = ""


@dataclass(frozen=True)
class AddressConfirmed:
    """The address of a new account belongs to who registered it. `came_as` is empty for staff."""

    person_id: int
    person_ref: str
    came_as: ComesAs | None
    at: datetime


@dataclass(frozen=True)
class ConsentGiven:
    person_id: int
    person_ref: str
    consent_ref: str
    purpose: Purpose
    recipient_kind: RecipientKind
    recipient_ref: str
    at: datetime
    # The consent to older words whose place this one takes.
    replaced_ref: str = ""


@dataclass(frozen=True)
class ConsentWithdrawn:
    person_id: int
    person_ref: str
    consent_ref: str
    purpose: Purpose
    recipient_kind: RecipientKind
    recipient_ref: str
    at: datetime


@dataclass(frozen=True)
class AccountClosed:
    """The days of grace are over: the person is erased in this transaction."""

    person_id: int
    person_ref: str
    at: datetime


@dataclass(frozen=True)
class LanguageOrZoneChanged:
    person_id: int
    person_ref: str
    language: str
    zone: str
    at: datetime


@dataclass(frozen=True)
class PeopleMerged:
    """Two rows of one person are one: everything of `merged_ref` belongs to the person now."""

    person_id: int
    person_ref: str
    merged_ref: str
    at: datetime


@dataclass(frozen=True)
class PeopleParted:
    """It was a mistake: told for both rows."""

    person_id: int
    person_ref: str
    at: datetime
