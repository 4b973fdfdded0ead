"""Tables of letters."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Keyed, PubliclyKnown


class EventLetter(PubliclyKnown, Base):
    """What staff wrote to people of an event. `once` is made with the form, so that one press twice sends one letter."""

    __tablename__ = "event_letter"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    # The code of the part of the list; empty for everybody on it.
    which: Mapped[str] = mapped_column(String(20), default="")
    once: Mapped[str] = mapped_column(String(22))
    people: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime]
    sent_by_ref: Mapped[str] = mapped_column(String(22), default="")

    texts: Mapped[list["EventLetterText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="EventLetterText.language"
    )

    __table_args__ = (UniqueConstraint("once", name="uq_event_letter_once"),)


class EventLetterText(Keyed, Base):
    """A letter in one language."""

    __tablename__ = "event_letter_text"

    # Staff write all languages side by side: no row is made from another.
    origin = "human"
    source_language = None

    letter_id: Mapped[int] = mapped_column(ForeignKey("event_letter.id"))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(150))
    words: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("letter_id", "language"),)
