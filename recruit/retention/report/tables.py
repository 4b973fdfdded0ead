"""The tables of people behind a report, and what its readers were told a year before."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.releasing import release
from recruit.core.disclosure.tables import Table, crossed, overlapping
from recruit.retention import queries
from recruit.retention.comparing.queries import values_of
from recruit.retention.comparing.rules import By
from recruit.retention.figures import Figures, figures_of
from recruit.retention.queries import Hire
from recruit.retention.report.rules import Edition, cohort_of
from recruit.retention.rules import Question, end_of


class Part(StrEnum):
    """What a figure is about; by the last four, people are set side by side."""

    PEOPLE = "people"
    CURVE = "curve"
    EXITS = "exits"
    QUARTER = "quarter"
    COUNTRY = "country"
    SIZE = "size"
    FAIR = "fair"
    FOLLOW_UP = "follow_up"


BREAKDOWNS: Mapping[Part, By | None] = {
    Part.QUARTER: None,
    Part.COUNTRY: By.COUNTRY,
    Part.SIZE: By.SIZE,
    Part.FAIR: By.FAIR,
}


def observed(as_of: date, edition: Edition) -> tuple[list[Hire], Figures]:
    question = Question(as_of, edition.known_by)
    hires = queries.chosen(queries.hires_known_by(edition.known_by), question)
    return hires, figures_of(hires, as_of)


def values(part: Part, hires: Sequence[Hire], as_of: date) -> dict[str, str]:
    by = BREAKDOWNS[part]
    if by is not None:
        return values_of(hires, by)
    return {hire.public_id: cohort_of(hire.record.start, as_of) if hire.record else "" for hire in hires}


def told_to(table: Table, made: list[Release], edition: Edition) -> Release:
    """Held against what these readers have been told that could give it away, and told from now on."""
    beside = [one for one in made if _bears_on(one.table.name, table.name)]
    found = release(table, edition.audience, beside, as_of=edition.as_of)
    made.append(found)
    return found


def _bears_on(other: str, name: str) -> bool:
    """Whether one table tells something of the groups of another one.

    Divisions by different things have only their total in common, and any numbers of one go with any numbers of the other.
    Fairs lie in quarters: whoever met there began soon after.
    """
    other_part, _, other_day = other.partition(" ")
    part, _, day = name.partition(" ")
    if other_part in (Part.PEOPLE, part):
        return True
    return (other_part, part) == (Part.QUARTER, Part.FAIR) and other_day == day


def told_a_year_ago(edition: Edition, groups: Mapping[Part, Mapping[str, str]]) -> list[Release]:
    """What the report of the year before told of how many people there are, as it is made by itself."""
    last = Edition(edition.year - 1, end_of(date(edition.year, 3, 31)), edition.readers)
    hires, found = observed(last.as_of, last)
    if not found.people:
        return []
    made: list[Release] = []
    told_to(numbers(hires, found, last), made, last)
    for part in BREAKDOWNS:
        found_values = values(part, hires, last.as_of) if part is Part.QUARTER else groups[part]
        told_to(table(part, found, found_values), made, last)
    return made


def numbers(hires: Sequence[Hire], found: Figures, edition: Edition) -> Table:
    """Everybody observed, who began in the year, and who left in it."""
    records = {hire.public_id: hire.record for hire in hires}
    everybody = sorted(spell.key for spell in found.spells.spells)
    started, left = [], []
    for key in everybody:
        record = records[key]
        if record is None:
            continue
        if edition.begins_on <= record.start < edition.as_of:
            started.append(key)
        last = record.last_working_day
        if last is not None and edition.begins_on <= last < edition.as_of:
            left.append(key)
    return overlapping(f"people {edition.year}", {"all": everybody, "started": started, "left": left})


def table(part: Part, found: Figures, values: Mapping[str, str]) -> Table:
    people = {spell.key: (values.get(spell.key, ""),) for spell in found.spells.spells}
    return crossed(
        f"{part} {found.spells.as_of}",
        [sorted({key[0] for key in people.values()})],
        {key: people[key] for key in sorted(people)},
    )
