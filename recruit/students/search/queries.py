"""Reads of the search. Whom an organisation finds is answered by disclosures alone, and by no more than they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import String, case, cast, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.finding.answers import Hint
from recruit.core.finding.columns import Rows
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students import queries as students
from recruit.students.models import Disclosure, Student
from recruit.students.queries import SeenStudent
from recruit.students.search.counting import Students, Word, bearers_in
from recruit.students.search.models import LONGEST_WORD, StudentWord
from recruit.students.search.packing import students_seen_by
from recruit.students.search.rules import MOST_COMPARED, Facet, Wanted
from recruit.web.tables import mark_of, place_of

PAGE_SIZE = 20
# Sorts after every letter: what begins alike lies between a word and the word with this at its end.
_LAST_LETTER = "\U0010ffff"
# The others are found by words.
_MOST_UNIVERSITIES = 40
# So few that words are looked up for each of them; beyond, for the word.
_FEW = 200


class Meant(Protocol):
    """A word that was typed, folded, and the codes it stands for."""

    @property
    def text(self) -> str: ...
    @property
    def codes(self) -> Mapping[Facet, frozenset[str]]: ...


@dataclass(frozen=True)
class Found:
    """One page of what was found, and the counts beside it."""

    rows: Sequence[SeenStudent]
    next_mark: str | None
    is_first: bool
    total: int
    counts: Mapping[Facet, Mapping[str, int]]
    hints: Sequence[Hint[Facet]]
    universities: Mapping[str, Organisation]
    # How many there are in all, whatever is asked for.
    in_sight: int


def found_by_company(visitor: Visitor, wanted: Wanted, meant: Sequence[Meant], *, after: str | None) -> Found:
    """The students whom the visitor's company may see and who fit."""
    organisation_id = _company_of(visitor)
    if organisation_id is None:
        return Found([], None, is_first=True, total=0, counts={}, hints=[], universities={}, in_sight=0)
    return found(organisation_id, wanted, meant, after)


def found_by_staff(visitor: Visitor, wanted: Wanted, meant: Sequence[Meant], *, after: str | None) -> Found:
    """All students who fit."""
    if not visitor.is_coordinator:
        raise Missing
    return found(None, wanted, meant, after)


def students_to_compare(visitor: Visitor, refs: Sequence[str]) -> list[SeenStudent]:
    """Students side by side, in the order asked for. One of them out of sight, and none of them is found."""
    wanted = list(dict.fromkeys(refs))
    if not 2 <= len(wanted) <= MOST_COMPARED:
        raise Missing
    organisation_id = _company_of(visitor)
    ids = session().scalars(select(Student.id).where(Student.public_id.in_(wanted))).all()
    if organisation_id is None or len(ids) != len(wanted):
        raise Missing
    seen = {one.student.public_id: one for one in _seen(organisation_id, ids, whole=True)}
    if len(seen) != len(wanted):
        raise Missing
    return [seen[ref] for ref in wanted]


def ids_found(organisation_id: int, asked: Sequence[tuple[Wanted, Sequence[Meant]]]) -> list[frozenset[int]]:
    """Whom each of several searches of one organisation finds."""
    rows, sight = students_seen_by(organisation_id)
    among, found = Students(rows, sight), []
    for wanted, meant in asked:
        chosen, _universities = _chosen(wanted)
        ids = among.ids_of(_words(meant, sight), chosen)
        found.append(frozenset(int(one) for one in ids))
    return found


def _company_of(visitor: Visitor) -> int | None:
    """The company that asks; one that is not (or no longer) approved sees nobody."""
    acting = visitor.acting
    if acting is None or not visitor.acts_for("company"):
        return None
    return acting.organisation_id if acting.organisation_state == OrganisationState.APPROVED else None


def found(organisation_id: int | None, wanted: Wanted, meant: Sequence[Meant], after: str | None) -> Found:
    """What an organisation finds; without one, what there is. Who may ask has been settled before."""
    rows, sight = students_seen_by(organisation_id)
    among = Students(rows, sight)
    chosen, universities = _chosen(wanted)
    place = place_of(after)
    answer = among.answer(
        _words(meant, sight),
        chosen,
        wanted.order,
        by_whole_name=organisation_id is None,
        after=place,
        size=PAGE_SIZE,
    )
    often = sorted(answer.counts[Facet.UNIVERSITY].items(), key=lambda one: -one[1])[:_MOST_UNIVERSITIES]
    universities |= _universities([key for key, _count in often], {one.id for one in universities.values()})
    by_id = {str(one.id): one for one in universities.values()}
    counts = dict(answer.counts)
    counts[Facet.UNIVERSITY] = {
        by_id[key].slug: count for key, count in answer.counts[Facet.UNIVERSITY].items() if key in by_id
    }
    return Found(
        rows=_seen(organisation_id, answer.order),
        next_mark=mark_of(answer.next_place) if answer.next_place else None,
        is_first=place is None,
        total=answer.total,
        counts=counts,
        hints=answer.hints,
        universities=universities,
        in_sight=len(among.rows),
    )


def universities_named(slugs: Sequence[str]) -> dict[str, Organisation]:
    """Universities by their part of the address."""
    if not slugs:
        return {}
    rows = session().scalars(
        select(Organisation).where(
            Organisation.slug.in_(slugs), Organisation.kind == OrganisationKind.UNIVERSITY
        )
    )
    return {one.slug: one for one in rows}


def _chosen(wanted: Wanted) -> tuple[dict[Facet, tuple[Any, ...]], dict[str, Organisation]]:
    """The values chosen, with universities by their numbers; one nobody knows is number 0, which fits nobody."""
    chosen: dict[Facet, tuple[Any, ...]] = {facet: codes for facet, codes in wanted.chosen.items() if codes}
    slugs = chosen.get(Facet.UNIVERSITY)
    if not slugs:
        return chosen, {}
    known = universities_named(slugs)
    chosen[Facet.UNIVERSITY] = tuple(known[slug].id if slug in known else 0 for slug in slugs)
    return chosen, known


def _universities(keys: Sequence[str], already: set[int]) -> dict[str, Organisation]:
    ids = {int(key) for key in keys} - already
    if not ids:
        return {}
    return {one.slug: one for one in session().scalars(select(Organisation).where(Organisation.id.in_(ids)))}


def _words(meant: Sequence[Meant], sight: Rows | None) -> list[Word]:
    if not meant:
        return []
    named = [Organisation.search_key.like(f"% {word.text}%") for word in meant]
    universities = (
        session()
        .execute(
            select(Organisation.id, Organisation.search_key).where(
                Organisation.kind == OrganisationKind.UNIVERSITY, or_(*named)
            )
        )
        .all()
    )
    return [
        Word(
            text=word.text,
            bearers=bearers_of(word.text, sight),
            codes=word.codes,
            universities=frozenset(row.id for row in universities if f" {word.text}" in row.search_key),
        )
        for word in meant
    ]


def bearers_of(word: str, sight: Rows | None) -> Rows:
    """Who is found by a word that begins so, and whether only where the whole profile shows."""
    word = word[:LONGEST_WORD]
    # One row with all ids in it: fifty thousand rows would take longer to fetch than everything else together.
    key = cast(StudentWord.student_id, String)
    query = select(
        func.aggregate_strings(case((StudentWord.is_whole.is_(False), key)), ","),
        func.aggregate_strings(case((StudentWord.is_whole, key)), ","),
    ).where(StudentWord.word >= word, StudentWord.word < word + _LAST_LETTER)
    if sight is not None and len(sight) <= _FEW:
        query = query.where(StudentWord.student_id.in_([int(one) for one in sight["id"]]))
    on_cards, whole_only = session().execute(query).one()
    return bearers_in(on_cards, whole_only)


def _seen(organisation_id: int | None, ids: Sequence[int], *, whole: bool = False) -> list[SeenStudent]:
    """These students with how much of each is shown, in this order. Read anew: who is out of sight since is left out."""
    if not ids:
        return []
    more = (selectinload(Student.skills),) if whole else ()
    loaded = session().scalars(
        select(Student)
        .where(Student.id.in_(ids))
        .options(selectinload(Student.educations), selectinload(Student.language_results), *more)
    )
    by_id = {one.id: one for one in loaded}
    ordered = [by_id[one] for one in ids if one in by_id]
    if organisation_id is None:
        return students.seen_whole(ordered)
    rows = session().scalars(
        select(Disclosure)
        .where(
            Disclosure.organisation_id == organisation_id,
            Disclosure.until_at.is_(None),
            Disclosure.student_id.in_(ids),
        )
        .order_by(Disclosure.id)
    )
    return students.seen_of(ordered, rows)
