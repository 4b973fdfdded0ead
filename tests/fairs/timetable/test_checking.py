"""`recruit timetable check`: what was written holds by itself, and what was changed afterwards does not."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
import pytest

from recruit.fairs.timetable.command import check_command
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.reading import read_timetable
from recruit.fairs.timetable.solving import solve
from tests.fairs.timetable.made import crowded_instance

INSTANCE = crowded_instance(1)


@pytest.fixture(scope="module")
def written() -> str:
    """What the solver writes, solved once, and not by every process that only reads which tests there are."""
    return json.dumps(solve(INSTANCE, seconds=10).as_json(with_proof=True))


def check(folder: Path, timetable: object, instance: Instance = INSTANCE) -> Result:
    (folder / "fair.json").write_text(json.dumps(instance.as_json()), encoding="utf-8")
    (folder / "timetable.json").write_text(json.dumps(timetable), encoding="utf-8")
    return CliRunner().invoke(
        check_command, [str(folder / "timetable.json"), "--instance", str(folder / "fair.json")]
    )


def test_what_the_solver_writes_is_read_back_and_holds(tmp_path: Path, written: str) -> None:
    document = json.loads(written)
    assert read_timetable(document).as_json(with_proof=True) == document
    result = check(tmp_path, document)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("added up from its certificate") == 2
    del document["proof"]
    without = check(tmp_path, document)
    assert without.exit_code == 0
    assert without.stdout.count("there is no certificate") == 3


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        *parents, last = path
        for step in parents:
            document = document[step]
        document[last] = to

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("objective", "weight", to=9_999), "the objective says"),
        (_set("bound", "weight", to=0), "is worse than the objective"),
        (_set("status", to="feasible"), "the bounds say otherwise"),
        (_set("meetings", 0, "slot", to=99), "there is no slot 99"),
        (_set("meetings", 0, "table", to=7), "has no table 7"),
        (_set("meetings", 0, "student", to="nobody"), "meet without a request"),
        (_set("unmet", to=[]), "the unmet are not exactly"),
        (_set("proof", "weight", "prices", to=[]), "the certificate of weight proves"),
        (_set("proof", "weight", "prices", 0, to=["student", "nobody", 5]), "the certificate of weight"),
        (_set("meetings", 0, "slot", to="1"), "Error: "),
        (_set("proof", "served", "prices", 0, to=["luck", "s00", 5]), "there is no rule 'luck'"),
        (_set("unmet", 0, "reason", to="luck"), "unmet[0].reason: must be one of"),
    ],
)
def test_what_was_changed_is_told_and_ends_with_one(
    tmp_path: Path, written: str, change: Callable[[Any], None], told: str
) -> None:
    document = json.loads(written)
    change(document)
    result = check(tmp_path, document)
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stdout == ""


def test_contradicting_pins_end_with_three_and_are_not_taken_on_trust(tmp_path: Path) -> None:
    document = {"instance": "none", "status": "infeasible", "meetings": [], "unmet": [], "conflicts": []}
    document |= {"objective": None, "bound": None, "solver": {"method": "pins", "seconds": 0}}
    lies = check(tmp_path, document)
    assert lies.exit_code == 1
    assert "can all stand" in lies.stderr
    twice = Instance(
        INSTANCE.name, INSTANCE.slots, INSTANCE.students, INSTANCE.companies, INSTANCE.requests,
        INSTANCE.interpreters, (*INSTANCE.pinned, *(_other_slot(pin) for pin in INSTANCE.pinned)),
    )  # fmt: skip
    assert check(tmp_path, document, twice).exit_code == 3


def _other_slot(pin: Any) -> Any:
    return type(pin)(pin.student, pin.company, (pin.slot + 1) % INSTANCE.slots)
