"""Reads of what was shown."""

from collections.abc import Set as AbstractSet
import json

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.accounts import tokens
from recruit.core import vault
from recruit.core.db import session
from recruit.core.disclosure.figures import Figure, Release
from recruit.core.disclosure.tables import Key, Table
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.retention.disclosure.models import FigureRelease
from recruit.web.tables import Page, keyset_page

EVERYBODY = "everybody"
_SEES = frozenset({Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR})


def viewer_of(organisation_ref: str) -> str:
    """Under which name it is kept what an organisation was shown."""
    return tokens.fingerprint("viewer", organisation_ref)


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


def releases(visitor: Visitor, *, after: str | None = None) -> Page[FigureRelease]:
    """The log for staff, the newest first, page by page. Two statements."""
    if not visitor.roles & _SEES:
        raise Missing
    query = select(FigureRelease).options(selectinload(FigureRelease.cells))
    return keyset_page(query, by=[FigureRelease.id], after=after, newest_first=True)


def readers_by_name(viewers: AbstractSet[str]) -> dict[str, Organisation]:
    """Which organisation it is that was shown something, by the name under which that is kept. Two statements."""
    if not viewers - {EVERYBODY}:
        return {}
    approved = (
        select(Organisation)
        .where(Organisation.kind != OrganisationKind.SUPPORT, Organisation.state != OrganisationState.LISTED)
        .order_by(Organisation.id)
    )
    found = {viewer_of(one.public_id): one for one in session().scalars(approved)}
    return {viewer: found[viewer] for viewer in viewers if viewer in found}


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
