"""`recruit db upgrade`, `backup` and `restore`."""

from collections.abc import Generator
from contextlib import closing, contextmanager
import os
from pathlib import Path
import shutil
import sqlite3
import subprocess
from typing import Any, cast

import click
from sqlalchemy import URL, CursorResult, inspect, select, text, update

from recruit import tables
from recruit.accounts.models import SignIn, User
from recruit.commands.house import settings_or_exit
from recruit.core import clock, events, schema
from recruit.core.db import Database, writing
from recruit.messages.actions import doubt_unsent

assert tables.ROOMS
_ONE_AT_A_TIME = 7_401_979


@click.command(epilog="Example: recruit db upgrade")
def upgrade() -> None:
    """Bring the schema, and what ships with the program, up to date. Safe to run again, and by several machines at once."""
    with _opened() as database:
        bring_up_to_date(database)
    click.echo(f"the schema stands at {schema.newest_revision()}")


@click.command(epilog="Example: recruit db backup /backups/recruit-$(date +%F).dump")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a whole and consistent copy of the database while it is in use.

    SQLite gives an SQLite file, PostgreSQL a dump in its custom format. An existing FILE is not overwritten.
    """
    if file.exists():
        raise click.ClickException(f"{file} exists already")
    half = file.with_name(file.name + ".part")
    half.unlink(missing_ok=True)
    try:
        with _opened() as database:
            if database.is_sqlite:
                _backup_sqlite(_sqlite_file(database.url), half)
            else:
                _postgresql(database.url, "pg_dump", "--format=custom", "--no-owner", f"--file={half}")
        half.chmod(0o600)
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@click.command(epilog="Example: recruit db restore /backups/recruit-2026-11-25.dump --force")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite a database that holds something.")
def restore(file: Path, *, force: bool) -> None:
    """Bring a copy back. Refuses to overwrite a database that holds something.

    Mails that waited when the copy was made may have gone since: they become `unknown`, and a person decides. Everybody signs
    in anew.
    """
    with _opened() as database:
        if not force and _holds_something(database):
            raise click.ClickException("the database holds something; --force overwrites it")
        if database.is_sqlite:
            _restore_sqlite(file, _sqlite_file(database.url))
        else:
            _postgresql(
                database.url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction",
                f"--dbname={database.url.database}", str(file),
            )  # fmt: skip
        bring_up_to_date(database)
        settled, ended = _settle(database)
    click.echo(f"restored from {file}; {settled} waiting mails are now unknown, {ended} sign-ins ended")


def bring_up_to_date(database: Database) -> None:
    """Schema first, then the rows that ship as files."""
    if database.is_sqlite:
        _sqlite_file(database.url).parent.mkdir(parents=True, exist_ok=True)
    schema.upgrade(database.engine)
    from recruit import reactions, registers, shipped  # noqa: PLC0415 - every room is imported, which takes a second

    events.install(reactions.REACTIONS)
    registers.take_what_is_translated()
    with database.scope(), writing() as rows:
        if not database.is_sqlite:
            # Two machines that start at once would both find the same row missing.
            rows.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        shipped.load_all(clock.now())


@contextmanager
def _opened() -> Generator[Database]:
    database = Database(settings_or_exit().database_url)
    try:
        yield database
    finally:
        database.dispose()


def _sqlite_file(url: URL) -> Path:
    return Path(url.database or "")


def _holds_something(database: Database) -> bool:
    if database.is_sqlite and not _sqlite_file(database.url).exists():
        return False
    return bool(inspect(database.engine).get_table_names())


def _backup_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise click.ClickException(f"{source} does not exist")
    with closing(sqlite3.connect(source, timeout=30, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    _check_sqlite(target)


def _check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise click.ClickException(f"{file} is not a copy of this service's database: {error}") from error
    if answer != "ok":
        raise click.ClickException(f"{file} is damaged: {answer}")


def _restore_sqlite(file: Path, target: Path) -> None:
    """Through SQLite itself, so that a process that still has the database open sees the new pages, not a torn file."""
    _check_sqlite(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target, timeout=30)) as copy:
        source.backup(copy)


def _postgresql(url: URL, program: str, *arguments: str) -> None:
    known = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        # In the environment, where no list of processes shows it.
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    environment = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run(
        [_program(program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise click.ClickException(
            f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}"
        )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    if not installed:
        raise click.ClickException(
            f"{name} is not installed; get it with: apt-get install -y postgresql-client"
        )
    return str(installed[-1])


def _settle(database: Database) -> tuple[int, int]:
    """What must not happen again after going back in time."""
    now = clock.now()
    with database.scope(), writing() as rows:
        live = update(SignIn).where(SignIn.ended_at.is_(None), SignIn.ends_at > now).values(ended_at=now)
        ended = cast("CursorResult[Any]", rows.execute(live)).rowcount
        return doubt_unsent(now, reason="restored"), ended


def is_empty(url: str) -> bool:
    """Whether the database at this address has no people in it."""
    database = Database(url)
    with database.scope() as rows:
        found = rows.scalar(select(User.id).limit(1))
    database.dispose()
    return found is None
