"""`recruit facts enter`: what is entered holds, what cannot be right is one line."""

from datetime import date
from typing import Any

from click.testing import CliRunner
import pytest

from recruit.commands import main
from recruit.core.facts import fact

TYPED = (
    "facts",
    "enter",
    "yen_in_vnd",
    "165.3",
    "--from",
    "2026-11-25",
    "--source",
    "https://bank.example/",
    "--name",
    "A bank",
)


def run(database: Any, folder: Any, *arguments: str) -> Any:
    environ = {
        "RECRUIT_MODE": "test",
        "RECRUIT_INSTANCE": str(folder),
        "RECRUIT_DATABASE_URL": database.url.render_as_string(hide_password=False),
    }
    return CliRunner().invoke(main, list(arguments), env=environ)


def test_a_rate_is_entered_once(own_database: Any, instance_folder: Any) -> None:
    first = run(own_database, instance_folder, *TYPED, "--verified")
    assert first.exit_code == 0, first.output
    with own_database.scope():
        found = fact("yen_in_vnd", date(2026, 11, 26))
    assert found is not None
    assert (found.value, found.verified) == ("165.3", True)
    again = run(own_database, instance_folder, *TYPED)
    assert again.exit_code == 1
    assert "there is one from that day on already" in again.output


@pytest.mark.parametrize(
    ("place", "typed", "says"),
    [
        (3, "cheap", "a rate is a number"),
        (3, "0", "a rate is a number"),
        (3, "nan", "a rate is a number"),
        (2, "Yen In VND", "a key has"),
        (7, "a bank said so", "the address of a page"),
        (5, "yesterday", "Invalid value"),
    ],
)
def test_what_cannot_be_right_is_one_line(
    own_database: Any, instance_folder: Any, place: int, typed: str, says: str
) -> None:
    changed = list(TYPED)
    changed[place] = typed
    result = run(own_database, instance_folder, *changed)
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output
