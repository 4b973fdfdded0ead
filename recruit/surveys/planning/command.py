"""`recruit followups simulate FACTS.json`: every contact that the rules make of given facts."""

from collections.abc import Sequence
import json
from pathlib import Path

import click

from recruit.surveys.planning.reading import BadDocument
from recruit.surveys.planning.simulation import simulate as simulate_document

COLUMNS = ("spell", "wave", "kind", "sequence", "open", "due", "close", "state", "sent_at", "reason")


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option(
    "--format", "written_as", type=click.Choice(["json", "table"]), default="json", show_default=True
)
def simulate(facts: Path, written_as: str) -> None:
    """Show every contact that the rules make of the facts in FACTS (JSON), without a database.

    Example: recruit followups simulate facts.json --format table
    """
    try:
        result = simulate_document(json.loads(facts.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise click.ClickException(f"{facts}: {error.strerror or error}") from error
    except json.JSONDecodeError as error:
        raise click.ClickException(
            f"{facts}: line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})"
        ) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{facts}: this is not UTF-8 text (byte {error.start})") from error
    except BadDocument as error:
        raise click.ClickException(f"{facts}: {error}") from error
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if written_as == "json" else _table(result))


def _table(result: dict[str, object]) -> str:
    contacts = result["contacts"]
    tasks = result["tasks"]
    assert isinstance(contacts, list)
    assert isinstance(tasks, list)
    lines = _aligned(
        [
            COLUMNS,
            *(tuple("–" if row[name] is None else str(row[name]) for name in COLUMNS) for row in contacts),
        ]
    )
    if tasks:
        lines += ["", "Tasks:", *(f"  {task['kind']} ({task['wave']})" for task in tasks)]
    return "\n".join(lines)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
