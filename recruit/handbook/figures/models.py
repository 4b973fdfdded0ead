"""Tables of pictures in chapters."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Keyed, refuse_on
from recruit.core.errors import Refused
from recruit.core.models import StoredFile
from recruit.handbook.figures.rules import LONGEST_KEY, FigureRefusal
from recruit.handbook.models import Chapter


class ChapterFigure(Keyed, Base):
    """A picture of a chapter. It is never replaced: another picture has another key.

    `words` hold by language what its sender said of it (description, caption, source), ready to be put into a text; what
    readers are told stands in the text itself. `sent_sha256` knows the file that was sent.
    """

    __tablename__ = "chapter_figure"

    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent_sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]

    chapter: Mapped[Chapter] = relationship(lazy="select")
    # The widest last.
    sizes: Mapped[list["FigureSize"]] = relationship(order_by="FigureSize.width", back_populates="figure")

    __table_args__ = (UniqueConstraint("chapter_id", "key", name="uq_chapter_figure_chapter_id_key"),)


class FigureSize(Keyed, Base):
    """A picture at one width, as a file of our own."""

    __tablename__ = "figure_size"

    figure_id: Mapped[int] = mapped_column(ForeignKey("chapter_figure.id"))
    width: Mapped[int]
    height: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)

    figure: Mapped[ChapterFigure] = relationship(back_populates="sizes")
    file: Mapped[StoredFile] = relationship(lazy="select")

    __table_args__ = (UniqueConstraint("figure_id", "width", name="uq_figure_size_figure_id_width"),)


refuse_on("uq_chapter_figure_chapter_id_key", Refused(FigureRefusal.KEY_TAKEN, field="key"))
