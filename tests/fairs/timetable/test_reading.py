"""Files that are wrong are refused with the place; files that are right survive a round trip."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
import pytest

from recruit.fairs.timetable.command import solve_command
from recruit.fairs.timetable.reading import BadInstance, read_instance

TINY = Path("tests/fixtures/fairs/timetable-tiny.json")


def tiny() -> dict[str, Any]:
    return json.loads(TINY.read_text(encoding="utf-8"))


def changed(path: str, value: object) -> dict[str, Any]:
    document = tiny()
    *parents, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    inner: Any = document
    for step in parents:
        inner = inner[step]
    inner[last] = value
    return document


def test_what_is_read_can_be_written_and_read_again() -> None:
    instance = read_instance(tiny() | {"max_in_a_row": 2, "unheard_of": [1]})
    assert instance.max_in_a_row == 2
    assert read_instance(instance.as_json()) == instance
    assert instance.students[0].available is None
    assert instance.companies[1].available == frozenset({0, 3})


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", "interview-timetable/2", "format"),
        ("slots", 0, "slots"),
        ("slots", "4", "slots"),
        ("slots", True, "slots"),
        ("name", 3, "name"),
        ("max_in_a_row", 0, "max_in_a_row"),
        ("students", {}, "students"),
        ("students/0", "a", "students[0]"),
        ("students/1/id", "a", "students[1].id"),
        ("students/1/max_meetings", -1, "students[1].max_meetings"),
        ("students/1/available", [1, 4], "students[1].available[1]"),
        ("students/1/available", "all", "students[1].available"),
        ("companies/0/tables", 1.0, "companies[0].tables"),
        ("interpreters/vi", [1, 1, 1], "interpreters.vi"),
        ("interpreters/vi", [0, 1, 0, -1], "interpreters.vi[3]"),
        ("requests/2/weight", 0, "requests[2].weight"),
        ("requests/2/weight", None, "requests[2].weight"),
        ("requests/2/student", "nobody", "requests[2].student"),
        ("requests/2/company", 7, "requests[2].company"),
        ("requests/2/language", 7, "requests[2].language"),
        ("requests/2/student_rank", "first", "requests[2].student_rank"),
        ("requests/3/student", "a", "requests[3]"),
        ("pinned/0/slot", 4, "pinned[0].slot"),
        ("pinned/0/company", "Q", "pinned[0].company"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(path: str, value: object, place: str) -> None:
    with pytest.raises(BadInstance) as refused:
        read_instance(changed(path, value))
    assert refused.value.place == place


@pytest.mark.parametrize("key", ["format", "slots", "students", "companies", "requests"])
def test_what_is_missing_is_named(key: str) -> None:
    document = tiny()
    del document[key]
    with pytest.raises(BadInstance, match=f"^{key}: is missing$"):
        read_instance(document)


def test_the_command_writes_the_timetable(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = CliRunner().invoke(solve_command, [str(TINY), "-o", str(out), "--seconds", "10"])
    assert (result.exit_code, result.output) == (0, "")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["status"] == "optimal"
    assert written["objective"] == written["bound"] == {"served": 3, "weight": 44, "gaps": 1}
    assert len(written["meetings"]) == 6
    assert set(written["solver"]) == {"method", "seconds"}


def test_nothing_but_the_timetable_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """HiGHS writes past Python, so what counts is what reaches the file descriptor."""
    solve_command.main([str(TINY)], standalone_mode=False)
    assert json.loads(capfd.readouterr().out)["status"] == "optimal"


def test_contradicting_pins_exit_with_three(tmp_path: Path) -> None:
    source = tmp_path / "in.json"
    document = tiny()
    document["pinned"].append({"student": "a", "company": "Z", "slot": 0})
    source.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(solve_command, [str(source)])
    assert result.exit_code == 3
    written = json.loads(result.stdout)
    assert written["status"] == "infeasible"
    assert {conflict["reason"] for conflict in written["conflicts"]} == {
        "company_not_available",
        "student_twice_in_slot",
    }
    assert written["conflicts"][1]["pinned"] == [
        {"student": "a", "company": "Y", "slot": 0},
        {"student": "a", "company": "Z", "slot": 0},
    ]


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe{}", b"[]", b'{"format": "interview-timetable/1"}', None]
)
def test_bad_input_is_one_clear_line(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "in.json"
    if content is not None:
        source.write_bytes(content)
    result = CliRunner().invoke(solve_command, [str(source)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"Error: {source}: ")
