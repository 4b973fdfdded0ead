"""Personal data of the handbook: who wrote and reviewed a chapter, by a reference that leads to no name once a person is erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.handbook.models import ChapterVersion

TABLES: dict[str, str] = {
    "book": "Holds no person.",
    "chapter": "Holds no person.",
    "chapter_version": "Kept: names people by reference only.",
}


def export(person_id: int) -> dict[str, Any]:
    """The versions of chapters this person wrote or reviewed."""
    ref = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    rows = session().execute(
        select(ChapterVersion.chapter_id, ChapterVersion.language, ChapterVersion.number)
        .where(or_(ChapterVersion.by_ref == ref, ChapterVersion.reviewed_by_ref == ref))
        .order_by(ChapterVersion.id)
    )
    return {
        "chapters": [
            {"chapter": chapter, "language": language, "version": number}
            for chapter, language, number in rows
        ]
    }


def erase(_person_id: int, _now: datetime) -> None:
    """Nothing here holds a name."""
