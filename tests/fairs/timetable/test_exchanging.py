"""Exchanging slots along chains: the same pairs, every rule, never more gaps."""

from collections import Counter

import pytest

from recruit.fairs.timetable.exchanging import exchanged
from recruit.fairs.timetable.fair import Fair
from recruit.fairs.timetable.instance import Company, Instance, Request, Student
from tests.fairs.timetable.made import broken_rules, crowded_instance, scattered


@pytest.mark.parametrize("seed", range(20))
def test_the_same_pairs_meet_and_every_rule_holds(seed: int) -> None:
    fair = Fair(crowded_instance(seed))
    before = scattered(fair, seed)
    assert broken_rules(fair, before) == []
    after = exchanged(fair, before, seed=seed, seconds=0.2)
    assert after.keys() == before.keys()
    assert fair.gaps(after) < fair.gaps(before)
    assert {request: after[request] for request in fair.pinned} == fair.pinned
    assert broken_rules(fair, after) == []


def test_a_chain_through_full_tables_takes_away_the_waiting() -> None:
    """Two students at two companies with one table each: to close one gap, everybody has to change places."""
    students = tuple(Student(name, 2) for name in ("a", "b"))
    companies = (Company("X", 1), Company("Y", 1))
    requests = tuple(Request(student.id, company.id, 1) for student in students for company in companies)
    fair = Fair(Instance("two by two", 3, students, companies, requests, {}))
    # a: X at 0, Y at 2. b: X at 2, Y at 0.
    spread = {0: 0, 1: 2, 2: 2, 3: 0}
    assert fair.gaps(spread) == 2
    closer = exchanged(fair, spread, seed=1, seconds=5)
    assert fair.gaps(closer) == 0
    assert Counter(closer.values()).most_common(1)[0][1] <= 2
