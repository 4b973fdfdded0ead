"""Whatever people may be told has a word, and whatever happens is answered by the page of reactions."""

from collections.abc import Iterable
from enum import Enum, StrEnum
from importlib import import_module
import inspect

from flask import Flask
import pytest

from recruit import reactions, tables
from recruit.accounts.breaches.rules import BreachState
from recruit.accounts.requests.rules import RequestState
from recruit.core.db import Base, Coded
from recruit.dashboards import trail_words
from recruit.web import gate, words
from tests.house import places, trail

assert tables.ROOMS


def coded_enums() -> dict[type[Enum], str]:
    """Enums that stand in a column, with the column."""
    found = {}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Coded):
                found.setdefault(column.type.kind, f"{table.name}.{column.name}")
    return found


def refusals() -> dict[type[Enum], str]:
    return {
        kind: module.__name__
        for module in places.modules()
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and name.endswith("Refusal")
        and kind.__module__ == module.__name__
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["coded_enums", "refusals"])
def test_every_member_has_a_word(kind: str, house_app: Flask) -> None:
    found = {"coded_enums": coded_enums, "refusals": refusals}[kind]()
    assert found
    taught = words.taught()
    without = [
        f"{enum.__module__}.{enum.__name__}.{member.name} ({where})"
        for enum, where in found.items()
        for member in enum
        if not str(taught.get(enum, {}).get(member, ""))  # ty: ignore[invalid-argument-type]
    ]
    assert not without, "no word for:\n" + "\n".join(sorted(without))


def test_every_event_has_its_line_among_the_reactions() -> None:
    events = [
        kind
        for module in places.modules()
        if module.__name__.count(".") >= 2
        and module.__name__.endswith(".events")
        and ".core." not in module.__name__
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__ == module.__name__ and not issubclass(kind, Enum)
    ]
    assert events
    missing = [f"{kind.__module__}.{kind.__name__}" for kind in events if kind not in reactions.REACTIONS]
    assert not missing, "not among the keys of recruit/reactions.py:\n" + "\n".join(missing)
    strangers = [kind.__name__ for kind in reactions.REACTIONS if kind not in events]
    assert not strangers, f"reactions to what no room announces: {strangers}"


def test_what_is_announced_is_announced_somewhere() -> None:
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in places.SOURCES.rglob("*.py")
        if path.name != "reactions.py"
    }
    for kind in reactions.REACTIONS:
        home = inspect.getsourcefile(import_module(kind.__module__))
        used = [path for path, text in sources.items() if str(path) != home and kind.__name__ in text]
        assert used, f"nobody announces {kind.__module__}.{kind.__name__}"


def test_every_line_of_the_trail_has_words(house_app: Flask) -> None:
    """Every code that the program can write; those that end in a state, with every state it can come to."""
    found = trail.find_codes()
    assert not found.unread, "not to be read out of the source: " + ", ".join(found.unread)
    ends: dict[str, Iterable[str]] = {
        "breach.*": BreachState,
        "request.*": set(RequestState) - {RequestState.UNCONFIRMED},
        "*.seen": gate.ALSO_IN_THE_TRAIL,
        "*.kept_back": gate.ALSO_IN_THE_TRAIL,
    }
    assert found.patterns == set(ends)
    codes = found.codes | {pattern.replace("*", end) for pattern, known in ends.items() for end in known}
    with house_app.test_request_context():
        assert [code for code in sorted(codes) if trail_words.action_words(code) is None] == []
