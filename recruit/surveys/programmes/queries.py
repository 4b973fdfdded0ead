"""What an edit of the rules would touch: everybody with an open point, read in few statements however many they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, false, or_, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.forms import text
from recruit.surveys.models import Contact, Programme, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.added import horizon_at
from recruit.surveys.planning.contacts import PlannedContact
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.versions import edited
from recruit.surveys.programmes.asked import Asked
from recruit.surveys.programmes.consequences import Consequence, consequences
from recruit.surveys.queries.answering import form_of, newest_version
from recruit.surveys.queries.known import PROGRAMME, facts_of, journal_of, newest_programme, rules_of
from recruit.surveys.queries.known_together import known_together, of_wave
from recruit.surveys.queries.rows import Employment, Human, KnownTogether
from recruit.surveys.rules import ContactKind

PEOPLE_A_READ = 400
# As far after an end as the latest point could lie, with its window.
ASKED_AFTER_LEAVING = timedelta(days=31 * 40 + 180)
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
    wave = next((one for one in by_rules.going_on().waves if one.name == key), None)
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
    after = edited(standing, wanted, now=now)
    return _compared(people_at(standing.name, now), (standing,), (after,), now)


def consequences_of_end(standing: rules.Wave, now: datetime) -> list[Touched]:
    """What would become of the same contacts if the wave ended now."""
    return _compared(people_at(standing.name, now), (standing,), (replace(standing, ended_at=now),), now)


def consequences_of_new(wanted: rules.Wave, now: datetime) -> list[Touched]:
    """Every contact that one wave more would make, by hire."""
    return _compared(people_here(now), (), (replace(wanted, added_at=now),), now)


def _compared(
    people: Iterator[KnownTogether],
    before: tuple[rules.Wave, ...],
    after: tuple[rules.Wave, ...],
    now: datetime,
) -> list[Touched]:
    found: list[Touched] = []
    for about in people:
        journal = journal_of(about)
        for placement in about.placements:
            facts = facts_of(placement, about, now)
            plans: list[tuple[PlannedContact, ...]] = [
                plan(
                    facts,
                    rules.Programme(waves, None),
                    calendar(),
                    now=now,
                    journal=journal,
                    horizon=horizon_at(now),
                )
                for waves in (before, after)
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


def people_here(now: datetime) -> Iterator[KnownTogether]:
    """Everybody whom a new wave may ask: who is expected or works, and who left not long ago. Without any contact of theirs."""
    last = 0
    left_lately = and_(
        Placement.state == PlacementState.LEFT, Placement.ended_on >= (now - ASKED_AFTER_LEAVING).date()
    )
    while True:
        ids = (
            session()
            .scalars(
                select(Placement.person_id)
                .join(Person, Person.id == Placement.person_id)
                .where(
                    or_(
                        Placement.state.notin_((PlacementState.LEFT, PlacementState.NEVER_STARTED)),
                        left_lately,
                    ),
                    Person.anonymised_at.is_(None),
                    Placement.person_id > last,
                )
                .distinct()
                .order_by(Placement.person_id)
                .limit(PEOPLE_A_READ)
            )
            .all()
        )
        yield from known_together(ids, now, which=false())
        if len(ids) < PEOPLE_A_READ:
            return
        last = ids[-1]


def questionnaires(language: str) -> list[Asked]:
    """The questionnaires of hires that are or were asked at some point, in the order of the points."""
    waves = session().scalars(
        select(Wave)
        .join(Programme, Programme.id == Wave.programme_id)
        .where(Programme.key == PROGRAMME, Wave.audience == "hire")
        .order_by(Wave.position)
    )
    first = {wave.instrument_id: wave for wave in reversed(waves.all())}
    return [
        Asked(
            wave.instrument.key,
            text(form_of(newest_version(wave)).title, language),
            wave.anchor == rules.LEAVING,
        )
        for wave in sorted(first.values(), key=lambda wave: wave.position)
    ]


def questionnaire_of(programme: Programme, key: str) -> str:
    """What a point asks."""
    return next(wave.instrument.key for wave in programme.waves if wave.key == key)


def points() -> list[str]:
    """Keys of every point that hires are or were asked at, in their order."""
    return list(
        session().scalars(
            select(Wave.key)
            .join(Programme, Programme.id == Wave.programme_id)
            .where(Programme.key == PROGRAMME)
            .order_by(Wave.position)
        )
    )
