"""Moves of archives: asked for, made, gone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from recruit.accounts.models import Person
from recruit.accounts.rights import queries, rules
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rights.rules import ExportRefusal, ExportState
from recruit.core import audit, files
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.models import StoredFile
from recruit.core.periods import EXPORTS
from recruit.core.visitor import Visitor

refuse_on("uq_data_export_being_made", Refused(ExportRefusal.TOO_SOON))


def ask_for_export(*, language: str, zone: str, by: Visitor, now: datetime) -> DataExport:
    """A person asks for everything that is held about them. An earlier archive goes."""
    newest = queries.newest_export(by)
    refusal = rules.why_not_ask(queries.times_of(newest) if newest else None, now)
    if refusal:
        raise Refused(refusal)
    person = session().get_one(Person, by.person_id)
    drop_exports(select_of_person(person.id))
    export = DataExport(person_id=person.id, language=language, zone=zone, asked_at=now)
    session().add(export)
    session().flush()
    audit.record("person.export_asked", by=by, now=now, subject_kind="person", subject_ref=person.public_id)
    return export


def select_of_person(person_id: int) -> Sequence[DataExport]:
    """All archives of a person."""
    return (
        session()
        .scalars(select(DataExport).where(DataExport.person_id == person_id).order_by(DataExport.id))
        .all()
    )


def drop_exports(exports: Sequence[DataExport]) -> int:
    """Delete archives with their files; gives how many."""
    for export in exports:
        stored = export.stored_file
        session().delete(export)
        session().flush()
        if stored is not None:
            files.remove(stored)
    return len(exports)


def claim_export(now: datetime) -> int | None:
    """Take one archive that waits to be made; gives its id. What was begun and not finished is given up in the end."""
    dead = or_(DataExport.claimed_at.is_(None), DataExport.claimed_at < now - rules.CLAIM_HOLDS_FOR)
    waits = (DataExport.ready_at.is_(None), DataExport.failed_at.is_(None), dead)
    session().execute(
        update(DataExport)
        .where(*waits, DataExport.attempts >= rules.MOST_ATTEMPTS)
        .values(failed_at=now)
        .execution_options(synchronize_session=False)
    )
    next_one = select(DataExport.id).where(*waits).order_by(DataExport.id).limit(1).scalar_subquery()
    taken = session().scalars(
        update(DataExport)
        .where(DataExport.id == next_one, *waits)
        .values(claimed_at=now, attempts=DataExport.attempts + 1)
        .returning(DataExport.id)
        .execution_options(synchronize_session=False)
    )
    return taken.first()


def finish_export(export: DataExport, stored: StoredFile, *, now: datetime) -> None:
    """The archive is made and can be fetched until its end."""
    export.stored_file_id, export.ready_at, export.ends_at = stored.id, now, EXPORTS.after(now)
    session().flush()
    session().refresh(export, ["stored_file"])


def drop_ended(now: datetime) -> int:
    """Delete archives whose time is over, and tries that failed as long ago; gives how many."""
    before = EXPORTS.before(now)
    over = or_(DataExport.ends_at <= now, DataExport.failed_at <= before)
    return drop_exports(session().scalars(select(DataExport).where(over).limit(100)).all())


def is_open(export: DataExport, now: datetime) -> bool:
    """Whether the archive can be fetched."""
    return rules.state_of(queries.times_of(export), now) is ExportState.READY
