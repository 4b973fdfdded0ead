"""Who is counted as having stayed, which groups may stand beside each other, and what a reader of all quarters can learn."""

from collections.abc import Sequence
from datetime import date, timedelta
import random

import pytest

from recruit.core.disclosure.attacking import attack
from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS, LEAST_IN_PUBLIC, LEFT_OPEN, Audience
from recruit.core.disclosure.releasing import release
from recruit.core.disclosure.tables import Table
from recruit.placements.rules import EmployerSize
from recruit.retention.outside import releasing, showing
from recruit.retention.outside.releasing import new_releases
from recruit.retention.outside.rules import (
    LEFT,
    MONTHS,
    THERE,
    Shown,
    Stay,
    others_name,
    others_table,
    shown_of,
    stay_table,
    support_table,
    values_of,
)

AS_OF = date(2026, 10, 1)
START = date(2024, 4, 1)
# Without the last look one person in this crowd would be found.
SEED = 12
QUARTERS = (date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1))


def stays(*of_each: int, left: int = 0, first_day: date = START) -> list[Stay]:
    """So many people at each employer; of them the first `left` of all left after 100 days."""
    found = []
    for employer, people in enumerate(of_each):
        for number in range(people):
            gone = first_day + timedelta(days=100) if len(found) < left else None
            found.append(Stay(f"{employer}/{number}", employer, first_day, gone, first_day))
    return found


@pytest.mark.parametrize(
    ("last_day", "registered_on", "as_of", "outcome"),
    [
        (None, START, AS_OF, THERE),
        (date(2025, 4, 1), START, AS_OF, THERE),
        (date(2025, 3, 31), START, AS_OF, LEFT),
        (None, START, date(2025, 4, 2), THERE),
        (None, START, date(2025, 4, 1), None),
        (None, START + timedelta(days=1), AS_OF, None),
    ],
)
def test_who_stayed_a_year(
    last_day: date | None, registered_on: date, as_of: date, outcome: str | None
) -> None:
    assert Stay("a", 1, START, last_day, registered_on).outcome(12, as_of) == outcome


@pytest.mark.parametrize(
    ("of_each", "is_told"),
    [((2, 2, 2), False), ((20, 20), False), ((20, 2, 2), False), ((20, 3, 2), True), ((3, 3, 3), True)],
)
def test_no_single_employer_is_made_out(of_each: Sequence[int], is_told: bool) -> None:
    assert bool(others_table("others", stays(*of_each), 12, AS_OF)) is is_told
    offered = stays(5, 5, 5)
    without = [Stay(f"w{one.mark}", 10 + (one.employer or 0), START, None, START) for one in stays(*of_each)]
    assert bool(support_table("support", offered + without, {0, 1, 2}, AS_OF)) is is_told


@pytest.mark.parametrize(
    ("people", "left", "audience", "shown"),
    [
        (4, 1, Audience.ORGANISATION, None),
        (5, 0, Audience.ORGANISATION, Shown(60, True, False, 5)),
        (20, 0, Audience.ORGANISATION, Shown(90, True, False, 20)),
        (20, 9, Audience.ORGANISATION, Shown(55, False, False, 20)),
        (19, 1, Audience.PUBLIC, None),
        (22, 1, Audience.PUBLIC, Shown(90, True, False, 20)),
        (23, 23, Audience.PUBLIC, Shown(10, False, True, 25)),
    ],
)
def test_what_is_said_of_how_many(people: int, left: int, audience: Audience, shown: Shown | None) -> None:
    table = stay_table("stays", stays(people, left=left), 12, AS_OF)
    assert shown_of(values_of(release(table, audience))) == shown


def test_the_own_share_begins_with_five() -> None:
    assert showing.own_share(stays(4), 12, AS_OF) is None
    assert showing.own_share(stays(5, left=2), 12, AS_OF) == showing.Own(3, 5)
    assert [one.state for one in showing.road_of(START, date(2024, 12, 31), AS_OF)] == [
        "done", "done", "none", "none", "none",
    ]  # fmt: skip
    assert [one.state for one in showing.road_of(START, None, AS_OF)][-2:] == ["done", "planned"]


def tables_of(people: Sequence[Stay], as_of: date) -> list[Table]:
    """What a company is shown of others, with two things that some of them offer."""
    wanted = [
        others_table(others_name(EmployerSize.SMALL, months), people, months, as_of) for months in MONTHS
    ]
    wanted += [support_table(f"support-{offers}", people, offers, as_of) for offers in ({0, 1, 2}, {0, 3, 4})]
    return [table for table in wanted if table is not None]


@pytest.mark.parametrize("audience", [Audience.ORGANISATION, Audience.PUBLIC])
def test_whoever_keeps_every_quarter_finds_nobody(audience: Audience) -> None:
    least = LEAST_IN_PUBLIC if audience is Audience.PUBLIC else LEAST_FOR_ORGANISATIONS
    chance = random.Random(SEED)
    people = []
    for number in range(70):
        first_day = date(2022, 4, 1) + timedelta(days=chance.randrange(1200))
        gone = first_day + timedelta(days=chance.randrange(900)) if chance.random() < 0.4 else None
        people.append(Stay(str(number), chance.randrange(7), first_day, gone, first_day))
    shown: list[Release] = []
    for quarter in QUARTERS:
        shown += new_releases(tables_of(people, quarter), audience, shown, quarter)
    assert shown
    for (place, key), interval in attack(shown).items():
        table, figure = shown[place].table, shown[place].figures[key]
        said_of_many = table.is_answer(key) and not shown[place].figures[table.asked(key)].is_hidden
        assert interval.width >= (LEFT_OPEN if said_of_many else least), (table.name, key, figure)


def test_without_the_last_look_somebody_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "_leaves_open", lambda _shown: True)
    with pytest.raises(AssertionError):
        test_whoever_keeps_every_quarter_finds_nobody(Audience.ORGANISATION)
