"""The two kinds of database that the tests run on: SQLite files, and a real PostgreSQL that lives as long as the session."""

from collections.abc import Iterator
from contextlib import contextmanager
import ctypes
import os
from pathlib import Path
import shutil
import signal
import subprocess
import tempfile
import time
from typing import Protocol

from sqlalchemy import create_engine, text

from recruit import tables
from recruit.core.db import Base, Database

assert tables.ROOMS
INSTALL_POSTGRESQL = "apt-get install -y --no-install-recommends postgresql"
_PR_SET_PDEATHSIG = 1
_START_LIMIT = 30.0


class Place(Protocol):
    """Where databases of one kind are made. `empty()` makes one without tables, `fresh()` one with all of them."""

    def empty(self) -> str: ...

    def fresh(self) -> str: ...

    def drop(self, url: str) -> None: ...


class SqlitePlace:
    """Databases are files in a folder; a fresh one is a copy of one that was made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template: Path | None = None
        self._made = 0

    def empty(self) -> str:
        self._made += 1
        return f"sqlite:///{self.folder / f'test{self._made}.sqlite'}"

    def fresh(self) -> str:
        if self._template is None:
            self._template = self.folder / "template.sqlite"
            _make_tables(f"sqlite:///{self._template}")
        url = self.empty()
        shutil.copyfile(self._template, url.removeprefix("sqlite:///"))
        return url

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)


class PostgresqlPlace:
    """Databases in one cluster, reached through a socket in the cluster's own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0
        self._has_template = False

    def url_of(self, name: str) -> str:
        return f"postgresql+psycopg://recruit@/{name}?host={self.folder}"

    def empty(self) -> str:
        return self._create("template1")

    def fresh(self) -> str:
        if not self._has_template:
            self._statement("CREATE DATABASE all_tables TEMPLATE template1")
            _make_tables(self.url_of("all_tables"))
            self._has_template = True
        return self._create("all_tables")

    def drop(self, url: str) -> None:
        name = url.removeprefix("postgresql+psycopg://recruit@/").partition("?")[0]
        self._statement(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _create(self, template: str) -> str:
        self._made += 1
        name = f"test{self._made}"
        self._statement(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url_of(name)

    def _statement(self, statement: str) -> None:
        engine = create_engine(self.url_of("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _make_tables(url: str) -> None:
    database = Database(url)
    with database.engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    database.dispose()


def postgresql_programs() -> Path | None:
    """The folder with `initdb` and `postgres` of the newest version that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def postgresql_cluster(programs: Path) -> Iterator[PostgresqlPlace]:
    """A throw-away cluster. PostgreSQL refuses to run as root, so root starts it as `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="recruit-pg-"))
    as_whom = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_whom:
        shutil.chown(folder, "nobody", "nogroup")
    data = folder / "data"
    # An environment of its own keeps the PG… variables of the shell out.
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "recruit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        check=True, capture_output=True, cwd=folder, env=environment, **as_whom,
    )  # fmt: skip
    options = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "synchronous_commit": "off",
        "full_page_writes": "off", "max_connections": "100", "shared_buffers": "64MB", "max_wal_size": "256MB",
        "autovacuum": "off", "timezone": "UTC", "lock_timeout": "90s",
    }  # fmt: skip
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings],
            stdout=log, stderr=log, cwd=folder, env=environment, process_group=0, preexec_fn=_die_with_parent, **as_whom,  # noqa: PLW1509 - before any thread
        )  # fmt: skip
    try:
        place = PostgresqlPlace(folder)
        _wait_until_it_answers(place, server, folder / "log")
        yield place
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _die_with_parent() -> None:
    """A test run that is killed must not leave a server behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_it_answers(place: PostgresqlPlace, server: "subprocess.Popen[bytes]", log: Path) -> None:
    ends_at = time.monotonic() + _START_LIMIT
    engine = create_engine(place.url_of("postgres"))
    while True:
        try:
            engine.connect().close()
            break
        except Exception as error:
            if server.poll() is not None or time.monotonic() > ends_at:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
            time.sleep(0.05)
    engine.dispose()
