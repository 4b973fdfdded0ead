"""Certificates: whatever the prices are, they prove no less than the truth, and those of the solver prove exactly it."""

from dataclasses import replace
import random

import pytest

from recruit.fairs.timetable.certificate import (
    AT_LEAST,
    SCALE,
    Certificate,
    Named,
    NotACertificate,
    Rule,
    bound_of,
)
from recruit.fairs.timetable.instance import Company, Instance, Request, Student
from recruit.fairs.timetable.result import Proof, Status
from recruit.fairs.timetable.solving import solve
from recruit.fairs.timetable.verifying import verify
from tests.fairs.timetable.made import best_by_trying, crowded_instance, small_instance


def every_rule(instance: Instance, *, slots: bool, counts_served: bool) -> list[Named]:
    named: list[Named] = [(Rule.PAIR, (request.student, request.company)) for request in instance.requests]
    for student in instance.students:
        named += [(Rule.STUDENT, (student.id,)), (Rule.SERVED, (student.id,))]
        named += [(Rule.ONE_MEETING, (student.id,))] if counts_served else []
        if slots:
            named += [(Rule.STUDENT_SLOT, (student.id, slot)) for slot in range(instance.slots)]
            if instance.max_in_a_row is not None:
                rests = range(instance.slots - instance.max_in_a_row)
                named += [(Rule.RUN, (student.id, first)) for first in rests]
    rooms: list[tuple[Rule, Rule, list[str]]] = [
        (Rule.COMPANY, Rule.COMPANY_SLOT, [company.id for company in instance.companies]),
        (Rule.LANGUAGE, Rule.LANGUAGE_SLOT, list(instance.interpreters)),
    ]
    for whole, of_slot, ids in rooms:
        for ref in ids:
            named += (
                [(of_slot, (ref, slot)) for slot in range(instance.slots)] if slots else [(whole, (ref,))]
            )
    return named if counts_served else [*named, (Rule.SO_MANY_SERVED, ())]


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize("counts_served", [True, False])
def test_no_prices_prove_less_than_the_truth(*, slots: bool, counts_served: bool) -> None:
    held = 0
    for seed in range(120):
        instance = small_instance(seed)
        best = best_by_trying(instance)
        if best is None:
            continue
        chance = random.Random(seed)
        rules = every_rule(instance, slots=slots, counts_served=counts_served)
        prices = {
            named: chance.randint(0, 6 * SCALE) * (-1 if named[0] in AT_LEAST else 1)
            for named in rules
            if chance.random() < 0.5
        }
        certificate = Certificate(prices, slots=slots, serving=None if counts_served else best[0])
        try:
            assert bound_of(instance, certificate) >= best[0 if counts_served else 1], seed
        except NotACertificate:
            continue  # A price for somebody who has met already, or cannot.
        held += 1
    assert held > 20


@pytest.mark.parametrize("seed", range(3))
def test_the_prices_of_the_solver_prove_the_optimum(seed: int) -> None:
    instance = crowded_instance(seed)
    timetable = solve(instance, seconds=1)
    assert verify(instance, timetable) == []
    assert timetable.status is Status.OPTIMAL
    assert timetable.proof is not None
    assert timetable.objective is not None
    assert timetable.proof.served is not None
    assert bound_of(instance, timetable.proof.served) == timetable.objective.served
    if timetable.proof.weight is not None:
        assert bound_of(instance, timetable.proof.weight) == timetable.objective.weight
    written = timetable.as_json(with_proof=True)["proof"]
    assert isinstance(written, dict)
    assert written["served"]["prices"]


def test_the_checker_sees_a_certificate_that_proves_too_little() -> None:
    instance = crowded_instance(1)
    timetable = solve(instance, seconds=1)
    assert timetable.proof is not None
    nothing = Certificate(
        {}, slots=True, serving=timetable.proof.weight.serving if timetable.proof.weight else 0
    )
    assert verify(instance, replace(timetable, proof=Proof(timetable.proof.served, nothing)))
    assert verify(instance, replace(timetable, proof=Proof(Certificate({}, slots=True, serving=None), None)))
    easier = Certificate({}, slots=True, serving=None)
    assert verify(instance, replace(timetable, proof=Proof(timetable.proof.served, easier)))


@pytest.mark.parametrize(
    ("rule", "ids", "price", "serving"),
    [
        (Rule.STUDENT, ("a",), -1, 1),
        (Rule.SO_MANY_SERVED, (), 1, 1),
        (Rule.MEETS, ("a",), -1, 1),
        (Rule.ONE_MEETING, ("a",), 1, 1),
        (Rule.COMPANY, ("X",), 1, 2),
        (Rule.RUN, ("a", 0), 1, 2),
        (Rule.SO_MANY_SERVED, (), -1, None),
    ],
)
def test_prices_that_could_lie_are_refused(
    rule: Rule, ids: tuple[str | int, ...], price: int, serving: int | None
) -> None:
    instance = Instance(
        "two", 2, (Student("a", 1), Student("b", 1)), (Company("X", 1),), (Request("a", "X", 1), Request("b", "X", 1)), {}
    )  # fmt: skip
    with pytest.raises(NotACertificate):
        bound_of(instance, Certificate({(rule, ids): price}, slots=True, serving=serving))


def test_a_rest_after_each_meeting_is_what_limits_one_student_at_two_companies() -> None:
    requests = (Request("a", "X", 1), Request("a", "Y", 1))
    instance = Instance(
        "rest", 2, (Student("a", 2),), (Company("X", 1), Company("Y", 1)), requests, {}, max_in_a_row=1
    )
    certificate = Certificate({(Rule.RUN, ("a", 0)): SCALE}, slots=True, serving=1)
    assert best_by_trying(instance) == (1, 1, 0)
    assert bound_of(instance, certificate) == 1
