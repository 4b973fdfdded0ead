"""What the desk of translations shows to whom."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.periods import TRANSLATION_CLAIMS
from recruit.core.translating import Key, Lack, those_now
from recruit.core.visitor import Role, Visitor
from recruit.handbook.queries import demand_writer, names_of
from recruit.handbook.rules import ChapterState
from recruit.handbook.translating.models import TranslationClaim, TranslationLack
from recruit.handbook.translating.rules import READER, writes
from recruit.web.tables import keyset_page


@dataclass(frozen=True)
class Claimed:
    """Who is on a translation, since when."""

    person_id: int
    name: str
    taken_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A translation that waits, and who is on it: by their word, or because they are writing a draft."""

    lack: Lack
    claim: Claimed | None
    writer: str
    is_mine: bool
    may_take: bool


@dataclass(frozen=True)
class OnDesk:
    """One page of what waits in a language; the translation that the reader is on, and one that nobody has taken."""

    rows: list[Waiting]
    next_mark: str | None
    is_first: bool
    mine: Waiting | None
    free: Waiting | None


# So many are looked at for one that is still free: some may have been written a moment ago.
_MOST_TRIED = 5


def counts(by: Visitor) -> Mapping[str, Mapping[str, int]]:
    """How much waits, by language and kind. One statement, over an index alone."""
    demand_writer(by)
    found: dict[str, Counter[str]] = {}
    for language, kind, number in session().execute(
        select(TranslationLack.language, TranslationLack.kind, func.count())
        .group_by(TranslationLack.language, TranslationLack.kind)
        .order_by(TranslationLack.language, TranslationLack.kind)
    ):
        found.setdefault(language, Counter())[kind] = number
    return found


def on_desk(by: Visitor, into: str, kind: str = "", *, after: str | None = None, now: datetime) -> OnDesk:
    """A page of what waits in a language, the oldest first. Places come from what is kept; whether something still waits,
    and what it is called, says its room.
    """
    demand_writer(by)
    here = [TranslationLack.language == into, *([TranslationLack.kind == kind] if kind else [])]
    page = keyset_page(
        select(TranslationLack).where(*here), by=(TranslationLack.place, TranslationLack.id), after=after
    )
    keys = [(row.kind, row.ref, row.language) for row in page.rows]
    mine = list(_claims(now, TranslationClaim.language == into, TranslationClaim.person_id == by.person_id))
    mine = [key for key in mine if kind in ("", key[0])][:_MOST_TRIED]
    free = _free(by, here, now)
    waiting = _with_people([*keys, *mine, *free], by=by, now=now)
    return OnDesk(
        [waiting[key] for key in keys if key in waiting],
        page.next_mark,
        page.is_first,
        mine=next(
            (
                waiting[key]
                for key in mine
                if key in waiting and waiting[key].lack.work in (None, ChapterState.DRAFT)
            ),
            None,
        ),
        free=next(
            (
                waiting[key]
                for key in free
                if key in waiting and waiting[key].may_take and waiting[key].lack.work is None
            ),
            None,
        ),
    )


def _free(by: Visitor, here: Sequence[ColumnElement[bool]], now: datetime) -> list[Key]:
    """The oldest that this person may write and nobody has taken."""
    taken = (
        select(TranslationClaim.id)
        .where(
            TranslationClaim.kind == TranslationLack.kind,
            TranslationClaim.ref == TranslationLack.ref,
            TranslationClaim.language == TranslationLack.language,
            TranslationClaim.taken_at >= TRANSLATION_CLAIMS.before(now),
        )
        .exists()
    )
    rows = session().execute(
        select(TranslationLack.kind, TranslationLack.ref, TranslationLack.language)
        .where(*here, TranslationLack.whose.in_(writes(by.roles)), ~taken)
        .order_by(TranslationLack.place, TranslationLack.id)
        .limit(_MOST_TRIED)
    )
    return [(row.kind, row.ref, row.language) for row in rows]


def _with_people(keys: Sequence[Key], *, by: Visitor, now: datetime) -> dict[Key, Waiting]:
    """What of this still waits, and who is on each."""
    asked: dict[str, set[str]] = {}
    for kind, ref, _language in keys:
        asked.setdefault(kind, set()).add(ref)
    lacks = those_now(asked, by, now)
    refs = {ref for refs in asked.values() for ref in refs}
    claims = _claims(now, TranslationClaim.ref.in_(refs)) if refs else {}
    names = names_of([lack.work_by for lack in lacks.values()])
    found = {}
    for key in keys:
        lack, claim = lacks.get(key), claims.get(key)
        if lack is not None:
            found[key] = Waiting(
                lack,
                claim,
                names.get(lack.work_by, ""),
                is_mine=claim is not None and claim.person_id == by.person_id,
                may_take=claim is None and may_write(lack, by) and lack.work_by in ("", by.person_ref),
            )
    return found


def lack_named(kind: str, ref: str, language: str, *, by: Visitor, now: datetime) -> Lack:
    """One of them as it is now. Raises Missing where it waits no more."""
    demand_writer(by)
    lack = those_now({kind: {ref}}, by, now).get((kind, ref, language))
    if lack is None:
        raise Missing
    return lack


def may_write(lack: Lack, by: Visitor) -> bool:
    """Whether this person writes such translations."""
    return lack.whose in writes(by.roles)


def claim_on(kind: str, ref: str, language: str, *, now: datetime) -> Claimed | None:
    """Who is on one translation."""
    this = (
        TranslationClaim.kind == kind,
        TranslationClaim.ref == ref,
        TranslationClaim.language == language,
    )
    return _claims(now, *this).get((kind, ref, language))


def _claims(now: datetime, *which: ColumnElement[bool]) -> dict[Key, Claimed]:
    """Claims that hold, the oldest first."""
    query = (
        select(
            TranslationClaim.kind,
            TranslationClaim.ref,
            TranslationClaim.language,
            Person.id,
            Person.display_name,
            TranslationClaim.taken_at,
        )
        .join(Person, Person.id == TranslationClaim.person_id)
        .where(TranslationClaim.taken_at >= TRANSLATION_CLAIMS.before(now), *which)
        .order_by(TranslationClaim.id)
    )
    return {
        (kind, ref, language): Claimed(person_id, name, taken_at)
        for kind, ref, language, person_id, name, taken_at in session().execute(query)
    }


@dataclass(frozen=True)
class News:
    """What waits that its writers are told of on one morning: how much, and what the first of them are."""

    how_many: int
    first: list[Lack]


def news_of(day: date, roles: Collection[Role], now: datetime, *, most: int = 0) -> News:
    """What somebody with these roles is told of on that day, as far as it still waits."""
    theirs = (TranslationLack.told_on == day, TranslationLack.whose.in_(writes(roles)))
    how_many = session().scalar(select(func.count(TranslationLack.id)).where(*theirs)) or 0
    if not most or not how_many:
        return News(how_many, [])
    rows = session().execute(
        select(TranslationLack.kind, TranslationLack.ref, TranslationLack.language)
        .where(*theirs)
        .order_by(TranslationLack.place, TranslationLack.id)
        .limit(most)
    )
    keys = [(row.kind, row.ref, row.language) for row in rows]
    asked: dict[str, set[str]] = {}
    for kind, ref, _language in keys:
        asked.setdefault(kind, set()).add(ref)
    lacks = those_now(asked, READER, now)
    return News(how_many, [lacks[key] for key in keys if key in lacks])
