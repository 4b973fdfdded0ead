"""The command `recruit retention curve`."""

from collections.abc import Generator
from contextlib import contextmanager
import json
from math import isfinite
from pathlib import Path
import sys

import click

from recruit.retention.analysis.csv_input import BadInput, LifetimeColumns, Progress, decode, read_lifetimes
from recruit.retention.analysis.report import report_tables, retention_report

LONG_FILE = 300_000  # rows that take about a second to read

EXAMPLE = """
Example:

\b
  recruit retention curve hires.csv --duration months --event left \\
      --entry entry_months --group company_size --cause exit_code --at 6,12,24
"""


@click.command("curve", epilog=EXAMPLE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--duration", required=True, metavar="COL", help="Time until the exit or the end of observation."
)
@click.option(
    "--event", required=True, metavar="COL", help="0: still there when observation ended; else an exit."
)
@click.option("--entry", metavar="COL", help="Time from which a person was observed (registered late).")
@click.option("--group", metavar="COL", help="One curve per value, and the log-rank test.")
@click.option("--cause", metavar="COL", help="0: no exit; else its cause: cumulative incidence per cause.")
@click.option("--at", metavar="T,T,…", help="Times at which the share still there is asked for.")
@click.option("--rmst", metavar="T,T,…", help="Times up to which the restricted mean is asked for.")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True)
def curve(
    file: Path,
    duration: str,
    event: str,
    entry: str | None,
    group: str | None,
    cause: str | None,
    at: str | None,
    rmst: str | None,
    form: str,
) -> None:
    """Kaplan-Meier retention curves of a CSV file.

    With 95 % intervals, median and number at risk. A person counts at t when entry < t <= duration; exits come before
    censorings at the same time. Beyond the last observation nothing is estimated.
    """
    try:
        moments, limits = _times("--at", at), _times("--rmst", rmst)
        text = decode(_content(file))
        with _progress(text) as progress:
            table = read_lifetimes(text, LifetimeColumns(duration, event, entry, group, cause), progress)
    except BadInput as wrong:
        raise click.ClickException(
            f"{file.name}: {wrong}" if str(wrong).startswith("line ") else str(wrong)
        ) from wrong
    report = retention_report(table, moments, limits)
    click.echo(
        json.dumps(report, ensure_ascii=False, allow_nan=False) if form == "json" else report_tables(report)
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise BadInput(f"{file}: {wrong.strerror}") from wrong


def _times(option: str, written: str | None) -> list[float]:
    times = []
    for part in written.split(",") if written else []:
        try:
            time = float(part)
        except ValueError:
            raise BadInput(f'{option}: "{part.strip()}" is not a number') from None
        if not isfinite(time) or time < 0.0:
            raise BadInput(f'{option}: "{part.strip()}" is not a number from 0 on')
        times.append(time)
    return times


@contextmanager
def _progress(text: str) -> Generator[Progress | None]:
    rows = text.count("\n")
    if rows < LONG_FILE or not sys.stdout.isatty():
        yield None
        return
    with click.progressbar(length=rows, label="Reading", file=sys.stderr) as bar:
        yield bar.update
