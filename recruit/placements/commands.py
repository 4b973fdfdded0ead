"""`recruit placements import`."""

from pathlib import Path
import sys

import click

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.visitor import WORKER
from recruit.placements import bringing_in, lists
from recruit.placements.actions import TOKYO
from recruit.placements.stay.queries import latest_end_on


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Names this list for ever; the file's name where not given.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
def import_hires(file: Path, source: str, *, dry_run: bool) -> None:
    r"""Bring hires in from a CSV or XLSX file.

    \b
    Example: recruit placements import hires.csv --dry-run
    """
    try:
        latest_stay = latest_end_on(clock.today_in(TOKYO))
        found = lists.read(file.name, file.read_bytes(), latest_stay=latest_stay)
    except lists.NotAList as fault:
        raise click.ClickException(f"{file.name}: {fault}") from fault
    for bad in found.bad:
        click.echo(f"{file.name}: {bad}", err=True)
    named = source or file.name
    if dry_run:
        result = bringing_in.bring_in(found.rows, source=named, dry_run=True, by=WORKER, now=clock.now())
    else:
        with writing():
            result = bringing_in.bring_in(found.rows, source=named, dry_run=False, by=WORKER, now=clock.now())
    would = "would be " if dry_run else ""
    click.echo(
        f"{named}: {len(result.added)} {would}added, {len(result.changed)} {would}changed, "
        f"{len(result.same)} unchanged, {len(found.bad)} not readable"
    )
    for hire_id, columns in result.changed:
        click.echo(f"  {hire_id}: {columns}")
    if found.bad:
        sys.exit(1)
