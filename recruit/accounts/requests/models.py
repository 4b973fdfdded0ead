"""Tables of the request desk."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestState
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown


class NumberSeries(Base):
    """How far a series of numbers (R-2026, B-2026 …) has got."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    newest: Mapped[int]


class DataRequest(PubliclyKnown, Base):
    """What somebody asks about their data, or complains about, with its clocks.

    Of who has no sign-in the address is here, and counts only once it is confirmed; until then there is no number.
    """

    __tablename__ = "data_request"

    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(40))
    kind: Mapped[RequestKind] = mapped_column(Coded(RequestKind))
    law: Mapped[Law] = mapped_column(Coded(Law))
    state: Mapped[RequestState] = mapped_column(Coded(RequestState))
    asked_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    answer_by_at: Mapped[datetime | None]
    finish_by_at: Mapped[datetime | None]
    alarmed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    # A company, or somebody who works for us, has to act too: one law then gives more time.
    with_others: Mapped[bool] = mapped_column(Boolean, default=False)
    done_at: Mapped[datetime | None]
    # What the person wrote, and the letter; encrypted.
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)

    person: Mapped[Person | None] = relationship(lazy="joined")
    moves: Mapped[list["RequestMove"]] = relationship(order_by="RequestMove.id", lazy="select")

    __table_args__ = (Index("ix_data_request_state_answer_by_at", "state", "answer_by_at"),)


class RequestMove(Keyed, Base):
    """From one state to another (or a note, where both are the same): by whom, when, why."""

    __tablename__ = "request_move"

    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"), index=True)
    before: Mapped[RequestState | None] = mapped_column(Coded(RequestState))
    after: Mapped[RequestState] = mapped_column(Coded(RequestState))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22), default="")
    # For staff alone; encrypted.
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
