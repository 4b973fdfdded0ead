"""Personal data of the handbook: who wrote and reviewed, by references that lead to no name once a person is erased; and
what readers asked.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select, update

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.periods import READER_WORDS, Kept
from recruit.handbook.models import Chapter, ChapterVersion, ReaderQuestion

TABLES: dict[str, str] = {
    "book": "Holds no person.",
    "chapter": "Holds no person.",
    "former_address": "Holds no person.",
    "chapter_version": "Kept: names people by reference only.",
    "set_book": "Holds no person.",
    "glossary_term": "Kept: names who changed it by reference only.",
    "reader_question": "Emptied: the vote on a chapter stays without the person. Words and answers go after twelve months in any case.",
}


def export(person_id: int) -> dict[str, Any]:
    """The versions of chapters this person wrote or reviewed, and what the person said about chapters as a reader."""
    ref = session().get_one(Person, person_id).public_id
    rows = session().execute(
        select(ChapterVersion.chapter_id, ChapterVersion.language, ChapterVersion.number)
        .where(
            or_(
                ChapterVersion.by_ref == ref,
                ChapterVersion.reviewed_by_ref == ref,
                # A draft that somebody else went on with.
                cast(ChapterVersion.writer_refs, String).contains(f'"{ref}"'),
            )
        )
        .order_by(ChapterVersion.id)
    )
    said = session().execute(
        select(ReaderQuestion, Chapter.slug)
        .join(Chapter, Chapter.id == ReaderQuestion.chapter_id)
        .where(ReaderQuestion.person_id == person_id)
        .order_by(ReaderQuestion.asked_at, ReaderQuestion.id)
    )
    return {
        "chapters": [
            {"chapter": chapter, "language": language, "version": number}
            for chapter, language, number in rows
        ],
        "said_of_chapters": [
            {
                "chapter": slug,
                "said": one.kind,
                "words": one.words,
                "asked_at": one.asked_at,
                "answer": one.answer,
                "answered_at": one.answered_at,
            }
            for one, slug in said
        ],
    }


_EMPTIED = {"person_id": None, "words": "", "answer": ""}


def erase(person_id: int, _now: datetime) -> None:
    """What the person asked, and what was answered, goes; that some reader found a chapter helpful stays."""
    _empty(ReaderQuestion.person_id == person_id)


def forget_reader_words(now: datetime) -> int:
    """Readers' words that were kept long enough; gives how many."""
    return _empty(
        ReaderQuestion.asked_at < READER_WORDS.before(now),
        or_(
            ReaderQuestion.person_id.is_not(None),
            ReaderQuestion.words != "",
            ReaderQuestion.answer != "",
        ),
    )


def _empty(*which: ColumnElement[bool]) -> int:
    emptied = session().scalars(
        update(ReaderQuestion)
        .where(*which)
        .values(**_EMPTIED)
        .returning(ReaderQuestion.id)
        .execution_options(synchronize_session=False)
    )
    count = len(emptied.all())
    session().expire_all()
    return count


PURGES = {Kept.READER_WORDS: forget_reader_words}
