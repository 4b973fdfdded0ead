"""Figures out of hires: the curve, its milestones, cohorts, where people went, and who is not counted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from recruit.core.disclosure.limits import LEAST_IN_PUBLIC
from recruit.placements.rules import ExitKind
from recruit.retention import queries
from recruit.retention.analysis.competing import CumulativeIncidence, aalen_johansen
from recruit.retention.analysis.curves import (
    SurvivalAt,
    SurvivalCurve,
    answers_of,
    curve_that_begins,
    kaplan_meier,
)
from recruit.retention.analysis.intervals import Interval
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.analysis.spells import CAUSE_CODES, LostPeople, NotCounted, SpellSet, derive_spells
from recruit.retention.disclosure.queries import EVERYBODY, newest
from recruit.retention.lost_contact import BOUNDS_ABOVE, as_observed, never_asked
from recruit.retention.queries import Hire
from recruit.retention.rules import (
    LEAST_TO_BEGIN,
    MILESTONES,
    PUBLIC_MILESTONES,
    TOKYO,
    Definition,
    PublicShare,
    Question,
    end_of,
    public_count,
    public_interval,
    public_share,
    quarter_of,
)

YEAR = 12
# The name under which the public figures are released.
STATISTICS = "statistics"
# What is not leaving where the question is about the field in Japan.
MOVED = frozenset({CAUSE_CODES["moved_employer_japan"]})
# Largest lasting reason at the bottom of the stack; what only happens stands above.
REASONS = (
    ExitKind.MOVED_EMPLOYER_JAPAN,
    ExitKind.RETURNED_HOME,
    ExitKind.THIRD_COUNTRY,
    ExitKind.CONTRACT_END,
    ExitKind.DEATH,
    ExitKind.UNKNOWN,
)


@dataclass(frozen=True)
class Cohort:
    """People whose first working day lies in one quarter."""

    began_on: date
    people: int
    after_a_year: SurvivalAt


@dataclass(frozen=True)
class Uncounted:
    """A hire that is in no risk set yet, and why. `reason` None: the first working day is not confirmed."""

    hire: Hire
    reason: NotCounted | None


@dataclass(frozen=True)
class Figures:
    """All figures of one question. Everything is read off the same spells."""

    hires: Sequence[Hire]
    spells: SpellSet
    definition: Definition = Definition.COMPANY

    @property
    def people(self) -> int:
        return len(self.spells.spells)

    @cached_property
    def lifetimes(self) -> Lifetimes:
        return self.spells.lifetimes()

    @cached_property
    def curve(self) -> SurvivalCurve | None:
        """None without people. Where everybody observed at first had left before others were registered, the curve
        begins when enough people are observed (`since` above 0: given that they were still there then).
        """
        return curve_that_begins(self.lifetimes, LEAST_TO_BEGIN) if self.people else None

    @cached_property
    def milestones(self) -> list[SurvivalAt]:
        return self.curve.at(MILESTONES) if self.curve else []

    @property
    def after_a_year(self) -> SurvivalAt | None:
        return next((point for point in self.milestones if point.time == YEAR), None)

    @cached_property
    def ignoring_late_entry(self) -> float | None:
        """What the share after a year would read if late registrations were taken as observed from the start."""
        if self.curve is None or not self.curve.late_entries:
            return None
        return kaplan_meier(self.spells.lifetimes(honour_late_entry=False)).at([YEAR])[0].survival

    @cached_property
    def by_the_other_definition(self) -> SurvivalAt | None:
        """The share after a year by the definition that was not asked for."""
        other = Definition.FIELD if self.definition is Definition.COMPANY else Definition.COMPANY
        spells = _spells(self.hires, self.spells.as_of, other)
        return kaplan_meier(spells.lifetimes()).at([YEAR])[0] if spells.spells else None

    @property
    def lost(self) -> int:
        """How many count only until somebody last confirmed that they were there."""
        return self.spells.lost

    @cached_property
    def never_asked(self) -> int:
        """How many of whom nobody has confirmed anything for as long, because nobody asked; they count as still there."""
        counted = {spell.key for spell in self.spells.spells}
        pairs = [(one.record, one.heard) for one in self.hires if one.record and one.public_id in counted]
        return never_asked(pairs, self.spells.as_of)

    @cached_property
    def bounds(self) -> list[tuple[SurvivalAt, SurvivalAt]]:
        """At each milestone the share if all of whom contact was lost had left, and if all had stayed; empty while they are few."""
        if self.curve is None or self.lost <= BOUNDS_ABOVE * self.people:
            return []
        left, stayed = (
            curve_that_begins(
                _spells(self.hires, self.spells.as_of, self.definition, lost).lifetimes(), LEAST_TO_BEGIN
            ).at(MILESTONES)
            for lost in (LostPeople.ALL_LEFT, LostPeople.ALL_STAYED)
        )
        return list(zip(left, stayed, strict=True))

    @cached_property
    def incidence(self) -> CumulativeIncidence | None:
        """None where the curve does not begin at the start: then the reasons would not add up to it."""
        if self.curve is None or self.curve.since > 0.0:
            return None
        return aalen_johansen(self.lifetimes)

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """One per quarter of the first working day, the newest first."""
        starts = {hire.record.key: hire.record.start for hire in self.hires if hire.record is not None}
        quarters: dict[date, list[int]] = {}
        for place, spell in enumerate(self.spells.spells):
            quarters.setdefault(quarter_of(starts[spell.key]), []).append(place)
        newest_first = sorted(quarters.items(), reverse=True)
        curves = [kaplan_meier(self.lifetimes.only(np.array(places))) for _quarter, places in newest_first]
        return [
            Cohort(quarter, len(places), answer[0])
            for (quarter, places), answer in zip(newest_first, answers_of(curves, [YEAR]), strict=True)
        ]

    @cached_property
    def uncounted(self) -> list[Uncounted]:
        """Who is not counted, sorted by reason and name."""
        reasons = dict(self.spells.not_counted)
        found = [
            Uncounted(hire, reasons[hire.record.key] if hire.record else None)
            for hire in self.hires
            if hire.record is None or hire.record.key in reasons
        ]
        return sorted(found, key=lambda one: (one.reason or "", one.hire.name))


def figures_of(hires: Sequence[Hire], as_of: date, definition: Definition = Definition.COMPANY) -> Figures:
    """The figures of these hires as they could be observed before that day."""
    return Figures(hires, _spells(hires, as_of, definition), definition)


def _spells(
    hires: Sequence[Hire],
    as_of: date,
    definition: Definition,
    lost_people: LostPeople = LostPeople.CENSORED,
) -> SpellSet:
    records = [as_observed(hire.record, hire.heard, as_of) for hire in hires if hire.record is not None]
    stays = MOVED if definition is Definition.FIELD else frozenset[int]()
    return derive_spells(records, as_of, lost_people=lost_people, retained_causes=stays)


@dataclass(frozen=True)
class PublicFigure:
    """What the public may read of one milestone; `share` None: too few people, or not yet estimable."""

    months: int
    share: PublicShare | None


@dataclass(frozen=True)
class PublicFigures:
    """The figures of the last closed quarter. They change once a quarter and never in between."""

    as_of: date
    known_by: datetime
    people: int
    rows: tuple[PublicFigure, ...]


@dataclass(frozen=True)
class Headline:
    """One figure for the front page, rounded for the public: percent after a year, its interval, people to the nearest 5."""

    share: PublicShare
    people: int
    interval: tuple[int, int]
    as_of: date


@dataclass(frozen=True)
class Closed:
    """What was known when the last closed quarter ended."""

    as_of: date
    known_by: datetime
    figures: Figures


def closed_quarter(now: datetime) -> date:
    """The day before which the last closed quarter ended."""
    return quarter_of(now.astimezone(ZoneInfo(TOKYO)).date())


def closed(now: datetime) -> Closed:
    """In two statements."""
    as_of = closed_quarter(now)
    known_by = end_of(date.fromordinal(as_of.toordinal() - 1))
    hires = queries.chosen(queries.hires_known_by(known_by), Question(as_of, known_by))
    return Closed(as_of, known_by, figures_of(hires, as_of))


def public_figures() -> PublicFigures | None:
    """What everybody was last shown, in one statement; None before the first release (`disclosure.jobs`)."""
    kept = newest(STATISTICS, EVERYBODY)
    return _kept_figures(kept.as_of_on, kept.known_at, kept.shown) if kept is not None else None


def headline() -> Headline | None:
    """The share after a year for the front page, likewise; None where it rests on fewer than 20 people."""
    kept = newest(STATISTICS, EVERYBODY)
    return _kept_headline(kept.as_of_on, kept.shown) if kept is not None else None


def to_keep(found: Closed) -> dict[str, Any] | None:
    """The public figures and the headline as plain values; None while there is nothing to show."""
    public, first = _public(found), _headline(found)
    if public is None:
        return None
    return {
        "people": public.people,
        "rows": [[row.months, row.share and asdict(row.share)] for row in public.rows],
        "headline": first and {"share": asdict(first.share), "interval": list(first.interval)},
    }


def _kept_figures(as_of: date, known_by: datetime, shown: Mapping[str, Any]) -> PublicFigures:
    rows = tuple(
        PublicFigure(months, PublicShare(**share) if share else None) for months, share in shown["rows"]
    )
    return PublicFigures(as_of, known_by, shown["people"], rows)


def _kept_headline(as_of: date, shown: Mapping[str, Any]) -> Headline | None:
    first = shown["headline"]
    if first is None:
        return None
    lower, upper = first["interval"]
    return Headline(PublicShare(**first["share"]), shown["people"], (lower, upper), as_of)


def _public(found: Closed) -> PublicFigures | None:
    figures = found.figures
    if figures.people < LEAST_IN_PUBLIC or figures.curve is None:
        return None
    rows = tuple(
        PublicFigure(int(point.time), public_share(point.survival or 0.0) if _is_public(point) else None)
        for point in figures.curve.at(PUBLIC_MILESTONES)
    )
    return PublicFigures(found.as_of, found.known_by, public_count(figures.people), rows)


def _headline(found: Closed) -> Headline | None:
    point = found.figures.after_a_year
    if found.figures.people < LEAST_IN_PUBLIC or point is None or not _is_public(point):
        return None
    interval = point.beta_product or Interval(0.0, 1.0)
    return Headline(
        public_share(point.survival or 0.0),
        public_count(found.figures.people),
        public_interval(interval.lower, interval.upper),
        found.as_of,
    )


def _is_public(point: SurvivalAt) -> bool:
    return point.estimable and point.at_risk >= LEAST_IN_PUBLIC
