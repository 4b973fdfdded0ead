"""Rules of the house that must last stand here, not in a paragraph."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re
from re._parser import SubPattern, parse as parse_pattern  # type: ignore[import-not-found]
import sys

from flask import Flask
import pytest

from recruit import worker
from recruit.core import clock
from recruit.core.db import Database
from recruit.handbook.printing import paper
from tests.house import places

BANNED_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
)
LONGEST_FILE = 450


@cache
def calls(path: Path) -> list[tuple[int, str]]:
    """Every call in a file: its line, and what is called as it is written. Read once for all that ask."""
    return [
        (node.lineno, ast.unparse(node.func))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def sources() -> list[Path]:
    return sorted(places.SOURCES.rglob("*.py"))


def test_only_writing_commits() -> None:
    found = [
        f"{path.relative_to(places.ROOT)}:{line}"
        for path in sources()
        if path != places.SOURCES / "core" / "db.py"
        for line, called in calls(path)
        if called.endswith(".commit")
    ]
    assert not found, found


def test_only_the_clock_asks_the_time() -> None:
    asks = re.compile(
        r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time|time\.time_ns|time\.localtime|time\.gmtime"
        r"|func\.now|func\.current_timestamp|time\.strftime)$"
    )
    found = [
        f"{path.relative_to(places.ROOT)}:{line} {called}"
        for path in sources()
        if path != places.SOURCES / "core" / "clock.py"
        for line, called in calls(path)
        if asks.search(called)
    ]
    assert not found, found


def test_rules_do_not_ask_the_clock_either() -> None:
    found = [
        str(path.relative_to(places.ROOT))
        for path in sources()
        if (path.stem == "rules" or "rules" in path.parts)
        if re.search(
            r"^\s*(from|import) .*\b(clock|flask|flask_babel|sqlalchemy)\b",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    assert not found, found


def test_files_have_names_of_their_own() -> None:
    found = [
        str(path.relative_to(places.ROOT))
        for path in places.kept_files()
        if path.suffix in (".py", ".html", ".js", ".css")
        and "vendor" not in path.parts
        and set(path.relative_to(places.ROOT).with_suffix("").parts) & BANNED_NAMES
    ]
    assert not found, found


def test_no_file_is_too_long_to_hold_in_the_head() -> None:
    found = {
        str(path.relative_to(places.ROOT)): lines
        for path in sources()
        # Invented texts are long and are not held in the head.
        if "demo" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not found, found


def test_locked_dependencies_name_no_place() -> None:
    locks = [
        path
        for path in places.kept_files()
        if re.fullmatch(r"requirements.*\.txt|package-lock\.json|.*\.lock", path.name)
    ]
    assert locks
    for path in locks:
        assert "://" not in path.read_text(encoding="utf-8"), path


def test_nothing_kept_names_a_folder_of_one_machine() -> None:
    # Written in two pieces, so that this file itself stays clean.
    of_a_machine = re.compile(
        "/" + r"(home|Users|root)/[a-z][\w.-]*/|" + "/" + "work/(main|shared)|" + "/tmp/" + "team"
    )
    found = []
    for path in places.kept_files():
        if "vendor" in path.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(places.ROOT)}: {hit.group()}" for hit in of_a_machine.finditer(text)]
    assert not found, found


def test_jobs_have_names_of_their_own_and_a_test_each() -> None:
    names = [name for name, _job, _seconds in worker.JOBS]
    assert len(names) == len(set(names))
    written = {
        word
        for path in (places.ROOT / "tests").rglob("*.py")
        if path != Path(__file__)
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    for name, job, seconds in worker.JOBS:
        assert seconds > 0
        last = name.rpartition(".")[2]
        words = {last, job.__name__} | _called_in(job)
        assert written & words, f"no test names the job {name}"


def _called_in(job: worker.Job) -> set[str]:
    """What a job of the worker's own file passes its work on to."""
    return {name for name in job.__code__.co_names if name.islower() and "_" in name}


def test_every_job_runs_on_a_believable_programme(
    demo_app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Setting six books for real takes half a minute and is tested with the books.
    monkeypatch.setattr(paper, "pdf_of", lambda *_given, **_more: b"%PDF-of-a-test")
    database: Database = demo_app.extensions["recruit.database"]
    for done in worker.run_once(demo_app, clock.now()):
        assert not done.failed, f"{done.job} failed:\n{caplog.text[-3000:]}"
    # What was due is done: a second round finds nothing.
    again = worker.run_once(demo_app, clock.now())
    assert {done.job: done.count for done in again if done.count} == {}
    database.dispose()


def _operations(parsed: object) -> Iterator[str]:
    """What a pattern does, at every depth, by the names that Python's own parser gives."""
    if isinstance(parsed, list | tuple):
        for part in parsed:
            yield from _operations(part)
    elif isinstance(parsed, SubPattern):
        yield from _operations(parsed.data)
    elif parsed is not None:
        yield str(parsed)


def test_no_pattern_repeats_without_giving_back(app: Flask) -> None:
    """Python 3.11.2, which Debian ships, matches such repeats of groups wrongly: what was typed was not found."""
    patterns = {
        (name, value.pattern)
        for name, module in list(sys.modules.items())
        if name.startswith("recruit.")
        for value in vars(module).values()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }
    found = {
        (name, pattern)
        for name, pattern in patterns
        if {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"} & set(_operations(parse_pattern(pattern)))
    }
    assert len(patterns) > 50
    assert not found
