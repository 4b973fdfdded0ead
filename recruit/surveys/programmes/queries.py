"""What an edit of the rules would touch: everybody with an open point, read in few statements however many they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.placements.models import Placement
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.models import Contact, Programme, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.contacts import PlannedContact
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.versions import edited
from recruit.surveys.programmes.consequences import Consequence, consequences
from recruit.surveys.queries.known import PROGRAMME, facts_of, journal_of, newest_programme, rules_of
from recruit.surveys.queries.known_together import known_together, of_wave
from recruit.surveys.queries.rows import Employment, Human, KnownTogether
from recruit.surveys.rules import ContactKind

PEOPLE_A_READ = 400
Row = TypeVar("Row")


@dataclass(frozen=True)
class Touched:
    """One effect of an edit, with the hire it is about."""

    person: Human
    placement: Employment
    consequence: Consequence


def programme_in_force() -> tuple[Programme, rules.Programme]:
    """The newest version as a row and as rules. Missing before anything was loaded."""
    programme = newest_programme()
    if programme is None:
        raise Missing(PROGRAMME)
    return programme, rules_of(programme)


def wave_in_force(key: str) -> tuple[Programme, rules.Wave]:
    """One wave of the newest version."""
    programme, by_rules = programme_in_force()
    wave = next((one for one in by_rules.waves if one.name == key), None)
    if wave is None:
        raise Missing(key)
    return programme, wave


def versions() -> Sequence[Programme]:
    """All versions of the rules, the newest first."""
    return (
        session()
        .scalars(select(Programme).where(Programme.key == PROGRAMME).order_by(Programme.version.desc()))
        .all()
    )


def consequences_of(standing: rules.Wave, wanted: rules.Wave, now: datetime) -> list[Touched]:
    """What would become of every contact that is open at this wave, by hire and wave's order."""
    before = rules.Programme((standing,), None)
    after = rules.Programme((edited(standing, wanted, now=now),), None)
    found: list[Touched] = []
    for about in people_at(standing.name, now):
        journal = journal_of(about)
        for placement in about.placements:
            facts = facts_of(placement, about, now)
            plans: list[tuple[PlannedContact, ...]] = [
                plan(facts, by_rules, calendar(), now=now, journal=journal) for by_rules in (before, after)
            ]
            found += [
                Touched(about.person, placement, one)
                for one in consequences(*plans, journal=journal, now=now)
            ]
    return found


def people_at(wave: str, now: datetime) -> Iterator[KnownTogether]:
    """Everybody whose point at this wave has not closed, with what decides about it."""
    last = 0
    while True:
        ids = (
            session()
            .scalars(
                select(Placement.person_id)
                .join(Contact, Contact.placement_id == Placement.id)
                .join(Wave, Wave.id == Contact.wave_id)
                .join(Person, Person.id == Placement.person_id)
                .where(
                    Wave.key == wave,
                    Contact.kind == ContactKind.INVITATION,
                    Contact.closes_at > now,
                    Person.anonymised_at.is_(None),
                    Placement.person_id > last,
                )
                .distinct()
                .order_by(Placement.person_id)
                .limit(PEOPLE_A_READ)
            )
            .all()
        )
        yield from known_together(ids, now, which=of_wave(wave))
        if len(ids) < PEOPLE_A_READ:
            return
        last = ids[-1]
