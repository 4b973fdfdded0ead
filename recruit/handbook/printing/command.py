"""The command `recruit handbook build`."""

from pathlib import Path

import click

from recruit.core import clock
from recruit.core.errors import Busy, Missing
from recruit.core.locales import CODES
from recruit.handbook import queries
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.files import WRITERS
from recruit.web.pdf import PaperFailed


@click.command(
    "build", epilog="Example: recruit handbook build --book student-guide --lang vi --format pdf -o guide.pdf"
)
@click.option("--book", "slug", required=True, help="Its name in addresses, such as student-guide.")
@click.option("--lang", "language", required=True, type=click.Choice(CODES))
@click.option("--format", "ending", required=True, type=click.Choice(sorted(WRITERS)))
@click.option(
    "-o", "file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
def build(slug: str, language: str, ending: str, file: Path) -> None:
    """Write a whole book, as it is published, into one file.

    The same texts and figures give the same file, byte for byte.
    """
    try:
        found = queries.book_named(slug)
    except Missing as missing:
        known = ", ".join(one.slug for one in queries.shelf())
        raise click.ClickException(f"There is no book {slug}. There are: {known}") from missing
    try:
        content = WRITERS[ending](printed(found, language, on=clock.today_in("Asia/Tokyo")))
    except Missing as missing:
        raise click.ClickException(f"No chapter of {slug} is published in {language}.") from missing
    except (Busy, PaperFailed) as failed:
        raise click.ClickException(f"The book could not be set: {failed}") from failed
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename}: {wrong.strerror}") from wrong
    click.echo(str(file))
