"""The matrix of rights: every road × every kind of visitor × own, other's and missing things.

Roads are taken from the application's map, so a new road is in the matrix without being listed; `rights.py` must name its
lock and, where its address names a thing, whose the thing must be.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from recruit.applications import queries as application_queries
from recruit.applications.models import Application
from recruit.core.errors import Missing
from recruit.core.stores import FolderStore
from recruit.web.gate import PROOF_HOLDS_FOR_FORMS
from tests.conftest import NOW
from tests.house import rights
from tests.house.conftest import app_on_a_copy
from tests.house.matrix import Matrix, ask_everything, matrix_of
from tests.house.rights import KINDS, NOBODY, STUDENTS, whose


@pytest.fixture(scope="module")
def shared_matrix(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, instance_folder: Path
) -> Iterator[Matrix]:
    app = app_on_a_copy(demo_file, tmp_path_factory.mktemp("rights"), instance_folder)
    with (
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(datetime.fromisoformat(NOW), tick=False),
        matrix_of(app) as matrix,
    ):
        # Rows come back after each question, files would not.
        patch.setattr(FolderStore, "delete", lambda _store, _names: None)
        yield matrix


@pytest.fixture
def matrix(shared_matrix: Matrix, clock: time_machine.Traveller) -> Matrix:
    return shared_matrix


# ------------------------------------------------------------------------------------------------ the tests


def unnamed(matrix: Matrix, roads: Iterable[tuple[str, Collection[str], str]]) -> list[str]:
    """What the policy does not name, of roads given by endpoint, the parts of their address and the name of their lock."""
    return [
        f"{endpoint}: {lock} is not in OPENS"
        for endpoint, _parts, lock in roads
        if rights.opened_by(lock) is None
    ] + [
        f"{endpoint}: whose is {', '.join(sorted(parts))}? Name it in WHOSE"
        for endpoint, parts, _lock in roads
        if parts and whose(endpoint) is None
    ]


def all_roads(matrix: Matrix) -> list[tuple[str, set[str], str]]:
    return [
        (
            rule.endpoint,
            set(rule.arguments) - {"lang"},
            matrix.locks[rule.endpoint].name.removesuffix(", proved"),
        )
        for method in ("GET", "POST")
        for rule in matrix.roads(method)
    ]


def test_the_policy_names_every_road(matrix: Matrix) -> None:
    roads = all_roads(matrix)
    assert not (found := unnamed(matrix, roads)), "\n".join(found)
    endpoints = {endpoint for endpoint, _parts, _lock in roads}
    gone = [
        f"{room}.{view}"
        for room, owners in rights.WHOSE.items()
        for views in owners.values()
        for view in views.split()
        if f"{room}.{view}" not in endpoints and room not in endpoints
    ]
    assert not gone, f"WHOSE names roads that are gone: {gone}"


def test_a_road_that_the_policy_does_not_name_is_found(matrix: Matrix) -> None:
    assert unnamed(matrix, [("arrivals.new_page", {"public_id"}, "signed_in")])
    assert unnamed(matrix, [("arrivals.new_page", set(), "new_lock")])


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_gets_what_is_theirs_and_nothing_else(matrix: Matrix, kind: str) -> None:
    found = matrix.findings(kind)
    assert found.asked > 150
    assert not found.faults, "\n".join(found.faults)
    if kind in STUDENTS or kind in ("hire", "owner", "other_company"):
        assert found.own >= 8, "the demonstration has too few things of this visitor"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != NOBODY])
def test_no_page_shows_the_secrets_of_others(matrix: Matrix, kind: str) -> None:
    pages = matrix.findings(kind).pages
    assert pages
    found = [
        f"{kind} reads {name} at {address}"
        for name, (words, readers) in matrix.secrets.items()
        if kind not in readers
        for address, body in pages
        if words in body
    ]
    assert not found, "\n".join(found)


def test_the_secrets_are_where_their_owners_read_them(matrix: Matrix) -> None:
    for name, (words, readers) in matrix.secrets.items():
        assert any(words in body for kind in readers for _address, body in matrix.findings(kind).pages), name


def _twins(address: str) -> dict[str, str]:
    """The same address in other spellings."""
    return {
        "with a slash": f"{address}/",
        "asking for JSON": f"{address}?format=json",
        "shouted": address.upper(),
    }


def test_other_spellings_and_methods_open_nothing(matrix: Matrix) -> None:
    """Every closed page, and every page of a thing of somebody else, by HEAD, OPTIONS and in other spellings."""
    faults, asked = [], 0
    for rule in matrix.roads("GET"):
        if rule.endpoint == "static" or not matrix.locks[rule.endpoint].needs_sign_in:
            continue
        owner, address = whose(rule.endpoint), matrix.address(rule, {})
        kind = next(
            (one for one in ("student", "owner", "coordinator") if not matrix.opens(rule.endpoint, one)), ""
        )
        if callable(owner):
            kind = next(one for one in KINDS if matrix.opens(rule.endpoint, one))
            asks = matrix.visitors[kind]
            other = next((one for one in matrix.things(rule.endpoint) if not one.belongs_to(asks)), None)
            if other is None:
                continue
            address = matrix.address(rule, other.values)
        if not kind:
            continue
        asked += 1
        plain = matrix.ask(kind, "GET", address)
        assert plain.status in (403, 404), rule.endpoint
        for method in ("HEAD", "OPTIONS"):
            answer = matrix.ask(kind, method, address)
            if answer.status != plain.status and not (
                method == "OPTIONS" and answer.status == 200 and not answer.body
            ):
                faults.append(f"{kind}: {method} {address} answers {answer.status}, GET {plain.status}")
        for what, twin in _twins(address).items():
            answer = matrix.ask(kind, "GET", twin)
            if answer.status not in (plain.status, 404):
                faults.append(f"{kind}: {twin} ({what}) answers {answer.status}, plainly {plain.status}")
    assert asked > 60
    assert not faults, "\n".join(faults)


def test_parts_of_two_addresses_lead_nowhere(matrix: Matrix) -> None:
    """An own thing under the address of another one: the meeting of one fair at another fair."""
    asked, faults = 0, []
    for rule in matrix.roads("GET"):
        owner = whose(rule.endpoint)
        if owner is None or isinstance(owner, str) or rule.endpoint.startswith("surveys."):
            continue
        for kind in KINDS:
            own = next(
                (one for one in matrix.things(rule.endpoint) if one.belongs_to(matrix.visitors[kind])), None
            )
            if own is None or "slug" not in own.values or len(own.values) < 2:
                continue
            if not matrix.opens(rule.endpoint, kind):
                continue
            asked += 1
            mixed = matrix.address(rule, {**own.values, "slug": matrix.another_event(own.values["slug"])})
            answer = matrix.ask(kind, "GET", mixed)
            if answer.status != 404:
                faults.append(f"{kind}: {mixed} answers {answer.status}")
    assert asked
    assert not faults, "\n".join(faults)


def test_after_ten_minutes_the_dangerous_pages_ask_again(
    matrix: Matrix, clock: time_machine.Traveller
) -> None:
    clock.shift(PROOF_HOLDS_FOR_FORMS + timedelta(seconds=1))
    asked = 0
    for method in ("GET", "POST"):
        for rule in matrix.roads(method):
            if matrix.locks[rule.endpoint].needs_proof:
                asked += 1
                kind = next(one for one in KINDS if matrix.opens(rule.endpoint, one))
                answer = matrix.ask(kind, method, matrix.address(rule, {}))
                assert answer.status == 303, rule.endpoint
                assert "/account/prove?next=" in answer.leads_to, rule.endpoint
    assert asked > 10


# ------------------------------------------------------------------------------------------------ the tests' tests


def test_the_matrix_sees_a_lock_taken_out(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = "cases.of_staff"
    assert not ask_everything(matrix, "student", only=endpoint).faults
    monkeypatch.setattr(matrix, "opens", lambda endpoint, kind: kind == "coordinator")
    monkeypatch.setitem(
        matrix.locks, endpoint, replace(matrix.locks[endpoint], opens_for=lambda _visitor: True)
    )
    assert ask_everything(matrix, "student", only=endpoint).faults


def test_the_matrix_sees_a_scope_taken_out(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = "applications.my_application"
    assert not ask_everything(matrix, "student", only=endpoint).faults
    monkeypatch.setattr(
        application_queries, "own_application", lambda _visitor, public_id: _any_application(public_id)
    )
    assert ask_everything(matrix, "student", only=endpoint).faults


def _any_application(public_id: str) -> Application:
    found = application_queries.application_by_ref(public_id)
    if found is None:
        raise Missing
    return found
