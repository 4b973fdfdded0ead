"""`recruit timetable solve` and `check`: a timetable for a file, without a database."""

import json
from pathlib import Path

import click

from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.reading import BadInstance, read_instance_file, read_timetable_file
from recruit.fairs.timetable.result import Status, Timetable
from recruit.fairs.timetable.solving import solve
from recruit.fairs.timetable.verifying import verify

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
@click.option("--proof", is_flag=True, help="Write the certificates of the bounds too, for `check`.")
@click.pass_context
def solve_command(
    context: click.Context,
    instance_file: Path,
    output: Path | None,
    seconds: float,
    proof: bool,
) -> None:
    """Make the best interview timetable for INSTANCE.json."""
    instance = _instance(instance_file)
    timetable = solve(instance, seconds=seconds)
    written = json.dumps(timetable.as_json(with_proof=proof), ensure_ascii=False, indent=1)
    if output is None:
        click.echo(written)
    else:
        try:
            output.write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{output}: cannot be written ({error.strerror})") from error
    if timetable.status is Status.INFEASIBLE:
        context.exit(INFEASIBLE)


@click.command("check", epilog="Example: recruit timetable check timetable.json --instance fair.json")
@click.argument("timetable_file", metavar="TIMETABLE.json", type=click.Path(path_type=Path))
@click.option(
    "--instance",
    "instance_file",
    metavar="INSTANCE.json",
    required=True,
    type=click.Path(path_type=Path),
    help="What was asked.",
)
@click.pass_context
def check_command(context: click.Context, timetable_file: Path, instance_file: Path) -> None:
    """Check TIMETABLE.json by itself: every rule, every figure, and what its certificates prove. Asks no solver."""
    instance = _instance(instance_file)
    try:
        timetable = read_timetable_file(timetable_file)
    except BadInstance as error:
        raise click.ClickException(f"{timetable_file}: {error}") from error
    if timetable.status is Status.INFEASIBLE:
        if timetable.meetings or not find_conflicts(instance):
            raise click.ClickException(
                "it says that there is no timetable, but the fixed meetings can all stand"
            )
        click.echo("There is no timetable: the fixed meetings contradict each other.")
        context.exit(INFEASIBLE)
    wrong = verify(instance, timetable)
    for problem in wrong:
        click.echo(problem, err=True)
    if wrong:
        context.exit(1)
    click.echo(_in_words(timetable))


def _instance(path: Path) -> Instance:
    try:
        return read_instance_file(path)
    except BadInstance as error:
        raise click.ClickException(f"{path}: {error}") from error


def _in_words(timetable: Timetable) -> str:
    objective, bound, proof = timetable.objective, timetable.bound, timetable.proof
    assert objective is not None
    assert bound is not None
    grounds = (
        ("served", objective.served, bound.served, proof.served if proof else None),
        ("weight", objective.weight, bound.weight, proof.weight if proof else None),
    )
    lines = ["Every rule holds, and the figures are those of the meetings."]
    for name, reached, most, certificate in grounds:
        ground = "added up from its certificate" if certificate else "there is no certificate of it"
        lines.append(f"{name}: {reached} of at most {most} ({ground})")
    lines.append(f"gaps: {objective.gaps} of at least {bound.gaps} (there is no certificate of it)")
    return "\n".join(lines)
