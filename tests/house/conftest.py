"""The house with a believable programme in it: the demonstration data, made once a run and copied for who changes it."""

from collections.abc import Iterator
from datetime import datetime
import json
from pathlib import Path
import pickle
import shutil

from babel.messages.catalog import Catalog
from flask import Flask
import pytest
import time_machine

from recruit.app import create_app
from recruit.commands import catalogues
from recruit.core.db import Database
from tests.conftest import NOW, Once, make_settings
from tests.databases import SqlitePlace
from tests.house.walking import House, Walk

# So that the pages show it; nobody answers there.
CAMPUS = {
    "key": "campus",
    "label": "Campus",
    "issuer": "http://localhost:9",
    "client_id": "recruit",
    "client_secret": "none",
}


@pytest.fixture(scope="session")
def house_app(tmp_path_factory: pytest.TempPathFactory, instance_folder: Path) -> Flask:
    """The application on an SQLite database with tables and nothing in them."""
    url = SqlitePlace(tmp_path_factory.mktemp("house")).fresh()
    return create_app(make_settings(url, instance_folder), database=Database(url))


def keep_copy(database: Database, instance_folder: Path, to: Path) -> None:
    """An SQLite database with all that was committed, at another place, and beside it the files that its rows name."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(str(database.url.database), to)
    if (instance_folder / "files").is_dir():
        shutil.copytree(instance_folder / "files", to.parent / "files")


@pytest.fixture(scope="session")
def demo_file(once_a_run: Once, tmp_path_factory: pytest.TempPathFactory, instance_folder: Path) -> Path:
    """The demonstration data as an SQLite file."""
    from recruit.demo.load import load

    def make(folder: Path) -> None:
        url = SqlitePlace(tmp_path_factory.mktemp("demonstration")).fresh()
        database = Database(url)
        app = create_app(make_settings(url, instance_folder), database=database)
        with (
            time_machine.travel(datetime.fromisoformat(NOW), tick=False),
            app.app_context(),
            database.scope(),
        ):
            load()
        keep_copy(database, instance_folder, folder / "demonstration.sqlite")
        database.dispose()

    return once_a_run("demonstration", make) / "demonstration.sqlite"


def app_on_a_copy(file: Path, folder: Path, instance_folder: Path, **options: object) -> Flask:
    """An application on its own copy of the demonstration data, without CSRF tokens."""
    copy = folder / "copy.sqlite"
    shutil.copyfile(file, copy)
    if (file.parent / "files").is_dir():
        shutil.copytree(file.parent / "files", instance_folder / "files", dirs_exist_ok=True)
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
def source_messages(once_a_run: Once) -> Catalog:
    """What the sources say: they are read once a run, which takes seconds."""

    def make(folder: Path) -> None:
        (folder / "catalogue").write_bytes(pickle.dumps(catalogues.extracted()))

    return pickle.loads((once_a_run("messages", make) / "catalogue").read_bytes())


@pytest.fixture(scope="session")
def pseudo_folder(once_a_run: Once, source_messages: Catalog) -> Path:
    """The pseudo-language of this moment's sources."""

    def make(folder: Path) -> None:
        catalogues.write_pseudo(folder, source_messages)

    return once_a_run("pseudo", make)


@pytest.fixture(scope="session")
def walked(
    demo_file: Path,
    once_a_run: Once,
    tmp_path_factory: pytest.TempPathFactory,
    instance_folder: Path,
    pseudo_folder: Path,
) -> Iterator[House]:
    """The demonstration programme, its cast signed in, and every page that somebody reaches by following links.

    It is walked once a run: another process goes on from a copy of what the first has found and of the rows it left.
    """

    def app_on(file: Path) -> Flask:
        folder = tmp_path_factory.mktemp("walked")
        return app_on_a_copy(file, folder, instance_folder, translations=[pseudo_folder])

    def make(folder: Path) -> None:
        app = app_on(demo_file)
        database: Database = app.extensions["recruit.database"]
        with time_machine.travel(datetime.fromisoformat(NOW), tick=False):
            walk = House(app).walk_everywhere()
        with (folder / "walk").open("wb") as file:
            pickle.dump(walk, file)
        keep_copy(database, instance_folder, folder / "walked.sqlite")
        database.dispose()

    folder = once_a_run("walk", make)
    with (folder / "walk").open("rb") as file:
        walk: Walk = pickle.load(file)
    app = app_on(folder / "walked.sqlite")
    with time_machine.travel(datetime.fromisoformat(NOW), tick=False):
        house = House(app, walk)
    yield house
    app.extensions["recruit.database"].dispose()


@pytest.fixture
def house(walked: House, clock: time_machine.Traveller) -> House:
    """The walked house, at the time at which it was walked."""
    return walked
