"""What somebody agreed to, and who has looked at them. Everybody reads this about themselves, and nobody else does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from recruit.accounts.consents.queries import standing
from recruit.accounts.consents.rules import Standing
from recruit.accounts.models import Consent, ConsentText, Person
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import Sighting
from recruit.core.visitor import Role, Seen, Visitor
from recruit.events.models import Event
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.web.tables import Page, keyset_page

_EMPLOYED = (PlacementState.EXPECTED, PlacementState.WORKING, PlacementState.ON_LEAVE)


@dataclass(frozen=True)
class OwnConsent:
    """A consent with the words it was given to, and the organisation that it is for, if it is for one."""

    consent: Consent
    words: ConsentText
    organisation: Organisation | None
    fair: Event | None = None

    @property
    def purpose(self) -> Purpose:
        return Purpose(self.consent.purpose)

    @property
    def standing(self) -> Standing:
        return standing(self.consent, self.words)

    @property
    def mark(self) -> str:
        """What changes when a letter of the words changes, as it was kept when the person agreed."""
        return self.consent.words_hash

    @property
    def recipient_kind(self) -> RecipientKind:
        return RecipientKind(self.consent.recipient_kind)


def _own_consents(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    return (
        select(Consent, ConsentText, Organisation, Event)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .outerjoin(Organisation, Organisation.public_id == Consent.recipient_ref)
        .outerjoin(Event, Event.public_id == Consent.recipient_ref)
        .options(selectinload(Event.texts))
        .where(Consent.person_id == visitor.person_id)
    )


def own_consents(visitor: Visitor) -> list[OwnConsent]:
    """All that the visitor agreed to, the newest first, with what has been taken back."""
    rows = session().execute(_own_consents(visitor).order_by(Consent.given_at.desc(), Consent.id.desc()))
    return [OwnConsent(*row) for row in rows]


def own_consent(visitor: Visitor, ref: str) -> OwnConsent:
    """One of the visitor's own consents; anybody else's is not found."""
    row = session().execute(_own_consents(visitor).where(Consent.public_id == ref)).first()
    if row is None:
        raise Missing
    return OwnConsent(*row)


@dataclass(frozen=True)
class Look:
    """Somebody looked at the visitor. Who it was is said by organisation and office; by name only where answers were read,
    as those who are asked were told.
    """

    at: datetime
    what: Seen
    organisation: str
    offices: tuple[Rights | Role, ...]
    name: str

    @property
    def is_staff(self) -> bool:
        return not self.organisation


def _looks(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    return (
        select(Sighting, Organisation, Person.display_name)
        .outerjoin(Organisation, Organisation.public_id == Sighting.organisation_ref)
        .outerjoin(Person, (Person.public_id == Sighting.by_ref) & (Sighting.what == Seen.RESPONSE))
        .where(Sighting.person_ref == visitor.person_ref, Sighting.by_ref != visitor.person_ref)
    )


def _look(language: str, sighting: Sighting, organisation: Organisation | None, name: str | None) -> Look:
    codes = sighting.office.split()
    kind: type[Rights | Role] = Rights if sighting.organisation_ref else Role
    return Look(
        at=sighting.at,
        what=Seen(sighting.what),
        organisation=(name_in(organisation, language) or organisation.slug) if organisation else "",
        offices=tuple(kind(code) for code in codes if code in set(kind)),
        name=name or "",
    )


def looks_page(visitor: Visitor, language: str, *, after: str | None) -> Page[Look]:
    """Who has looked at the visitor, the newest look first. A constant number of statements."""
    page = keyset_page(_looks(visitor), by=[Sighting.id], after=after, newest_first=True)
    rows = [_look(language, *row[:3]) for row in page.rows]
    return Page(rows=rows, next_mark=page.next_mark, is_first=page.is_first)


def all_looks(visitor: Visitor, language: str) -> Iterator[Look]:
    """The same without pages, for a file."""
    for row in session().execute(_looks(visitor).order_by(Sighting.id.desc())):
        yield _look(language, *row)


def employers_of(visitor: Visitor) -> Sequence[Organisation]:
    """The companies whose record of hires the visitor stands in now."""
    return (
        session()
        .scalars(
            select(Organisation)
            .where(
                Organisation.id.in_(
                    select(Placement.employer_id).where(
                        Placement.person_id == visitor.person_id, Placement.state.in_(_EMPLOYED)
                    )
                )
            )
            .order_by(Organisation.id)
        )
        .all()
    )
