"""`recruit timetable solve`: a timetable for a file, without a database."""

import json
from pathlib import Path

import click

from recruit.fairs.timetable.reading import BadInstance, read_instance_file
from recruit.fairs.timetable.result import Status
from recruit.fairs.timetable.solving import solve

INFEASIBLE = 3
"""The exit code when the pinned meetings contradict each other; the conflicts are written all the same."""


@click.command("solve", epilog="Example: recruit timetable solve fair.json -o timetable.json --seconds 120")
@click.argument("instance_file", metavar="INSTANCE.json", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="OUT.json",
    type=click.Path(path_type=Path),
    help="Where to write; else printed.",
)
@click.option(
    "--seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    help="About how long to search.",
)
@click.pass_context
def solve_command(context: click.Context, instance_file: Path, output: Path | None, seconds: float) -> None:
    """Make the best interview timetable for INSTANCE.json."""
    try:
        instance = read_instance_file(instance_file)
    except BadInstance as error:
        raise click.ClickException(f"{instance_file}: {error}") from error
    timetable = solve(instance, seconds=seconds)
    written = json.dumps(timetable.as_json(), ensure_ascii=False, indent=1)
    if output is None:
        click.echo(written)
    else:
        try:
            output.write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{output}: cannot be written ({error.strerror})") from error
    if timetable.status is Status.INFEASIBLE:
        context.exit(INFEASIBLE)
