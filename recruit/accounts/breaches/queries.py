"""Reads of the log of failures, for administrators alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
import json

from sqlalchemy import Select, String, case, cast, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.accounts.breaches import rules
from recruit.accounts.breaches.models import Breach, BreachLetter, BreachMove, BreachPerson
from recruit.accounts.breaches.rules import Country, Facts, Item, Notice, NoticeKind, Trigger
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import Sighting
from recruit.core.visitor import Role, Visitor


def _whole(visitor: Visitor) -> Select[Breach]:
    if Role.ADMINISTRATOR not in visitor.roles:
        raise Missing
    return select(Breach).options(selectinload(Breach.notices))


def breaches(visitor: Visitor) -> Sequence[Breach]:
    """All failures: those that are open first, the newest first."""
    is_over = case((Breach.state.in_(rules.OPEN), 0), else_=1)
    return session().scalars(_whole(visitor).order_by(is_over, Breach.id.desc())).all()


def breach_for(visitor: Visitor, public_id: str) -> Breach:
    """One failure, with whom was told and its history."""
    query = _whole(visitor).where(Breach.public_id == public_id).options(selectinload(Breach.moves))
    found = session().scalar(query)
    if found is None:
        raise Missing
    return found


def facts_of(breach: Breach) -> Facts:
    """What decides whom to tell."""
    return Facts(
        known_at=breach.known_at,
        triggers=frozenset(map(Trigger, breach.triggers)),
        countries=frozenset(map(Country, breach.countries)),
        persons=breach.persons,
        encrypted=breach.encrypted,
    )


def notices_of(breach: Breach) -> list[Notice]:
    """Whom to tell by when, and who has been told."""
    return rules.notices_for(facts_of(breach), {one.kind: one.given_at for one in breach.notices})


def references_of(breach: Breach) -> dict[NoticeKind, str]:
    """Under which number an authority knows of it."""
    return {one.kind: one.reference for one in breach.notices}


def items_of(breach: Breach) -> dict[Item, str]:
    """The items of the full report."""
    plain = json.loads(vault.unseal(breach.items))
    return {item: plain.get(item, "") for item in Item}


def note_of(move: BreachMove) -> str:
    """What was written down beside a move."""
    return vault.unseal(move.note)


def names_of(moves: Sequence[BreachMove]) -> dict[str, str]:
    """Names of who moved something, by reference."""
    refs = {move.by_ref for move in moves}
    rows = session().execute(
        select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)).order_by(Person.id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Affected:
    """Somebody whose data is affected."""

    public_id: str
    name: str
    language: str
    added_at: datetime
    told_at: datetime | None


def affected(breach: Breach) -> list[Affected]:
    """All whose data is affected, in the order in which they were added."""
    rows = session().execute(
        select(
            Person.public_id,
            Person.display_name,
            Person.language,
            BreachPerson.added_at,
            BreachPerson.told_at,
        )
        .join(BreachPerson, BreachPerson.person_id == Person.id)
        .where(BreachPerson.breach_id == breach.id)
        .order_by(BreachPerson.id)
    )
    return [Affected(*row) for row in rows]


@dataclass(frozen=True)
class Counted:
    """How many people of one language are affected, and how many of them have been told."""

    language: str
    people: int
    told: int


def affected_by_language(breach: Breach) -> list[Counted]:
    """Counts for the page of a failure."""
    rows = session().execute(
        select(Person.language, func.count(BreachPerson.id), func.count(BreachPerson.told_at))
        .join(Person, Person.id == BreachPerson.person_id)
        .where(BreachPerson.breach_id == breach.id)
        .group_by(Person.language)
        .order_by(Person.language)
    )
    return [Counted(*row) for row in rows]


def letter_of(breach: Breach, language: str) -> str:
    """What the people affected are told in this language; the template where nothing is written yet."""
    row = session().scalar(
        select(BreachLetter).where(BreachLetter.breach_id == breach.id, BreachLetter.language == language)
    )
    return vault.unseal(row.words) if row else rules.letter_template(language)


def letters_ready(breach: Breach) -> set[str]:
    """The languages in which there is a letter without gaps."""
    rows = session().scalars(
        select(BreachLetter).where(BreachLetter.breach_id == breach.id).order_by(BreachLetter.language)
    )
    return {row.language for row in rows if rules.why_not_sent(vault.unseal(row.words)) is None}


def untold(breach: Breach, languages: set[str]) -> Sequence[tuple[BreachPerson, Person]]:
    """Whom no letter has been sent to, of those whose language has one. Who was erased has no address any more."""
    rows = session().execute(
        select(BreachPerson, Person)
        .join(Person, Person.id == BreachPerson.person_id)
        .where(
            BreachPerson.breach_id == breach.id,
            BreachPerson.told_at.is_(None),
            Person.language.in_(languages),
            Person.anonymised_at.is_(None),
        )
        .order_by(BreachPerson.id)
    )
    return [(row[0], row[1]) for row in rows]


def people_named(marks: Sequence[str]) -> list[int]:
    """Ids of the people whom these addresses or references mean."""
    wanted = {mark.lower() for mark in marks}
    found = session().scalars(
        select(Person.id)
        .outerjoin(User, User.person_id == Person.id)
        .outerjoin(
            ContactPoint,
            (ContactPoint.person_id == Person.id) & (ContactPoint.kind == ContactKind.MAIL),
        )
        .where(
            Person.anonymised_at.is_(None),
            or_(
                Person.public_id.in_(set(marks)),
                User.email.in_(wanted),
                func.lower(ContactPoint.value).in_(wanted),
            ),
        )
        .distinct()
        .order_by(Person.id)
    )
    return list(found.all())


def people_seen_by(mark: str, since: datetime, until: datetime) -> list[int]:
    """Ids of the people at whom somebody (an address, a person's or an organisation's reference) has looked."""
    looker = select(cast(Person.public_id, String)).join(User, User.person_id == Person.id)
    found = session().scalars(
        select(Person.id)
        .join(Sighting, Sighting.person_ref == Person.public_id)
        .where(
            Sighting.at >= since,
            Sighting.at <= until,
            Person.anonymised_at.is_(None),
            or_(
                Sighting.by_ref == mark,
                Sighting.organisation_ref == mark,
                Sighting.by_ref.in_(looker.where(User.email == mark.lower())),
            ),
        )
        .distinct()
        .order_by(Person.id)
    )
    return list(found.all())
