"""Tables of the company's side. They are apart from those of the hires' answers, so that no read of one meets the other."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.surveys.models import InstrumentVersion, Wave
from recruit.surveys.pairing.rules import Bound
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import ContactKind, ContactState, ResponseState


class CompanyContact(PubliclyKnown, Base):
    """One planned way of asking the employer about one hire at one point; the invitation is the form itself.

    One row for ever, with no date in its key. `organisation_id` is who employs on the due day; None where that is none of our
    companies. `batch_ref` names the mails it went out with: one a day to each person of the company, about all that is open.
    """

    __tablename__ = "company_contact"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    kind: Mapped[ContactKind] = mapped_column(Coded(ContactKind))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    anchor_on: Mapped[date]
    open_on: Mapped[date]
    due_on: Mapped[date]
    close_on: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    next_send_at: Mapped[datetime | None]
    check_at: Mapped[datetime | None] = mapped_column(index=True)
    state: Mapped[ContactState] = mapped_column(Coded(ContactState))
    reason: Mapped[str] = mapped_column(String(60), default="")
    batch_ref: Mapped[str] = mapped_column(String(22), default="", index=True)
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    given_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    wave: Mapped[Wave] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint(
            "placement_id",
            "wave_id",
            "kind",
            "sequence",
            name="uq_company_contact_placement_wave_kind_sequence",
        ),
        Index("ix_company_contact_state_next_send_at", "state", "next_send_at"),
    )


class CompanyResponse(Keyed, Base):
    """What the company says about one hire at one point: one form for the whole company, whoever fills it in."""

    __tablename__ = "company_response"

    contact_id: Mapped[int] = mapped_column(ForeignKey("company_contact.id"), unique=True)
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[ResponseState] = mapped_column(Coded(ResponseState), default=ResponseState.BEGUN)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    submitted_by_ref: Mapped[str] = mapped_column(String(22), default="")

    contact: Mapped[CompanyContact] = relationship(lazy="joined")
    instrument_version: Mapped[InstrumentVersion] = relationship(lazy="joined")
    answers: Mapped[list["CompanyAnswer"]] = relationship(order_by="CompanyAnswer.id")


class CompanyAnswer(Keyed, Base):
    """One answer of the company: a coded value, several, a number, or encrypted words."""

    __tablename__ = "company_answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("company_response.id"))
    item: Mapped[str] = mapped_column(String(60))
    value: Mapped[list[Any] | None] = mapped_column(JSON)
    reserved: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22), default="")

    __table_args__ = (UniqueConstraint("response_id", "item", name="uq_company_answer_response_id_item"),)


class GapSignal(PubliclyKnown, Base):
    """A large gap about duties or safety that a retention officer must look at. Holds no value: those are read where they lie."""

    __tablename__ = "gap_signal"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    point: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(String(60))
    raised_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_ref: Mapped[str] = mapped_column(String(22), default="")

    placement: Mapped[Placement] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint("placement_id", "point", "item", name="uq_gap_signal_placement_id_point_item"),
    )


class GapRelease(Keyed, Base):
    """What a company has been told about one thing, once and for good: shares of several people, in per cent."""

    __tablename__ = "gap_release"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    item: Mapped[str] = mapped_column(String(60))
    released_on: Mapped[date]
    pairs_until: Mapped[datetime]
    people: Mapped[int]
    hires_share: Mapped[int]
    hires_bound: Mapped[Bound] = mapped_column(Coded(Bound))
    company_share: Mapped[int]
    company_bound: Mapped[Bound] = mapped_column(Coded(Bound))

    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "item", "released_on", name="uq_gap_release_organisation_id_item_on"
        ),
    )
