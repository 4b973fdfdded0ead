"""`recruit privacy`: what the house holds about somebody, handed out or erased as a data request asks, and what ends by itself."""

import json
from pathlib import Path

import click
from sqlalchemy import func, select

from recruit.accounts import jobs, personal_data
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core import clock, sealing
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
    persons |= set(session().scalars(select(Person.id).where(Person.public_id == who)))
    # An entry that was put together with another leads to the person.
    kept = select(func.coalesce(Person.merged_into_id, Person.id)).where(Person.id.in_(persons))
    refs = session().scalars(select(Person.public_id).where(Person.id.in_(kept)).order_by(Person.id)).all()
    if len(refs) != 1:
        raise click.ClickException(
            f"{len(refs)} people are known as {who}" + "".join(f"\n{ref}" for ref in refs)
        )
    return refs[0]


@click.command(epilog="Example: recruit privacy export an@mail.example -o an.json")
@click.argument("email", metavar="EMAIL")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(email: str, output: Path | None) -> None:
    """Print all that is held about EMAIL (a mail address, or a person's reference) as JSON."""
    ref = _ref_of(email)
    try:
        with writing():
            found = personal_data.export(ref, by=WORKER, now=clock.now())
    except Missing as missing:
        raise click.ClickException(f"{email} has been erased") from missing
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    if output is None:
        click.echo(text)
        return
    output.touch(mode=0o600)
    output.write_text(text + "\n", encoding="utf-8")
    click.echo(f"{output}")


@click.command(epilog="Example: recruit privacy erase an@mail.example")
@click.argument("email", metavar="EMAIL")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, *, yes: bool) -> None:
    """Erase EMAIL (a mail address, or a person's reference) for good. Rows that figures need stay without a name."""
    ref = _ref_of(email)
    if not yes and click.prompt("Erase for good? Type the address again") != email:
        raise click.ClickException("that is another address: nobody is erased")
    try:
        with writing():
            number = personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=clock.now())
    except Missing as missing:
        raise click.ClickException(f"{email} has been erased already") from missing
    click.echo(f"{ref} is erased; the certificate is {number}")


@click.command(epilog="Example: recruit privacy purge")
def purge() -> None:
    """Let go now what has been kept long enough; the worker does it once a day by itself."""
    for what, count in jobs.purge(clock.now()).items():
        click.echo(f"{what:<20} {count:>6}")


@click.command(epilog="Example: RECRUIT_VAULT_KEYS=new,old recruit privacy reseal")
def reseal() -> None:
    """Seal words and files that an older key of RECRUIT_VAULT_KEYS sealed with the newest; then the old key can go."""
    try:
        counts = sealing.reseal_everything()
    except ValueError as unopened:
        raise click.ClickException(
            "some words or files were sealed with a key that is not installed"
        ) from unopened
    for what, count in counts.items():
        click.echo(f"{what:<30} {count:>6}")
