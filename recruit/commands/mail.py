"""`recruit mail deliver`."""

from collections import Counter

import click
from flask import current_app
from sqlalchemy import func, select

from recruit import worker
from recruit.core import clock
from recruit.core.db import session
from recruit.messages.models import Mail
from recruit.messages.rules import NEEDS_A_PERSON, MailState


@click.command(epilog="Example: recruit mail deliver")
def deliver() -> None:
    """Hand over the mails that are due, then say how many stand in each state."""
    taken = worker.run_job(current_app, "messages.deliver", worker.deliver_mail, clock.now())
    if taken.failed:
        raise click.ClickException("delivering broke off; the log names the fault")
    counts = Counter(
        {row[0]: row[1] for row in session().execute(select(Mail.state, func.count()).group_by(Mail.state))}
    )
    click.echo(f"taken up: {taken.count}")
    for state in MailState:
        if counts[state]:
            click.echo(
                f"{state}: {counts[state]}{'  <- someone must look' if state in NEEDS_A_PERSON else ''}"
            )
