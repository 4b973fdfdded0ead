"""Tables of calls: what was tried, and which answers somebody of the staff wrote down while talking."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import ContactPoint
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.surveys.calling.rules import CallOutcome
from recruit.surveys.models import Contact


class CallTry(Keyed, Base):
    """One try to reach a hire, in codes: what was said stands nowhere."""

    __tablename__ = "call_try"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_point.id"), index=True)
    outcome: Mapped[CallOutcome] = mapped_column(Coded(CallOutcome))
    at: Mapped[datetime] = mapped_column(index=True)
    by_ref: Mapped[str] = mapped_column(String(22))
    call_again_at: Mapped[datetime | None]

    point: Mapped[ContactPoint | None] = relationship(lazy="select")


class PhoneEntry(PubliclyKnown, Base):
    """A questionnaire while somebody of the staff fills it in on the telephone. The answers themselves are the person's own
    response; they name the entry they came by, so that the caller sees these and no others.
    """

    __tablename__ = "phone_entry"

    # The invitation of the wave.
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    entered_by_ref: Mapped[str] = mapped_column(String(22))
    language: Mapped[str] = mapped_column(String(5))
    # Who reads the answers was read out before.
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # The person said yes to handing the answers in.
    said_yes_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship(lazy="joined")

    __table_args__ = (
        # One at a time: whoever calls the same person at the same moment is told so.
        Index(
            "uq_phone_entry_open",
            "contact_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
