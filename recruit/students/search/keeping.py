"""Keeping what students are found by: written with the profile, in the same transaction, whichever action changed it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, event, insert, select, update
from sqlalchemy.orm import Session, UOWTransaction

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.text import fold, search_words
from recruit.students.katakana import propose_katakana
from recruit.students.models import Education, LanguageResult, Student, StudentSkill
from recruit.students.search.models import (
    LONGEST_NAME,
    LONGEST_WORD,
    PackedStudents,
    StudentFound,
    StudentWord,
)
from recruit.students.search.rules import level_of

_AT_ONCE = 500


def keep(connection: Connection, student_ids: Iterable[int]) -> None:
    """Write anew what these students are found by."""
    ids = sorted(set(student_ids))
    for start in range(0, len(ids), _AT_ONCE):
        _keep_some(connection, ids[start : start + _AT_ONCE])


def keep_missing(after: int = 0) -> tuple[int, int | None]:
    """Write what is missing or older than the profile, as after rows that came in bulk: some of the profiles after a key.

    Gives how many, and the key to go on after (None when all were looked through).
    """
    ids, further = missing(after)
    keep(session().connection(), ids)
    return len(ids), further


def missing(after: int = 0) -> tuple[Sequence[int], int | None]:
    """Some of those of whom it is missing or older than the profile, and the key to go on after."""
    ids = (
        session()
        .scalars(
            select(Student.id)
            .outerjoin(StudentFound, StudentFound.student_id == Student.id)
            .where(
                Student.id > after,
                StudentFound.student_id.is_(None) | (StudentFound.saved_at != Student.saved_at),
            )
            .order_by(Student.id)
            .limit(_AT_ONCE)
        )
        .all()
    )
    return ids, ids[-1] if len(ids) == _AT_ONCE else None


def keep_one(student_id: int) -> int:
    """The same for one profile."""
    keep(session().connection(), [student_id])
    return 1


def keep_all_missing() -> int:
    """The same for all profiles, in the transaction of the caller."""
    done, after = 0, 0
    while after is not None:
        kept, after = keep_missing(after)
        done += kept
    return done


def _keep_some(connection: Connection, ids: Sequence[int]) -> None:
    students = connection.execute(
        select(
            Student.id, Student.saved_at, Student.nationality, Student.name_passport, Student.name_local,
            Student.call_name, Student.katakana, Person.anonymised_at,
        )
        .join(Person, Person.id == Student.person_id)
        .where(Student.id.in_(ids))
        .order_by(Student.id)
    ).all()  # fmt: skip
    educations = _main_educations(connection, ids)
    results: dict[int, list[Any]] = {}
    for row in connection.execute(
        select(LanguageResult.student_id, LanguageResult.test, LanguageResult.level).where(
            LanguageResult.student_id.in_(ids)
        )
    ):
        results.setdefault(row.student_id, []).append((row.test, row.level))
    skills: dict[int, list[str]] = {}
    for row in connection.execute(
        select(StudentSkill.student_id, StudentSkill.skill)
        .where(StudentSkill.student_id.in_(ids))
        .order_by(StudentSkill.id)
    ):
        skills.setdefault(row.student_id, []).append(str(row.skill))
    found, words = [], []
    for student in students:
        education = educations.get(student.id)
        found.append(_found(student, education, results.get(student.id, ()), skills.get(student.id, ())))
        words += [
            {"student_id": student.id, "word": word, "is_whole": is_whole}
            for word, is_whole in _words(student, education).items()
        ]
    # The row that changes the student is held already, so nobody else writes these at the same time.
    connection.execute(delete(StudentWord).where(StudentWord.student_id.in_(ids)))
    connection.execute(delete(StudentFound).where(StudentFound.student_id.in_(ids)))
    if found:
        connection.execute(insert(StudentFound), found)
    if words:
        connection.execute(insert(StudentWord), words)


def _main_educations(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """What each student studies: the education that ends last, as on the card."""
    rows = connection.execute(
        select(
            Education.student_id, Education.university_id, Education.university_name, Education.major,
            Education.major_local, Education.graduates_on,
        )
        .where(Education.student_id.in_(ids))
        .order_by(Education.graduates_on.is_not(None), Education.graduates_on, Education.id)
    )  # fmt: skip
    return {row.student_id: row for row in rows}


def _found(student: Any, education: Any, results: Iterable[Any], skills: Iterable[str]) -> dict[str, Any]:
    graduates = education.graduates_on if education else None
    return {
        "student_id": student.id,
        "saved_at": student.saved_at,
        "is_gone": student.anonymised_at is not None,
        "country": student.nationality,
        "university_id": education.university_id if education else None,
        "major": str(education.major or "") if education else "",
        "level": str(level_of(results) or ""),
        "graduates": graduates.year * 100 + graduates.month if graduates else 0,
        "skills": " ".join(skills),
        "called": fold(student.call_name)[:LONGEST_NAME],
        "name": fold(student.name_passport or student.name_local)[:LONGEST_NAME],
    }


def _words(student: Any, education: Any) -> dict[str, bool]:
    """Words, and whether only who sees the whole profile finds by them. A card shows less, so it is found by less."""
    on_card = [student.call_name, propose_katakana(student.call_name, student.nationality) or ""]
    names = [student.name_passport, student.name_local, student.katakana]
    if not student.katakana:
        # Kana finds also whom nobody has given a reading yet.
        names.append(propose_katakana(student.name_local or student.name_passport, student.nationality) or "")
    if education:
        on_card.append("" if education.university_id else education.university_name)
        names.append(education.major_local)
    words = {word[:LONGEST_WORD]: True for text in names for word in search_words(text)}
    return words | {word[:LONGEST_WORD]: False for text in on_card for word in search_words(text)}


def follow_profiles() -> None:
    """From now on every flush that changes a profile writes what it is found by. Said twice, it is done once."""
    if not event.contains(Session, "after_flush", _follow):
        event.listen(Session, "after_flush", _follow)


def _follow(rows: Session, _flush: UOWTransaction) -> None:
    """Whose profile a flush changed is kept anew."""
    changed = {
        thing.id if isinstance(thing, Student) else thing.student_id
        for thing in (*rows.new, *rows.dirty, *rows.deleted)
        if isinstance(thing, Student | Education | LanguageResult | StudentSkill)
    }
    if changed:
        keep(rows.connection(), changed)


def forget(person_id: int) -> None:
    """Nothing stays that the person was found by: no words, and nothing packed. A job packs the others again."""
    ids = session().scalars(select(Student.id).where(Student.person_id == person_id)).all()
    session().execute(delete(StudentWord).where(StudentWord.student_id.in_(ids)))
    session().execute(
        update(StudentFound)
        .where(StudentFound.student_id.in_(ids))
        .values(
            is_gone=True, country="", university_id=None, major="", level="", graduates=0, skills="", called="",
            name="",
        )
    )  # fmt: skip
    if ids:
        session().execute(delete(PackedStudents))
