"""The audit trail: one line per move, written in the move's own transaction."""

from datetime import datetime
import hashlib

from sqlalchemy import select, text

from recruit.core.db import database, session
from recruit.core.models import AuditEntry
from recruit.core.visitor import Visitor

FIRST_HASH = "0" * 64
# Any fixed number: it names the lock that keeps two writers from continuing the chain at the same link.
_CHAIN_LOCK = 7_401_977


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
    if not database().is_sqlite:
        current.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    current.flush()
    previous = current.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or FIRST_HASH
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
    """The id of the first line whose hash does not follow from the line before; None where the chain is whole."""
    previous = FIRST_HASH
    entries = session().scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000))
    try:
        for entry in entries:
            if entry.previous_hash != previous or entry.hash != hash_of(entry):
                return entry.id
            previous = entry.hash
    finally:
        # A cursor of the server that is not read to its end stays open until it is closed.
        entries.close()
    return None
