"""The table of pictures of experiences."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, PubliclyKnown
from recruit.core.models import StoredFile
from recruit.students.models import Experience


class ExperiencePicture(PubliclyKnown, Base):
    """A picture of an experience, large and small, both written here. `words` say what it shows, in their `language`."""

    __tablename__ = "experience_picture"

    experience_id: Mapped[int] = mapped_column(ForeignKey("experience.id"), index=True)
    place: Mapped[int]
    words: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="")
    large_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    small_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    added_at: Mapped[datetime]

    experience: Mapped[Experience] = relationship(lazy="select")
    large: Mapped[StoredFile] = relationship(lazy="joined", foreign_keys=[large_id])
    small: Mapped[StoredFile] = relationship(lazy="joined", foreign_keys=[small_id])
