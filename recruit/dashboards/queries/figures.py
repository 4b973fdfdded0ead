"""The counts behind the one figure of the start page."""

from datetime import date

from sqlalchemy import ColumnElement, case, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute

from recruit.core.db import session
from recruit.dashboards.rules import months_after
from recruit.placements.models import Placement


def _number_of(day: InstrumentedAttribute[date | None]) -> ColumnElement[int]:
    """A day as a number such as 20240331, so that both kinds of database compare days a year apart alike."""
    return extract("year", day) * 10_000 + extract("month", day) * 100 + extract("day", day)


def stayed_a_year(today: date) -> tuple[int, int]:
    """(how many hires began at least a year ago, how many of them were still there a year later). One statement.

    Only hires known by their first day count: of those brought in later, only the ones who stayed would be there.
    """
    stayed = (Placement.ended_on.is_(None)) | (
        _number_of(Placement.ended_on) - 10_000 >= _number_of(Placement.started_on)
    )
    row = session().execute(
        select(func.count(), func.sum(case((stayed, 1), else_=0))).where(
            Placement.started_on <= months_after(today, -12), Placement.registered_on <= Placement.started_on
        )
    )
    began, still_there = row.one()
    return began, still_there or 0
