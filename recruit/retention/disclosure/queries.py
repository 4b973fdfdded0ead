"""Reads of what was shown."""

import json

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core import vault
from recruit.core.db import session
from recruit.core.disclosure.figures import Figure, Release
from recruit.core.disclosure.tables import Key, Table
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.retention.disclosure.models import FigureRelease

EVERYBODY = "everybody"
_SEES = frozenset({Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR})
MOST_LISTED = 50


def newest(what: str, viewer: str) -> FigureRelease | None:
    """What this reader is shown of it now."""
    return session().scalar(
        select(FigureRelease)
        .where(FigureRelease.what == what, FigureRelease.viewer == viewer)
        .order_by(FigureRelease.as_of_on.desc(), FigureRelease.id.desc())
        .limit(1)
    )


def shown_before(viewer: str) -> list[Release]:
    """All that this reader has been shown, the first release first."""
    rows = session().scalars(
        select(FigureRelease)
        .options(selectinload(FigureRelease.cells))
        .where(FigureRelease.viewer == viewer)
        .order_by(FigureRelease.id)
    )
    return [_as_release(row) for row in rows]


def releases(visitor: Visitor) -> list[FigureRelease]:
    """The log for staff, the newest first. Two statements."""
    if not visitor.roles & _SEES:
        raise Missing
    return list(
        session().scalars(
            select(FigureRelease)
            .options(selectinload(FigureRelease.cells))
            .order_by(FigureRelease.id.desc())
            .limit(MOST_LISTED)
        )
    )


def _as_release(row: FigureRelease) -> Release:
    kept = json.loads(vault.unseal(row.people))
    groups: dict[Key, frozenset[str]] = {tuple(key): frozenset(marks) for key, marks in kept["groups"]}
    sums: dict[Key, frozenset[Key]] = {
        tuple(key): frozenset(tuple(group) for group in of) for key, of in kept["figures"]
    }
    table = Table(row.what, groups, sums, kept["answer"])
    figures: dict[Key, Figure] = {
        tuple(json.loads(cell.cell)): Figure(cell.low, cell.high, why=cell.hidden_why) for cell in row.cells
    }
    return Release(table, row.audience, figures, row.as_of_on)
