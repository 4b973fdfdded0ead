"""What waits on the desk is kept, so that the desk counts and sorts it without reading everything people wrote."""

from collections.abc import Iterator, Mapping, Sequence, Set as AbstractSet
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core.db import session
from recruit.core.translating import Refs, known
from recruit.handbook.translating.models import TranslationClaim, TranslationLack
from recruit.handbook.translating.rules import READER, is_news

# How many keys one statement names.
_PART = 500

# By ref and language what is kept of a thing.
Found = Mapping[tuple[str, str], dict[str, Any]]


def found_now(kind: str, now: datetime, refs: Refs = None) -> Found:
    """What these things of a kind lack, or all (None), as their room says. Writes nothing; all of them may take seconds."""
    return {
        (lack.ref, lack.language): {
            "place": lack.place,
            "lacking": lack.lacking,
            "behind": lack.behind,
            "whose": lack.whose,
        }
        for lack in known()[kind].lacking(READER, now, refs)
    }


def keep(kind: str, found: Found, refs: Refs = None) -> int:
    """Write what differs from what is kept of these things, or of all (None); gives how many rows that were."""
    theirs = [TranslationLack.kind == kind, *([TranslationLack.ref.in_(refs)] if refs is not None else [])]
    kept = {
        (row.ref, row.language): row
        for row in session().execute(
            select(
                TranslationLack.id,
                TranslationLack.ref,
                TranslationLack.language,
                TranslationLack.place,
                TranslationLack.lacking,
                TranslationLack.behind,
                TranslationLack.whose,
            )
            .where(*theirs)
            .order_by(TranslationLack.id)
        )
    }
    gone = [row.id for key, row in kept.items() if key not in found]
    new = [
        {"kind": kind, "ref": ref, "language": language, **values}
        for (ref, language), values in found.items()
        if (ref, language) not in kept
    ]
    other = [
        {"key": kept[key].id, **values}
        for key, values in found.items()
        if key in kept and any(getattr(kept[key], name) != value for name, value in values.items())
    ]
    again = [
        row.id
        for key, row in kept.items()
        if key in found and is_news(row, found[key]["lacking"], found[key]["behind"])
    ]
    for part in _parts(gone):
        session().execute(delete(TranslationLack).where(TranslationLack.id.in_(part)))
    _release(kind, kept.keys() - found.keys())
    for part in _parts(new):
        # Another worker may keep the same at the same moment.
        insert = (sqlite if session().get_bind().dialect.name == "sqlite" else postgresql).insert
        session().execute(insert(TranslationLack).on_conflict_do_nothing(), list(part))
    if other:
        table = cast(Table, TranslationLack.__table__)
        session().connection().execute(update(table).where(table.c.id == bindparam("key")), other)
    for part in _parts(again):
        session().execute(update(TranslationLack).where(TranslationLack.id.in_(part)).values(told_on=None))
    return len(gone) + len(new) + len(other)


def _release(kind: str, written: AbstractSet[tuple[str, str]]) -> None:
    """What waits no more is done: who took it is free, and it can be taken anew once it is behind again."""
    if not written:
        return
    claims = session().scalars(
        select(TranslationClaim).where(TranslationClaim.kind == kind).order_by(TranslationClaim.id)
    )
    for claim in claims.all():
        if (claim.ref, claim.language) in written:
            session().delete(claim)


def drop_unknown() -> int:
    """Rows of kinds that no room offers any more."""
    gone = session().scalars(
        delete(TranslationLack).where(TranslationLack.kind.not_in(known())).returning(TranslationLack.id)
    )
    return len(gone.all())


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _PART):
        yield rows[start : start + _PART]
