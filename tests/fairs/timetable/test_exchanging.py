"""Exchanging slots along chains: the same pairs, every rule, never more gaps."""

from collections import Counter

from hypothesis import given, settings, strategies as st

from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.exchanging import exchanged
from recruit.fairs.timetable.fair import Fair
from recruit.fairs.timetable.greedy import greedy_start
from recruit.fairs.timetable.instance import Company, Instance, Request, Student
from tests.fairs.timetable.made import broken_rules, small_instance


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_the_same_pairs_meet_and_every_rule_holds(seed: int) -> None:
    instance = small_instance(seed)
    if find_conflicts(instance):
        return
    fair = Fair(instance)
    before = greedy_start(fair)
    after = exchanged(fair, before, seed=seed, seconds=5)
    assert after.keys() == before.keys()
    assert fair.gaps(after) <= fair.gaps(before)
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
