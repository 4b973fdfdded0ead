"""Who is on which translation, and where what waits stands in the list."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Coded, Keyed, refuse_on
from recruit.core.errors import Refused
from recruit.core.translating import Lacking, Whose
from recruit.handbook.translating.rules import TranslationRefusal


class TranslationClaim(Keyed, Base):
    """Somebody has said "I take this". It holds for the time that `periods.TRANSLATION_CLAIMS` says, from the last save on."""

    __tablename__ = "translation_claim"

    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(150))
    language: Mapped[str] = mapped_column(String(5))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("kind", "ref", "language", name="uq_translation_claim_kind_ref_language"),
    )


class TranslationLack(Keyed, Base):
    """What waits, as its room last said (`keeping.py`): enough to count and to sort ten thousand of them. What the desk shows
    of one, it asks its room.
    """

    __tablename__ = "translation_lack"

    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(150))
    language: Mapped[str] = mapped_column(String(5))
    # The oldest first: the instant since which it waits; "9" where nobody kept that.
    place: Mapped[str] = mapped_column(String(40))
    lacking: Mapped[Lacking] = mapped_column(Coded(Lacking))
    behind: Mapped[int] = mapped_column(default=0)
    whose: Mapped[Whose] = mapped_column(Coded(Whose))
    # In the mail of which morning its writers were told of it; None: not yet.
    told_on: Mapped[date | None] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("kind", "ref", "language", name="uq_translation_lack_kind_ref_language"),
        Index("ix_translation_lack_language_place", "language", "place", "id"),
        Index("ix_translation_lack_language_kind", "language", "kind"),
    )


refuse_on("uq_translation_claim_kind_ref_language", Refused(TranslationRefusal.TAKEN))
