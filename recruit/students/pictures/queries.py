"""Reads of pictures. Who may read an experience may see its pictures, and nobody else."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import StoredFile
from recruit.core.visitor import Visitor
from recruit.students import queries as student_queries
from recruit.students.models import Experience, Student
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.rules import DisclosureScope


def _in_order() -> Select[Any]:
    return (
        select(ExperiencePicture)
        .join(Experience, Experience.id == ExperiencePicture.experience_id)
        .order_by(ExperiencePicture.experience_id, ExperiencePicture.place, ExperiencePicture.id)
    )


def pictures_of_experience(experience_id: int) -> Sequence[ExperiencePicture]:
    """The pictures of one experience, in their order. No question is asked here about who may."""
    return session().scalars(_in_order().where(Experience.id == experience_id)).all()


def pictures_of(student_id: int) -> Sequence[ExperiencePicture]:
    """All pictures of a student, in their order. No question is asked here about who may."""
    return session().scalars(_in_order().where(Experience.student_id == student_id)).all()


def held_bytes(student_id: int) -> int:
    """How large the pictures of a student are together; the small ones are ours and count for nothing."""
    size = (
        select(func.coalesce(func.sum(StoredFile.size), 0))
        .join(ExperiencePicture, ExperiencePicture.large_id == StoredFile.id)
        .join(Experience, Experience.id == ExperiencePicture.experience_id)
        .where(Experience.student_id == student_id)
    )
    return int(session().scalar(size) or 0)


def own_picture(visitor: Visitor, public_id: str) -> ExperiencePicture:
    """One of the visitor's own."""
    own = _in_order().join(Student, Student.id == Experience.student_id)
    return _found(own.where(ExperiencePicture.public_id == public_id, Student.person_id == visitor.person_id))


def _reads_profile(visitor: Visitor, student: Student) -> bool:
    if not visitor.acts_for("company"):
        return False
    return student_queries.seen_scope(visitor, student) not in (None, DisclosureScope.CARD)


def pictures_seen(
    visitor: Visitor, student: Student, *, as_staff: bool = False
) -> Sequence[ExperiencePicture]:
    """The pictures of a student, where the visitor's company may read the profile, or for staff who read all of them."""
    found = pictures_of(student.id)
    may = visitor.is_coordinator if as_staff else bool(found) and _reads_profile(visitor, student)
    return found if may else ()


def picture_seen(
    visitor: Visitor, student_ref: str, public_id: str, *, as_staff: bool = False
) -> ExperiencePicture:
    """One picture of the student of this reference."""
    student = session().scalar(select(Student).where(Student.public_id == student_ref))
    if student is None or not (visitor.is_coordinator if as_staff else _reads_profile(visitor, student)):
        raise Missing
    return _found(
        _in_order().where(ExperiencePicture.public_id == public_id, Experience.student_id == student.id)
    )


def _found(query: Select[Any]) -> ExperiencePicture:
    found = session().scalar(query)
    if found is None:
        raise Missing
    return found
