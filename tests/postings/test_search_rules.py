"""Open positions as columns: what fits, what is counted, in which order; without a database."""

from datetime import UTC, datetime, timedelta
import random

import numpy as np
import pytest

from recruit.core.kana import latin_of, latin_words
from recruit.core.text import fold
from recruit.postings.rules import JapaneseLevel, WorkKind
from recruit.postings.search.counting import Positions, Token, Word, moment_of, rows_of
from recruit.postings.search.rules import Facet, PayBand, Sort, Wanted, month_number
from recruit.students.rules import Major

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
SIZE = 200
REGIONS = {"tokyo": "kanto", "chiba": "kanto", "osaka": "kinki", "hokkaido": "hokkaido"}
LEVELS = list(map(str, JapaneseLevel))


def _made(dice: random.Random, key: int) -> tuple:
    return (
        key, dice.random() < 0.9, dice.choice([7, 8]), str(dice.choice([*WorkKind][:3])), dice.choice([*REGIONS]),
        " ".join(dice.sample(["civil", "hvac", "mining"], dice.randint(0, 2))), dice.choice(LEVELS),
        dice.choice(["", "dormitory", "none"]), dice.choice([0, 199_999, 200_000, 239_999, 240_000, 400_000]),
        dice.choice([0, 202704, 202710]), NOW - timedelta(days=dice.randint(0, 9)),
        NOW - timedelta(days=dice.randint(0, 9)), dice.choice([None, NOW, NOW + timedelta(days=3), NOW - timedelta(days=1)]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> list[tuple]:
    dice = random.Random(5)
    return [_made(dice, key) for key in dice.sample(range(1, 1000), SIZE)]


def _open(made: list[tuple]) -> list[tuple]:
    return [row for row in made if row[1] and (row[12] is None or row[12] >= NOW)]


def _values(row: tuple, facet: Facet) -> set[str]:
    band = [one for one in PayBand if row[8] >= int(one) * 1000]
    found = {
        Facet.WORK: {row[3]},
        Facet.PREFECTURE: {row[4]},
        Facet.REGION: {REGIONS[row[4]]},
        Facet.MAJOR: set(row[5].split()) or set(map(str, Major)),
        Facet.JAPANESE: set(LEVELS[LEVELS.index(row[6]) :]),
        Facet.HOUSING: {row[7]},
        Facet.PAY: {str(band[-1])} if row[8] else set(),
        Facet.START: {f"{row[9] // 100}-{row[9] % 100:02d}"} if row[9] else set(),
    }[facet]
    return found - {""}


CHOICES: list[dict[Facet, tuple[str, ...]]] = [
    {},
    {Facet.JAPANESE: ("N4",)},
    {Facet.JAPANESE: ("N3", "none"), Facet.MAJOR: ("civil", "mining"), Facet.REGION: ("kanto",)},
    {Facet.PAY: ("0", "220"), Facet.START: ("2027-04",), Facet.HOUSING: ("dormitory", "none")},
    {Facet.WORK: ("no such work",), Facet.PREFECTURE: ("tokyo",)},
]


@pytest.mark.parametrize("chosen", CHOICES)
def test_all_that_is_counted_is_what_counting_one_by_one_gives(made, chosen) -> None:
    among = Positions(rows_of(made), NOW)

    def fit(but: Facet | None = None) -> list[tuple]:
        wanted = [(facet, set(codes)) for facet, codes in chosen.items() if facet is not but]
        return [row for row in _open(made) if all(_values(row, facet) & codes for facet, codes in wanted)]

    answer = among.answer([], chosen, Sort.NEWEST, after=None, size=SIZE)
    assert answer.order == [row[0] for row in sorted(fit(), key=lambda row: (row[10], row[0]), reverse=True)]
    assert answer.total == len(fit())
    for facet in Facet:
        expected: dict[str, int] = {}
        for row in fit(but=facet):
            for code in _values(row, facet):
                expected[code] = expected.get(code, 0) + 1
        assert answer.counts[facet] == expected
    assert {hint.facet: hint.count for hint in answer.hints} == {
        facet: len(fit(but=facet)) - len(fit()) for facet in chosen
    }
    since = NOW - timedelta(days=4)
    every, new = among.found([], chosen, moment_of(since))
    assert every.tolist() == answer.order
    assert set(new.tolist()) == {row[0] for row in fit() if row[11] > since}


@pytest.mark.parametrize("sort", Sort)
def test_pages_put_together_are_the_list_in_order(made, sort) -> None:
    among = Positions(rows_of(made), NOW)
    key = {
        Sort.NEWEST: lambda row: -row[10].timestamp(),
        Sort.PAY: lambda row: -row[8],
        Sort.START: lambda row: row[9] or 999_999,
        Sort.CLOSING: lambda row: row[12].timestamp() if row[12] else float("inf"),
    }[sort]
    expected = [row[0] for row in sorted(_open(made), key=lambda row: (key(row), -row[0]))]
    found, after = [], None
    while True:
        answer = among.answer([], {}, sort, after=after, size=7)
        found += answer.order
        after = answer.next_place
        if after is None:
            break
    assert found == expected


@pytest.mark.parametrize("after", [[], ["x"], ["x", 1], [1, "x"], [True, 1], [10**30, 1], [{}, 1], [1, 2, 3]])
def test_a_place_that_is_none_is_the_beginning(made, after) -> None:
    among = Positions(rows_of(made), NOW)
    first = among.answer([], {}, Sort.PAY, after=None, size=5)
    assert among.answer([], {}, Sort.PAY, after=after, size=5).order == first.order


def test_a_word_finds_what_has_all_of_one_of_its_forms(made) -> None:
    among = Positions(rows_of(made), NOW)
    ids = among.rows["id"].tolist()

    def token(*bearers: int, **codes: str) -> Token:
        return Token(
            np.array(sorted(bearers), np.int32),
            {Facet(name): frozenset({code}) for name, code in codes.items()},
        )

    def found(*forms: list[Token]) -> set[int]:
        return set(among.found([Word("x", forms)], {})[0].tolist())

    first, second, third = ids[:3]
    assert found([token(first, second, 5000)]) == {first, second}
    assert found([token(first, second), token(second, third)]) == {second}
    assert found([token(first), token(second)], [token(third)]) == {third}
    in_tokyo = {row[0] for row in _open(made) if row[4] == "tokyo"}
    assert found([token(first, prefecture="tokyo")]) == in_tokyo | {first}
    hints = among.answer(
        [Word("x", [[token(first)]]), Word("y", [[token(second)]])], {}, Sort.NEWEST, after=None, size=5
    ).hints
    assert [(hint.word, hint.count) for hint in hints] == [("x", 1), ("y", 1)]


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("とうきょう", "tokyo"), ("おおさか", "osaka"), ("しんじゅく", "shinjuku"), ("まっちゃ", "matcha"), ("さっぽろ", "sapporo"),
        ("キョウエイ", "kyoei"), ("コーポレーション", "koporeshon"), ("ふぃりぴん", "firipin"), ("ぢ", "ji"), ("っ", ""),
    ],
)  # fmt: skip
def test_kana_in_latin_letters(kana, latin) -> None:
    assert latin_of(fold(kana)) == latin


def test_only_runs_of_kana_become_words() -> None:
    assert latin_words(fold("株式会社シナノ の あおば 橋")) == ["shinano", "aoba"]


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("2027-04", 202704),
        ("2027-13", 0),
        ("2027-00", 0),
        ("0000-04", 0),
        ("2027-4", 0),
        ("٢٠٢٧-04", 0),
        ("", 0),
    ],
)
def test_months_in_addresses(code, number) -> None:
    assert month_number(code) == number


def test_what_is_asked_stands_in_the_address_and_comes_back() -> None:
    address = {
        "q": ["cầu  thép"],
        "japanese": ["N3"],
        "region": ["kanto", "kanto", ""],
        "sort": ["pay"],
        "after": ["x"],
    }
    wanted = Wanted.of(address)
    assert wanted.address() == {"q": ["cầu thép"], "japanese": ["N3"], "region": ["kanto"], "sort": ["pay"]}
    assert Wanted.of(wanted.address()) == wanted
    assert wanted.without(Facet.REGION, "kanto").address().keys() == {"q", "japanese", "sort"}
    assert Wanted.of({"sort": ["nonsense"]}).order is Sort.NEWEST
    assert not Wanted.of({"sort": ["pay"], "work": [""]}).asks_for_something
