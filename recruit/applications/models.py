"""Tables of applications, their history, interviews and offers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.applications.rules import ApplicationState, CameFrom, InterviewState, OfferState
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.postings.models import Posting, PostingVersion
from recruit.students.models import Student

_LIVE = "state IN ('submitted', 'in_review', 'interview', 'offered', 'hired')"


class Application(PubliclyKnown, Base):
    """A student applies for a position. `posting_version` is what the applicant saw."""

    __tablename__ = "application"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    posting_version_id: Mapped[int] = mapped_column(ForeignKey("posting_version.id"))
    state: Mapped[ApplicationState] = mapped_column(
        Coded(ApplicationState), default=ApplicationState.SUBMITTED
    )
    came_from: Mapped[CameFrom] = mapped_column(Coded(CameFrom), default=CameFrom.POSTING)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    letter: Mapped[str] = mapped_column(Text, default="")
    letter_language: Mapped[str] = mapped_column(String(5), default="")
    submitted_at: Mapped[datetime]
    answer_by_at: Mapped[datetime | None]
    # The student lets the company see this application for longer after it ended without success.
    longer_agreed_at: Mapped[datetime | None]
    # The company's time to see an ended application is over.
    unseen_since: Mapped[datetime | None]

    student: Mapped[Student] = relationship(lazy="select")
    posting: Mapped[Posting] = relationship(lazy="select")
    posting_version: Mapped[PostingVersion] = relationship(lazy="select")
    moves: Mapped[list["ApplicationMove"]] = relationship(order_by="ApplicationMove.id")

    __table_args__ = (
        Index(
            "uq_application_live",
            "student_id",
            "posting_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index("ix_application_posting_id_state", "posting_id", "state"),
    )


class ApplicationMove(Keyed, Base):
    """A change of an application's state."""

    __tablename__ = "application_move"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    from_state: Mapped[ApplicationState | None] = mapped_column(Coded(ApplicationState))
    to_state: Mapped[ApplicationState] = mapped_column(Coded(ApplicationState))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    reason: Mapped[str] = mapped_column(Text, default="")


class Interview(PubliclyKnown, Base):
    """An interview that belongs to an application (a conversation at a fair is a meeting)."""

    __tablename__ = "interview"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    proposals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    starts_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Tokyo")
    way: Mapped[str] = mapped_column(String(20), default="online")
    state: Mapped[InterviewState] = mapped_column(Coded(InterviewState), default=InterviewState.PROPOSED)


class Offer(PubliclyKnown, Base):
    """An offer of work. `conditions` are frozen; `differences` names what differs from the posting the student saw."""

    __tablename__ = "offer"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int] = mapped_column(default=1)
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON)
    differences: Mapped[list[Any]] = mapped_column(JSON, default=list)
    planned_start_on: Mapped[date]
    answer_by_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Tokyo")
    state: Mapped[OfferState] = mapped_column(Coded(OfferState), default=OfferState.MADE)
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    cooling_off_until_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="select")

    __table_args__ = (UniqueConstraint("application_id", "number", name="uq_offer_application_id_number"),)
