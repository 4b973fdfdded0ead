"""Open positions as columns of numbers: which of them fit, how many for each value, in which order. Pure: numpy, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruit.core.finding.answers import Answer, Condition, Tally, page_of
from recruit.core.finding.columns import Mask, Rows, bits_of, count_bits, has_bit, places_of, sorted_by_id
from recruit.organisations.rules import Prefecture
from recruit.postings.rules import HousingKind, JapaneseLevel, WorkKind
from recruit.postings.search.rules import (
    BAND_STARTS,
    Facet,
    PayBand,
    Sort,
    month_named,
    month_number,
)
from recruit.students.rules import PREFECTURES_OF, Major, Region

# Codes by their place; 0 stands for none.
_CODES: dict[Facet, tuple[str, ...]] = {
    Facet.WORK: tuple(WorkKind),
    Facet.PREFECTURE: tuple(Prefecture),
    Facet.JAPANESE: tuple(JapaneseLevel),
    Facet.HOUSING: tuple(HousingKind),
}
_PLACE = {facet: {code: place + 1 for place, code in enumerate(codes)} for facet, codes in _CODES.items()}
_MAJORS = tuple(Major)
_MAJOR_PLACE = {str(major): place for place, major in enumerate(_MAJORS)}
_REGIONS = tuple(Region)
# The place of the region of each prefecture, by the place of the prefecture.
_REGION_OF = np.zeros(len(Prefecture) + 1, np.uint8)
for _place, _region in enumerate(_REGIONS):
    for _prefecture in PREFECTURES_OF[_region]:
        _REGION_OF[_PLACE[Facet.PREFECTURE][_prefecture]] = _place + 1
_BANDS = tuple(PayBand)
NEVER = 2**52

ROW: np.dtype[Any] = np.dtype(
    [
        ("id", "<i4"),
        ("company", "<i4"),
        ("opened", "<i8"),
        ("listed", "<i8"),
        ("closes", "<i8"),
        ("pay", "<i4"),
        ("start", "<i4"),
        ("majors", "u1", ((len(_MAJORS) + 7) // 8,)),
        ("work", "u1"),
        ("prefecture", "u1"),
        ("japanese", "u1"),
        ("housing", "u1"),
        ("is_open", "?"),
    ]
)
# Another list of codes packs differently: what was packed by an older version is not read.
LAYOUT = sha256(repr(("microseconds", ROW.descr, sorted(_CODES.items()), _MAJORS)).encode()).hexdigest()[:16]


def moment_of(instant: datetime | None, otherwise: int = 0) -> int:
    """An instant as whole microseconds."""
    return round(instant.timestamp() * 1_000_000) if instant else otherwise


def rows_of(found: Iterable[Sequence[Any]]) -> Rows:
    """Rows of (id, is open, company, work, prefecture, majors, Japanese, housing, pay, start, opens, listed, closes), sorted by
    id.
    """
    read = list(found)
    rows: Rows = np.zeros(len(read), ROW)
    if not read:
        return rows
    ids, is_open, companies, works, prefectures, majors, levels, housings, pays, starts, opens, listed, closes = zip(
        *read, strict=True
    )  # fmt: skip
    rows["id"], rows["is_open"], rows["company"], rows["pay"], rows["start"] = (
        ids,
        is_open,
        companies,
        pays,
        starts,
    )
    for facet, column in (
        (Facet.WORK, works), (Facet.PREFECTURE, prefectures), (Facet.JAPANESE, levels), (Facet.HOUSING, housings),
    ):  # fmt: skip
        places = _PLACE[facet]
        rows[str(facet)] = [places.get(code, 0) for code in column]
    rows["opened"] = [moment_of(instant) for instant in opens]
    rows["listed"] = [moment_of(instant) for instant in listed]
    rows["closes"] = [moment_of(instant, NEVER) for instant in closes]
    # None asked for: all are welcome.
    rows["majors"] = bits_of(
        [codes.split() or _MAJORS for codes in majors], _MAJOR_PLACE, rows["majors"].shape[1]
    )
    return sorted_by_id(rows)


@dataclass(frozen=True)
class Token:
    """One folded word: what has it in its words, and the codes it stands for."""

    bearers: NDArray[Any]
    codes: Mapping[Facet, frozenset[str]]


@dataclass(frozen=True)
class Word:
    """One word as it was typed. It finds what has all tokens of one of its forms."""

    text: str
    forms: Sequence[Sequence[Token]]


class Positions:
    """The positions that are open at an instant, as columns."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self.rows = rows[rows["is_open"] & (rows["closes"] >= moment_of(now))]

    def fits(self, facet: Facet, codes: Iterable[str]) -> Mask:
        """What has one of these values. Japanese is what the reader has: what asks for no more than the most of it fits."""
        if facet is Facet.MAJOR:
            fits = np.zeros(len(self.rows), np.bool_)
            for place in (_MAJOR_PLACE[code] for code in codes if code in _MAJOR_PLACE):
                fits |= has_bit(self.rows["majors"], place)
            return fits
        if facet is Facet.JAPANESE:
            most = max((_PLACE[facet].get(code, 0) for code in codes), default=0)
            return self.rows["japanese"] <= most if most else np.zeros(len(self.rows), np.bool_)
        if facet is Facet.START:
            return np.isin(self.rows["start"], [month_number(code) for code in codes if month_number(code)])
        if facet is Facet.PAY:
            return np.isin(
                self._bands(), [_BANDS.index(PayBand(code)) + 1 for code in codes if code in _BANDS]
            )
        if facet is Facet.REGION:
            return np.isin(
                self._regions(), [_REGIONS.index(Region(code)) + 1 for code in codes if code in _REGIONS]
            )
        places = [_PLACE[facet][code] for code in codes if code in _PLACE[facet]]
        return np.isin(self.rows[str(facet)], places)

    def _has(self, word: Word) -> Mask:
        """What this word finds."""
        fits = np.zeros(len(self.rows), np.bool_)
        for form in word.forms:
            every = np.ones(len(self.rows), np.bool_)
            for token in form:
                one = np.zeros(len(self.rows), np.bool_)
                places, there = places_of(token.bearers, self.rows["id"])
                one[places[there]] = True
                for facet, codes in token.codes.items():
                    one |= self.fits(facet, codes)
                every &= one
            fits |= every
        return fits

    def answer(
        self,
        words: Sequence[Word],
        chosen: Mapping[Facet, Iterable[str]],
        sort: Sort,
        *,
        after: Sequence[Any] | None,
        size: int,
    ) -> Answer[Facet]:
        """The page after a place, and all counts. A facet's own choice does not count where its values are counted."""
        tally = self._tally(words, chosen)
        order, place = page_of(self.rows["id"], self._keys(sort), tally.found, after=after, size=size)
        return Answer(
            order,
            place,
            int(np.count_nonzero(tally.found)),
            {facet: self._count(facet, tally.among(facet)) for facet in Facet},
            tally.hints(),
        )

    def found(
        self, words: Sequence[Word], chosen: Mapping[Facet, Iterable[str]], listed_after: int = 0
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """The ids of all that fit, the newest first; and of those that came on the list after a moment."""
        rows = self.rows[self._tally(words, chosen).found]
        rows = rows[np.lexsort((-rows["id"], -rows["opened"]))]
        return rows["id"], rows["id"][rows["listed"] > listed_after]

    def _tally(self, words: Sequence[Word], chosen: Mapping[Facet, Iterable[str]]) -> Tally[Facet]:
        conditions: list[Condition[Facet]] = [
            *(Condition(None, word.text, self._has(word)) for word in words),
            *(Condition(facet, "", self.fits(facet, codes)) for facet, codes in chosen.items()),
        ]
        return Tally(len(self.rows), conditions)

    def _bands(self) -> NDArray[Any]:
        pay = self.rows["pay"]
        return np.where(pay > 0, np.searchsorted(BAND_STARTS, pay, side="right"), 0)

    def _regions(self) -> NDArray[Any]:
        return _REGION_OF[self.rows["prefecture"]]

    def _count(self, facet: Facet, among: Mask) -> dict[str, int]:
        if facet is Facet.MAJOR:
            sums = count_bits(self.rows["majors"][among])
            return {str(major): int(sums[place]) for place, major in enumerate(_MAJORS) if sums[place]}
        if facet is Facet.START:
            values, counts = np.unique(self.rows["start"][among], return_counts=True)
            return {
                month_named(int(value)): int(count)
                for value, count in zip(values, counts, strict=True)
                if value
            }
        if facet in (Facet.PAY, Facet.REGION):
            column, codes = (self._bands(), _BANDS) if facet is Facet.PAY else (self._regions(), _REGIONS)
        else:
            column, codes = self.rows[str(facet)], _CODES[facet]
        sums = np.bincount(column[among], minlength=len(codes) + 1)
        if facet is Facet.JAPANESE:
            # Who has N3 is enough for what asks for N4.
            sums = np.cumsum(sums)
        return {str(code): int(sums[place + 1]) for place, code in enumerate(codes) if sums[place + 1]}

    def _keys(self, sort: Sort) -> NDArray[Any]:
        """What is sorted by, ascending; what is not known comes last."""
        if sort is Sort.PAY:
            return -self.rows["pay"].astype(np.int64)
        if sort is Sort.START:
            starts = self.rows["start"]
            return np.where(starts > 0, starts, 999_999)
        if sort is Sort.CLOSING:
            return self.rows["closes"]
        return -self.rows["opened"]
