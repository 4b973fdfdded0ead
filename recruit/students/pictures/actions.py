"""Moves of pictures: added, said anew, replaced, put elsewhere, removed. Files are laid down before (`core.files.lay_down`)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.core import files
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.files import LaidDown
from recruit.core.visitor import Visitor
from recruit.students.actions.keeping import hold, must_be_own, note_saved
from recruit.students.documents.rules import DocumentRefusal, names_identity_paper
from recruit.students.models import Experience, Student
from recruit.students.pictures import dropping, queries, rules
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.pictures.rules import PictureMove


@dataclass(frozen=True)
class LaidPicture:
    """Both sizes of a picture in the store, and how its sender called it."""

    large: LaidDown
    small: LaidDown
    sent_name: str


def add(
    experience: Experience, laid: LaidPicture, *, words: str, language: str, by: Visitor, now: datetime
) -> ExperiencePicture:
    """One more picture, behind the others. Raises Refused where there are enough, or where it is a paper of identity."""
    student = _turn_of(experience.student, by)
    _refuse_identity_paper(words, laid.sent_name)
    _must_be_there(Experience, experience.id)
    held = queries.pictures_of_experience(experience.id)
    refusal = rules.why_not_add(len(held), queries.held_bytes(student.id), laid.large.size)
    if refusal:
        raise Refused(refusal, field="file")
    picture = ExperiencePicture(
        experience_id=experience.id,
        place=held[-1].place + 1 if held else 0,
        words=words,
        language=language,
        large=files.keep(laid.large, now=now),
        small=files.keep(laid.small, now=now),
        added_at=now,
    )
    session().add(picture)
    note_saved(student, ["pictures"], by=by, now=now)
    return picture


def say(picture: ExperiencePicture, *, words: str, language: str, by: Visitor, now: datetime) -> None:
    """What the picture shows, in other words."""
    student = _turn_of(picture.experience.student, by)
    _refuse_identity_paper(words, "")
    _must_be_there(ExperiencePicture, picture.id)
    if picture.words != words:
        picture.words, picture.language = words, language
        note_saved(student, ["pictures"], by=by, now=now)


def replace(picture: ExperiencePicture, laid: LaidPicture, *, by: Visitor, now: datetime) -> None:
    """Another picture at the same place; the files of the one before are deleted."""
    student = _turn_of(picture.experience.student, by)
    _refuse_identity_paper("", laid.sent_name)
    _must_be_there(ExperiencePicture, picture.id)
    session().refresh(picture)
    older = (picture.large, picture.small)
    refusal = rules.why_not_hold(queries.held_bytes(student.id) - picture.large.size, laid.large.size)
    if refusal:
        raise Refused(refusal, field="file")
    picture.large, picture.small = files.keep(laid.large, now=now), files.keep(laid.small, now=now)
    picture.added_at = now
    note_saved(student, ["pictures"], by=by, now=now)
    for gone in older:
        files.remove(gone)


def move(picture: ExperiencePicture, where: PictureMove, *, by: Visitor, now: datetime) -> None:
    """One place earlier or later."""
    student = _turn_of(picture.experience.student, by)
    _must_be_there(ExperiencePicture, picture.id)
    row = list(queries.pictures_of_experience(picture.experience_id))
    after = rules.moved(row, picture, where)
    for place, one in enumerate(after):
        one.place = place
    note_saved(student, ["pictures"] if after != row else [], by=by, now=now)


def remove(picture: ExperiencePicture, *, by: Visitor, now: datetime) -> None:
    """Take a picture out of the profile; its files are deleted."""
    student = _turn_of(picture.experience.student, by)
    _must_be_there(ExperiencePicture, picture.id)
    session().refresh(picture)
    dropping.drop([picture])
    note_saved(student, ["pictures"], by=by, now=now)


def _turn_of(student: Student, by: Visitor) -> Student:
    must_be_own(student, by)
    hold(student.id)
    return student


def _must_be_there(kind: type[Experience] | type[ExperiencePicture], row_id: int) -> None:
    """What somebody took away while this one waited is gone."""
    if session().scalar(select(kind.id).where(kind.id == row_id)) is None:
        raise Missing


def _refuse_identity_paper(words: str, name: str) -> None:
    for said, field in ((words, "words"), (name, "file")):
        if names_identity_paper(said):
            raise Refused(DocumentRefusal.IDENTITY_PAPER, field=field)
