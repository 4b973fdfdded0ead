"""Consequences of a change of the rules, as the worker counts them: numbers only, and no longer than a day."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Keyed


class CountedChange(Keyed, Base):
    """What would follow from a change that is only looked at. `hash` names change and version of the rules; everything
    is read as of `asked_at`; `up_to` is the last person who has been read, `facts_up_to` the newest fact there was.
    """

    __tablename__ = "counted_change"

    hash: Mapped[str] = mapped_column(String(64), unique=True)
    version: Mapped[int]
    change: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
    people: Mapped[int]
    facts_up_to: Mapped[int]
    up_to: Mapped[int] = mapped_column(default=0)
    batches: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    done_at: Mapped[datetime | None]
