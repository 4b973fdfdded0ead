"""What an edit of the rules would touch: everybody with an open point, read in few statements however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementState
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.forms import text
from recruit.surveys.models import Contact, Programme, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.added import horizon_at
from recruit.surveys.planning.contacts import PlannedContact
from recruit.surveys.planning.planner import plan
from recruit.surveys.programmes.asked import Asked
from recruit.surveys.programmes.consequences import Consequence, consequences
from recruit.surveys.programmes.models import CountedChange
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.queries.answering import form_of, newest_version
from recruit.surveys.queries.known import PROGRAMME, facts_of, journal_of, newest_programme, rules_of
from recruit.surveys.queries.known_together import known_together, of_wave
from recruit.surveys.queries.rows import Employment, Human
from recruit.surveys.rules import ContactKind

PEOPLE_A_READ = 400
# So long people are shown what has become of a change.
SHOWN_FOR = timedelta(days=1)
# As far after an end as the latest point could lie, with its window.
ASKED_AFTER_LEAVING = timedelta(days=31 * 40 + 180)


@dataclass(frozen=True)
class Touched:
    """One effect of an edit, with the hire it is about."""

    person: Human
    placement: Employment
    consequence: Consequence


@dataclass(frozen=True)
class Progress:
    """How many people one point has been planned for, and when it was for everybody. Without a wave: how many follow-ups
    have been planned anew since the rules were changed.
    """

    wave: str
    done: int
    all: int
    at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.at is not None or (not self.wave and self.done >= self.all)


def programme_in_force() -> tuple[Programme, rules.Programme]:
    """The newest version as a row and as rules. Missing before anything was loaded."""
    programme = newest_programme()
    if programme is None:
        raise Missing(PROGRAMME)
    return programme, rules_of(programme)


def wave_in_force(key: str) -> tuple[Programme, rules.Wave]:
    """One wave of the newest version, also by the key it had before its day was edited."""
    programme, by_rules = programme_in_force()
    now_called = key_now(programme, key)
    wave = next((one for one in by_rules.going_on().waves if one.name == now_called), None)
    if wave is None:
        raise Missing(key)
    return programme, wave


def key_now(programme: Programme | None, key: str) -> str:
    """The key of a point today. It has another one since its day was edited; what was kept under the old one still leads to it."""
    moved = programme.rules.get("moved", {}) if programme is not None else {}
    while key in moved:
        key = moved[key]
    return key


def versions() -> Sequence[Programme]:
    """All versions of the rules, the newest first."""
    return (
        session()
        .scalars(select(Programme).where(Programme.key == PROGRAMME).order_by(Programme.version.desc()))
        .all()
    )


def consequences_of(proposal: Proposal, now: datetime) -> list[Touched]:
    """What would become of every contact, by hire and wave's order."""
    found: list[Touched] = []
    last: int | None = 0
    while last is not None:
        ids, last = people_after(proposal, last, now)
        found += consequences_for(proposal, ids, now)
    return found


def people_after(proposal: Proposal, last: int, now: datetime) -> tuple[Sequence[int], int | None]:
    """The next people whom a change may touch, and the last of them; None where no more come."""
    person = Placement.person_id
    ids = (
        session()
        .scalars(_people(proposal, now).where(person > last).distinct().order_by(person).limit(PEOPLE_A_READ))
        .all()
    )
    return ids, ids[-1] if len(ids) == PEOPLE_A_READ else None


def people_between(proposal: Proposal, after: int, up_to: int, now: datetime) -> Sequence[int]:
    """The same people again, as far as one batch of them goes."""
    person = Placement.person_id
    return (
        session()
        .scalars(_people(proposal, now).where(person > after, person <= up_to).distinct().order_by(person))
        .all()
    )


def how_many_people(proposal: Proposal, now: datetime) -> int:
    """How many people have to be read to say what follows."""
    counted = _people(proposal, now).with_only_columns(func.count(Placement.person_id.distinct()))
    return session().scalar(counted) or 0


def consequences_for(proposal: Proposal, ids: Sequence[int], now: datetime) -> list[Touched]:
    """What would become of the contacts of these people."""
    which = of_wave(proposal.wave) if proposal.wave else false()
    found: list[Touched] = []
    for about in known_together(ids, now, which=which):
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
                for waves in (proposal.before(), proposal.after(now))
            ]
            found += [
                Touched(about.person, placement, one)
                for one in consequences(*plans, journal=journal, now=now)
            ]
    return found


def _people(proposal: Proposal, now: datetime) -> Select[int]:
    """Everybody whose contact at the wave has not closed. Where others may be reached too: who is expected or works, and who
    left not long ago.
    """
    query = (
        select(Placement.person_id)
        .join(Person, Person.id == Placement.person_id)
        .where(Person.anonymised_at.is_(None))
    )
    if proposal.may_ask_anybody:
        left_lately = and_(
            Placement.state == PlacementState.LEFT,
            Placement.ended_on >= (now - ASKED_AFTER_LEAVING).date(),
        )
        return query.where(
            or_(
                Placement.state.notin_((PlacementState.LEFT, PlacementState.NEVER_STARTED)),
                left_lately,
            )
        )
    return (
        query.join(Contact, Contact.placement_id == Placement.id)
        .join(Wave, Wave.id == Contact.wave_id)
        .where(Wave.key == proposal.wave, Contact.kind == ContactKind.INVITATION, Contact.closes_at > now)
    )


def counted_change(proposal: Proposal, version: int) -> CountedChange | None:
    """What the worker counts, or has counted, for this change of this version of the rules."""
    return (
        session()
        .scalars(
            select(CountedChange)
            .where(CountedChange.hash == proposal.hash(version))
            .execution_options(populate_existing=True)
        )
        .one_or_none()
    )


def facts_since(counted: CountedChange) -> int:
    """How much has become known about hires since it was counted."""
    newer = select(func.count(PlacementFact.id)).where(PlacementFact.id > counted.facts_up_to)
    return session().scalar(newer) or 0


def is_no_use(before: datetime) -> ColumnElement[bool]:
    """Counted before that instant, or for rules that hold no more."""
    newest = select(func.max(Programme.version)).where(Programme.key == PROGRAMME).scalar_subquery()
    return or_(CountedChange.asked_at < before, CountedChange.version < newest)


def are_counts_to_forget(before: datetime) -> bool:
    """Whether any of them is there."""
    return session().scalar(select(CountedChange.id).where(is_no_use(before)).limit(1)) is not None


def planning_progress(programme: Programme, now: datetime) -> list[Progress]:
    """How far the worker has come with what was changed within a day: points planned for everybody, and what the newest
    version touches of the others.
    """
    rows, lately = session(), now - SHOWN_FOR
    going_on = {wave.name for wave in rules_of(programme).going_on().waves}
    person = Placement.person_id
    reached = select(func.count(person.distinct())).where(person <= Wave.planned_up_to).scalar_subquery()
    planned = rows.execute(
        select(Wave.key, Wave.planned_at, reached)
        .where(or_(Wave.planned_up_to.is_not(None), Wave.planned_at > lately))
        .order_by(Wave.position)
    ).all()
    everybody = rows.scalar(select(func.count(person.distinct()))) or 0 if planned else 0
    found = [
        Progress(key, done if at is None else everybody, everybody, at)
        for key, at, done in planned
        if key in going_on
    ]
    since, touched = programme.rules.get("since"), programme.rules.get("to_look_at", 0)
    saved_at = datetime.fromisoformat(since) if since else None
    if saved_at is not None and saved_at > lately and touched:
        # Whatever has been looked at since then has another instant for the next look.
        left = rows.scalar(select(func.count(Contact.id)).where(Contact.check_at == saved_at)) or 0
        found.append(Progress("", max(touched - left, 0), touched, None))
    return found


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
