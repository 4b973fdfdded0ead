"""What the journeys need: the program as it runs for people, and a small server for single pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recruit.app import create_app
from recruit.core.db import Database
from tests.browser import served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.journeys.program import Program

# A Wednesday, half past ten in Tokyo and half past eight in Hanoi.
MORNING = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """An empty installation with server and worker running, on a morning on which everybody is at work."""
    with Program(tmp_path, at=MORNING) as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, instance_folder: Path) -> Iterator[str]:
    """Where the pages of an empty installation are served, in this process."""
    url = SqlitePlace(tmp_path_factory.mktemp("journey")).fresh()
    database = Database(url)
    with served(create_app(make_settings(url, instance_folder), database=database)) as base:
        yield base
    database.dispose()
