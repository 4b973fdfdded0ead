"""Students as columns: what fits, what is counted, in which order; without a database."""

from itertools import product
import random

import pytest

from recruit.core.finding.columns import put_over
from recruit.students.rules import LanguageTest, Major, Skill
from recruit.students.search.counting import Students, Word, rows_of, sight_of
from recruit.students.search.rules import (
    ON_CARDS,
    Facet,
    FoundLevel,
    Sort,
    Wanted,
    half_named,
    half_number,
    level_of,
)

SIZE = 200


def _made(dice: random.Random, key: int) -> tuple:
    months = [0, 202606, 202607, 202712]
    skills = " ".join(dice.sample(["bim", "autocad", "gis", "site_internship"], dice.randint(0, 3)))
    name = dice.choice(["", "an", "anh", "budi", "đức", "ngô văn dũng anh"])
    return (
        key, False, dice.choice(["", "VN", "ID"]), dice.choice([None, 7, 8]), dice.choice(["", "civil", "tunnel"]),
        dice.choice(["", "N1", "N3", "other"]), dice.choice(months), skills, name, name[::-1],
    )  # fmt: skip


def _value(row: tuple, facet: Facet) -> set:
    half = {0: set(), 202606: {"2026-1"}, 202607: {"2026-2"}, 202712: {"2027-2"}}[row[6]]
    found = {
        Facet.COUNTRY: {row[2]}, Facet.UNIVERSITY: {row[3]}, Facet.MAJOR: {row[4]}, Facet.LEVEL: {row[5]},
        Facet.GRADUATES: half, Facet.SKILL: set(row[7].split()),
    }[facet]  # fmt: skip
    return found - {"", None}


@pytest.fixture(scope="module")
def made() -> tuple[list[tuple], dict[int, bool]]:
    dice = random.Random(5)
    rows = [_made(dice, key) for key in dice.sample(range(1, 1000), SIZE)]
    return rows, {row[0]: dice.random() < 0.5 for row in rows if dice.random() < 0.8}


def _fits(row: tuple, whole: bool, facet: Facet, codes: tuple) -> bool:
    return (whole or facet in ON_CARDS) and bool(_value(row, facet) & set(codes))


CHOICES: list[dict[Facet, tuple]] = [
    {},
    {Facet.LEVEL: ("N1", "N3")},
    {Facet.SKILL: ("bim", "site_internship"), Facet.COUNTRY: ("VN",)},
    {Facet.MAJOR: ("civil",), Facet.GRADUATES: ("2026-2", "2027-2"), Facet.UNIVERSITY: (7,)},
    {Facet.LEVEL: ("no such level",), Facet.MAJOR: ("civil",)},
]


@pytest.mark.parametrize("chosen", CHOICES)
def test_all_that_is_counted_is_what_counting_one_by_one_gives(made, chosen) -> None:
    rows, sight = made
    among = Students(rows_of(rows), sight_of(sight.items()))
    seen = [(row, sight[row[0]]) for row in rows if row[0] in sight]

    def fit(but: Facet | None = None) -> list[tuple]:
        wanted = [(facet, codes) for facet, codes in chosen.items() if facet is not but]
        return [(row, whole) for row, whole in seen if all(_fits(row, whole, *one) for one in wanted)]

    answer = among.answer([], chosen, Sort.NEWEST, by_whole_name=False, after=None, size=SIZE)
    assert answer.order == sorted((row[0] for row, _whole in fit()), reverse=True)
    assert answer.total == len(fit())
    assert {int(one) for one in among.ids_of([], chosen)} == set(answer.order)
    for facet in Facet:
        expected: dict[str, int] = {}
        for row, whole in fit(but=facet):
            for code in _value(row, facet) if whole or facet in ON_CARDS else ():
                expected[str(code)] = expected.get(str(code), 0) + 1
        assert answer.counts[facet] == expected
    assert {hint.facet: hint.count for hint in answer.hints} == {
        facet: len(fit(but=facet)) - len(fit()) for facet in chosen
    }


@pytest.mark.parametrize(("sort", "by_whole_name"), [*product(Sort, [False]), (Sort.NAME, True)])
def test_pages_put_together_are_the_list_in_order(made, sort, by_whole_name) -> None:
    rows, sight = made
    among = Students(rows_of(rows), sight_of(sight.items()))
    keys = {
        Sort.NEWEST: lambda row: 0,
        Sort.GRADUATION: lambda row: row[6] or 999_999,
        Sort.LEVEL: lambda row: ["N1", "N3", "other", ""].index(row[5]),
        Sort.NAME: lambda row: row[9 if by_whole_name else 8].encode()[:12] or b"\xff",
    }
    expected = sorted((row for row in rows if row[0] in sight), key=lambda row: (keys[sort](row), -row[0]))
    found, after = [], None
    while True:
        answer = among.answer([], {}, sort, by_whole_name=by_whole_name, after=after, size=7)
        found += answer.order
        after = answer.next_place
        if after is None:
            break
    assert found == [row[0] for row in expected]


@pytest.mark.parametrize("after", [[], ["x"], ["x", 1], [1, "x"], [True, 1], [10**30, 1], [{}, 1], [1, 2, 3]])
def test_a_place_that_is_none_is_the_beginning(made, after) -> None:
    among = Students(rows_of(made[0]), None)
    first = among.answer([], {}, Sort.GRADUATION, by_whole_name=False, after=None, size=5)
    assert (
        among.answer([], {}, Sort.GRADUATION, by_whole_name=False, after=after, size=5).order == first.order
    )


def test_a_word_finds_names_codes_and_universities_and_cards_only_by_what_they_show() -> None:
    rows = rows_of(
        [
            (1, False, "VN", 7, "civil", "", 0, "bim", "", ""),
            (2, False, "VN", 8, "", "", 0, "bim", "", ""),
            (3, True, "VN", 8, "", "", 0, "bim", "", ""),
        ]
    )
    among = Students(rows, sight_of([(1, True), (2, False), (3, True)]))

    def found(bearers: list, codes: dict, universities: set) -> list[int]:
        word = Word("x", sight_of(bearers), codes, frozenset(universities))
        return [int(one) for one in among.ids_of([word], {})]

    assert found([(1, True), (2, True), (3, False), (99, False)], {}, set()) == [1]
    assert found([(1, False), (2, False)], {}, set()) == [1, 2]
    assert found([], {Facet.SKILL: frozenset({"bim"})}, set()) == [1]
    assert found([], {Facet.MAJOR: frozenset({"civil"})}, {8}) == [1, 2]
    assert (
        Students(rows_of([]), sight_of([]))
        .ids_of([Word("x", sight_of([(1, True)]), {}, frozenset())], {})
        .size
        == 0
    )


def test_newer_rows_take_the_place_of_older_ones() -> None:
    def row(key: int, level: str) -> tuple:
        return (key, False, "", None, "", level, 0, "", "", "")

    both = put_over(rows_of([row(1, "N1"), row(3, "N1")]), rows_of([row(2, "N3"), row(3, "N3")]))
    counts = Students(both, None).answer([], {}, Sort.NEWEST, by_whole_name=True, after=None, size=9)
    assert counts.order == [3, 2, 1]
    assert counts.counts[Facet.LEVEL] == {"N1": 1, "N3": 2}


def test_every_code_has_its_place() -> None:
    everything = [
        (key, False, "", None, str(major), "", 0, " ".join(Skill), "", "") for key, major in enumerate(Major)
    ]
    answer = Students(rows_of(everything), None).answer(
        [], {}, Sort.NEWEST, by_whole_name=True, after=None, size=1
    )
    assert answer.counts[Facet.MAJOR] == dict.fromkeys(map(str, Major), 1)
    assert answer.counts[Facet.SKILL] == dict.fromkeys(map(str, Skill), len(Major))


@pytest.mark.parametrize(
    ("results", "level"),
    [
        ([], None),
        ([(LanguageTest.TOEIC, "")], None),
        ([(LanguageTest.JLPT, "N3"), (LanguageTest.JLPT, "N2")], FoundLevel.N2),
        ([(LanguageTest.BJT, "J2")], FoundLevel.OTHER),
        ([(LanguageTest.JLPT, ""), (LanguageTest.JAPANESE_OWN_VIEW, "B1")], FoundLevel.OTHER),
    ],
)
def test_the_level_somebody_is_found_by(results, level) -> None:
    assert level_of(results) is level


def test_an_address_says_what_is_wanted_and_back() -> None:
    address = {"level": ["N2", "N3"], "major": ["civil"], "q": ["duc  bim"], "sort": ["name"]}
    wanted = Wanted.of(address)
    assert wanted.address() == {**address, "q": ["duc bim"]}
    assert Wanted.of(wanted.address()) == wanted
    assert wanted.without(Facet.LEVEL, "N2").chosen[Facet.LEVEL] == ("N3",)
    assert "level" not in wanted.without(Facet.LEVEL).address()
    assert Wanted.of({"sort": ["worst"], "level": [""], "salary": ["1"]}) == Wanted()
    assert [half_number(one) for one in ("2027-1", "2027-2", "2027-3", "27-1", "x", "")] == [
        4054,
        4055,
        0,
        0,
        0,
        0,
    ]
    assert half_named(4055) == "2027-2"
