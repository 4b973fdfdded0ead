"""Personal data of the desk of translations: who is on which one."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.core.periods import TRANSLATION_CLAIMS, Kept
from recruit.handbook.translating.models import TranslationClaim

TABLES: dict[str, str] = {
    "translation_claim": "Deleted. Goes in any case when the translation is published, or fourteen days after its last save.",
    "translation_lack": "Holds no person.",
}


def export(person_id: int) -> dict[str, Any]:
    """The translations this person has taken."""
    rows = session().scalars(
        select(TranslationClaim).where(TranslationClaim.person_id == person_id).order_by(TranslationClaim.id)
    )
    return {
        "translations_taken": [
            {"what": one.kind, "name": one.ref, "language": one.language, "taken_at": one.taken_at}
            for one in rows
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """Nobody is on them any more."""
    session().execute(delete(TranslationClaim).where(TranslationClaim.person_id == person_id))


def forget_old_claims(now: datetime) -> int:
    """Claims that hold no more; gives how many."""
    gone = session().scalars(
        delete(TranslationClaim)
        .where(TranslationClaim.taken_at < TRANSLATION_CLAIMS.before(now))
        .returning(TranslationClaim.id)
    )
    return len(gone.all())


PURGES = {Kept.TRANSLATION_CLAIMS: forget_old_claims}
