"""`recruit followups tick`."""

from datetime import UTC, datetime
import sys

import click
from flask import current_app

from recruit.core import clock
from recruit.core.settings import Settings
from recruit.surveys import jobs


@click.command(epilog="Example: recruit followups tick --at 2027-04-08T00:00:00Z")
@click.option("--at", "instant", default="", help="ISO 8601 instant; now where not given.")
def tick(instant: str) -> None:
    """Open, send, remind and close what is due, once, whoever else is running it."""
    settings: Settings = current_app.extensions["recruit.settings"]
    now = clock.now()
    at = now
    if instant:
        try:
            at = datetime.fromisoformat(instant)
        except ValueError as error:
            raise click.ClickException(
                f"“{instant}” is not an instant such as 2027-04-08T00:00:00Z"
            ) from error
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if settings.is_production and at > now:
        raise click.ClickException("production sends nothing that is not due yet: --at lies in the future")
    with click.progressbar(
        length=jobs.people_due(at), label="Follow-ups", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        total = done = jobs.tick(at, after_each=lambda: bar.update(1))
    while done:
        done = jobs.tick(at)
        total += done
    click.echo(f"{total} done as of {at.isoformat()}")
