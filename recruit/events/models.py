"""Tables of events, their sessions and the people signed up."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Person
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.events.eligibility.rules import Audience
from recruit.events.rules import (
    EventKind,
    EventState,
    RefusedFor,
    RegistrationState,
    ScanResult,
    SessionPart,
    SignUpWay,
    WhyTakenBack,
)
from recruit.postings.rules.codes import JapaneseLevel


class Event(PubliclyKnown, Base):
    """Anything people sign up for. `zone` is the clock of the venue."""

    __tablename__ = "event"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    kind: Mapped[EventKind] = mapped_column(Coded(EventKind))
    state: Mapped[EventState] = mapped_column(Coded(EventState), default=EventState.DRAFT)
    zone: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign_up_until: Mapped[datetime]
    seats: Mapped[int | None]
    way: Mapped[SignUpWay] = mapped_column(Coded(SignUpWay), default=SignUpWay.FIRST_COME)
    seed: Mapped[str] = mapped_column(String(60), default="")
    # Hours for which a seat that came free is held for the next in line; without it the next has the seat at once.
    offer_hours: Mapped[int | None]
    # When lots were drawn, and for how many seats.
    drawn_at: Mapped[datetime | None]
    drawn_seats: Mapped[int | None]
    # Whether questions are asked at sign-up (`asking/`): so that a sign-up without any asks the database nothing.
    asks: Mapped[bool] = mapped_column(default=False, server_default=false())
    # How many people somebody may bring along; each has a seat.
    most_companions: Mapped[int] = mapped_column(default=0, server_default="0")
    # Who may come (`eligibility/`): what is empty is not asked.
    audience: Mapped[Audience] = mapped_column(
        Coded(Audience), default=Audience.EVERYBODY, server_default=Audience.EVERYBODY
    )
    study_countries: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    graduation_from: Mapped[int | None]
    graduation_to: Mapped[int | None]
    lowest_japanese: Mapped[JapaneseLevel | None] = mapped_column(Coded(JapaneseLevel))
    study_fields: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    # Where the venue is, in degrees.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    # Where people take part from afar; only who has a seat reads it.
    online_link: Mapped[str] = mapped_column(String(500), default="", server_default="")
    # Whether sessions are written (`programme/`).
    has_programme: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether people choose some of them: so that a sign-up without any asks the database nothing.
    offers_sessions: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The events that were made together ("five evenings") have one mark.
    series_ref: Mapped[str | None] = mapped_column(String(22), index=True)
    # Seats that are taken or held.
    signed_up_count: Mapped[int] = mapped_column(default=0)
    last_place_in_line: Mapped[int] = mapped_column(default=0)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    saved_at: Mapped[datetime]
    # Counts what people see of the event; calendar programs replace an entry only by one with a higher number.
    saves: Mapped[int] = mapped_column(default=0)
    # How often the hours or the place became others after the event was opened, and when last: who has a seat is told,
    # and reminders count anew (`reminding/`).
    moves: Mapped[int] = mapped_column(default=0, server_default="0")
    moved_at: Mapped[datetime | None]
    # Whether anybody was invited: so that a sign-up at an event that invites nobody asks the database nothing (`inviting/`).
    invites: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Only who is invited may sign up.
    by_invitation: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether there are materials (`materials/`), and when people were told of them last.
    has_materials: Mapped[bool] = mapped_column(default=False, server_default=false())
    materials_told_at: Mapped[datetime | None]
    # Staff have taken its page off: nobody else finds it, and what is there stays.
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Why it does not take place, in the words of staff, for whoever had signed up.
    called_off_words: Mapped[str] = mapped_column(String(500), default="", server_default="")
    called_off_language: Mapped[str] = mapped_column(String(5), default="", server_default="")

    texts: Mapped[list["EventText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="EventText.language"
    )
    sessions: Mapped[list["EventSession"]] = relationship(
        cascade="all, delete-orphan", order_by="EventSession.starts_at, EventSession.id"
    )

    __table_args__ = (
        Index("ix_event_kind_state_starts_at", "kind", "state", "starts_at"),
        CheckConstraint("signed_up_count >= 0 AND (seats IS NULL OR signed_up_count <= seats)", name="seats"),
    )


class EventText(Keyed, Base):
    """The words of an event, one row per language."""

    __tablename__ = "event_text"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    way_there: Mapped[str] = mapped_column(Text, default="", server_default="")
    about: Mapped[str] = mapped_column(Text, default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    interpreters: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str] = mapped_column(String(20), default="human")
    source_language: Mapped[str | None] = mapped_column(String(5))
    source_version: Mapped[int | None]
    # The words of the original that this text was made from; None on the original, and where nobody kept them.
    source_words: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (UniqueConstraint("event_id", "language", name="uq_event_text_event_id_language"),)


class EventSession(Keyed, Base):
    """A part of an event's day. `what` is a coded part of the programme."""

    __tablename__ = "event_session"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    what: Mapped[SessionPart] = mapped_column(Coded(SessionPart))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int | None]
    room: Mapped[str] = mapped_column(String(100), default="")


class Registration(PubliclyKnown, Base):
    """A person signed up, waiting, or gone again; cancelling and coming back use the same row."""

    __tablename__ = "registration"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    companions: Mapped[int] = mapped_column(default=0)
    state: Mapped[RegistrationState] = mapped_column(Coded(RegistrationState))
    place_in_line: Mapped[int]
    offered_until_at: Mapped[datetime | None]
    refused_for: Mapped[RefusedFor | None] = mapped_column(Coded(RefusedFor))
    refused_words: Mapped[str] = mapped_column(String(500), default="", server_default="")
    refused_language: Mapped[str] = mapped_column(String(5), default="", server_default="")
    # The place that the lot gave: it stays, whatever becomes of the sign-up, so that the draw can be checked.
    drawn_place: Mapped[int | None]
    # For how many people it was drawn; their number may be another one later.
    drawn_people: Mapped[int | None]
    # The draw has given this row its state; the person is not told of it yet (`jobs.tell_drawn`).
    news_due: Mapped[bool] = mapped_column(default=False, server_default=false())
    ticket_code: Mapped[str] = mapped_column(String(12), unique=True)
    # Counts how often the sign-up was given back and begun again: calendar programs take a newer entry only with a higher number.
    turns: Mapped[int] = mapped_column(default=0, server_default="0")
    # Who of the staff signed the person up; empty where they did it themselves.
    entered_by_ref: Mapped[str] = mapped_column(String(22), default="", server_default="")
    language: Mapped[str] = mapped_column(String(5))
    signed_up_at: Mapped[datetime]
    # The last reminder that was queued, and for which of the event's moves (`reminding.py`).
    reminded: Mapped[str] = mapped_column(String(20), default="", server_default="")

    event: Mapped[Event] = relationship(lazy="select")
    person: Mapped[Person] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint("event_id", "person_id", name="uq_registration_event_id_person_id"),
        Index("ix_registration_event_id_state_place_in_line", "event_id", "state", "place_in_line"),
        # The list of staff and the file, in the order of the line.
        Index("ix_registration_event_id_place_in_line", "event_id", "place_in_line", "id"),
        Index("ix_registration_state_offered_until_at", "state", "offered_until_at"),
        Index(
            "ix_registration_news_due", "id", sqlite_where=text("news_due"), postgresql_where=text("news_due")
        ),
    )


class CheckIn(Keyed, Base):
    """A ticket shown at the door of an event, which need not be the event of the ticket; append only.

    `scan_id` is made where the ticket is read, so that what is sent twice counts once. `device` is what staff call the
    entrance. Letting in and taking that back are two lines with the same `entry`, which counts how often the ticket was let
    in before.
    """

    __tablename__ = "check_in"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    scan_id: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(80), default="")
    result: Mapped[ScanResult] = mapped_column(Coded(ScanResult))
    entry: Mapped[int] = mapped_column(default=0, server_default="0")
    # Of what is taken back: why, and by whom.
    why: Mapped[WhyTakenBack | None] = mapped_column(Coded(WhyTakenBack))
    by_ref: Mapped[str] = mapped_column(String(22), default="", server_default="")

    __table_args__ = (
        # Nobody comes in twice, whatever two devices read at the same moment.
        Index(
            "uq_check_in_registration_id_entry_let_in",
            "registration_id",
            "entry",
            unique=True,
            sqlite_where=text("result = 'let_in'"),
            postgresql_where=text("result = 'let_in'"),
        ),
        Index(
            "uq_check_in_registration_id_entry_taken_back",
            "registration_id",
            "entry",
            unique=True,
            sqlite_where=text("result = 'taken_back'"),
            postgresql_where=text("result = 'taken_back'"),
        ),
        Index("ix_check_in_event_id_result_at", "event_id", "result", "at"),
    )
