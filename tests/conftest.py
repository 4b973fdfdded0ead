"""Fixtures for every test. A test that takes `db`, `app` or `client` runs on SQLite and on a real PostgreSQL.

Tests of pages run on PostgreSQL in turn: see `turns.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
import fcntl
import gc
import os
from pathlib import Path
import shutil
from typing import Any

from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
import time_machine
from xdist.remote import Producer

from recruit.app import create_app
from recruit.commands import main
from recruit.core import db as core_db
from recruit.core.db import Database
from recruit.core.settings import PROJECT_ROOT, Settings, from_environment
from recruit.web.catalogues import compile_into
from tests import mail_kinds as tests_kinds
from tests.browser import INSTALL_CHROMIUM, chromium_path, new_browser
from tests.databases import INSTALL_POSTGRESQL, Place, SqlitePlace, postgresql_cluster, postgresql_programs
from tests.mail import MailServer, Outbox
from tests.scheduling import WholeFiles, place_of
from tests.shown_words import with_shown_words
from tests.turns import leave_out

NOW = "2026-11-25T03:00:00Z"

# Nothing that is loaded on the way to the tests is garbage: to look for some took a quarter of the way.
gc.disable()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a real browser")
    config.addinivalue_line("markers", "full: only with `make test FULL=1`")
    config.addinivalue_line(
        "markers", "at(instant): the frozen time of this test, such as '2026-04-01T00:00Z'"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several processes what takes long begins first, so that at the end none of them is waited for."""
    leave_out(config, items)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    """Files go to the processes whole."""
    return WholeFiles(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look through it again and again for garbage took a fifth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How long each part of the tests took, and the slowest files and tests: what grows stays seen."""
    parts: dict[str, float] = {}
    files: dict[str, float] = {}
    tests: dict[str, float] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                name = report.nodeid.removeprefix("tests/")
                for spent, key in (
                    (parts, name.split("/")[0]),
                    (files, name.partition("::")[0]),
                    (tests, name),
                ):
                    spent[key] = spent.get(key, 0.0) + report.duration
    if len(tests) < LEAST_TO_SUM_UP:
        return

    def most(seconds: dict[str, float], count: int | None = None) -> list[tuple[str, float]]:
        return sorted(seconds.items(), key=lambda one: -one[1])[:count]

    terminalreporter.section("where the time went")
    terminalreporter.line(", ".join(f"{name} {spent:.0f} s" for name, spent in most(parts)))
    for slowest in (most(files, 15), most(tests, 10)):
        terminalreporter.line("")
        for name, spent in slowest:
            terminalreporter.line(f"{spent:6.1f} s  {name}")


LEAST_TO_SUM_UP = 500


def missing_part(what: str, command: str) -> None:
    """Skip a test whose tools are not on this machine; on the build server that is a failure."""
    sentence = f"{what} is not installed; get it with: {command}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


# ---------------------------------------------------------------------------------------------- time


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """The frozen clock: `clock.shift(timedelta)`, `clock.move_to(instant)`. `@pytest.mark.at("…Z")` begins elsewhere."""
    marker = request.node.get_closest_marker("at")
    instant = datetime.fromisoformat(marker.args[0] if marker else NOW)
    with time_machine.travel(instant, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def now(clock: time_machine.Traveller) -> datetime:
    """The instant at which the clock stands when the test begins."""
    from recruit.core import clock as core_clock  # the fixture of that name hides the module

    return core_clock.now()


# ---------------------------------------------------------------------------------------------- once a run


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once_a_run(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once_a_run("name", make)`: a folder that all processes of a run share; the first that asks has `make` fill it."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent

    def folder_of(name: str, make: Callable[[Path], None]) -> Path:
        folder, being_made = shared / name, shared / f"{name}.half"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(being_made, ignore_errors=True)
                being_made.mkdir()
                make(being_made)
                being_made.rename(folder)
        return folder

    return folder_of


# ---------------------------------------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place | None]:
    """The session's PostgreSQL, started when the first test asks; None where it is not installed."""
    programs = postgresql_programs()
    if programs is None:
        yield None
        return
    with postgresql_cluster(programs) as place:
        yield place


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where databases are made: one place for each kind."""
    if request.param == "sqlite":
        return SqlitePlace(tmp_path_factory.mktemp("sqlite"))
    place = request.getfixturevalue("postgresql")
    if place is None:
        missing_part("PostgreSQL", INSTALL_POSTGRESQL)
    return place


@pytest.fixture(scope="session")
def shared_database(database_place: Place) -> Iterator[Database]:
    """The database that all tests of a kind share; nothing is ever committed to it."""
    database = Database(database_place.fresh())
    yield database
    database.dispose()


@pytest.fixture
def pinned_connection(shared_database: Database) -> Iterator[Connection]:
    """One connection inside a transaction that is rolled back after the test."""
    with shared_database.engine.connect() as plain:
        connection = plain.execution_options(writing=True) if shared_database.is_sqlite else plain
        transaction = connection.begin()
        with shared_database.pinned_to(connection):
            yield connection
        transaction.rollback()


@pytest.fixture
def db(
    shared_database: Database, pinned_connection: Connection, clock: time_machine.Traveller
) -> Iterator[Session]:
    """The session of the test, its factories and its requests alike. Change rows inside `with writing():`."""
    with shared_database.scope() as session:
        yield session
        left = [*session.new, *session.dirty, *session.deleted]
        session.rollback()
    assert not left, f"rows were changed outside writing(): {left}"


@pytest.fixture
def own_database(database_place: Place) -> Iterator[Database]:
    """A real database of this test's own, where two connections may race. Open `own_database.scope()` in each thread."""
    url = database_place.fresh()
    database = Database(url)
    yield database
    database.dispose()
    database_place.drop(url)


@pytest.fixture
def empty_database(database_place: Place) -> Iterator[Database]:
    """A database without tables, for migrations and restores."""
    url = database_place.empty()
    database = Database(url)
    yield database
    database.dispose()
    database_place.drop(url)


@pytest.fixture(scope="session")
def migrated_template(database_place: Place, instance_folder: Path) -> str:
    """A database as operators make it, by `recruit db upgrade`; nobody has it open."""
    url = database_place.empty()
    done = CliRunner().invoke(
        main,
        ["db", "upgrade"],
        env={"RECRUIT_MODE": "test", "RECRUIT_INSTANCE": str(instance_folder), "RECRUIT_DATABASE_URL": url},
    )
    assert done.exit_code == 0, done.output
    return url


@pytest.fixture
def migrated_database(database_place: Place, migrated_template: str) -> Iterator[Database]:
    """A migrated database of this test's own. The migrations run once for each kind: they take seconds."""
    url = database_place.copy_of(migrated_template)
    database = Database(url)
    yield database
    database.dispose()
    database_place.drop(url)


CountQueries = Callable[[int], AbstractContextManager[list[str]]]
_NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@pytest.fixture
def count_queries(db: Session, shared_database: Database) -> CountQueries:
    """Fails a test unless the block makes exactly the number of statements given, and lists them."""

    @contextmanager
    def counting(expected: int) -> Iterator[list[str]]:
        statements: list[str] = []

        def note(
            _c: object, _cursor: object, statement: str, _p: object, _context: object, _many: object
        ) -> None:
            if not statement.startswith(_NOT_COUNTED):
                statements.append(" ".join(statement.split())[:300])

        event.listen(shared_database.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(shared_database.engine, "before_cursor_execute", note)
        listed = "\n".join(statements)
        assert len(statements) == expected, f"{len(statements)} statements instead of {expected}:\n{listed}"

    return counting


# ---------------------------------------------------------------------------------------------- the application


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled once a run, not by every application that a test makes."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    folder = shared / "templates"
    folder.mkdir(exist_ok=True)
    before = Flask.jinja_options
    Flask.jinja_options = before | {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
    yield
    Flask.jinja_options = before


class FormClient(FlaskClient):
    """Asks in process; a form that agrees to words carries those its page showed, as a browser sends them."""

    def post(self, *args: Any, **named: Any) -> Any:
        if args and isinstance(args[0], str) and "json" not in named:
            named["data"] = with_shown_words(args[0], named.get("data"))
        return super().post(*args, **named)


class CarefulClient(FormClient):
    """Asks in the test's own transaction, but sees the rows as a new request would: freshly read."""

    def open(self, *args: object, **named: object):  # type: ignore[override]
        if core_db._current.get() is not None:
            rows = core_db.session()
            if rows.new or rows.dirty or rows.deleted:
                raise AssertionError("the test changed rows outside writing() before this request")
            rows.expire_all()
        return super().open(*args, **named)  # type: ignore[arg-type]


_once_a_run: list[Once] = []


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues(once_a_run: Once) -> Iterator[None]:
    """Catalogues are compiled once a run, which takes more than a second, when the first installation needs them."""
    _once_a_run.append(once_a_run)
    yield
    _once_a_run.clear()


def begin_with_catalogues(instance_folder: Path) -> None:
    """Puts the compiled catalogues where an installation looks for them, unless it has its own."""
    kept = instance_folder / "translations"
    if _once_a_run and not kept.exists():
        shutil.copytree(_once_a_run[0]("catalogues", _compile_catalogues), kept)


def _compile_catalogues(folder: Path) -> None:
    compile_into(PROJECT_ROOT / "translations", folder)


@pytest.fixture(scope="session")
def instance_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session's applications keep compiled catalogues and files."""
    folder = tmp_path_factory.mktemp("instance")
    begin_with_catalogues(folder)
    return folder


def make_settings(database_url: str, instance_folder: Path, **more: str) -> Settings:
    """Settings of a test application; `more` are environment variables without their prefix (`SMTP_URL="…"`)."""
    begin_with_catalogues(instance_folder)
    environ = {
        "RECRUIT_MODE": "test",
        "RECRUIT_BASE_URL": "http://localhost",
        "RECRUIT_INSTANCE": str(instance_folder),
        "RECRUIT_DATABASE_URL": database_url,
        "RECRUIT_FILES_URL": str(instance_folder / "files"),
    }
    environ.update({f"RECRUIT_{name}": value for name, value in more.items()})
    return from_environment(environ)


@pytest.fixture(scope="session")
def settings(shared_database: Database, instance_folder: Path) -> Settings:
    """The settings of `app`."""
    return make_settings(_text_of(shared_database), instance_folder)


def _text_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shared_app(settings: Settings, shared_database: Database) -> Flask:
    """The application, built once for each kind of database."""
    app = create_app(settings, database=shared_database)
    app.test_client_class = CarefulClient
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def app(shared_app: Flask, db: Session) -> Flask:
    """The application on the test's own transaction. Forms need no CSRF token here; `csrf` turns that check on."""
    return shared_app


@pytest.fixture
def csrf(app: Flask) -> Iterator[None]:
    """Forms need their CSRF token, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a cookie."""
    return app.test_client()


@pytest.fixture(scope="session")
def lent_app(shared_database: Database, settings: Settings) -> Flask:
    """An application that is lent to one database after the other: to build one takes longer than most tests."""
    app = create_app(settings, database=shared_database)
    app.test_client_class = FormClient
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def own_app(lent_app: Flask, own_database: Database, instance_folder: Path) -> Iterator[Flask]:
    """The application on `own_database`, for requests that race."""
    config, extensions = dict(lent_app.config), dict(lent_app.extensions)
    lent_app.extensions["recruit.settings"] = make_settings(_text_of(own_database), instance_folder)
    lent_app.extensions["recruit.database"] = own_database
    yield lent_app
    for kept, before in ((lent_app.config, config), (lent_app.extensions, extensions)):
        kept.clear()
        kept.update(before)


# ---------------------------------------------------------------------------------------------- mail


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    """The mails that were queued: `outbox.mails`, `outbox.kinds`, `outbox.hand_over()`."""
    return Outbox(app)


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A real mail server on a free port: `smtp.url`, `smtp.messages`; `smtp.answers` plays faults."""
    with MailServer() as server:
        yield server


@pytest.fixture
def mail_kinds(app: Flask) -> Iterator[None]:
    """The mail kinds that only the tests of messages know, beside those of the house (see `tests/mail_kinds.py`)."""
    with tests_kinds.installed(app):
        yield


# ---------------------------------------------------------------------------------------------- browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests of a process."""
    if chromium_path() is None:
        missing_part("Chromium", INSTALL_CHROMIUM)
    with sync_playwright() as playwright:
        opened = new_browser(playwright)
        yield opened
        opened.close()
