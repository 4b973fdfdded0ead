"""Tables of the outbox. Messages know people only by their public id."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.messages.rules import MailState


class Mail(PubliclyKnown, Base):
    """One mail to one recipient. `params` holds ids only; the text is made when it is handed over."""

    __tablename__ = "mail"

    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254))
    to_ref: Mapped[str] = mapped_column(String(22), default="", index=True)
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_ref: Mapped[str] = mapped_column(String(80), default="")
    # Names the occasion, without a date: the same occasion can never queue a second mail.
    unique_key: Mapped[str] = mapped_column(String(160))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[MailState] = mapped_column(Coded(MailState), default=MailState.QUEUED)
    claimed_by: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    message_id: Mapped[str] = mapped_column(String(120), default="")
    handed_over_at: Mapped[datetime | None]
    subject_line: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    # The day's summary in which this mail went out.
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)

    __table_args__ = (
        UniqueConstraint("unique_key", name="uq_mail_unique_key"),
        Index("ix_mail_state_due_at", "state", "due_at"),
        Index("ix_mail_subject", "subject_kind", "subject_ref"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )


class MailPreference(Keyed, Base):
    """A wish of a person (or of an address without a person) about a kind or a group of kinds."""

    __tablename__ = "mail_preference"

    person_ref: Mapped[str] = mapped_column(String(22), default="")
    address: Mapped[str] = mapped_column(String(254), default="")
    kind: Mapped[str] = mapped_column(String(60))
    wish: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_ref", "address", "kind", name="uq_mail_preference_who_kind"),)


class AddressState(Keyed, Base):
    """What mail servers said about an address."""

    __tablename__ = "address_state"

    address: Mapped[str] = mapped_column(String(254), unique=True)
    bounced_at: Mapped[datetime | None]
    complaint_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    emptied_on: Mapped[date | None]
