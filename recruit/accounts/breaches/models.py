"""Tables of the log of failures of protection."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.breaches.rules import BreachState, NoticeKind
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown


class Breach(PubliclyKnown, Base):
    """Data was lost, or seen by somebody who should not see it; or somebody thinks so."""

    __tablename__ = "breach"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[BreachState] = mapped_column(Coded(BreachState))
    # When anybody of ours first knew: from then on the laws count.
    known_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    triggers: Mapped[list[Any]] = mapped_column(JSON)
    countries: Mapped[list[Any]] = mapped_column(JSON)
    persons: Mapped[int] = mapped_column(default=0)
    encrypted: Mapped[bool] = mapped_column(Boolean, default=False)
    closed_at: Mapped[datetime | None]
    # The items of the full report, by name; encrypted together.
    items: Mapped[bytes] = mapped_column(LargeBinary)

    notices: Mapped[list["BreachNotice"]] = relationship(order_by="BreachNotice.id", lazy="select")
    moves: Mapped[list["BreachMove"]] = relationship(order_by="BreachMove.id", lazy="select")


class BreachNotice(Keyed, Base):
    """Somebody was told: who, when, under which number of theirs."""

    __tablename__ = "breach_notice"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"))
    kind: Mapped[NoticeKind] = mapped_column(Coded(NoticeKind))
    given_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    reference: Mapped[str] = mapped_column(String(100), default="")

    __table_args__ = (UniqueConstraint("breach_id", "kind", name="uq_breach_notice_breach_id_kind"),)


class BreachMove(Keyed, Base):
    """From one state to another (or a change of the facts, where both are the same): by whom, when, why."""

    __tablename__ = "breach_move"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"), index=True)
    before: Mapped[BreachState | None] = mapped_column(Coded(BreachState))
    after: Mapped[BreachState] = mapped_column(Coded(BreachState))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    # Encrypted.
    note: Mapped[bytes | None] = mapped_column(LargeBinary)


class BreachPerson(Keyed, Base):
    """Somebody whose data is affected, and since when the letter to them is on its way."""

    __tablename__ = "breach_person"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("breach_id", "person_id", name="uq_breach_person_breach_id_person_id"),
    )


class BreachLetter(Keyed, Base):
    """What the people affected are told, in one language; encrypted."""

    __tablename__ = "breach_letter"

    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"))
    language: Mapped[str] = mapped_column(String(5))
    words: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("breach_id", "language", name="uq_breach_letter_breach_id_language"),)
