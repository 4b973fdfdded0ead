"""`recruit check`: what the build server runs, each part also alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Result:
    """Whether a part is fine, and what it said."""

    fine: bool
    said: str = ""


def _run(*command: str) -> Result:
    """Run a tool of the development environment in the project's folder."""
    beside = Path(sys.executable).parent / command[0]
    program = str(beside) if beside.exists() else command[0]
    done = subprocess.run(
        [program, *command[1:]],
        cwd=PROJECT_ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return Result(done.returncode == 0, done.stdout)


# What is compiled is kept, whatever the shell says: the processes of the run, and the programs that tests start, share it.
def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _load_tests_once() -> None:
    """So that everything is compiled: else each process of the run begins by compiling all of it for itself."""
    subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-qq"],
        cwd=PROJECT_ROOT, check=False, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _tests() -> Result:
    command = [
        sys.executable, "-m", "pytest", "-n", os.environ.get("RECRUIT_TEST_PROCESSES", "2"), "--dist", "loadscope",
        "--no-loadscope-reorder",
    ]  # fmt: skip
    if os.environ.get("FULL") == "1":
        # To watch every line doubles the time of a run and finds nothing wrong by itself.
        command += ["--cov=recruit", "--cov-report=term:skip-covered"]
    else:
        command += ["-m", "not full"]
    return Result(subprocess.run(command, cwd=PROJECT_ROOT, check=False, env=_environment()).returncode == 0)


def _translations() -> Result:
    found = catalogues.problems()
    return Result(not found, "\n".join(found))


def _migrations() -> Result:
    heads = ScriptDirectory.from_config(schema.alembic_config()).get_heads()
    if len(heads) != 1:
        return Result(
            fine=False, said=f"there must be one newest migration; found: {', '.join(heads) or 'none'}"
        )
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/migrated.sqlite")
        schema.upgrade(database.engine)
        with database.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "render_as_batch": True}
            )
            differences = compare_metadata(context, Base.metadata)
        database.dispose()
    return Result(
        not differences,
        "\n".join(f"migrations and models differ: {difference}" for difference in differences),
    )


PARTS: dict[str, Callable[[], Result]] = {
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

    def timed(name: str) -> tuple[str, Result, float]:
        began_at = time.monotonic()
        result = PARTS[name]()
        return name, result, time.monotonic() - began_at

    chosen = parts or tuple(PARTS)
    # What only reads runs side by side; the tests take the whole machine, and are watched while they run.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        if "tests" in chosen:
            pool.submit(_load_tests_once)
        for name, result, seconds in pool.map(timed, (name for name in chosen if name != "tests")):
            click.secho(f"── {name}", bold=True)
            if result.said:
                click.echo(result.said.rstrip("\n"))
            results.append((name, result.fine, seconds))
    if "tests" in chosen:
        click.secho("── tests", bold=True)
        name, result, seconds = timed("tests")
        results.append((name, result.fine, seconds))
    for name, fine, seconds in results:
        click.echo(f"{'fine ' if fine else 'WRONG'}  {name}  {seconds:.0f} s")
    if not all(fine for _name, fine, _seconds in results):
        sys.exit(1)
