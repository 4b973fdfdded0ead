"""Which companies agreed that everybody reads how many of their people stay."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Keyed


class StayingShown(Keyed, Base):
    """There is a row while the company agrees."""

    __tablename__ = "staying_shown"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    since_at: Mapped[datetime]
