"""Tables of questions and answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.events.asking.rules import AskedOf, QuestionForm


class EventQuestion(PubliclyKnown, Base):
    """A question at sign-up. One that is taken off is asked no more; what was answered stays with it."""

    __tablename__ = "event_question"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    form: Mapped[QuestionForm] = mapped_column(Coded(QuestionForm))
    must: Mapped[bool] = mapped_column(default=False)
    asked_of: Mapped[AskedOf] = mapped_column(Coded(AskedOf), default=AskedOf.EVERYBODY)
    retired_at: Mapped[datetime | None]

    texts: Mapped[list["EventQuestionText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="EventQuestionText.language"
    )


class EventQuestionText(Keyed, Base):
    """A question in one language; `choices` holds one on each line, in the same order in every language."""

    __tablename__ = "event_question_text"

    # Staff write all languages side by side: no row is made from another.
    origin = "human"
    source_language = None

    question_id: Mapped[int] = mapped_column(ForeignKey("event_question.id"))
    language: Mapped[str] = mapped_column(String(5))
    words: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(300), default="")
    choices: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("question_id", "language"),)


class RegistrationAnswer(Keyed, Base):
    """What somebody answered; `choice` is the number of the choice, of yes (1) or no (0)."""

    __tablename__ = "registration_answer"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("event_question.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    choice: Mapped[int | None]

    __table_args__ = (UniqueConstraint("registration_id", "question_id"),)
