"""The audit trail: one line per move, written in the move's own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
import hashlib

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from recruit.core.db import database, session
from recruit.core.models import AuditEntry
from recruit.core.visitor import Visitor

FIRST_HASH = "0" * 64
# Any fixed number: it names the lock that keeps two writers from continuing the chain at the same link.
_CHAIN_LOCK = 7_401_977
_AT_ONCE = 1000
# Under this name a session keeps the last hash it wrote, with the transaction in which that holds.
_CHAIN_END = "end_of_audit_chain"
# Built once: every move asks it.
_LAST_HASH = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)


def record(
    action: str,
    *,
    by: Visitor,
    now: datetime,
    subject_kind: str,
    subject_ref: str,
    change: str = "",
    for_ref: str = "",
) -> None:
    """Add a line. `change` names fields and coded values, never the words a person wrote."""
    current = session()
    previous = _end_of_chain(current)
    entry = AuditEntry(
        at=now,
        by_ref=by.person_ref or str(by.via),
        acting_for_ref=for_ref,
        action=action,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        change=change,
        previous_hash=previous,
    )
    entry.hash = hash_of(entry)
    current.add(entry)
    current.flush()
    if current.get_nested_transaction() is None:
        current.info[_CHAIN_END] = current.get_transaction(), entry.hash


@dataclass(frozen=True)
class Line:
    """What `record_all` adds."""

    action: str
    by: Visitor
    subject_kind: str
    subject_ref: str
    change: str = ""


def record_all(lines: Iterable[Line], *, now: datetime) -> None:
    """Add many lines in one statement, in this order."""
    current = session()
    previous, rows = _end_of_chain(current), []
    for line in lines:
        entry = AuditEntry(
            at=now,
            by_ref=line.by.person_ref or str(line.by.via),
            acting_for_ref="",
            action=line.action,
            subject_kind=line.subject_kind,
            subject_ref=line.subject_ref,
            change=line.change,
            previous_hash=previous,
        )
        previous = hash_of(entry)
        rows.append(
            {
                "at": entry.at,
                "by_ref": entry.by_ref,
                "acting_for_ref": entry.acting_for_ref,
                "action": entry.action,
                "subject_kind": entry.subject_kind,
                "subject_ref": entry.subject_ref,
                "change": entry.change,
                "previous_hash": entry.previous_hash,
                "hash": previous,
            }
        )
    if rows:
        current.execute(insert(AuditEntry), rows)
    if current.get_nested_transaction() is None:
        current.info[_CHAIN_END] = current.get_transaction(), previous


def _end_of_chain(current: Session) -> str:
    """The hash of the last line, whose place nobody else can take until this transaction ends. Once it has been read, a
    transaction knows it by itself; one in another (which may be taken back alone) reads it again.
    """
    transaction, known = current.info.pop(_CHAIN_END, (None, ""))
    is_alone = current.get_nested_transaction() is None
    if is_alone and transaction is not None and transaction is current.get_transaction():
        return known
    if not database().is_sqlite:
        current.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    current.flush()
    return current.scalar(_LAST_HASH) or FIRST_HASH


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over the line and the hash before it."""
    parts = (
        entry.previous_hash,
        entry.at.isoformat(),
        entry.by_ref,
        entry.acting_for_ref,
        entry.action,
        entry.subject_kind,
        entry.subject_ref,
        entry.change,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_broken_link() -> int | None:
    """The id of the first line whose hash does not follow from the line before; None where the chain is whole.

    Read in pieces: reads are in no transaction, and without one PostgreSQL has no cursor that stays.
    """
    previous, seen = FIRST_HASH, 0
    following = select(AuditEntry).order_by(AuditEntry.id).limit(_AT_ONCE)
    while entries := session().scalars(following.where(AuditEntry.id > seen)).all():
        for entry in entries:
            if entry.previous_hash != previous or entry.hash != hash_of(entry):
                return entry.id
            previous, seen = entry.hash, entry.id
    return None
