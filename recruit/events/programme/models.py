"""Tables of the programme: sessions with their seats and words, speakers, and who chose what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.events.programme.rules import SessionSeatState


class ProgrammeSession(PubliclyKnown, Base):
    """Something within an event that has a title; `is_chosen` where people choose it and it has seats of its own."""

    __tablename__ = "programme_session"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str] = mapped_column(String(100), default="")
    is_chosen: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int | None]
    # Seats that are taken, and the last place that was given in the line for one.
    taken: Mapped[int] = mapped_column(default=0)
    last_place: Mapped[int] = mapped_column(default=0)
    # The language that is spoken, and those it is interpreted into.
    spoken: Mapped[str] = mapped_column(String(5), default="")
    interpreted: Mapped[list[Any]] = mapped_column(JSON, default=list)

    texts: Mapped[list["ProgrammeSessionText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ProgrammeSessionText.language"
    )
    speakers: Mapped[list["EventSpeaker"]] = relationship(
        secondary="session_speaker", lazy="selectin", order_by="EventSpeaker.name, EventSpeaker.id"
    )

    __table_args__ = (CheckConstraint("taken >= 0 AND (seats IS NULL OR taken <= seats)", name="taken"),)


class ProgrammeSessionText(Keyed, Base):
    """A session in one language."""

    __tablename__ = "programme_session_text"

    # Staff write all languages side by side: no row is made from another.
    origin = "human"
    source_language = None

    session_id: Mapped[int] = mapped_column(ForeignKey("programme_session.id"))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("session_id", "language"),)


class SessionSeat(Keyed, Base):
    """A session that somebody chose. For how many people says the sign-up; the row goes when it is given back."""

    __tablename__ = "session_seat"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("programme_session.id"))
    state: Mapped[SessionSeatState] = mapped_column(Coded(SessionSeatState))
    place: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("registration_id", "session_id"),
        Index("ix_session_seat_session_id_state_place", "session_id", "state", "place"),
    )


class EventSpeaker(PubliclyKnown, Base):
    """Who speaks at an event: no account, only what they agreed to be said of them, and how they agreed."""

    __tablename__ = "event_speaker"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    reading: Mapped[str] = mapped_column(String(120), default="")
    agreed_on: Mapped[date]
    agreed: Mapped[str] = mapped_column(String(200))

    texts: Mapped[list["EventSpeakerText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="EventSpeakerText.language"
    )


class EventSpeakerText(Keyed, Base):
    """A speaker in one language."""

    __tablename__ = "event_speaker_text"

    origin = "human"
    source_language = None

    speaker_id: Mapped[int] = mapped_column(ForeignKey("event_speaker.id"))
    language: Mapped[str] = mapped_column(String(5))
    role: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("speaker_id", "language"),)


class SessionSpeaker(Keyed, Base):
    """Who speaks in which session."""

    __tablename__ = "session_speaker"

    session_id: Mapped[int] = mapped_column(ForeignKey("programme_session.id"))
    speaker_id: Mapped[int] = mapped_column(ForeignKey("event_speaker.id"), index=True)

    __table_args__ = (UniqueConstraint("session_id", "speaker_id"),)
