"""How positions fit the visitor's own profile. Nobody else's is ever read for it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.postings import rules
from recruit.postings.models import Posting
from recruit.postings.rules import Driving, Fit, PostingItem
from recruit.postings.rules.fit import Asked, Profile
from recruit.students.models import Student
from recruit.students.queries import main_education


def student_of(visitor: Visitor) -> Student | None:
    """The visitor's own profile with all that the rules read; None where the visitor has none."""
    if visitor.person_id is None:
        return None
    return session().scalar(
        select(Student)
        .options(
            selectinload(Student.educations),
            selectinload(Student.language_results),
            selectinload(Student.skills),
        )
        .where(Student.person_id == visitor.person_id)
    )


def profile_of(student: Student) -> Profile:
    """What the rules take from a profile."""
    main = main_education(student)
    return Profile(
        majors=tuple(one.major for one in student.educations if one.major),
        degrees=tuple(one.degree for one in student.educations if one.degree),
        graduates_on=main.graduates_on if main else None,
        japanese=rules.japanese_of(
            (one.test, one.level, one.cefr) for one in student.language_results if one.language == "ja"
        ),
        licences=frozenset(one.skill for one in student.skills),
        wished_work=tuple(student.wished_work),
        wished_prefectures=tuple(student.wished_prefectures),
        may_start_on=student.may_start_on,
    )


def asked_by(posting: Posting) -> Asked:
    """What the rules take from a position."""
    driving = posting.items.get(PostingItem.DRIVING)
    return Asked(
        work_kind=posting.work_kind,
        prefecture=posting.prefecture,
        majors=tuple(str(major) for major in posting.majors),
        japanese=posting.japanese_level,
        starts_on=posting.start_month,
        driving=Driving(driving) if driving else None,
    )


def fits_of(student: Student | None, postings: Iterable[Posting]) -> dict[int, Fit]:
    """By the id of the position; empty for who has no profile."""
    if student is None:
        return {}
    profile = profile_of(student)
    return {one.id: rules.fit_of(profile, asked_by(one)) for one in postings}


def fits_for(visitor: Visitor, postings: Iterable[Posting]) -> dict[int, Fit]:
    """The same for the visitor, for lists: one read of the profile, however many positions."""
    return fits_of(student_of(visitor), postings)
