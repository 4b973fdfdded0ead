"""The two kinds of database that the tests run on: SQLite files, and a real PostgreSQL that lives as long as the session."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
import ctypes
import fcntl
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
# A database is a thousand files. To make and drop one takes a second on a disk and a tenth of that in memory.
IN_MEMORY = Path("/dev/shm")
# What the clusters of three processes may come to take, with room to spare. Containers often have 64 MB there.
_MEMORY_WANTED = 3 * 2**30
_CLUSTER = "recruit-pg-"
# Locked as long as the process lives that made the cluster.
_IN_USE = "in-use"


class Place(Protocol):
    """Where databases of one kind are made.

    `empty()` makes one without tables, `fresh()` one with all of them, `copy_of()` one as another that nobody has open.
    """

    def empty(self) -> str: ...

    def fresh(self) -> str: ...

    def copy_of(self, url: str) -> str: ...

    def drop(self, url: str) -> None: ...


class SqlitePlace:
    """Databases are files in a folder; a fresh one is a copy of one that was made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template: str | None = None
        self._made = 0

    def empty(self) -> str:
        self._made += 1
        return f"sqlite:///{self.folder / f'test{self._made}.sqlite'}"

    def fresh(self) -> str:
        if self._template is None:
            self._template = f"sqlite:///{self.folder / 'template.sqlite'}"
            _make_tables(self._template)
        return self.copy_of(self._template)

    def copy_of(self, url: str) -> str:
        copy = self.empty()
        shutil.copyfile(url.removeprefix("sqlite:///"), copy.removeprefix("sqlite:///"))
        return copy

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

    def copy_of(self, url: str) -> str:
        return self._create(_name_in(url))

    def drop(self, url: str) -> None:
        self._statement(f"DROP DATABASE IF EXISTS {_name_in(url)} WITH (FORCE)")

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


def _name_in(url: str) -> str:
    return url.removeprefix("postgresql+psycopg://recruit@/").partition("?")[0]


def _make_tables(url: str) -> None:
    database = Database(url)
    with database.engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    database.dispose()


def postgresql_programs() -> Path | None:
    """The folder with `initdb` and `postgres` of the newest version that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def place_for_clusters(memory: Path = IN_MEMORY) -> Path | None:
    """In memory where there is enough of it; None where a cluster goes to the disk, among temporary files."""
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        return None
    return memory if shutil.disk_usage(memory).free >= _MEMORY_WANTED else None


def clear_away_orphans(memory: Path = IN_MEMORY) -> None:
    """Gives back the memory that clusters of killed runs still take."""
    for mark in memory.glob(f"{_CLUSTER}*/{_IN_USE}"):
        # Whose cluster is in use, or another person's, stays.
        with suppress(OSError), mark.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(mark.parent, ignore_errors=True)


@contextmanager
def postgresql_cluster(programs: Path) -> Iterator[PostgresqlPlace]:
    """A throw-away cluster. PostgreSQL refuses to run as root, so root starts it as `nobody`."""
    clear_away_orphans()
    folder = Path(tempfile.mkdtemp(prefix=_CLUSTER, dir=place_for_clusters()))
    in_use = (folder / _IN_USE).open("w")
    fcntl.flock(in_use, fcntl.LOCK_EX)
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
        in_use.close()


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
