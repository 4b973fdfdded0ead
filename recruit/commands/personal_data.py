"""`recruit person`: what the house holds about somebody, to be handed out or erased, as a data request asks."""

import json

import click
from sqlalchemy import func, select

from recruit import personal_data
from recruit.accounts.models import ContactPoint, Person, User
from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing
from recruit.core.visitor import WORKER


def _ref_of(who: str) -> str:
    """The person with this reference or mail address; two persons with one address are for a person to tell apart."""
    address = who.strip().lower()
    persons = set(session().scalars(select(User.person_id).where(User.email == address)))
    persons |= set(
        session().scalars(select(ContactPoint.person_id).where(func.lower(ContactPoint.value) == address))
    )
    found = session().scalars(
        select(Person.public_id).where((Person.public_id == who) | Person.id.in_(persons)).order_by(Person.id)
    )
    refs = found.all()
    if len(refs) != 1:
        raise click.ClickException(
            f"{len(refs)} people are known as {who}" + "".join(f"\n{ref}" for ref in refs)
        )
    return refs[0]


@click.command(epilog="Example: recruit person export an@mail.example > an.json")
@click.argument("who")
def export(who: str) -> None:
    """Print all that is held about WHO (a mail address or a reference) as JSON."""
    ref = _ref_of(who)
    try:
        with writing():
            found = personal_data.export(ref, by=WORKER, now=clock.now())
    except Missing as missing:
        raise click.ClickException(f"{who} has been erased") from missing
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@click.command(epilog="Example: recruit person erase an@mail.example")
@click.argument("who")
@click.confirmation_option(prompt="Erase this person for good?")
def erase(who: str) -> None:
    """Erase WHO (a mail address or a reference). Rows that figures need stay without a name."""
    ref = _ref_of(who)
    try:
        with writing():
            personal_data.erase(ref, by=WORKER, now=clock.now())
    except Missing as missing:
        raise click.ClickException(f"{who} has been erased already") from missing
    click.echo(f"{ref} is erased")
