"""Which tests run on PostgreSQL in turn only.

A test of pages asks through the application for what the tests of its queries and actions have seen on both kinds of
database; what it adds is the page. So of these every fifth runs on PostgreSQL as well, always the same ones: the choice hangs
on the name of the test alone. All of them do with FULL=1, and where PostgreSQL is named (`-k postgresql`, a test by its name).
What the kinds of database do differently – actions, queries, searches, jobs, races, guards, migrations – is always asked
of both.
"""

from collections.abc import Collection
import os
import re
import zlib

import pytest

EVERY = 5
_POSTGRESQL = re.compile(r"[\[-]postgresql[\]-]")
# A test that has one of these at hand asks for pages.
_ASKS_FOR_PAGES = frozenset({"client"})
# Databases of a test's own are there for what two connections do, or for a schema.
_ASKS_THE_DATABASE = frozenset({"own_database", "own_app", "empty_database"})
# Words in the name of a file or a test that is about what databases do differently.
_ABOUT_DATABASES = re.compile(
    r"(?:^|[_/])(?:actions?|api|at_once|audit|between|each|feed|finding|guards?|house|jobs?|kept|kill|limits?|merg\w*|migrations?|purg\w*|"
    r"queries|query|race\w*|requests|rights|search\w*|sort\w*|trust|twice|worker|whole_numbers)(?=[_/.\[:]|$)"
)


def waits_for_its_turn(name: str, fixtures: Collection[str]) -> bool:
    """Whether a test of that name, which has these fixtures, is left out of a plain run."""
    return bool(
        _POSTGRESQL.search(name)
        and _ASKS_FOR_PAGES.intersection(fixtures)
        and not _ASKS_THE_DATABASE.intersection(fixtures)
        and not _ABOUT_DATABASES.search(name.partition("[")[0])
        # The same sum of the name on every machine.
        and zlib.crc32(name.encode()) % EVERY
    )


def everything_is_asked(config: pytest.Config) -> bool:
    """Whether somebody wants all of them, or PostgreSQL by its name."""
    named = (config.getoption("keyword"), *config.args)
    return os.environ.get("FULL") == "1" or any("postgresql" in words for words in named)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes what waits for its turn out of the run, and says so as pytest does."""
    if everything_is_asked(config):
        return
    waiting = [item for item in items if waits_for_its_turn(item.nodeid, getattr(item, "fixturenames", ()))]
    if waiting:
        config.hook.pytest_deselected(items=waiting)
        left = set(map(id, waiting))
        items[:] = [item for item in items if id(item) not in left]
