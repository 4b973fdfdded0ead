"""Reads for the figures: what was known of every hire by some instant.

The figures rest on the facts, never on the columns of a placement, which know only today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.facts import facts_on
from recruit.organisations.models import Company
from recruit.organisations.rules import SizeClass, size_class
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import (
    EmployerSize,
    ExitKind,
    PlacementFactKind,
    PlacementSource,
    PlacementState,
)
from recruit.retention.analysis.spells import CAUSE_CODES, EmploymentRecord, first_spells
from recruit.retention.hearing import heard_by
from recruit.retention.lost_contact import NOTHING, Heard
from recruit.retention.rules import Question, fiscal_year_of

_TOLD = (
    PlacementFactKind.PLANNED_START,
    PlacementFactKind.STARTED,
    PlacementFactKind.ENDED,
    PlacementFactKind.ENDED_WITHDRAWN,
    PlacementFactKind.DIED,
)
_SIZES = {
    SizeClass.SMALL: EmployerSize.SMALL,
    SizeClass.MIDDLE: EmployerSize.MID_SIZE,
    SizeClass.LARGE: EmployerSize.LARGE,
}
_NATIONAL = {
    12: "graduates_2021_construction_left_in_year_1",
    24: "graduates_2021_construction_left_in_year_2",
    36: "graduates_2021_construction_left_in_year_3",
}


@dataclass(frozen=True)
class Hire:
    """What was known of one hire. `record` is None while no first working day is known to have come."""

    public_id: str
    person_id: int
    name: str
    source: str
    country: str
    size: EmployerSize | None
    employer: int | None
    planned_start_on: date | None
    record: EmploymentRecord | None
    heard: Heard = NOTHING


@dataclass(frozen=True)
class NationalLine:
    """What is published for the whole country: shares still there after so many months, and who says so."""

    points: tuple[tuple[int, float], ...]
    source: str
    source_name: str

    def at(self, months: int) -> float | None:
        """The published share at that time, where there is one."""
        return dict(self.points).get(months)


def hires_known_by(known_by: datetime) -> list[Hire]:
    """All hires as they were known at an instant, and what was heard of them, in two statements."""
    rows = session().execute(
        select(
            Placement.id,
            Placement.public_id,
            Placement.person_id,
            Person.display_name,
            Placement.source,
            Placement.source_name,
            Placement.country,
            Placement.employer_size,
            Placement.employer_id,
            Placement.registered_on,
            Company.capital_yen,
            Company.staff_count,
            PlacementFact.fact,
            PlacementFact.value,
            PlacementFact.valid_on,
        )
        .join(PlacementFact, PlacementFact.placement_id == Placement.id)
        .join(Person, Person.id == Placement.person_id)
        .outerjoin(Company, Company.organisation_id == Placement.employer_id)
        .where(
            PlacementFact.known_at <= known_by,
            PlacementFact.confirmed.is_(True),
            PlacementFact.fact.in_(_TOLD),
            Placement.state != PlacementState.NEVER_STARTED,
        )
        .order_by(Placement.id, PlacementFact.known_at, PlacementFact.id)
    )
    found = rows.all()
    heard = heard_by(known_by) if found else {}
    hires: list[Hire] = []
    told: list[Any] = []
    for row in found:
        if told and told[-1].id != row.id:
            hires.append(_hire(told, heard))
            told = []
        told.append(row)
    if told:
        hires.append(_hire(told, heard))
    return hires


def _hire(told: list[Any], heard: Mapping[int, Heard]) -> Hire:
    """Of facts of one kind the newest holds; an end that was taken back is none."""
    row = told[-1]
    planned = started = last_day = None
    kind = ExitKind.UNKNOWN
    for fact in told:
        if fact.fact is PlacementFactKind.PLANNED_START:
            planned = fact.valid_on
        elif fact.fact is PlacementFactKind.STARTED:
            started = fact.valid_on
        elif fact.fact is PlacementFactKind.ENDED:
            last_day = fact.valid_on - timedelta(days=1)
            kind = ExitKind(fact.value) if fact.value in list(ExitKind) else ExitKind.UNKNOWN
        elif fact.fact is PlacementFactKind.ENDED_WITHDRAWN:
            last_day = None
        else:
            last_day, kind = fact.valid_on, ExitKind.DEATH
    record = None
    if started is not None:
        # A corrected first day may overtake an end that nobody has corrected yet.
        known_end = max(last_day, started) if last_day is not None else None
        record = EmploymentRecord(
            key=row.public_id,
            registered=row.registered_on,
            start=started,
            last_working_day=known_end,
            cause=CAUSE_CODES[str(kind)] if known_end is not None else None,
        )
    return Hire(
        public_id=row.public_id,
        person_id=row.person_id,
        name=row.display_name,
        source=row.source_name if row.source is PlacementSource.IMPORT else "",
        country=row.country,
        size=_size(row),
        employer=row.employer_id,
        planned_start_on=planned,
        record=record,
        heard=heard.get(row.id, NOTHING),
    )


def _size(row: Any) -> EmployerSize | None:
    if row.employer_size in list(EmployerSize):
        return EmployerSize(row.employer_size)
    return size_of(row.capital_yen, row.staff_count)


def size_of(capital_yen: int | None, staff_count: int | None) -> EmployerSize | None:
    """The size of one of our companies, as figures name it; None where not enough is known."""
    found = size_class(capital_yen, staff_count)
    return _SIZES[found] if found else None


def chosen(hires: Iterable[Hire], question: Question) -> list[Hire]:
    """The hires a question is about, one spell a person: the first. A re-hire is no second person.

    The source is looked at before the first spell is chosen: whoever asks about a list means the spells in it.
    """
    of_source = [hire for hire in hires if not question.source or hire.source == question.source]
    pairs = [(str(hire.person_id), hire.record) for hire in of_source if hire.record is not None]
    firsts = {record.key for record in first_spells(pairs)}
    return [
        hire
        for hire in of_source
        if (hire.record is None or hire.record.key in firsts)
        and (not question.country or hire.country == question.country)
        and (question.size is None or hire.size is question.size)
        and (question.start_year is None or start_year(hire) == question.start_year)
    ]


def start_year(hire: Hire) -> int | None:
    """The fiscal year of the first working day, planned where it has not come."""
    start = hire.record.start if hire.record else hire.planned_start_on
    return fiscal_year_of(start) if start else None


def records(
    *, as_of: date, known_by: datetime, source: str = "", country: str = "", size: EmployerSize | None = None,
    start_year: int | None = None,
) -> list[EmploymentRecord]:  # fmt: skip
    """The employments that `derive_spells(records, as_of)` takes, as known by that instant."""
    question = Question(as_of, known_by, source=source, country=country, size=size, start_year=start_year)
    return [hire.record for hire in chosen(hires_known_by(known_by), question) if hire.record is not None]


def national_line(on: date) -> NationalLine | None:
    """University graduates who joined construction, in one statement; None where the facts are not there."""
    found = facts_on(list(_NATIONAL.values()), on)
    left, points = 0.0, []
    for months, key in _NATIONAL.items():
        if key not in found:
            return None
        left += float(found[key].value) / 100
        points.append((months, round(1 - left, 6)))
    first = found[_NATIONAL[12]]
    return NationalLine(tuple(points), first.source, first.source_name)
