"""`recruit doctor`."""

from collections.abc import Callable
import os
import sys

from alembic.runtime.migration import MigrationContext
import click
from sqlalchemy import func, select, text

from recruit.accounts.invitation_rules import TeamWorry, worries_about
from recruit.accounts.team import counts_of_roles
from recruit.core import clock, scanning
from recruit.core.db import Database
from recruit.core.models import Heartbeat
from recruit.core.schema import newest_revision
from recruit.core.settings import Settings, SettingsInvalid, from_environment
from recruit.core.stores import StoreUnreachable, store_for
from recruit.core.visitor import Role
from recruit.messages.transport import TryLater, transport_for
from recruit.web.health import WORKER_SILENCE


class Sick(Exception):
    """A check found something wrong; the text says what and, where it can, what to do."""


class Worry(Exception):
    """A check found what runs today and may fail people tomorrow. It is said, and the command still ends well."""


@click.command(epilog="Example: RECRUIT_MODE=development recruit doctor")
def doctor() -> None:
    """Show the settings that were read (secrets masked) and check database, mail, files and worker."""
    try:
        settings = from_environment(os.environ)
    except SettingsInvalid as invalid:
        for problem in invalid.problems:
            click.echo(f"wrong  {problem}", err=True)
        sys.exit(1)
    for name, value in settings.masked().items():
        click.echo(f"       RECRUIT_{name.upper()} = {value}")
    sick = 0
    for name, check in CHECKS:
        try:
            click.echo(f"fine   {name}: {check(settings)}")
        except Worry as worry:
            click.echo(f"careful {name}: {worry}", err=True)
        except Sick as found:
            sick += 1
            click.echo(f"wrong  {name}: {found}", err=True)
    if sick:
        sys.exit(1)


def _database(settings: Settings) -> str:
    database = Database(settings.database_url)
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar()}"
            return str(connection.execute(text("SELECT version()")).scalar()).partition(" on ")[0]
    except Exception as error:
        raise Sick(f"cannot be reached: {_first_line(error)}") from error
    finally:
        database.dispose()


def _schema(settings: Settings) -> str:
    database = Database(settings.database_url)
    try:
        with database.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except Exception as error:
        raise Sick(f"cannot be read: {_first_line(error)}") from error
    finally:
        database.dispose()
    if found != newest_revision():
        raise Sick(
            f"stands at {found or 'nothing'} and should stand at {newest_revision()}; run: recruit db upgrade"
        )
    return f"at {found}"


def _mail(settings: Settings) -> str:
    transport = transport_for(settings.smtp_url)
    try:
        transport.connect()
    except TryLater as error:
        raise Sick(f"the mail server does not answer as it should: {error}") from error
    finally:
        transport.close()
    return (
        "the mail server answers"
        if not settings.smtp_url.startswith("folder://")
        else "kept in a folder, not sent"
    )


def _files(settings: Settings) -> str:
    try:
        return store_for(settings.files_url, settings.files_endpoint).try_out()
    except StoreUnreachable as error:
        raise Sick(_first_line(error)) from error


def _scanner(settings: Settings) -> str:
    if not settings.scanner_url:
        return "none is named; who opens an upload is told that it was not checked for viruses"
    if not scanning.ping(settings.scanner_url):
        raise Worry("does not answer; until it does, uploads are taken and marked as not checked")
    return "answers"


def _worker(settings: Settings) -> str:
    database = Database(settings.database_url)
    try:
        with database.scope() as rows:
            last = rows.scalar(select(func.max(Heartbeat.at)))
    except Exception as error:
        raise Sick(f"cannot be asked: {_first_line(error)}") from error
    finally:
        database.dispose()
    if last is None:
        raise Sick("has never run; start it with: recruit worker")
    age = clock.now() - last
    if age > WORKER_SILENCE:
        raise Sick(
            f"last heard of {int(age.total_seconds() // 60)} minutes ago; start it with: recruit worker"
        )
    return f"heard of {int(age.total_seconds())} seconds ago"


def _team(settings: Settings) -> str:
    database = Database(settings.database_url)
    try:
        with database.scope():
            counts = counts_of_roles()
    except Exception as error:
        raise Sick(f"cannot be asked: {_first_line(error)}") from error
    finally:
        database.dispose()
    worries = worries_about(
        administrators=counts[Role.ADMINISTRATOR], retention_officers=counts[Role.RETENTION_OFFICER]
    )
    if worries:
        raise Worry(" ".join(WORRIES[one] for one in worries))
    return f"{counts[Role.ADMINISTRATOR]} administrators, {counts[Role.RETENTION_OFFICER]} retention officers"


WORRIES = {
    TeamWorry.NO_ADMINISTRATOR: (
        "there is no administrator; make one with: recruit user create ADDRESS --role administrator."
    ),
    TeamWorry.ONE_ADMINISTRATOR: (
        "there is only one administrator; if this person cannot sign in, nobody can let others in."
        " Invite a second one on the page of the team."
    ),
    TeamWorry.NO_RETENTION_OFFICER: (
        "there is no retention officer; nobody reads the answers that ask for help."
        " Invite one on the page of the team."
    ),
}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


CHECKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("database", _database),
    ("schema", _schema),
    ("mail", _mail),
    ("files", _files),
    ("virus scanner", _scanner),
    ("worker", _worker),
    ("team", _team),
)
