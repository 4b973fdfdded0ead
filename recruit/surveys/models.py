"""Tables of follow-up surveys. One contact is one row for ever, with no date in its key."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import (
    ContactKind,
    ContactState,
    OptOutLevel,
    ResponseMode,
    ResponseState,
    TaskKind,
)


class Instrument(Keyed, Base):
    """A questionnaire, by its key."""

    __tablename__ = "instrument"

    key: Mapped[str] = mapped_column(String(60), unique=True)


class InstrumentVersion(Keyed, Base):
    """The questionnaire as it was asked: all languages, immutable once used."""

    __tablename__ = "instrument_version"

    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))

    instrument: Mapped[Instrument] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("instrument_id", "number", name="uq_instrument_version_instrument_id_number"),
    )


class Programme(Keyed, Base):
    """A set of waves with its calendar and contact budget."""

    __tablename__ = "programme"

    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)

    waves: Mapped[list["Wave"]] = relationship(order_by="Wave.position", back_populates="programme")

    __table_args__ = (UniqueConstraint("key", "version", name="uq_programme_key_version"),)


class Wave(Keyed, Base):
    """One follow-up point of a programme."""

    __tablename__ = "wave"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    key: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    anchor: Mapped[str] = mapped_column(String(20))
    months: Mapped[int | None]
    days: Mapped[int | None]
    open_days: Mapped[int]
    close_days: Mapped[int]
    reminder_days: Mapped[list[Any]] = mapped_column(JSON, default=list)
    call_days: Mapped[list[Any]] = mapped_column(JSON, default=list)
    priority: Mapped[str] = mapped_column(String(20), default="wave")
    send_local: Mapped[str] = mapped_column(String(5), default="09:00")
    audience: Mapped[str] = mapped_column(String(20), default="hire")
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    # Of a wave that staff added: the last person for whom it has been planned. Empty once it is planned for everybody.
    planned_up_to: Mapped[int | None]
    # When it had been planned for everybody.
    planned_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(back_populates="waves")
    instrument: Mapped[Instrument] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("programme_id", "key", name="uq_wave_programme_id_key"),)


class Contact(PubliclyKnown, Base):
    """One planned way of reaching one person for one wave. A moved or cancelled contact keeps its row.

    `outcome` is what became of it once it was given out at `given_at` (into the outbox, or onto the list of calls); the state
    follows from facts, rules and the clock. `check_at` is the next instant at which anything about it can change.
    """

    __tablename__ = "contact"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
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
    resume_on: Mapped[date | None]
    check_at: Mapped[datetime | None] = mapped_column(index=True)
    zone: Mapped[str] = mapped_column(String(40))
    state: Mapped[ContactState] = mapped_column(Coded(ContactState))
    reason: Mapped[str] = mapped_column(String(60), default="")
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome))
    given_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    # Staff sent it off by hand after its window.
    released_at: Mapped[datetime | None]

    placement: Mapped[Placement] = relationship(lazy="select")
    wave: Mapped[Wave] = relationship(lazy="joined")
    mail: Mapped[Mail | None] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint(
            "placement_id", "wave_id", "kind", "sequence", name="uq_contact_placement_wave_kind_sequence"
        ),
        Index("ix_contact_state_due_at", "state", "due_at"),
        # A board's day, whatever became of it; a list in the order of its days.
        Index("ix_contact_due_at", "due_at"),
        Index("ix_contact_kind_due_on", "kind", "due_on", "id"),
    )


class ContactChange(Keyed, Base):
    """An earlier plan of a contact, with the reason why it changed."""

    __tablename__ = "contact_change"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class FollowUpTask(PubliclyKnown, Base):
    """Something a person of the staff must do about a follow-up: missed by us, no address, unknown hand-over, a call."""

    __tablename__ = "follow_up_task"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[TaskKind] = mapped_column(Coded(TaskKind))
    raised_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by_ref: Mapped[str] = mapped_column(String(22), default="")

    placement: Mapped[Placement] = relationship(lazy="select")
    contact: Mapped[Contact | None] = relationship(lazy="select")

    __table_args__ = (UniqueConstraint("placement_id", "contact_id", "kind", name="uq_follow_up_task_what"),)


class SurveyOptOut(Keyed, Base):
    """A person does not want to be asked: this wave of this employment, or any of them. Kept as a span of time."""

    __tablename__ = "survey_opt_out"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    level: Mapped[OptOutLevel] = mapped_column(Coded(OptOutLevel))
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))
    wave: Mapped[str] = mapped_column(String(20), default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class SurveyLink(Keyed, Base):
    """The key in one mail. Every mail has its own; all open the same answers."""

    __tablename__ = "survey_link"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship(lazy="joined")


class Response(PubliclyKnown, Base):
    """The answers of one person to one wave. `contact` is the wave's invitation."""

    __tablename__ = "response"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), unique=True)
    instrument_version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    language: Mapped[str] = mapped_column(String(5))
    mode: Mapped[ResponseMode] = mapped_column(Coded(ResponseMode), default=ResponseMode.SELF)
    state: Mapped[ResponseState] = mapped_column(Coded(ResponseState), default=ResponseState.BEGUN)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)

    contact: Mapped[Contact] = relationship(lazy="joined")
    instrument_version: Mapped[InstrumentVersion] = relationship(lazy="joined")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.id")


class Answer(Keyed, Base):
    """One answer: a coded value, several, a number, or encrypted words."""

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    item: Mapped[str] = mapped_column(String(60))
    value: Mapped[list[Any] | None] = mapped_column(JSON)
    reserved: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]
    # Given on the telephone: the entry that it came by. Empty where the person answered alone.
    phone_entry_id: Mapped[int | None] = mapped_column(ForeignKey("phone_entry.id"), index=True)

    __table_args__ = (
        UniqueConstraint("response_id", "item", name="uq_answer_response_id_item"),
        # The few that hold words, for who reads and codes them.
        Index(
            "ix_answer_with_words",
            "response_id",
            sqlite_where=text("words IS NOT NULL"),
            postgresql_where=text("words IS NOT NULL"),
        ),
    )
