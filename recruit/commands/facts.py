"""`recruit facts enter`: a wage, a fee, a rate, with the day it holds from and who says so."""

from datetime import datetime

import click

from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import writing
from recruit.core.facts import NewFact, enter_fact, why_not_fact
from recruit.core.visitor import WORKER

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    epilog="Example: recruit facts enter yen_in_vnd 165.3 --from 2026-11-25 --source https://bank.example/rates --name 'Rates of the bank' --verified"
)
@click.argument("key")
@click.argument("value")
@click.option("--from", "valid_from", required=True, type=_DAY, help="The first day on which it holds.")
@click.option("--to", "valid_to", type=_DAY, help="The last day; left out where nobody knows it.")
@click.option("--unit", default="", help="What the value counts, such as yen or percent.")
@click.option("--source", required=True, help="The address of the page that says so.")
@click.option("--name", required=True, help="What that page is, in English.")
@click.option("--verified", is_flag=True, help="You have read it there yourself.")
def enter(
    key: str,
    value: str,
    valid_from: datetime,
    valid_to: datetime | None,
    unit: str,
    source: str,
    name: str,
    *,
    verified: bool,
) -> None:
    """Enter a dated fact. yen_in_vnd and yen_in_idr say how much one yen buys; pages use a rate for 45 days."""
    now = clock.now()
    new = NewFact(
        key=key,
        value=value,
        unit=unit,
        valid_from_on=valid_from.date(),
        valid_to_on=valid_to.date() if valid_to else None,
        source=source,
        source_name=name,
        checked_on=day_in(now, "Asia/Tokyo"),
        verified=verified,
    )
    with writing():
        why = why_not_fact(new)
        if why:
            raise click.ClickException(why)
        enter_fact(new, by=WORKER, now=now)
    click.echo(f"{key} is {value} from {new.valid_from_on}")
