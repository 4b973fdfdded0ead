"""Students as columns of numbers: which of them fit, how many for each value, in which order. Pure: numpy, no database.

Packed, a hundred thousand students are five megabytes, and a question about them costs a tenth of what it costs as statements
(see `benchmarks/README.md`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruit.core.finding.answers import Answer, Condition, Tally, page_of
from recruit.core.finding.columns import (
    Mask,
    Rows,
    bits_of,
    count_bits,
    has_bit,
    ids_in,
    places_of,
    sorted_by_id,
)
from recruit.students.rules import COUNTRIES, Major, Skill
from recruit.students.search.rules import ON_CARDS, Facet, FoundLevel, Sort, half_named, half_number

# Codes by their place; 0 stands for none.
_CODES: dict[Facet, tuple[str, ...]] = {
    Facet.COUNTRY: COUNTRIES,
    Facet.MAJOR: tuple(Major),
    Facet.LEVEL: tuple(FoundLevel),
}
_PLACE = {facet: {code: place + 1 for place, code in enumerate(codes)} for facet, codes in _CODES.items()}
_SKILLS = tuple(Skill)
_SKILL_PLACE = {str(skill): place for place, skill in enumerate(_SKILLS)}
_LETTERS = 12
ROW: np.dtype[Any] = np.dtype(
    [
        ("id", "<i4"),
        ("university", "<i4"),
        ("graduates", "<i4"),
        ("skills", "u1", ((len(_SKILLS) + 7) // 8,)),
        ("country", "u1"),
        ("major", "u1"),
        ("level", "u1"),
        ("gone", "?"),
        ("called", f"S{_LETTERS}"),
        ("name", f"S{_LETTERS}"),
    ]
)
SIGHT: np.dtype[Any] = np.dtype([("id", "<i4"), ("whole", "?")])
# Another list of codes packs differently: what was packed by an older version is not read.
LAYOUT = sha256(repr((ROW.descr, sorted(_CODES.items()), _SKILLS)).encode()).hexdigest()[:16]


def rows_of(found: Iterable[Sequence[Any]]) -> Rows:
    """Rows of (id, gone, country, university, major, level, graduates, skills, called, name), sorted by id."""
    read = list(found)
    rows: Rows = np.zeros(len(read), ROW)
    if not read:
        return rows
    ids, gone, countries, universities, majors, levels, graduates, skills, called, names = zip(
        *read, strict=True
    )
    rows["id"], rows["gone"], rows["graduates"] = ids, gone, graduates
    rows["university"] = [one or 0 for one in universities]
    for facet, column in ((Facet.COUNTRY, countries), (Facet.MAJOR, majors), (Facet.LEVEL, levels)):
        places = _PLACE[facet]
        rows[str(facet)] = [places.get(code, 0) for code in column]
    for name, column in (("called", called), ("name", names)):
        rows[name] = [one.encode()[:_LETTERS] for one in column]
    rows["skills"] = bits_of([codes.split() for codes in skills], _SKILL_PLACE, rows["skills"].shape[1])
    return sorted_by_id(rows)


def sight_of(found: Iterable[Sequence[Any]]) -> Rows:
    """Whom somebody sees, of (id, whether the whole profile), sorted by id."""
    read = list(found)
    ids, whole = zip(*read, strict=True) if read else ((), ())
    return _sight(np.array(ids, np.int32), np.array(whole, np.bool_))


def bearers_in(on_cards: str | None, whole_only: str | None) -> Rows:
    """Who is found by a word, of ids with commas between them: on cards too, and only where the whole profile shows."""
    cards, wholes = ids_in(on_cards), ids_in(whole_only)
    return _sight(np.concatenate([cards, wholes]), np.arange(len(cards) + len(wholes)) >= len(cards))


def _sight(ids: NDArray[Any], whole: NDArray[Any]) -> Rows:
    sight: Rows = np.empty(len(ids), SIGHT)
    sight["id"], sight["whole"] = ids, whole
    return sorted_by_id(sight)


@dataclass(frozen=True)
class Word:
    """One word asked for: who has it in a name (id, whether only the whole profile tells), or stands for one of these codes."""

    text: str
    bearers: Rows
    codes: Mapping[Facet, frozenset[str]]
    universities: frozenset[int]


class Students:
    """Those whom somebody sees, as columns, with how much of each is shown."""

    def __init__(self, rows: Rows, sight: Rows | None) -> None:
        """`sight` None: everybody, whole."""
        if sight is None:
            self.rows = rows[~rows["gone"]]
            self.whole = np.ones(len(self.rows), np.bool_)
            return
        places, there = places_of(sight["id"], rows["id"])
        rows, whole = rows[places[there]], sight["whole"][there]
        self.rows, self.whole = rows[~rows["gone"]], whole[~rows["gone"]]

    def fits(self, facet: Facet, codes: Iterable[Any]) -> Mask:
        """Who has one of these values. Universities are asked for by their numbers."""
        fits = np.zeros(len(self.rows), np.bool_)
        if facet is Facet.SKILL:
            for place in (_SKILL_PLACE[code] for code in codes if code in _SKILL_PLACE):
                fits |= has_bit(self.rows["skills"], place)
        elif facet is Facet.GRADUATES:
            fits = np.isin(self._halves(), [half_number(code) for code in codes if half_number(code)])
        elif facet is Facet.UNIVERSITY:
            fits = np.isin(self.rows["university"], [code for code in codes if code])
        else:
            places = [_PLACE[facet][code] for code in codes if code in _PLACE[facet]]
            fits = np.isin(self.rows[str(facet)], places)
        return fits if facet in ON_CARDS else fits & self.whole

    def has(self, word: Word) -> Mask:
        """Whom this word finds."""
        fits = np.zeros(len(self.rows), np.bool_)
        places, there = places_of(word.bearers["id"], self.rows["id"])
        there &= ~word.bearers["whole"] | self.whole[places] if len(self.rows) else False
        fits[places[there]] = True
        for facet, codes in word.codes.items():
            fits |= self.fits(facet, codes)
        if word.universities:
            fits |= self.fits(Facet.UNIVERSITY, word.universities)
        return fits

    def answer(
        self, words: Sequence[Word], chosen: Mapping[Facet, Iterable[Any]], sort: Sort, *, by_whole_name: bool,
        after: Sequence[Any] | None, size: int,
    ) -> Answer[Facet]:  # fmt: skip
        """The page after a place, and all counts. A facet's own choice does not count where its values are counted."""
        tally = self._tally(words, chosen)
        keys = self._keys(sort, by_whole_name=by_whole_name)
        order, place = page_of(self.rows["id"], keys, tally.found, after=after, size=size)
        return Answer(
            order,
            place,
            int(np.count_nonzero(tally.found)),
            {facet: self._count(facet, tally.among(facet)) for facet in Facet},
            tally.hints(),
        )

    def ids_of(self, words: Sequence[Word], chosen: Mapping[Facet, Iterable[Any]]) -> NDArray[Any]:
        """The ids of all who fit."""
        return self.rows["id"][self._tally(words, chosen).found]

    def _tally(self, words: Sequence[Word], chosen: Mapping[Facet, Iterable[Any]]) -> Tally[Facet]:
        conditions: list[Condition[Facet]] = [
            *(Condition(None, word.text, self.has(word)) for word in words),
            *(Condition(facet, "", self.fits(facet, codes)) for facet, codes in chosen.items()),
        ]
        return Tally(len(self.rows), conditions)

    def _halves(self) -> NDArray[Any]:
        months = self.rows["graduates"]
        return np.where(months > 0, months // 100 * 2 + (months % 100 > 6), 0)

    def _count(self, facet: Facet, among: Mask) -> dict[str, int]:
        if facet not in ON_CARDS:
            among = among & self.whole
        if facet is Facet.SKILL:
            sums = count_bits(self.rows["skills"][among])
            return {str(skill): int(sums[place]) for place, skill in enumerate(_SKILLS) if sums[place]}
        if facet in _CODES:
            sums = np.bincount(self.rows[str(facet)][among], minlength=len(_CODES[facet]) + 1)
            return {str(code): int(sums[place]) for code, place in _PLACE[facet].items() if sums[place]}
        column = self._halves() if facet is Facet.GRADUATES else self.rows["university"]
        values, sums = np.unique(column[among], return_counts=True)
        named = half_named if facet is Facet.GRADUATES else str
        return {named(int(value)): int(count) for value, count in zip(values, sums, strict=True) if value}

    def _keys(self, sort: Sort, *, by_whole_name: bool) -> NDArray[Any]:
        """What is sorted by, ascending; what is not known comes last."""
        if sort is Sort.GRADUATION:
            months = self.rows["graduates"]
            return np.where(months > 0, months, 999_999)
        if sort is Sort.LEVEL:
            levels = self.rows["level"]
            return np.where(levels > 0, levels, 255)
        if sort is Sort.NAME:
            names = self.rows["name" if by_whole_name else "called"]
            return np.where(names == b"", b"\xff", names)
        return np.zeros(len(self.rows), np.int8)
