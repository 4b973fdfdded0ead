"""Reads of archives: everybody sees their own, nobody else's."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts.models import Person, User
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rights.rules import ExportState, ExportTimes, state_of
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor


def times_of(export: DataExport) -> ExportTimes:
    """The instants that decide where an archive stands."""
    return ExportTimes(export.asked_at, export.ready_at, export.failed_at, export.ends_at)


def newest_export(visitor: Visitor) -> DataExport | None:
    """The archive the visitor asked for last."""
    if visitor.person_id is None:
        raise Missing
    return session().scalar(
        select(DataExport)
        .where(DataExport.person_id == visitor.person_id)
        .order_by(DataExport.id.desc())
        .limit(1)
    )


def ready_export(visitor: Visitor, public_id: str, now: datetime) -> DataExport:
    """One of the visitor's own archives that can be fetched now."""
    found = session().scalar(
        select(DataExport).where(DataExport.public_id == public_id, DataExport.person_id == visitor.person_id)
    )
    if found is None or found.stored_file is None or state_of(times_of(found), now) is not ExportState.READY:
        raise Missing
    return found


def export_by_ref(public_id: str) -> DataExport | None:
    """For mails, which keep a public id."""
    return session().scalar(select(DataExport).where(DataExport.public_id == public_id))


def person_to_erase(visitor: Visitor, public_id: str) -> Person:
    """Somebody an administrator may erase: anybody but themselves, who close their own account."""
    if Role.ADMINISTRATOR not in visitor.roles or public_id == visitor.person_ref:
        raise Missing
    found = session().scalar(select(Person).where(Person.public_id == public_id))
    if found is None or found.anonymised_at is not None:
        raise Missing
    return found


def told_apart_by(person: Person) -> str:
    """What tells this person from others at best: the address of the sign-in, else the name, else the number."""
    email = session().scalar(select(User.email).where(User.person_id == person.id))
    return email or person.display_name or person.public_id
