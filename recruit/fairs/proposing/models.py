"""Tables of times that both sides agree on themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import Side
from recruit.organisations.models import Organisation
from recruit.students.models import Student


class OfferedTime(Keyed, Base):
    """So many tables a company offers in a slot, for students to pick."""

    __tablename__ = "offered_time"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    slot: Mapped[int]
    tables: Mapped[int]

    __table_args__ = (
        UniqueConstraint("fair_id", "company_id", "slot", name="uq_offered_time_fair_id_company_id_slot"),
        CheckConstraint("tables BETWEEN 1 AND 20", name="tables"),
    )


class TimeProposal(PubliclyKnown, Base):
    """A time that one side proposes to the other; of two people one proposal is open at most."""

    __tablename__ = "time_proposal"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    # Who proposes.
    side: Mapped[Side] = mapped_column("from_side", Coded(Side))
    slot: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(Coded(ProposalState), default=ProposalState.OPEN)
    made_at: Mapped[datetime]
    answer_by_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    by_ref: Mapped[str] = mapped_column(String(22), default="")

    student: Mapped[Student] = relationship(lazy="select")
    organisation: Mapped[Organisation] = relationship(
        primaryjoin="foreign(TimeProposal.company_id) == Organisation.id", viewonly=True, lazy="select"
    )

    __table_args__ = (
        Index(
            "uq_time_proposal_fair_id_student_id_company_id",
            "fair_id",
            "student_id",
            "company_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
