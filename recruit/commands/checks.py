"""`recruit check`: what the build server runs, each part also alone."""

from collections.abc import Callable
import os
from pathlib import Path
import subprocess
import sys
import tempfile
import time

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
import click

from recruit import tables
from recruit.commands import catalogues
from recruit.core import schema
from recruit.core.db import Base, Database
from recruit.core.settings import PROJECT_ROOT

assert tables.ROOMS


def _run(*command: str) -> bool:
    """Run a tool of the development environment in the project's folder."""
    beside = Path(sys.executable).parent / command[0]
    program = str(beside) if beside.exists() else command[0]
    return subprocess.run([program, *command[1:]], cwd=PROJECT_ROOT, check=False).returncode == 0


def _tests() -> bool:
    command = [
        sys.executable, "-m", "pytest", "-n", os.environ.get("RECRUIT_TEST_PROCESSES", "2"), "--dist", "loadgroup",
        "--cov=recruit", "--cov-report=term:skip-covered",
    ]  # fmt: skip
    if os.environ.get("FULL") != "1":
        command += ["-m", "not full"]
    return subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode == 0


def _translations() -> bool:
    found = catalogues.problems()
    for problem in found:
        click.echo(problem, err=True)
    return not found


def _migrations() -> bool:
    heads = ScriptDirectory.from_config(schema.alembic_config()).get_heads()
    if len(heads) != 1:
        click.echo(f"there must be one newest migration; found: {', '.join(heads) or 'none'}", err=True)
        return False
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/migrated.sqlite")
        schema.upgrade(database.engine)
        with database.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "render_as_batch": True}
            )
            differences = compare_metadata(context, Base.metadata)
        database.dispose()
    for difference in differences:
        click.echo(f"migrations and models differ: {difference}", err=True)
    return not differences


PARTS: dict[str, Callable[[], bool]] = {
    "format": lambda: _run("ruff", "format", "--check", "."),
    "lint": lambda: _run("ruff", "check", "."),
    "types": lambda: _run("ty", "check"),
    "imports": lambda: _run("lint-imports"),
    "templates": lambda: _run("djlint", "--lint", "--profile=jinja", "templates"),
    "translations": _translations,
    "migrations": _migrations,
    "tests": _tests,
}


@click.command(epilog="Examples: recruit check; recruit check lint types")
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
def check(parts: tuple[str, ...]) -> None:
    """Run what the build server runs: all PARTS, or only those named. Fails when one of them fails."""
    results = []
    for name in parts or PARTS:
        click.secho(f"── {name}", bold=True)
        began_at = time.monotonic()
        fine = PARTS[name]()
        results.append((name, fine, time.monotonic() - began_at))
    for name, fine, seconds in results:
        click.echo(f"{'fine ' if fine else 'WRONG'}  {name}  {seconds:.0f} s")
    if not all(fine for _name, fine, _seconds in results):
        sys.exit(1)
