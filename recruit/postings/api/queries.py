"""Reads for the interface: what is published by a company that is approved now, never anything else."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.models import ContentStamp
from recruit.core.text import search_words
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings import queries as postings
from recruit.postings.api.rules import Asked
from recruit.postings.models import Posting
from recruit.postings.rules import JapaneseLevel, PostingState, japanese_level_at_least
from recruit.web.tables import Page, keyset_page, place_of

_WITH_COMPANY = joinedload(Posting.organisation).joinedload(Organisation.company)


def reads_mark(mark: str) -> bool:
    """Whether a page can begin after this mark: the number of a position."""
    place = place_of(mark)
    return place is not None and len(place) == 1 and isinstance(place[0], int) and abs(place[0]) < 2**31


def positions_page(asked: Asked, *, now: datetime) -> Page[Posting]:
    """Open positions that fit, the newest first. Three statements."""
    query = _narrowed(postings.open_to_all(now).options(_WITH_COMPANY), asked)
    return keyset_page(query, by=[Posting.id], after=asked.after, size=asked.limit, newest_first=True)


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    for token in search_words(asked.words):
        query = query.where(Posting.search_key.like(f"% {token}%"))
    if "work" in asked.choices:
        query = query.where(Posting.work_kind.in_(asked.choices["work"]))
    if prefectures := asked.prefectures():
        query = query.where(Posting.prefecture.in_(prefectures))
    if levels := asked.choices.get("japanese"):
        # What the reader has: what asks for no more than the most of it fits.
        reached = [
            level
            for level in JapaneseLevel
            if any(japanese_level_at_least(JapaneseLevel(have), level) for have in levels)
        ]
        query = query.where(Posting.japanese_level.in_(reached))
    if majors := asked.choices.get("major"):
        stored = cast(Posting.majors, Text)
        query = query.where(or_(stored == "[]", *(stored.like(f'%"{major}"%') for major in majors)))
    if kinds := asked.choices.get("housing"):
        query = query.where(Posting.items["housing"]["kind"].as_string().in_(kinds))
    if asked.starts:
        query = query.where(
            or_(*(Posting.start_month.between(*_month(code)) for code in sorted(asked.starts)))
        )
    if asked.least_pay:
        query = query.where(Posting.base_pay_yen >= asked.least_pay)
    return query


def _month(code: str) -> tuple[date, date]:
    year, month = int(code[:4]), int(code[5:])
    # The next month's first day begins no position of this one: months are stored as their first day.
    return date(year, month, 1), date(year, month, 28)


def position(slug: str) -> Posting:
    """One published position, also after its last day."""
    return postings.public_position(slug)


def last_changed(now: datetime) -> datetime | None:
    """When anything that everybody may read last changed: rows, or a position whose last day has passed since.

    None where it is not known. One statement.
    """
    over = (
        select(func.max(Posting.closes_at))
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
            Posting.closes_at < now,
        )
        .scalar_subquery()
    )
    row = session().execute(select(ContentStamp.at, over)).first()
    if row is None or row[0] is None:
        return None
    return max(instant if instant.tzinfo else instant.replace(tzinfo=UTC) for instant in row if instant)
