"""The house with a believable programme in it: the demonstration data, made once a run and copied for who changes it."""

from collections.abc import Iterator
from datetime import datetime
import fcntl
import json
from pathlib import Path
import shutil

from flask import Flask
import pytest
import time_machine

from recruit.app import create_app
from recruit.commands import catalogues
from recruit.core.db import Database
from tests.conftest import NOW, make_settings
from tests.databases import SqlitePlace
from tests.house.walking import House

# So that the pages show it; nobody answers there.
CAMPUS = {
    "key": "campus",
    "label": "Campus",
    "issuer": "http://localhost:9",
    "client_id": "recruit",
    "client_secret": "none",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the house share one walk through it, so one process makes all of them; the browser takes its own."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            in_browser = item.get_closest_marker("browser") is not None
            item.add_marker(pytest.mark.xdist_group("house in browser" if in_browser else "house"))


@pytest.fixture(scope="session")
def house_app(tmp_path_factory: pytest.TempPathFactory, instance_folder: Path) -> Flask:
    """The application on an SQLite database with tables and nothing in them."""
    url = SqlitePlace(tmp_path_factory.mktemp("house")).fresh()
    return create_app(make_settings(url, instance_folder), database=Database(url))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, instance_folder: Path) -> Path:
    """The demonstration data as an SQLite file. Processes of one run share it: the first that asks makes it."""
    from recruit.demo.load import load

    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    file = shared / "demonstration.sqlite"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            url = SqlitePlace(tmp_path_factory.mktemp("demonstration")).fresh()
            database = Database(url)
            app = create_app(make_settings(url, instance_folder), database=database)
            with (
                time_machine.travel(datetime.fromisoformat(NOW), tick=False),
                app.app_context(),
                database.scope(),
            ):
                load()
            with database.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            database.dispose()
            shutil.copyfile(url.removeprefix("sqlite:///"), file)
    return file


def app_on_a_copy(file: Path, folder: Path, instance_folder: Path, **options: object) -> Flask:
    """An application on its own copy of the demonstration data, without CSRF tokens."""
    copy = folder / "copy.sqlite"
    shutil.copyfile(file, copy)
    url = f"sqlite:///{copy}"
    settings = make_settings(url, instance_folder, OIDC_PROVIDERS=json.dumps([CAMPUS]))
    app = create_app(settings, database=Database(url), **options)  # type: ignore[arg-type]
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def demo_app(
    demo_file: Path, tmp_path: Path, instance_folder: Path, clock: time_machine.Traveller
) -> Iterator[Flask]:
    """The application on a copy of the demonstration data that this test may change."""
    app = app_on_a_copy(demo_file, tmp_path, instance_folder)
    yield app
    app.extensions["recruit.database"].dispose()


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pseudo-language of this moment's sources."""
    folder = tmp_path_factory.mktemp("pseudo")
    catalogues.write_pseudo(folder)
    return folder


@pytest.fixture(scope="session")
def walked(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, instance_folder: Path, pseudo_folder: Path
) -> Iterator[House]:
    """The demonstration programme, its cast signed in, and every page that somebody reaches by following links."""
    app = app_on_a_copy(
        demo_file, tmp_path_factory.mktemp("walked"), instance_folder, translations=[pseudo_folder]
    )
    with time_machine.travel(datetime.fromisoformat(NOW), tick=False):
        house = House(app)
        house.walk_everywhere()
    yield house
    app.extensions["recruit.database"].dispose()


@pytest.fixture
def house(walked: House, clock: time_machine.Traveller) -> House:
    """The walked house, at the time at which it was walked."""
    return walked
