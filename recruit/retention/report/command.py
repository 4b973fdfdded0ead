"""The command `recruit retention report`."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
import sys

import click

from recruit.core import clock
from recruit.core.errors import Refused
from recruit.retention.report.figures import STEPS, Step, yearly
from recruit.retention.report.printing import as_pdf, as_xlsx, name_of
from recruit.retention.report.rules import LANGUAGES, Readers, edition_of
from recruit.web.words import words_for


@click.command("report")
@click.option("--year", required=True, type=int, help="The fiscal year in Japan: 2025 ends on 31 March 2026.")
@click.option(
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="May be given more than once; both if left out.",
)
@click.option(
    "--for",
    "readers",
    type=click.Choice([one.value for one in Readers]),
    default=Readers.EVERYBODY.value,
    show_default=True,
    help="Who may read it: it decides on how many people a figure must rest.",
)
@click.option(
    "--known-by",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day whose facts count. The last day of the year if left out.",
)
@click.option(
    "-o",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to write into.",
)
def report(
    year: int, languages: tuple[str, ...], readers: str, known_by: datetime | None, folder: Path
) -> None:
    r"""Write the yearly report as PDF and XLSX.

    The same year and the same data give the same files, byte for byte.

    \b
    Example: recruit retention report --year 2025 --language ja -o reports
    """
    try:
        edition = edition_of(
            year,
            now=clock.now(),
            readers=Readers(readers),
            known_on=known_by.date() if known_by else None,
        )
    except Refused as refusal:
        raise click.ClickException(str(words_for(refusal.reason))) from refusal
    wanted = languages or LANGUAGES
    with _progress(STEPS + 2 * len(wanted)) as step:
        made = yearly(edition, step)
        files = []
        for language in wanted:
            for ending, write in (("pdf", as_pdf), ("xlsx", as_xlsx)):
                files.append((folder / f"{name_of(made, language)}.{ending}", write(made, language)))
                step()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files:
            file.write_bytes(content)
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename}: {wrong.strerror}") from wrong
    for file, _content in files:
        click.echo(str(file))


@contextmanager
def _progress(steps: int) -> Generator[Step]:
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=steps, label="Report", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
