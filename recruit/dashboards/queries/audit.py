"""The audit trail, for administrators."""

from dataclasses import dataclass

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry
from recruit.core.visitor import Role, Visitor
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class Wanted:
    """What of the trail is wanted; empty means all."""

    subject_ref: str = ""
    by_ref: str = ""


def audit_page(visitor: Visitor, wanted: Wanted, *, after: str | None) -> Page[AuditEntry]:
    """Lines of the trail, the newest first."""
    _demand_administrator(visitor)
    query = select(AuditEntry)
    if wanted.subject_ref:
        query = query.where(AuditEntry.subject_ref == wanted.subject_ref)
    if wanted.by_ref:
        query = query.where(AuditEntry.by_ref == wanted.by_ref)
    return keyset_page(query, by=[AuditEntry.id], after=after, newest_first=True)


def names_behind(visitor: Visitor, entries: list[AuditEntry]) -> dict[str, str]:
    """The names of those who moved something, where they are still persons of the house."""
    _demand_administrator(visitor)
    refs = {entry.by_ref for entry in entries}
    rows = session().execute(select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)))
    return {public_id: name for public_id, name in rows if name}


def first_broken_line(visitor: Visitor) -> AuditEntry | None:
    """The first line that does not follow from the one before; None where the chain is whole. Reads every line."""
    _demand_administrator(visitor)
    broken = audit.first_broken_link()
    return session().get(AuditEntry, broken) if broken is not None else None


def _demand_administrator(visitor: Visitor) -> None:
    if Role.ADMINISTRATOR not in visitor.roles:
        raise Missing
