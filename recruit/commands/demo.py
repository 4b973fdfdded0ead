"""`recruit demo load`."""

from importlib import import_module
from importlib.util import find_spec

import click

from recruit.commands.house import opened, settings_or_exit
from recruit.core import clock
from recruit.core.db import writing

MODULE = "recruit.demo.load"
OWN_SURVEY = "recruit.demo.own_survey"


@click.command(epilog="Example: recruit demo load --scale 1 --seed 2026")
@click.option(
    "--scale", default=1, show_default=True, type=click.IntRange(1, 1000), help="1 is about 400 students."
)
@click.option("--seed", default=2026, show_default=True, help="The same seed makes the same people.")
def load(scale: int, seed: int) -> None:
    """Load the demonstration data and its accounts (password `demo-password`). Production refuses."""
    if settings_or_exit().is_production:
        raise click.ClickException("demonstration data is never loaded in production")
    if not is_there():
        raise click.ClickException("this installation has no demonstration data")
    with opened():
        import_module(MODULE).load(scale, seed)
        # Whoever only looks at pages has no worker, without which what is queued stays unseen.
        with writing():
            import_module(OWN_SURVEY).ask_own_hire(clock.now())


def is_there() -> bool:
    """Whether there is any."""
    return find_spec(MODULE) is not None
