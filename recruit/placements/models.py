"""Tables of hires. The facts are the truth; the columns of a placement are kept equal to the newest ones."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.applications.models import Offer
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.organisations.models import Organisation
from recruit.placements.rules import (
    ConfirmationKind,
    ExitKind,
    PlacementFactKind,
    PlacementSource,
    PlacementState,
    SaidBy,
)


class Placement(PubliclyKnown, Base):
    """One employment spell of one person. `ended_on` is the first day not employed."""

    __tablename__ = "placement"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    source: Mapped[PlacementSource] = mapped_column(Coded(PlacementSource))
    # For an import: the name of the source (file) and the row's own number in it.
    source_name: Mapped[str] = mapped_column(String(120), default="")
    source_key: Mapped[str] = mapped_column(String(80))
    posting_version_id: Mapped[int | None] = mapped_column(ForeignKey("posting_version.id"))
    state: Mapped[PlacementState] = mapped_column(Coded(PlacementState))
    planned_start_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    exit_kind: Mapped[ExitKind | None] = mapped_column(Coded(ExitKind))
    exit_reason: Mapped[str] = mapped_column(String(60), default="")
    registered_on: Mapped[date]
    arrived_on: Mapped[date | None]
    # The last day of the period of stay, as it stands on the residence card, and since when its renewal has been applied for.
    stay_until_on: Mapped[date | None]
    renewal_applied_on: Mapped[date | None]
    # Somebody said that the stay has no end any more; without that an empty day is a day that nobody knows.
    stay_has_no_end: Mapped[bool] = mapped_column(default=False)
    # How many months before this end the person and the company were last reminded of it.
    stay_notice: Mapped[int | None]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # Kept where the employer is not one of our organisations.
    employer_size: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    channel: Mapped[str] = mapped_column(String(60), default="")
    fair_slug: Mapped[str] = mapped_column(String(90), default="")

    @property
    def last_working_day(self) -> date | None:
        """The day before the first day not employed: what people write on papers."""
        return self.ended_on - timedelta(days=1) if self.ended_on else None

    person: Mapped[Person] = relationship(lazy="select")
    employer: Mapped[Organisation | None] = relationship(lazy="select")
    offer: Mapped[Offer | None] = relationship(lazy="select")
    facts: Mapped[list["PlacementFact"]] = relationship(order_by="PlacementFact.known_at, PlacementFact.id")

    __table_args__ = (
        UniqueConstraint(
            "source", "source_name", "source_key", name="uq_placement_source_source_name_source_key"
        ),
        Index("ix_placement_state_started_on", "state", "started_on"),
        Index("ix_placement_stay_until_on", "stay_until_on"),
    )


class PlacementFact(Keyed, Base):
    """Something that became known about a placement, on the day `known_at`, valid on the day `valid_on`; append only."""

    __tablename__ = "placement_fact"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    fact: Mapped[PlacementFactKind] = mapped_column(Coded(PlacementFactKind))
    value: Mapped[str] = mapped_column(String(200), default="")
    valid_on: Mapped[date]
    known_at: Mapped[datetime]
    said_by_ref: Mapped[str] = mapped_column(String(22), default="")
    said_by_kind: Mapped[SaidBy] = mapped_column(Coded(SaidBy))
    source: Mapped[str] = mapped_column(String(120), default="")
    confirmed: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index("ix_placement_fact_placement_id_known_at", "placement_id", "known_at"),)


class Confirmation(Keyed, Base):
    """A question to the employer about a hire. Unanswered and overdue is a state that staff see."""

    __tablename__ = "confirmation"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    about: Mapped[ConfirmationKind] = mapped_column(Coded(ConfirmationKind))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None]
    by_ref: Mapped[str] = mapped_column(String(22), default="")
