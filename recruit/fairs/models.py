"""Tables of what a fair has beyond an event: booths, wishes of both sides, slots, the timetable and its meetings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.events.models import Event
from recruit.fairs.booths.rules import Interpreting
from recruit.fairs.rules import (
    BoothState,
    Closing,
    Mark,
    MeetingState,
    Outcome,
    RepairState,
    ReportKind,
    Side,
    TimetableState,
)
from recruit.organisations.models import Organisation
from recruit.students.models import Student


class Fair(Base):
    """The fair part of an event."""

    __tablename__ = "fair"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    slot_minutes: Mapped[int] = mapped_column(default=20)
    wishes_until: Mapped[datetime]
    meetings_per_student: Mapped[int] = mapped_column(default=6)
    arranging: Mapped[bool] = mapped_column(default=True)
    # A student rests after so many conversations one directly after the other; None: never asked for.
    max_in_a_row: Mapped[int | None]

    event: Mapped[Event] = relationship(lazy="joined")
    slots: Mapped[list["FairSlot"]] = relationship(cascade="all, delete-orphan", order_by="FairSlot.number")

    __table_args__ = (CheckConstraint("slot_minutes BETWEEN 5 AND 120", name="slot_minutes"),)


class FairSlot(Keyed, Base):
    """A slot of the timetable, numbered from 0."""

    __tablename__ = "fair_slot"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
    # Why nobody meets in it.
    closed: Mapped[Closing | None] = mapped_column(Coded(Closing))

    __table_args__ = (UniqueConstraint("fair_id", "number", name="uq_fair_slot_fair_id_number"),)


class FairInterpreter(PubliclyKnown, Base):
    """Somebody who interprets one language at a fair. `away`: the numbers of the slots in which this person cannot come.

    Where there is an address, the own day is mailed, in the language `reads`.
    """

    __tablename__ = "fair_interpreter"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    away: Mapped[list[Any]] = mapped_column(JSON, default=list)
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    reads: Mapped[str] = mapped_column(String(5), default="ja", server_default="ja")


class FairInterpreterLink(Keyed, Base):
    """The key to an interpreter's own day in one mail or on one sheet: good until the fair is over."""

    __tablename__ = "fair_interpreter_link"

    interpreter_id: Mapped[int] = mapped_column(
        ForeignKey("fair_interpreter.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]

    interpreter: Mapped[FairInterpreter] = relationship(lazy="joined")


class FairPin(Keyed, Base):
    """A conversation that staff have fixed: every plan has it in this slot."""

    __tablename__ = "fair_pin"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    slot: Mapped[int]
    pinned_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22), default="")

    __table_args__ = (
        UniqueConstraint(
            "fair_id", "student_id", "company_id", name="uq_fair_pin_fair_id_student_id_company_id"
        ),
    )


class Booth(PubliclyKnown, Base):
    """A company at a fair."""

    __tablename__ = "booth"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    state: Mapped[BoothState] = mapped_column(Coded(BoothState), default=BoothState.ASKED)
    tables: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(10), default="")
    people_who_come: Mapped[str] = mapped_column(Text, default="")
    # Besides Japanese: what those who come for the company speak, so that nobody has to interpret.
    languages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # On the day: it has time for students without a conversation, too.
    wants_more: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime]
    # Who interprets, as the company says; None: not said yet. What it needs is codes of `booths.rules.Need`.
    interpreting: Mapped[Interpreting | None] = mapped_column(Coded(Interpreting))
    needs: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The place among those that wait.
    line: Mapped[int | None]
    # Why staff let this company in although something is missing; empty where they did not.
    let_in_for: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # Up to which last moment of a task the company was told (`preparing/`).
    told_until: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(
        primaryjoin="foreign(Booth.company_id) == Organisation.id", viewonly=True, lazy="joined"
    )

    __table_args__ = (
        UniqueConstraint("fair_id", "company_id", name="uq_booth_fair_id_company_id"),
        CheckConstraint("tables BETWEEN 1 AND 20", name="tables"),
    )


class Wish(Keyed, Base):
    """One side's wish to meet the other at a fair."""

    __tablename__ = "wish"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    side: Mapped[Side] = mapped_column("from_side", Coded(Side))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    mark: Mapped[Mark] = mapped_column(Coded(Mark))
    rank: Mapped[int | None]
    made_at: Mapped[datetime]

    student: Mapped[Student] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint(
            "fair_id",
            "from_side",
            "student_id",
            "company_id",
            name="uq_wish_fair_id_from_side_student_id_company_id",
        ),
    )


class Unavailable(Keyed, Base):
    """A slot in which a student, a company or an interpreter cannot come."""

    __tablename__ = "unavailable"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("student.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.organisation_id"))
    slot: Mapped[int]

    __table_args__ = (
        UniqueConstraint("fair_id", "student_id", "company_id", "slot", name="uq_unavailable_who_slot"),
        CheckConstraint("(student_id IS NULL) <> (company_id IS NULL)", name="who"),
    )


class Timetable(PubliclyKnown, Base):
    """One attempt at a timetable, with how good it is proven to be."""

    __tablename__ = "timetable"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"))
    number: Mapped[int]
    state: Mapped[TimetableState] = mapped_column(Coded(TimetableState))
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    instance: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    objective: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bound: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    certificate: Mapped[str] = mapped_column(String(20), default="")
    # Prices with which anybody can add up the bounds again; none for a bound that rests on the solver's word.
    proof: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    method: Mapped[str] = mapped_column(String(20), default="")
    conflicts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    unmet: Mapped[list[Any]] = mapped_column(JSON, default=list)
    seed: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None]
    solving_since: Mapped[datetime | None]
    seconds: Mapped[float | None]
    asked_at: Mapped[datetime]
    asked_by_ref: Mapped[str] = mapped_column(String(22), default="")
    solved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship(lazy="select")
    meetings: Mapped[list["Meeting"]] = relationship(
        order_by="Meeting.slot, Meeting.id", back_populates="timetable", passive_deletes="all"
    )

    __table_args__ = (UniqueConstraint("fair_id", "number", name="uq_timetable_fair_id_number"),)


class Meeting(PubliclyKnown, Base):
    """A conversation of a student and a company at a fair."""

    __tablename__ = "meeting"

    timetable_id: Mapped[int] = mapped_column(ForeignKey("timetable.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    slot: Mapped[int]
    table_number: Mapped[int]
    pinned: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MeetingState] = mapped_column(Coded(MeetingState), default=MeetingState.PLANNED)
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    note: Mapped[str] = mapped_column(Text, default="")
    answer_by_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    # When the company was reminded that its day has passed; the clock reminds once.
    overdue_at: Mapped[datetime | None]
    # The language that is interpreted, and by whom; empty where nobody has to.
    language: Mapped[str] = mapped_column(String(5), default="")
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("fair_interpreter.id"), index=True)
    # How often calendars were told of a change.
    sequence: Mapped[int] = mapped_column(default=0)

    student: Mapped[Student] = relationship(lazy="select")
    timetable: Mapped[Timetable] = relationship(lazy="select", back_populates="meetings")
    organisation: Mapped[Organisation] = relationship(
        primaryjoin="foreign(Meeting.company_id) == Organisation.id", viewonly=True, lazy="select"
    )
    interpreter: Mapped[FairInterpreter | None] = relationship(lazy="select")

    # A dropped meeting takes no place any more: another one may have its time and its table.
    __table_args__ = (
        Index(
            "uq_meeting_timetable_id_student_id_slot",
            "timetable_id",
            "student_id",
            "slot",
            unique=True,
            sqlite_where=text("state <> 'dropped'"),
            postgresql_where=text("state <> 'dropped'"),
        ),
        Index(
            "uq_meeting_timetable_id_company_id_slot_table_number",
            "timetable_id",
            "company_id",
            "slot",
            "table_number",
            unique=True,
            sqlite_where=text("state <> 'dropped'"),
            postgresql_where=text("state <> 'dropped'"),
        ),
        UniqueConstraint(
            "timetable_id", "student_id", "company_id", name="uq_meeting_timetable_id_student_id_company_id"
        ),
    )


class MeetingChange(Keyed, Base):
    """A change of a published meeting."""

    __tablename__ = "meeting_change"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    change: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    why: Mapped[str] = mapped_column(String(200), default="")


class FairReport(PubliclyKnown, Base):
    """What a company at the fair says is different from the plan; staff settle it."""

    __tablename__ = "fair_report"

    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.event_id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    kind: Mapped[ReportKind] = mapped_column(Coded(ReportKind))
    # Whom the company waits for; none where it is late itself.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    said_at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    settled_at: Mapped[datetime | None]
    settled_by_ref: Mapped[str] = mapped_column(String(22), default="")

    organisation: Mapped[Organisation] = relationship(
        primaryjoin="foreign(FairReport.company_id) == Organisation.id", viewonly=True, lazy="joined"
    )
    meeting: Mapped[Meeting | None] = relationship(lazy="select")

    # What is said twice before it is settled is one thing.
    __table_args__ = (
        Index(
            "uq_fair_report_fair_id_company_id_late",
            "fair_id",
            "company_id",
            unique=True,
            sqlite_where=text("kind = 'runs_late' AND settled_at IS NULL"),
            postgresql_where=text("kind = 'runs_late' AND settled_at IS NULL"),
        ),
        Index(
            "uq_fair_report_meeting_id",
            "meeting_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )


class TimetableRepair(PubliclyKnown, Base):
    """What went wrong with a published timetable, and ways to mend it from which staff take one."""

    __tablename__ = "timetable_repair"

    timetable_id: Mapped[int] = mapped_column(ForeignKey("timetable.id"), index=True)
    state: Mapped[RepairState] = mapped_column(Coded(RepairState), default=RepairState.ASKED)
    # From which slot on, who is absent, late or gone, tables by company: see `repairs/telling.py`.
    day: Mapped[dict[str, Any]] = mapped_column(JSON)
    proposals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # What the meetings were when the proposals were made: they hold for these alone.
    meetings_hash: Mapped[str] = mapped_column(String(64), default="")
    claimed_by: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    asked_by_ref: Mapped[str] = mapped_column(String(22))
    solved_at: Mapped[datetime | None]
    accepted: Mapped[int | None]
    accepted_at: Mapped[datetime | None]

    timetable: Mapped[Timetable] = relationship(lazy="select")


ix_meeting_slot = Index("ix_meeting_timetable_id_slot", Meeting.timetable_id, Meeting.slot)
