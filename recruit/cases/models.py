"""Tables of alerts, cases and help lines."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.cases.rules import CaseOrigin, CaseState, ClosingCode, HelpAnswer, Level, ReportKind
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.placements.models import Placement
from recruit.surveys.models import Response


class AlertCheck(Keyed, Base):
    """A submitted response whose answers a job must still look at (done at least once)."""

    __tablename__ = "alert_check"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), unique=True)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class Case(PubliclyKnown, Base):
    """Somebody needs help, and somebody of the staff sees to it."""

    __tablename__ = "case"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))
    origin: Mapped[CaseOrigin] = mapped_column(Coded(CaseOrigin))
    report_kind: Mapped[ReportKind | None] = mapped_column(Coded(ReportKind))
    level: Mapped[Level] = mapped_column(Coded(Level))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_action: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[CaseState] = mapped_column(Coded(CaseState), default=CaseState.OPEN)
    closing_code: Mapped[ClosingCode | None] = mapped_column(Coded(ClosingCode))
    helped: Mapped[bool | None]
    closed_at: Mapped[datetime | None]
    # What the person said thirty days after the case was closed, through a link in a mail of which only the hash is kept.
    person_said: Mapped[HelpAnswer | None] = mapped_column(Coded(HelpAnswer))
    said_at: Mapped[datetime | None]
    ask_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    # The thing that brought the case about, where that is neither an answer nor a report: one case for each.
    about_kind: Mapped[str | None] = mapped_column(String(20))
    about_ref: Mapped[str | None] = mapped_column(String(22))
    # The number that who reports something is given.
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    # What was reported without signing in; encrypted, with the way to reach the person where one was given.
    words: Mapped[bytes | None] = mapped_column(LargeBinary)

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="select")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id], lazy="select")
    placement: Mapped[Placement | None] = relationship(lazy="select")
    alerts: Mapped[list["Alert"]] = relationship(order_by="Alert.id", back_populates="case")
    notes: Mapped[list["CaseNote"]] = relationship(order_by="CaseNote.id")

    __table_args__ = (
        Index("ix_case_state_due_at", "state", "due_at"),
        UniqueConstraint("about_kind", "about_ref", name="uq_case_about_kind_about_ref"),
    )


class Alert(Keyed, Base):
    """A rule that found a worrying answer."""

    __tablename__ = "alert"

    rule: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    level: Mapped[Level] = mapped_column(Coded(Level))
    raised_at: Mapped[datetime]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)

    case: Mapped[Case | None] = relationship(back_populates="alerts")
    response: Mapped[Response] = relationship(lazy="select")

    __table_args__ = (UniqueConstraint("rule", "response_id", name="uq_alert_rule_response_id"),)


class CaseNote(Keyed, Base):
    """What was done or said. Encrypted; `may_be_told_to` names who may hear of it."""

    __tablename__ = "case_note"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    words: Mapped[bytes] = mapped_column(LargeBinary)
    may_be_told_to: Mapped[str] = mapped_column(String(40), default="nobody")


class HelpLine(Keyed, Base):
    """A line people can call, with the day somebody checked it."""

    __tablename__ = "help_line"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    country: Mapped[str] = mapped_column(String(2))
    languages: Mapped[list[Any]] = mapped_column(JSON)
    phone: Mapped[str] = mapped_column(String(60), default="")
    web: Mapped[str] = mapped_column(String(300), default="")
    verified_on: Mapped[date | None]
    verified: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
