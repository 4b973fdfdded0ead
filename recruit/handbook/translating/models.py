"""Who is on which translation."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.core.db import Base, Keyed, refuse_on
from recruit.core.errors import Refused
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


refuse_on("uq_translation_claim_kind_ref_language", Refused(TranslationRefusal.TAKEN))
