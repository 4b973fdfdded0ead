"""What the journeys need: the program as it runs for people, and a small server for single pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
import shutil

import pytest

from recruit.app import create_app
from recruit.core.db import Database
from tests.browser import served
from tests.conftest import Once, begin_with_catalogues, make_settings
from tests.databases import SqlitePlace
from tests.journeys.program import Program

# A Wednesday, half past ten in Tokyo and half past eight in Hanoi.
MORNING = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated_file(once_a_run: Once) -> Path:
    """The SQLite file that `recruit db upgrade` makes on that morning, made once a run."""

    def make(folder: Path) -> None:
        beginning = Program(folder, at=MORNING)
        with beginning.holder, beginning.mail:
            beginning.command("db", "upgrade")

    return once_a_run("migrated", make) / "recruit.sqlite"


@pytest.fixture
def program(tmp_path: Path, migrated_file: Path) -> Iterator[Program]:
    """An empty installation with server and worker running, on a morning on which everybody is at work."""
    shutil.copyfile(migrated_file, tmp_path / "recruit.sqlite")
    begin_with_catalogues(tmp_path)
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
