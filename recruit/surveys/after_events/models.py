"""Tables of surveys after events. Nothing leads from answers to who gave them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.events.models import Event, Registration
from recruit.surveys.after_events.rules import GuestKind
from recruit.surveys.models import InstrumentVersion


class GuestRound(Keyed, Base):
    """An event whose guests are asked: one row from its end on. `closed_at` when nobody is left to be asked."""

    __tablename__ = "guest_round"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    began_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)

    event: Mapped[Event] = relationship(lazy="select")


class GuestSurvey(PubliclyKnown, Base):
    """One person asked about one event, once. That it was answered is kept, not when and not what."""

    __tablename__ = "guest_survey"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[GuestKind] = mapped_column(Coded(GuestKind))
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    mail_due: Mapped[bool] = mapped_column(default=True, server_default=false())
    closes_at: Mapped[datetime]
    answered: Mapped[bool] = mapped_column(default=False, server_default=false())

    registration: Mapped[Registration] = relationship(lazy="select")
    instrument_version: Mapped[InstrumentVersion] = relationship(lazy="joined")

    __table_args__ = (
        Index(
            "ix_guest_survey_mail_due", "id", sqlite_where=text("mail_due"), postgresql_where=text("mail_due")
        ),
    )


class GuestResponse(PubliclyKnown, Base):
    """The answers of somebody, nobody knows of whom; the day alone is kept."""

    __tablename__ = "guest_response"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[GuestKind] = mapped_column(Coded(GuestKind))
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    answered_on: Mapped[date]

    answers: Mapped[list["GuestAnswer"]] = relationship(order_by="GuestAnswer.item")


class GuestAnswer(Keyed, Base):
    """One answer: coded values, or sealed words."""

    __tablename__ = "guest_answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("guest_response.id"))
    item: Mapped[str] = mapped_column(String(60))
    value: Mapped[list[Any] | None] = mapped_column(JSON)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("response_id", "item"),)
