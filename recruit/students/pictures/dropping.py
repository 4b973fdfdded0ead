"""How pictures leave with their files. Apart from the moves of students, because an experience that goes takes its own along."""

from collections.abc import Iterable

from sqlalchemy import select

from recruit.core import files
from recruit.core.db import session
from recruit.students.pictures.models import ExperiencePicture


def drop(pictures: Iterable[ExperiencePicture]) -> None:
    """Delete pictures with their files."""
    for picture in pictures:
        stored = (picture.large, picture.small)
        session().delete(picture)
        session().flush()
        for file in stored:
            files.remove(file)


def drop_of_experience(experience_id: int) -> None:
    """Delete all pictures of an experience."""
    of_it = select(ExperiencePicture).where(ExperiencePicture.experience_id == experience_id)
    drop(session().scalars(of_it.order_by(ExperiencePicture.id)).all())
