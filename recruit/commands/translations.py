"""`recruit translations check`, `extract`, `fill` and `pseudo`."""

from pathlib import Path
import sys

import click

from recruit.commands import catalogues


@click.command(epilog="Example: recruit translations check")
def check() -> None:
    """Say what is missing or does not fit: every message in every language, placeholders and tags equal, nothing stale."""
    found = catalogues.problems()
    for problem in found:
        click.echo(problem, err=True)
    if found:
        click.echo(f"{len(found)} problems", err=True)
        sys.exit(1)
    click.echo(f"every message is there in {', '.join(catalogues.TARGETS)}")


@click.command(epilog="Example: recruit translations extract")
def extract() -> None:
    """Collect the messages of the sources into messages.pot and bring every catalogue to them."""
    template = catalogues.extracted()
    catalogues.TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    catalogues.TEMPLATE.write_bytes(catalogues.written(template))
    lacking = catalogues.update(template)
    click.echo(
        f"{len(template)} messages; without translation: {', '.join(f'{c} {n}' for c, n in lacking.items())}"
    )


@click.command(epilog="Example: recruit translations fill translations/incoming/*.json")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def fill(files: tuple[Path, ...]) -> None:
    """Put translations from JSON files into the catalogues.

    A file looks like {"Sign in": {"ja": "…", "id": "…", "vi": "…"}}; a message with a context is "context::message".
    """
    try:
        filled = catalogues.fill(files)
    except ValueError as error:
        raise click.ClickException(f"not a file of translations: {error}") from error
    for contradiction in filled.contradictions:
        click.echo(contradiction, err=True)
    for name in filled.unknown:
        click.echo(f"no message of the sources: {name!r}", err=True)
    click.echo(f"{filled.put_in} translations put in; {len(filled.unknown)} messages unknown")


@click.command(epilog="Example: recruit translations pseudo /tmp/pseudo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pseudo(folder: Path) -> None:
    """Make the pseudo-language (accents and brackets), by which tests see what is not translated."""
    click.echo(f"{catalogues.write_pseudo(folder)} messages")
