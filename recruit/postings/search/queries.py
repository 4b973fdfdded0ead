"""Reads of the search: open positions of approved companies, for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import String, cast, func, literal, select, union_all

from recruit.core.db import session
from recruit.core.finding.answers import Hint
from recruit.core.finding.columns import ids_in
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.postings.search import packing
from recruit.postings.search.counting import Positions, Token, Word
from recruit.postings.search.models import LONGEST_WORD, PostingWord
from recruit.postings.search.rules import Facet, Wanted
from recruit.web.tables import mark_of, place_of

PAGE_SIZE = 20
# Sorts after every letter: what begins alike lies between a word and the word with this at its end.
_LAST_LETTER = "\U0010ffff"


class MeantToken(Protocol):
    """A folded word, and the codes it stands for."""

    @property
    def text(self) -> str: ...
    @property
    def codes(self) -> Mapping[Facet, frozenset[str]]: ...


class Meant(Protocol):
    """A word that was typed, in the forms in which it may stand in a text."""

    @property
    def text(self) -> str: ...
    @property
    def forms(self) -> Sequence[Sequence[MeantToken]]: ...


@dataclass(frozen=True)
class Found:
    """One page of what was found, and the counts beside it."""

    rows: Sequence[Posting]
    next_mark: str | None
    is_first: bool
    total: int
    counts: Mapping[Facet, Mapping[str, int]]
    hints: Sequence[Hint[Facet]]
    # How many are open in all, whatever is asked for.
    open: int


def found(
    wanted: Wanted, meant: Sequence[Meant], *, after: str | None, now: datetime, size: int = PAGE_SIZE
) -> Found:
    """The open positions that fit. Everybody may ask."""
    among = Positions(packing.positions(), now)
    place = place_of(after)
    answer = among.answer(words_of(meant), _chosen(wanted), wanted.order, after=place, size=size)
    return Found(
        rows=open_positions(answer.order, now),
        next_mark=mark_of(answer.next_place) if answer.next_place else None,
        is_first=place is None,
        total=answer.total,
        counts=answer.counts,
        hints=answer.hints,
        open=len(among.rows),
    )


def open_positions(ids: Sequence[int], now: datetime) -> list[Posting]:
    """These positions, in this order. Read anew: what is not public any more is left out."""
    if not ids:
        return []
    # By their keys alone: told the state too, SQLite would rather walk through everything that is published.
    rows = session().scalars(select(Posting).where(Posting.id.in_(ids)).order_by(Posting.id))
    by_id = {one.id: one for one in rows if _is_open(one, now)}
    return [by_id[one] for one in ids if one in by_id]


def _is_open(posting: Posting, now: datetime) -> bool:
    """What `open_to_all` asks for, of a position that is read already."""
    return (
        posting.state is PostingState.PUBLISHED
        and posting.organisation.state is OrganisationState.APPROVED
        and (posting.closes_at is None or posting.closes_at >= now)
    )


def ids_found(
    asked: Sequence[tuple[Wanted, Sequence[Meant], int]], now: datetime
) -> list[tuple[list[int], list[int]]]:
    """What each of several searches finds, the newest first: all, and what came on the list after a moment."""
    among = Positions(packing.positions(), now)
    return [
        (every.tolist(), new.tolist())
        for every, new in (
            among.found(words_of(meant), _chosen(wanted), listed_after)
            for wanted, meant, listed_after in asked
        )
    ]


def _chosen(wanted: Wanted) -> dict[Facet, tuple[str, ...]]:
    return {facet: codes for facet, codes in wanted.chosen.items() if codes}


def words_of(meant: Sequence[Meant]) -> list[Word]:
    """The words asked for with what bears them: one statement, however many there are."""
    texts = list(dict.fromkeys(token.text for word in meant for form in word.forms for token in form))
    if not texts:
        return []
    # One row a word with all ids in it: fifty thousand rows would take longer to fetch than everything else together.
    key = cast(PostingWord.posting_id, String)
    rows = session().execute(
        union_all(
            *(
                select(literal(place), func.aggregate_strings(key, ",")).where(
                    PostingWord.word >= text[:LONGEST_WORD],
                    PostingWord.word < text[:LONGEST_WORD] + _LAST_LETTER,
                )
                for place, text in enumerate(texts)
            )
        )
    )
    bearers = {texts[place]: ids_in(ids) for place, ids in rows}
    return [
        Word(word.text, [[Token(bearers[token.text], token.codes) for token in form] for form in word.forms])
        for word in meant
    ]
