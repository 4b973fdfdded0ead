"""Tables that belong to no room: the audit trail, sightings, dated facts, heartbeats, the stamp of what is public."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, Index, String, Table, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.content import STAMP_ID
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown


class AuditEntry(Keyed, Base):
    """Who did what to which thing, chained by hashes so that a missing or changed line shows."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    acting_for_ref: Mapped[str] = mapped_column(String(22), default="")
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_ref: Mapped[str] = mapped_column(String(80))
    change: Mapped[str] = mapped_column(Text, default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_ref"),)


class Sighting(Keyed, Base):
    """Who has looked at whom: the only row a GET may write. `office` is what the looker was then: the rights at that
    organisation, or the staff roles.
    """

    __tablename__ = "sighting"

    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    organisation_ref: Mapped[str] = mapped_column(String(22), default="")
    office: Mapped[str] = mapped_column(String(80), default="", server_default="")
    person_ref: Mapped[str] = mapped_column(String(22), index=True)
    what: Mapped[str] = mapped_column(String(20))


class DatedFact(Keyed, Base):
    """A wage, cap, fee or national figure with the day from which it holds and the day somebody checked it."""

    __tablename__ = "dated_fact"

    key: Mapped[str] = mapped_column(String(80), index=True)
    value: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(60), default="")
    valid_from_on: Mapped[date]
    valid_to_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(500))
    source_name: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date]
    verified: Mapped[bool]

    # One value from a day on: two people who enter it at once do not both.
    __table_args__ = (UniqueConstraint("key", "valid_from_on", name="uq_dated_fact_key_valid_from_on"),)


class Heartbeat(Keyed, Base):
    """The last time a worker finished a job."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(80))
    job: Mapped[str] = mapped_column(String(60), unique=True)
    at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)


class Scan(StrEnum):
    """Whether a file was searched for viruses. One in which something was found is never kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class StoredFile(PubliclyKnown, Base):
    """A file, which lies encrypted in the files' store under its public id (`core/files.py`)."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    kept_name: Mapped[str] = mapped_column(String(200))
    # Which key sealed it (`vault.newest_key`).
    key_name: Mapped[str] = mapped_column(String(12), index=True)
    scan: Mapped[Scan] = mapped_column(
        Coded(Scan), default=Scan.NOT_SCANNED, server_default=str(Scan.NOT_SCANNED)
    )
    stored_at: Mapped[datetime]


class PurgeRun(Keyed, Base):
    """What was deleted or emptied on one day because its time was over: how many of what. `done_at` is empty until all is done."""

    __tablename__ = "purge_run"

    run_on: Mapped[date] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class ContentStamp(Keyed, Base):
    """One row that changes with everything a page for everybody may show; see `core/content.py`."""

    __tablename__ = "content_stamp"

    stamp: Mapped[str] = mapped_column(String(32))
    # When it was last set; empty in a database in which nothing has changed since it learnt to note it.
    at: Mapped[datetime | None]


@event.listens_for(ContentStamp.__table__, "after_create")
def _first_stamp(table: Table, connection: Connection, **_named: object) -> None:
    """A database made without migrations has the row too."""
    connection.execute(table.insert().values(id=STAMP_ID, stamp=""))
