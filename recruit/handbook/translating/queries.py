"""What the desk of translations shows to whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.periods import TRANSLATION_CLAIMS
from recruit.core.translating import Lack, Whose, known
from recruit.core.visitor import Role, Visitor
from recruit.handbook.queries import demand_writer, names_of
from recruit.handbook.translating.models import TranslationClaim


@dataclass(frozen=True)
class Claimed:
    """Who is on a translation, since when."""

    person_id: int
    name: str
    taken_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A translation that waits, and who is on it: by their word, or because they are writing a draft."""

    lack: Lack
    claim: Claimed | None
    writer: str
    is_mine: bool
    may_take: bool

    @property
    def place(self) -> tuple[str, ...]:
        return self.lack.place


def lacking(by: Visitor, now: datetime) -> list[Lack]:
    """All that waits, in every language, the oldest first."""
    demand_writer(by)
    found = [lack for one in known().values() for lack in one.lacking(by, now)]
    return sorted(found, key=lambda lack: lack.place)


def lack_named(kind: str, ref: str, language: str, *, by: Visitor, now: datetime) -> Lack:
    """One of them. Raises Missing where it waits no more."""
    demand_writer(by)
    one = known().get(kind)
    found = one.lacking(by, now) if one else ()
    lack = next((lack for lack in found if lack.key == (kind, ref, language)), None)
    if lack is None:
        raise Missing
    return lack


def counts_by_language(lacks: Sequence[Lack]) -> Mapping[str, int]:
    """How much waits in each language."""
    return Counter(lack.language for lack in lacks)


def with_people(lacks: Sequence[Lack], *, by: Visitor, now: datetime) -> list[Waiting]:
    """The same with who is on each. Two statements."""
    claims = _claims(now)
    names = names_of([lack.work_by for lack in lacks])
    return [
        Waiting(
            lack,
            claim,
            names.get(lack.work_by, ""),
            is_mine=claim is not None and claim.person_id == by.person_id,
            may_take=claim is None and may_write(lack, by) and lack.work_by in ("", by.person_ref),
        )
        for lack, claim in ((lack, claims.get(lack.key)) for lack in lacks)
    ]


def may_write(lack: Lack, by: Visitor) -> bool:
    """Whether this person writes such translations."""
    if lack.whose is Whose.COORDINATORS:
        return bool(by.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})
    return lack.whose is Whose.WRITERS


def claim_on(kind: str, ref: str, language: str, *, now: datetime) -> Claimed | None:
    """Who is on one translation."""
    return _claims(now, kind, ref, language).get((kind, ref, language))


def _claims(now: datetime, *key: str) -> dict[tuple[str, str, str], Claimed]:
    query = (
        select(
            TranslationClaim.kind,
            TranslationClaim.ref,
            TranslationClaim.language,
            Person.id,
            Person.display_name,
            TranslationClaim.taken_at,
        )
        .join(Person, Person.id == TranslationClaim.person_id)
        .where(TranslationClaim.taken_at >= TRANSLATION_CLAIMS.before(now))
        .order_by(TranslationClaim.id)
    )
    columns = (TranslationClaim.kind, TranslationClaim.ref, TranslationClaim.language)
    for column, value in zip(columns, key, strict=False):
        query = query.where(column == value)
    return {
        (kind, ref, language): Claimed(person_id, name, taken_at)
        for kind, ref, language, person_id, name, taken_at in session().execute(query)
    }
