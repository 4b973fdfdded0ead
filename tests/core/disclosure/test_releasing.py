"""What may be shown of a table, by hand and over tables by chance: nobody who reads everything can find anybody out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random
from time import perf_counter

import numpy as np
import pytest
from scipy.optimize import linprog

from recruit.core.disclosure import protecting
from recruit.core.disclosure.attacking import Interval, attack, together
from recruit.core.disclosure.figures import Figure, Release, Why
from recruit.core.disclosure.limits import Audience, limits_of
from recruit.core.disclosure.releasing import changed, release, renew
from recruit.core.disclosure.shares import said_of
from recruit.core.disclosure.tables import ALL, Key, Table, counted, crossed, overlapping

COMPANY = Audience.ORGANISATION
TWO = (("a", "b"), ("x", "y"))
CELLS = {("a", "x"): 3, ("a", "y"): 8, ("b", "x"): 9, ("b", "y"): 12}


def shown(table: Table, audience: Audience = COMPANY, *, hidden: Sequence[Key] = ()) -> Release:
    """The table with just these cells hidden: what a careless hand would publish."""
    figures = {key: Figure(count, count, number=count) for key, count in table.counts.items()}
    return Release(table, audience, figures | {key: Figure(why=Why.FEW) for key in hidden})


def people(count: int, cell: Key = ("in",), begin: int = 0) -> dict[str, Key]:
    return {f"person {number}": cell for number in range(begin, begin + count)}


# ------------------------------------------------------------------------------------------------ the attack, by hand


def test_one_hidden_cell_of_a_table_with_sums_is_solved() -> None:
    told = attack([shown(counted("t", TWO, CELLS), hidden=[("a", "x")])])
    assert told == {(0, ("a", "x")): Interval(3, 3)}


def test_with_all_four_hidden_it_lies_between_none_and_eleven() -> None:
    told = attack([shown(counted("t", TWO, CELLS), hidden=list(CELLS))])
    assert told[0, ("a", "x")] == Interval(0, 11)


def test_one_group_beside_a_sum_is_solved() -> None:
    told = attack([shown(counted("t", [("a", "b")], {("a",): 3, ("b",): 28}), hidden=[("a",)])])
    assert told[0, ("a",)] == Interval(3, 3)


def test_two_sums_at_two_times_give_the_newcomer() -> None:
    """30 people, then the same and one more; and the same people under two filters."""
    before = crossed("t", [("in", "out")], people(30))
    after = crossed("t", [("in", "out")], people(30) | people(1, ("in",), begin=30))
    newcomer = shown(overlapping("new", {"new": {"person 30"}}), hidden=[("new",)])
    assert attack([shown(before), shown(after), newcomer])[2, ("new",)] == Interval(1, 1)
    assert attack([shown(before), newcomer])[1, ("new",)] == Interval(0, None)


# ------------------------------------------------------------------------------------------------ the rules, by hand


def test_the_four_cases_are_not_solved_in_what_is_released() -> None:
    made = release(counted("t", TWO, CELLS), COMPANY)
    assert {key for key, _why in made.log} == set(CELLS)
    assert made.figures["a", "x"].why is Why.FEW
    assert made.figures["a", "y"].why is Why.REMAINDER
    assert made.figures["b", "y"].why is Why.SECONDARY
    beside = release(counted("t", [("a", "b")], {("a",): 3, ("b",): 28}), COMPANY)
    assert [beside.figures[key].number for key in (("a",), ("b",), (ALL,))] == [None, None, 31]


@pytest.mark.parametrize(
    ("audience", "count", "number"),
    [
        (COMPANY, 4, None), (COMPANY, 5, 5), (COMPANY, 0, 0), (Audience.COMPLAINTS, 9, None),
        (Audience.COMPLAINTS, 10, 10), (Audience.PUBLIC, 19, None), (Audience.PUBLIC, 20, 20), (Audience.PUBLIC, 23, 25),
    ],
)  # fmt: skip
def test_limits_by_audience(audience: Audience, count: int, number: int | None) -> None:
    figure = release(overlapping("t", {"all": set(people(count))}), audience).figures["all",]
    assert figure.number == number
    assert figure.is_hidden == (number is None)


def test_of_a_larger_number_no_small_rest_is_left() -> None:
    """Thirty agreed, 28 of them came: the two who did not are known by name to whoever has the list."""
    everybody = set(people(30))
    made = release(overlapping("t", {"agreed": everybody, "came": set(people(28))}), COMPANY)
    assert made.figures["came",].why is Why.REMAINDER
    made = release(overlapping("t", {"agreed": everybody, "came": set(people(25))}), COMPANY)
    assert made.figures["came",].number == 25


@pytest.mark.parametrize(("more", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_who_was_shown_thirty_is_not_shown_thirty_one(more: int, is_hidden: bool) -> None:
    before = release(overlapping("t", {"all": set(people(30))}), COMPANY)
    after = release(overlapping("by country", {"all": set(people(30 + more))}), COMPANY, [before])
    assert after.figures["all",].is_hidden == is_hidden
    assert is_hidden == (after.log == [(("all",), Why.OVERLAP)])


def test_a_release_stays_until_enough_people_have_changed() -> None:
    first, is_new = renew(crossed("t", [("in", "out")], people(30)), COMPANY, [])
    assert is_new
    moved = people(30) | {"person 0": ("out",)} | people(3, ("out",), begin=30)
    assert changed(crossed("t", [("in", "out")], moved), first.table) == 4
    assert renew(crossed("t", [("in", "out")], moved), COMPANY, [first]) == (first, False)
    _second, is_new = renew(
        crossed("t", [("in", "out")], moved | people(1, ("out",), begin=40)), COMPANY, [first]
    )
    assert is_new


def test_shares_near_the_ends_are_bounds_and_rest_on_enough_people() -> None:
    def asked(yes: int, no: int) -> Release:
        return release(
            counted("t", [("all",), ("yes", "no")], {("all", "yes"): yes, ("all", "no"): no}, answer=1),
            COMPANY,
        )

    everybody = asked(40, 0).figures
    assert everybody["all", "yes"].said == said_of(40, 40)
    assert everybody["all", "yes"].why is everybody["all", "no"].why is Why.DOMINANCE
    # The ends of a group of 40 leave some open, whatever stands on the other side.
    assert (everybody["all", "no"].low, everybody["all", "no"].high) == (0, 4)
    assert asked(2, 2).figures["all", "yes"].is_hidden
    plain = asked(12, 28).figures["all", "yes"]
    assert plain.said is not None
    assert plain.said.percent == 30
    assert plain.why is None


def test_an_answer_beside_others_is_not_found_by_taking_them_away() -> None:
    """Nobody of 20 said `no`; with 6 and 14 beside it that would be plain."""
    counts = {("all", "yes"): 6, ("all", "partly"): 14, ("all", "no"): 0}
    made = release(counted("t", [("all",), ("yes", "partly", "no")], counts, answer=1), COMPANY)
    assert attack([made])[0, ("all", "no")].width >= 2


def test_what_a_share_says_holds_the_count_and_leaves_two_open() -> None:
    for asked in range(5, 130):
        for count in range(asked + 1):
            said = said_of(count, asked)
            assert said.low <= count <= said.high
            assert not said.is_bound or said.high - said.low >= 2
            # The other side says nothing narrower.
            other = said_of(asked - count, asked)
            assert not said.is_bound or other.high - other.low >= 2


# ------------------------------------------------------------------------------------------------ tables by chance


def by_chance(seed: int) -> list[Release]:
    """What one reader was shown: a table of chance, then again after some have come, gone and changed, or under a filter."""
    chance = Random(seed)
    audience = chance.choice(list(Audience))
    sizes = chance.choice([(2,), (5,), (2, 2), (3, 3), (2, 4), (2, 2, 2)])
    dimensions = [[f"{place}{one}" for one in range(size)] for place, size in enumerate(sizes)]
    answer = chance.choice([None, len(sizes) - 1])
    cells = list(product(*dimensions))
    most = int(limits_of(audience).least * len(cells) * chance.choice([0.3, 1, 3]))
    weights = [chance.random() ** 2 for _cell in cells]
    standing = {f"p{one}": chance.choices(cells, weights)[0] for one in range(chance.randint(1, most))}
    releases: list[Release] = []
    for step in range(chance.choice([1, 1, 2, 3])):
        if step:
            standing = {
                one: cell if chance.random() > 0.05 else chance.choice(cells)
                for one, cell in standing.items()
                if chance.random() > 0.03
            }
            standing |= {f"n{step}{one}": chance.choice(cells) for one in range(chance.choice([0, 1, 3, 9]))}
        filtered = step and chance.random() < 0.3
        here = {one: cell for one, cell in standing.items() if not filtered or int(one[1:]) % 3}
        table = crossed("filtered" if filtered else "all", dimensions, here, answer=answer)
        releases.append(release(table, audience, releases))
    return releases


def too_near(releases: Sequence[Release]) -> list[str]:
    """What a reader finds out of the last release that was not to be had without it."""
    last = releases[-1]
    silent = replace(last, figures={key: Figure(why=one.why or Why.FEW) for key, one in last.figures.items()})
    before = attack([*releases[:-1], silent])
    return [
        f"{place} {key}: {found}"
        for (place, key), found in attack(releases).items()
        if found.width < releases[place].left_open(key) <= before[place, key].width
    ]


@pytest.mark.parametrize("seed", range(40))
def test_nobody_finds_out_what_is_hidden(seed: int) -> None:
    releases = by_chance(seed)
    for place, one in enumerate(releases):
        assert not too_near(releases[: place + 1])
        for key, figure in one.figures.items():
            count, least = one.table.count(key), limits_of(one.audience).least
            assert figure.is_hidden or figure.low <= count <= (figure.high or 0)
            if not one.table.is_answer(key):
                assert figure.is_hidden or not 0 < count < least


def test_without_secondary_suppression_somebody_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "what_else_to_hide", lambda _made, _earlier: set())
    assert any(too_near(by_chance(seed)) for seed in range(20))


def test_the_intervals_are_those_of_another_solver() -> None:
    compared = 0
    for seed in range(12):
        releases = by_chance(seed)[:1]
        cut = together([releases[0].table])
        rows, low, high = [], [], []
        for key, figure in releases[0].figures.items():
            if figure.high is not None:
                rows.append([float(place in cut.of(0, key)) for place in range(len(cut.pieces))])
                low.append(figure.low)
                high.append(figure.high)
        for (_place, key), found in list(attack(releases).items())[:4]:
            asked = np.array([float(place in cut.of(0, key)) for place in range(len(cut.pieces))])
            for sign, end in ((1, found.low), (-1, found.high)):
                solved = linprog(
                    sign * asked,
                    A_ub=np.array([*rows, *(-np.array(rows))]) if rows else None,
                    b_ub=[*high, *(-np.array(low))] if rows else None,
                    integrality=np.ones(len(asked)),
                )
                assert (None if solved.fun is None else round(sign * solved.fun)) == end
                compared += 1
    assert compared > 30


def test_a_table_of_eight_by_eight_is_done_at_once() -> None:
    chance = Random(8)
    sides = ([f"r{one}" for one in range(8)], [f"c{one}" for one in range(8)])
    counts = {cell: chance.choice([0, 1, 2, 3, 4, 5, 7, 9, 20]) for cell in product(*sides)}
    begun = perf_counter()
    made = release(counted("t", sides, counts), COMPANY)
    assert perf_counter() - begun < 1
    assert any(why is Why.SECONDARY for _key, why in made.log)
    assert min(found.width for found in attack([made]).values()) >= 5
