"""Moves of readers and of those who answer them."""

from datetime import datetime

from sqlalchemy import delete, update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.handbook.events import ReaderAnswered
from recruit.handbook.models import ReaderQuestion
from recruit.handbook.queries import Reading, demand_writer
from recruit.handbook.rules import HandbookRefusal, ReaderWord


def say(
    reading: Reading, kind: ReaderWord, words: str, *, language: str, by: Visitor, now: datetime
) -> ReaderQuestion:
    """A reader says something about the text that was read. Who is signed in votes once on an edition: the last vote counts."""
    if kind is ReaderWord.QUESTION and not words.strip():
        raise Refused(HandbookRefusal.NO_QUESTION, field="words")
    version = reading.version
    if by.person_id is not None and kind is not ReaderWord.QUESTION:
        session().execute(
            delete(ReaderQuestion).where(
                ReaderQuestion.chapter_id == reading.chapter.id,
                ReaderQuestion.person_id == by.person_id,
                ReaderQuestion.read_language == version.language,
                ReaderQuestion.number == version.number,
                ReaderQuestion.kind != ReaderWord.QUESTION,
                ReaderQuestion.words == "",
            )
        )
    said = ReaderQuestion(
        chapter_id=reading.chapter.id,
        read_language=version.language,
        number=version.number,
        kind=kind,
        words=words.strip(),
        language=language,
        person_id=by.person_id,
        asked_at=now,
    )
    session().add(said)
    session().flush()
    return said


def answer(question: ReaderQuestion, words: str, *, by: Visitor, now: datetime) -> None:
    """Answer a reader by mail, once."""
    demand_writer(by)
    if question.person_id is None:
        raise Refused(HandbookRefusal.NOBODY_TO_ANSWER)
    _close(question, words.strip(), by=by, now=now)
    audit.record(
        "reader.answered", by=by, now=now, subject_kind="reader_question", subject_ref=question.public_id
    )
    announce(ReaderAnswered(question.id, now))


def close(question: ReaderQuestion, *, by: Visitor, now: datetime) -> None:
    """It was read, and no answer is sent."""
    demand_writer(by)
    _close(question, "", by=by, now=now)
    audit.record(
        "reader.closed", by=by, now=now, subject_kind="reader_question", subject_ref=question.public_id
    )


def _close(question: ReaderQuestion, words: str, *, by: Visitor, now: datetime) -> None:
    # Two who answer at once: the reader gets one mail.
    is_first = changes_one(
        update(ReaderQuestion)
        .where(ReaderQuestion.id == question.id, ReaderQuestion.answered_at.is_(None))
        .values(answer=words, answered_at=now, answered_by_ref=by.person_ref)
    )
    if not is_first:
        raise Refused(HandbookRefusal.ANSWERED_ALREADY)
    session().refresh(question)
