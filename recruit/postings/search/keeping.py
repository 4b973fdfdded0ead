"""Keeping what positions are found by: written with the position, in the same transaction, whichever action changed it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, event, insert, or_, select
from sqlalchemy.orm import Session, UOWTransaction

from recruit.core import clock
from recruit.core.db import session
from recruit.core.kana import latin_words
from recruit.core.text import fold, search_words
from recruit.organisations.models import Organisation, OrganisationMove, OrganisationText
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting, PostingMove, PostingText
from recruit.postings.rules import PostingItem, PostingState, item
from recruit.postings.search.models import LONGEST_WORD, PostingFound, PostingWord
from recruit.postings.search.rules import month_code
from recruit.postings.texts.rules import TextOrigin

_AT_ONCE = 500


def keep(connection: Connection, posting_ids: Iterable[int], now: datetime) -> None:
    """Write anew what these positions are found by."""
    ids = sorted(set(posting_ids))
    for start in range(0, len(ids), _AT_ONCE):
        _keep_some(connection, ids[start : start + _AT_ONCE], now)


def keep_missing(now: datetime, after: int = 0) -> tuple[int, int | None]:
    """Write what is missing or not as the position is, as after rows that came in bulk: some of the positions after a key.

    Gives how many, and the key to go on after (None when all were looked through).
    """
    is_public = and_(
        Posting.state == PostingState.PUBLISHED, Organisation.state == OrganisationState.APPROVED
    )
    ids = (
        session()
        .scalars(
            select(Posting.id)
            .join(Organisation, Organisation.id == Posting.company_id)
            .outerjoin(PostingFound, PostingFound.posting_id == Posting.id)
            .where(
                Posting.id > after,
                or_(
                    and_(is_public, PostingFound.posting_id.is_(None)),
                    and_(is_public, PostingFound.is_open.is_(False)),
                    and_(~is_public, PostingFound.is_open),
                    and_(is_public, PostingFound.saved_at != Posting.saved_at),
                ),
            )
            .order_by(Posting.id)
            .limit(_AT_ONCE)
        )
        .all()
    )
    keep(session().connection(), ids, now)
    return len(ids), ids[-1] if len(ids) == _AT_ONCE else None


def keep_all_missing(now: datetime) -> int:
    """The same for all positions, in the transaction of the caller."""
    done, after = 0, 0
    while after is not None:
        kept, after = keep_missing(now, after)
        done += kept
    return done


def _keep_some(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    postings = connection.execute(
        select(
            Posting.id, Posting.state, Posting.saved_at, Posting.company_id, Posting.work_kind, Posting.prefecture,
            Posting.majors, Posting.japanese_level, Posting.items, Posting.base_pay_yen, Posting.start_month,
            Posting.opens_at, Posting.closes_at, Organisation.state.label("company_state"), Organisation.name_kana,
        )
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(Posting.id.in_(ids))
        .order_by(Posting.id)
        # One writes at a time: who moves the position holds its row, who changes its company waits here.
        .with_for_update(of=Posting)
    ).all()  # fmt: skip
    before = {
        row.posting_id: row.listed_at if row.is_open else None
        for row in connection.execute(
            select(PostingFound.posting_id, PostingFound.is_open, PostingFound.listed_at).where(
                PostingFound.posting_id.in_(ids)
            )
        )
    }
    public = {
        row.id
        for row in postings
        if row.state is PostingState.PUBLISHED and row.company_state is OrganisationState.APPROVED
    }
    if not public and not before:
        return
    found = [
        _found(row, before.get(row.id) or now, now) if row.id in public else _gone(row, now)
        for row in postings
        if row.id in public or row.id in before
    ]
    words = _words(connection, [row for row in postings if row.id in public])
    connection.execute(delete(PostingWord).where(PostingWord.posting_id.in_(ids)))
    connection.execute(delete(PostingFound).where(PostingFound.posting_id.in_(ids)))
    if found:
        connection.execute(insert(PostingFound), found)
    if words:
        connection.execute(insert(PostingWord), words)


def _found(posting: Any, listed_at: datetime, now: datetime) -> dict[str, Any]:
    housing = item({"items": posting.items or {}}, PostingItem.HOUSING)
    return {
        "posting_id": posting.id,
        "saved_at": posting.saved_at,
        "changed_at": now,
        "listed_at": listed_at,
        "is_open": True,
        "company_id": posting.company_id,
        "work_kind": str(posting.work_kind),
        "prefecture": str(posting.prefecture),
        "majors": " ".join(map(str, posting.majors or ())),
        "japanese_level": str(posting.japanese_level),
        "housing": str(housing.get("kind") or "") if isinstance(housing, dict) else "",
        "base_pay_yen": posting.base_pay_yen or 0,
        "start_month": month_code(posting.start_month),
        "opens_at": posting.opens_at or posting.saved_at,
        "closes_at": posting.closes_at,
    }


def _gone(posting: Any, now: datetime) -> dict[str, Any]:
    return {
        "posting_id": posting.id, "saved_at": posting.saved_at, "changed_at": now, "listed_at": None, "is_open": False,
        "company_id": posting.company_id, "work_kind": "", "prefecture": "", "majors": "", "japanese_level": "",
        "housing": "", "base_pay_yen": 0, "start_month": 0, "opens_at": None, "closes_at": None,
    }  # fmt: skip


def _words(connection: Connection, postings: Sequence[Any]) -> list[dict[str, Any]]:
    """Titles and places in every language in which people wrote them, names of the company in every language and as they are
    read.
    """
    texts: dict[int, list[str]] = {row.id: [row.name_kana] for row in postings}
    names: dict[int, list[str]] = {}
    for row in connection.execute(
        select(OrganisationText.organisation_id, OrganisationText.name).where(
            OrganisationText.organisation_id.in_({one.company_id for one in postings})
        )
    ):
        names.setdefault(row.organisation_id, []).append(row.name)
    for row in connection.execute(
        select(PostingText.posting_id, PostingText.title, PostingText.place).where(
            PostingText.posting_id.in_(list(texts)), PostingText.origin != TextOrigin.MACHINE
        )
    ):
        texts[row.posting_id] += [row.title, row.place]
    return [
        {"posting_id": one.id, "word": word}
        for one in postings
        for word in _found_by([*texts[one.id], *names.get(one.company_id, ())])
    ]


def _found_by(texts: Iterable[str]) -> list[str]:
    words = [word for text in texts for word in (*search_words(text), *latin_words(fold(text)))]
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def follow_positions() -> None:
    """From now on every flush that changes a position writes what it is found by. Said twice, it is done once."""
    if not event.contains(Session, "after_flush", _follow):
        event.listen(Session, "after_flush", _follow)


def _follow(rows: Session, _flush: UOWTransaction) -> None:
    """What a flush changed is kept anew. Whatever moves a position or a company writes a line of its history."""
    changed: set[int] = set()
    companies: set[int] = set()
    for thing in (*rows.new, *rows.dirty, *rows.deleted):
        if isinstance(thing, Posting):
            changed.add(thing.id)
        elif isinstance(thing, PostingText | PostingMove):
            changed.add(thing.posting_id)
        elif isinstance(thing, OrganisationText | OrganisationMove):
            companies.add(thing.organisation_id)
        elif isinstance(thing, Organisation):
            companies.add(thing.id)
    if companies:
        # Only what is or was on the list: what is a draft is looked at when it moves.
        listed = select(PostingFound.posting_id).where(PostingFound.company_id.in_(companies))
        changed |= set(rows.connection().execute(listed).scalars())
    if changed:
        keep(rows.connection(), changed, clock.now())
