"""Interpreters, breaks and fixed meetings: what the solver is asked, what is kept of its answer, and when it is stopped."""

from dataclasses import replace
from datetime import timedelta
import multiprocessing

import pytest
from sqlalchemy import select

from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.fairs import actions, computing, jobs
from recruit.fairs.actions.instances import build_instance
from recruit.fairs.actions.pins import conflicts_of
from recruit.fairs.arranging import WishFact, instance_of
from recruit.fairs.interpreting import (
    Interpreted,
    Interpreter,
    Speaker,
    assigned,
    counts_of,
    language_between,
)
from recruit.fairs.judging import Grounds, judged
from recruit.fairs.models import FairPin, Meeting, Timetable
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import BEGIN_AGAIN_AFTER, Closing, FairRefusal, Mark, Side, TimetableState
from recruit.fairs.timetable.instance import Pin
from recruit.fairs.timetable.result import ConflictReason, Objective
from recruit.fairs.timetable.solving import solve
from recruit.students.models import LanguageResult
from recruit.students.rules import CefrLevel, LanguageTest
from tests import people
from tests.factories.events import make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish

# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("own", "japanese", "company", "language"),
    [
        ("vi", {"N3"}, (), "vi"),
        ("vi", {"N2"}, (), None),
        ("id", {"A2", "B2"}, (), None),
        ("id", set(), ("vi",), "id"),
        ("id", set(), ("vi", "id"), None),
        ("", set(), (), None),
    ],
)
def test_who_needs_an_interpreter(own, japanese, company, language):
    assert language_between(Speaker(own, frozenset(japanese)), company) == language


def test_an_interpreter_stays_at_a_company_and_is_never_in_two_places():
    people_there = [Interpreter(1, "vi"), Interpreter(2, "vi", frozenset({1})), Interpreter(3, "id")]
    assert counts_of(people_there, 2) == {"vi": (2, 1), "id": (1, 1)}
    first = Interpreted(10, company=8, slot=0, language="vi")
    meetings = [
        first,
        Interpreted(11, company=7, slot=0, language="vi"),
        Interpreted(12, company=7, slot=1, language="vi"),
        Interpreted(13, company=8, slot=1, language="id"),
        Interpreted(14, company=9, slot=1, language="vi"),
    ]
    found = assigned(meetings, people_there)
    # One Vietnamese interpreter is there in slot 1: whoever was at company 7 goes on there, and company 9 has nobody.
    assert found == {11: 1, 10: 2, 12: 1, 13: 3}
    assert assigned([first], people_there, kept={10: 2}) == {10: 2}
    assert assigned([replace(first, slot=1)], people_there, kept={10: 2}) == {10: 1}


def test_breaks_languages_and_pins_are_asked_of_the_solver():
    wishes = [WishFact(side, "an", "X", Mark.YES, None) for side in Side]
    asked = {
        "slots": 3,
        "meetings_per_student": 2,
        "tables": {"X": 1},
        "wishes": wishes,
        "closed": {"X": frozenset({2})},
        "breaks": frozenset({1}),
        "max_in_a_row": 2,
        "languages": {("an", "X"): "vi"},
    }
    plain = instance_of("hanoi", **asked)
    # Without any interpreter people manage as they can, and nobody is left out for it.
    assert plain.requests[0].language is None and plain.max_in_a_row == 2
    assert plain.companies[0].available == {0} and plain.students[0].available is None
    full = instance_of(
        "hanoi", **asked, interpreters={"vi": (0, 1, 1)}, pinned=[Pin("an", "X", 0), Pin("bo", "gone", 1)]
    )
    assert full.requests[0].language == "vi"
    # Who has no seat or no booth any more is in the question all the same, so that the solver can name it.
    assert [one.id for one in full.students] == ["an", "bo"]
    assert [(one.id, one.tables) for one in full.companies] == [("X", 1), ("gone", 0)]
    assert {one.reason for one in solve(full).conflicts} >= {
        ConflictReason.NOT_REQUESTED,
        ConflictReason.MORE_THAN_INTERPRETERS,
    }


def test_how_good_it_is_never_sounds_better_than_it_is():
    best = {"served": 3, "weight": 1000}
    proof = {"served": {"prices": []}, "weight": {"prices": []}}
    assert judged({}, {}, {}) is None
    good = judged(best, best, proof)
    assert good is not None and good.is_best and good.grounds is Grounds.PRICES
    near = judged({**best, "weight": 999}, {**best, "weight": 1001}, {**proof, "weight": None})
    assert near is not None and (near.share, near.is_best, near.grounds) == (0.002, False, Grounds.WORD)


# ------------------------------------------------------------------------------------------------ with rows


@pytest.fixture
def staff(app):
    return people.visitor_of(people.coordinator())


def _fair_of(count: int, **values):
    """`count` students who all want to meet one company with one table, and it them."""
    fair = make_fair(**values)
    company, _acting = make_company_with(people.make_user("owner@demo.example"))
    booth = make_booth(fair, company)
    students = []
    for number in range(count):
        user = people.make_user(f"student{number}@demo.example", language="vi")
        student = make_profile(user, nationality="VN")
        make_registration(fair.event, user)
        for side in Side:
            make_wish(fair, side, student, company)
        students.append(student)
    return fair, booth, company, students


def _solved(db, fair, staff, now) -> Timetable:
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    jobs.solve_timetables(now, "test")
    db.refresh(asked)
    return asked


def test_fixed_meetings_breaks_and_interpreters_are_kept(db, staff, now):
    fair, booth, company, (first, second, third) = _fair_of(3)
    with writing() as rows:
        rows.add(
            LanguageResult(
                student_id=third.id, test=LanguageTest.JLPT, level="N2", language="ja", cefr=CefrLevel.B2
            )
        )
    with writing():
        actions.set_breaks(fair, {1: Closing.LUNCH}, max_in_a_row=2, by=staff, now=now)
        mai = actions.add_interpreter(fair, "Mai", "vi", [0], by=staff, now=now)
        actions.pin_meeting(fair, first, company, 3, operator_may=True, by=staff, now=now)
    instance = build_instance(fair)
    assert instance.interpreters == {"vi": (0, 1, 1, 1)} and instance.max_in_a_row == 2
    assert {one.student: one.language for one in instance.requests} == {
        first.public_id: "vi",
        second.public_id: "vi",
        third.public_id: None,
    }
    asked = _solved(db, fair, staff, now)
    held = {one.student_id: one for one in db.scalars(select(Meeting))}
    assert (held[first.id].slot, held[first.id].pinned) == (3, True)
    # Nobody meets at lunch; in slot 0 only who needs no interpreter.
    assert (held[second.id].slot, held[third.id].slot) == (2, 0)
    assert [held[one.id].interpreter_id for one in (first, second, third)] == [mai.id, mai.id, None]
    assert asked.proof["served"] and asked.proof["weight"] and asked.method

    # The company's own people speak the language: nobody has to interpret.
    with writing():
        actions.confirm_booth(booth, number="A1", tables=1, languages=("vi",), by=staff, now=now)
    assert {one.language for one in build_instance(fair).requests} == {None}


def test_a_plan_in_which_something_fixed_stands_otherwise_is_not_published(db, staff, now):
    fair, _booth, company, (first, *_others) = _fair_of(2)
    plan = _solved(db, fair, staff, now)
    slot = db.scalar(select(Meeting.slot).where(Meeting.student_id == first.id))
    with writing():
        actions.pin_meeting(fair, first, company, 3 - slot, operator_may=True, by=staff, now=now)
    with pytest.raises(Refused, match=FairRefusal.PINS_STAND_OTHERWISE), writing():
        actions.publish_timetable(plan, operator_may=True, by=staff, now=now)
    again = _solved(db, fair, staff, now)
    with writing() as rows:
        # From when both sides agreed on times themselves.
        open_still = TimeProposal(
            fair_id=fair.event_id, student_id=first.id, company_id=company.id, side=Side.COMPANY, slot=0,
            state=ProposalState.OPEN, made_at=now, answer_by_at=now,
        )  # fmt: skip
        rows.add(open_still)
    with writing():
        actions.publish_timetable(again, operator_may=True, by=staff, now=now)
    assert (again.state, open_still.state) == (TimetableState.PUBLISHED, ProposalState.LAPSED)


def test_what_contradicts_is_named_and_not_fixed(db, staff, now):
    fair, _booth, company, (first, second) = _fair_of(2)
    stranger = make_profile(people.make_user("stranger@demo.example"))
    fix = lambda student, slot: actions.pin_meeting(  # noqa: E731
        fair, student, company, slot, operator_may=True, by=staff, now=now
    )
    with writing():
        fix(first, 1)
    for student, slot, reason, conflict in (
        (second, 1, FairRefusal.PINS_CONTRADICT, ConflictReason.MORE_THAN_TABLES),
        (stranger, 2, FairRefusal.NO_SUCH_WISH, ConflictReason.NOT_REQUESTED),
    ):
        with pytest.raises(Refused) as refused, writing():
            fix(student, slot)
        assert refused.value.reason is reason
        assert [one.reason for one in conflicts_of(fair, student, company, slot)] == [conflict]
    with pytest.raises(Refused), writing():
        fix(second, 99)
    assert [(one.student_id, one.slot) for one in db.scalars(select(FairPin))] == [(first.id, 1)]

    # A break is put over it later: no plan is possible, it cannot be published, and the contradiction is kept by name.
    with writing():
        actions.set_breaks(fair, {1: Closing.PRAYER}, max_in_a_row=None, by=staff, now=now)
    asked = _solved(db, fair, staff, now)
    assert asked.certificate == "infeasible" and db.scalars(select(Meeting)).all() == []
    assert [one["reason"] for one in asked.conflicts] == [str(ConflictReason.COMPANY_NOT_AVAILABLE)]
    with pytest.raises(Refused) as refused, writing():
        actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    assert refused.value.reason is FairRefusal.PINS_CONTRADICT
    with writing():
        actions.unpin_meeting(fair, first, company, operator_may=True, by=staff, now=now)
    assert _solved(db, fair, staff, now).certificate == "optimal"


def test_a_wrong_answer_is_refused_and_a_stopped_one_not_kept(db, staff, now, monkeypatch):
    fair, _booth, _company, _students = _fair_of(1)

    def lying(instance, **options):
        found = solve(instance)
        return replace(found, objective=Objective(9, 9, 0), bound=Objective(9, 9, 0))

    with monkeypatch.context() as patch:
        patch.setattr(computing, "solve", lying)
        asked = _solved(db, fair, staff, now)
    assert asked.state is TimetableState.REFUSED and db.scalars(select(Meeting)).all() == []

    def telling(instance, *, seconds, go_on, hear):
        hear(computing.Reached(Objective(3, 20, 4), Objective(5, 30, 0)))
        assert go_on()

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "solve_apart", telling)
        asked = _solved(db, fair, staff, now)
    assert (asked.objective["served"], asked.bound["served"]) == (3, 5)
    with writing():
        assert not actions.note_reached(asked.id, Objective(9, 9, 9), Objective(9, 9, 9), worker="other")
        actions.cancel_timetable(asked, by=staff, now=now)
    assert asked.objective == {}

    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
        assert actions.claim(asked.id, worker="test", now=now) is not None
    assert actions.is_wanted(asked.id, worker="test") and not actions.is_wanted(asked.id, worker="other")
    for _ in range(2):
        with writing():
            actions.cancel_timetable(asked, by=staff, now=now)
    assert not actions.is_wanted(asked.id, worker="test")
    with writing():
        late = solve(build_instance(fair))
        assert actions.keep_result(asked.id, late, worker="test", now=now) is False
    assert jobs.solve_timetables(now, "test") == 0
    done = _solved(db, fair, staff, now)
    with pytest.raises(Refused), writing():
        actions.cancel_timetable(done, by=staff, now=now)


def test_what_was_ended_from_outside_is_begun_again(db, staff, now, monkeypatch):
    fair, _booth, _company, _students = _fair_of(1)

    def ended(instance, **options):
        raise computing.SolverEnded(instance.name)

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "solve_apart", ended)
        asked = _solved(db, fair, staff, now)
    # Not for the length of a lease, as where the worker itself had died, and not again and again at once.
    assert asked.state is TimetableState.SOLVING and asked.lease_until == now + BEGIN_AGAIN_AFTER
    assert jobs.solve_timetables(now, "other") == 0
    later = now + BEGIN_AGAIN_AFTER + timedelta(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "solve_apart", lambda instance, *, go_on, **options: go_on() or None)
        assert jobs.solve_timetables(later, "test", lambda: True) == 0
    db.refresh(asked)
    # A worker that is told to stop lets go: the next one begins without waiting.
    assert (asked.claimed_by, asked.lease_until) == ("", None)
    assert jobs.solve_timetables(later, "other") == 1


def test_the_computing_is_done_in_a_process_that_can_be_stopped():
    instance = instance_of(
        "hanoi",
        slots=2,
        meetings_per_student=1,
        tables={"X": 1},
        wishes=[WishFact(side, "an", "X", Mark.YES, None) for side in Side],
        closed={},
    )
    found = computing.solve_apart(instance, seconds=5, go_on=lambda: True, in_place=0)
    assert found is not None and replace(found, seconds=0) == replace(solve(instance), seconds=0)
    asked = []
    stopped = computing.solve_apart(
        instance, seconds=5, go_on=lambda: bool(asked.append(1)), in_place=0, look_every=0.0
    )
    assert stopped is None and asked == [1]

    def killed() -> bool:
        for child in multiprocessing.active_children():
            child.kill()
        return True

    with pytest.raises(computing.SolverEnded):
        computing.solve_apart(instance, seconds=5, go_on=killed, in_place=0)
