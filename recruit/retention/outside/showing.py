"""What the pages for readers outside the staff show, out of releases and, for a company, out of its own hires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS
from recruit.organisations.rules import Support
from recruit.placements.models import Placement
from recruit.placements.rules import EmployerSize
from recruit.retention.analysis.spells import month_boundary
from recruit.retention.disclosure.models import FigureRelease
from recruit.retention.outside.queries import own_stays, values_in
from recruit.retention.outside.rules import (
    MONTHS,
    ROAD_MONTHS,
    THERE,
    WITH,
    WITHOUT,
    Shown,
    Stay,
    others_name,
    shown_of,
    support_name,
)
from recruit.retention.queries import NationalLine
from recruit.surveys.pairing.both_sides import ToldTogether
from recruit.surveys.pairing.models import GapRelease


@dataclass(frozen=True)
class Station:
    """A number of months on the road of one person."""

    months: int
    state: str


def road_of(first_day: date, last_day: date | None, today: date) -> list[Station]:
    """Which stations of a stay were reached."""
    found = []
    for months in ROAD_MONTHS:
        until = month_boundary(first_day, months)
        if last_day is not None and last_day < until:
            state = "none"
        else:
            state = "done" if until <= today else "planned"
        found.append(Station(months, state))
    return found


@dataclass(frozen=True)
class Own:
    """Of so many of the own people so many stayed."""

    there: int
    people: int


@dataclass(frozen=True)
class Line:
    """One number of months: the own people, those of others of the same size, and the whole country."""

    months: int
    own: Own | None
    others: Shown | None
    national: float | None


def own_share(stays: Iterable[Stay], months: int, as_of: date) -> Own | None:
    """None where fewer than five could have stayed so long."""
    outcomes = [outcome for stay in stays if (outcome := stay.outcome(months, as_of))]
    if len(outcomes) < LEAST_FOR_ORGANISATIONS:
        return None
    return Own(outcomes.count(THERE), len(outcomes))


def lines_of(
    placements: Sequence[Placement],
    rows: Mapping[str, FigureRelease],
    size: EmployerSize | None,
    national: NationalLine | None,
    as_of: date,
) -> list[Line]:
    """The company beside the others."""
    stays = own_stays(placements)
    return [
        Line(
            months,
            own_share(stays, months, as_of),
            shown_of(values_in(rows, others_name(size, months))) if size else None,
            national.at(months) if national else None,
        )
        for months in MONTHS
    ]


@dataclass(frozen=True)
class Offer:
    """Something that companies offer: how many stayed a year where it is offered, and where it is not."""

    support: Support
    with_it: Shown
    without_it: Shown


def offers_of(rows: Mapping[str, FigureRelease], size: EmployerSize | None) -> list[Offer]:
    """Where both sides may be shown."""
    found = []
    for support in Support:
        values = values_in(rows, support_name(size, support)) if size else {}
        with_it, without_it = shown_of(values, WITH), shown_of(values, WITHOUT)
        if with_it and without_it:
            found.append(Offer(support, with_it, without_it))
    return found


@dataclass(frozen=True)
class Asked:
    """One thing that people are asked: what the company was told of its own, and what others of its size were, as one."""

    item: str
    own: GapRelease
    others: ToldTogether | None


def asked_of(releases: Iterable[GapRelease], others: Mapping[str, ToldTogether]) -> list[Asked]:
    """In the order of the questions; nothing of others where nothing is told of the company itself."""
    return [Asked(one.item, one, others.get(one.item)) for one in releases]
