"""Bad input is refused in one line that names the place; the command exits non-zero with it."""

import copy
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
import pytest

from recruit.surveys.planning.command import simulate as command
from recruit.surveys.planning.reading import BadDocument
from recruit.surveys.planning.simulation import simulate

GOOD: dict[str, Any] = {
    "programme": {
        "waves": [
            {
                "name": "12m",
                "anchor": "start",
                "months": 12,
                "open_days": -7,
                "close_days": 30,
                "reminder_days": [7, 14, 21],
                "send_local": "09:00",
            }
        ],
        "holidays": ["2025-05-05"],
        "on_holiday": "next_working_day",
    },
    "person": {"language": "vi", "timezones": [["2024-03-01", "Asia/Jakarta"], ["2024-04-01", "Asia/Tokyo"]]},
    "facts": [
        {"known_at": "2024-03-20T00:00:00Z", "start": "2024-04-01"},
        {"known_at": "2025-02-10T00:00:00Z", "last_working_day": "2025-02-28", "reason": "returned_home"},
    ],
    "worker_down": [["2025-03-31T00:00:00Z", "2025-04-04T00:00:00Z"]],
    "until": "2025-05-02T00:00:00Z",
}


def spoilt(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("until",), "tomorrow", "until"),
        (("until",), "2025-05-02T00:00:00", "until"),
        (("facts",), [], "facts"),
        (("facts",), {}, "facts"),
        (("facts", 1), 7, "facts[1]"),
        (("facts", 1, "known_at"), None, "facts[1].known_at"),
        (("facts", 0, "start"), "2024-02-30", "facts[0].start"),
        (("facts", 0, "start"), None, "facts[0].start"),
        (("facts", 0), {"known_at": "2024-03-20T00:00:00Z", "strat": "2024-04-01"}, "facts[0]"),
        (("facts", 1, "answered"), "6m", "facts[1].answered"),
        (("facts", 1, "opened_link"), "6m", "facts[1].opened_link"),
        (("facts", 1, "opted_out"), "some", "facts[1].opted_out"),
        (("facts", 1, "bounced"), "yes", "facts[1].bounced"),
        (("facts", 1, "leave"), ["2025-02-02", "2025-02-01"], "facts[1].leave"),
        (("facts", 1, "leave"), ["2025-02-02"], "facts[1].leave"),
        (("person", "timezones", 1), ["2024-04-01", "Asia/Edo"], "person.timezones[1][1]"),
        (("programme", "on_holiday"), "never", "programme.on_holiday"),
        (("programme", "holidays", 0), 5, "programme.holidays[0]"),
        (("programme", "budget"), 0, "programme.budget"),
        (("programme", "waves", 0, "anchor"), "13-01", "programme.waves[0].anchor"),
        (("programme", "waves", 0, "months"), 1.5, "programme.waves[0].months"),
        (("programme", "waves", 0, "months"), True, "programme.waves[0].months"),
        (("programme", "waves", 0, "days"), 3, "programme.waves[0]"),
        (("programme", "waves", 0, "reminder_days"), [7, 7], "programme.waves[0].reminder_days"),
        (("programme", "waves", 0, "reminder_days"), [0], "programme.waves[0].reminder_days"),
        (("programme", "waves", 0, "send_local"), "20:00", "programme.waves[0].send_local"),
        (("programme", "waves", 0, "close_days"), -1, "programme.waves[0].close_days"),
        (("programme", "waves"), [GOOD["programme"]["waves"][0]] * 2, "programme.waves[1].name"),
        (("worker_down", 0), ["2025-04-04T00:00:00Z", "2025-03-31T00:00:00Z"], "worker_down[0]"),
    ],
)
def test_the_wrong_place_is_named(path: tuple[str | int, ...], value: object, place: str) -> None:
    with pytest.raises(BadDocument) as refused:
        simulate(spoilt(path, value))
    assert refused.value.place == place
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("missing", ["facts", "until"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(BadDocument, match=f"^{missing}: is missing$"):
        simulate({name: value for name, value in GOOD.items() if name != missing})


def test_unknown_keys_are_no_error() -> None:
    assert simulate({**GOOD, "note": "x"}) == simulate(GOOD)


def test_the_document_is_left_as_it_was() -> None:
    before = copy.deepcopy(GOOD)
    simulate(GOOD)
    assert before == GOOD


def written(folder: Path, text: str) -> str:
    path = folder / "facts.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_command_writes_json(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [written(tmp_path, json.dumps(GOOD))])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == simulate(GOOD)


def test_command_writes_a_table(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [written(tmp_path, json.dumps(GOOD)), "--format", "table"])
    head, row = result.stdout.splitlines()
    assert head.split()[:4] == ["spell", "wave", "kind", "sequence"]
    assert row.split() == [
        "0",
        "12m",
        "invitation",
        "0",
        "2025-03-25",
        "2025-04-01",
        "2025-05-01",
        "cancelled",
        "–",
        "left",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"facts": [', "line 1, column 12: this is not JSON"),
        ("[]", "document: an object is expected"),
        (json.dumps({**GOOD, "until": 5}), "until: an instant such as"),
    ],
)
def test_command_refuses_with_one_line(tmp_path: Path, text: str, said: str) -> None:
    result = CliRunner().invoke(command, [written(tmp_path, text)])
    assert result.exit_code != 0
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_command_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none.json")])
    assert result.exit_code != 0
    assert "none.json" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
