"""Tables of materials."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.core.models import StoredFile
from recruit.events.materials.rules import MaterialKind, OpensFor


class EventMaterial(PubliclyKnown, Base):
    """A file or a link that belongs to an event, or to one of its sessions. One that is withdrawn opens for nobody."""

    __tablename__ = "event_material"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("programme_session.id"), index=True)
    kind: Mapped[MaterialKind] = mapped_column(Coded(MaterialKind))
    stored_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    opens_for: Mapped[OpensFor] = mapped_column(Coded(OpensFor))
    from_at: Mapped[datetime]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    stored_file: Mapped[StoredFile | None] = relationship(lazy="joined")
    texts: Mapped[list["EventMaterialText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="EventMaterialText.language"
    )


class EventMaterialText(Keyed, Base):
    """What a material is called in one language."""

    __tablename__ = "event_material_text"

    # Staff write all languages side by side: no row is made from another.
    origin = "human"
    source_language = None

    material_id: Mapped[int] = mapped_column(ForeignKey("event_material.id"))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("material_id", "language"),)
