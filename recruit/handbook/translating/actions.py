"""Moves at the desk of translations: taken, given back, gone on with, done."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.periods import TRANSLATION_CLAIMS
from recruit.core.translating import Lack, known
from recruit.core.visitor import Visitor
from recruit.handbook.queries import demand_writer
from recruit.handbook.translating import queries
from recruit.handbook.translating.models import TranslationClaim, TranslationLack
from recruit.handbook.translating.rules import TranslationRefusal


def take(lack: Lack, *, by: Visitor, now: datetime) -> None:
    """Say that one works on it. Refused while somebody else does; one's own anew is no harm. A text of a kind that has
    drafts is begun with it.
    """
    demand_writer(by)
    if not queries.may_write(lack, by):
        raise Refused(TranslationRefusal.NOT_FOR_YOU)
    free_or_mine = or_(
        TranslationClaim.person_id == by.person_id, TranslationClaim.taken_at < TRANSLATION_CLAIMS.before(now)
    )
    again = (
        update(TranslationClaim)
        .where(*_this(lack.kind, lack.ref, lack.language), free_or_mine)
        .values(person_id=by.person_id, taken_at=now)
    )
    if not changes_one(again):
        if queries.claim_on(*lack.key, now=now) is not None:
            raise Refused(TranslationRefusal.TAKEN)
        session().add(
            TranslationClaim(
                kind=lack.kind, ref=lack.ref, language=lack.language, person_id=by.person_id, taken_at=now
            )
        )
        session().flush()
    known()[lack.kind].begin(lack, by, now)


def go_on(kind: str, ref: str, language: str, *, by: Visitor, now: datetime) -> None:
    """One's own claim holds from now on as long as a new one."""
    session().execute(
        update(TranslationClaim)
        .where(*_this(kind, ref, language), TranslationClaim.person_id == by.person_id)
        .values(taken_at=now)
    )


def give_back(kind: str, ref: str, language: str, *, by: Visitor) -> None:
    """Let others have it. A draft that was begun stays where it is."""
    demand_writer(by)
    session().execute(
        delete(TranslationClaim).where(
            *_this(kind, ref, language), TranslationClaim.person_id == by.person_id
        )
    )


def rename(kind: str, old_ref: str, ref: str) -> None:
    """The same thing under another name."""
    # What it lacks may have been found under the new name already; since when it waits stands under the old one.
    known = select(TranslationLack.language).where(
        TranslationLack.kind == kind, TranslationLack.ref == old_ref
    )
    session().execute(
        delete(TranslationLack).where(
            TranslationLack.kind == kind, TranslationLack.ref == ref, TranslationLack.language.in_(known)
        )
    )
    for table in (TranslationClaim, TranslationLack):
        session().execute(update(table).where(table.kind == kind, table.ref == old_ref).values(ref=ref))


def release(kind: str, ref: str, language: str) -> None:
    """It is done: nobody is on it any more."""
    session().execute(delete(TranslationClaim).where(*_this(kind, ref, language)))


def _this(kind: str, ref: str, language: str) -> tuple:
    return (
        TranslationClaim.kind == kind,
        TranslationClaim.ref == ref,
        TranslationClaim.language == language,
    )
