"""`recruit user create`."""

import click

from recruit.accounts import passwords
from recruit.accounts.actions.staff import create_staff_user
from recruit.accounts.rules import PASSWORD_LENGTH_LEAST, AccountRefusal
from recruit.accounts.weak_passwords import why_not_password
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.locales import CODES
from recruit.core.text import one_line
from recruit.core.visitor import WORKER, Role


@click.command(
    epilog="Example: recruit user create mika@kakehashi.example --role administrator --name '佐藤 美香'"
)
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--name", default="", help="Shown to others; the address where not given.")
@click.option("--language", default="ja", show_default=True, type=click.Choice(CODES))
@click.option(
    "--password", prompt="Password", hide_input=True, confirmation_prompt=True, envvar="RECRUIT_NEW_PASSWORD"
)
def create(email: str, role: str, name: str, language: str, password: str) -> None:
    """Create a staff account. The password is asked for, or taken from RECRUIT_NEW_PASSWORD."""
    email = one_line(email).lower()
    if "@" not in email:
        raise click.BadParameter(f"{email!r} is not an e-mail address", param_hint="EMAIL")
    why = why_not_password(password, own=(email, name))
    if why is AccountRefusal.PASSWORD_TOO_SHORT:
        raise click.ClickException(f"the password must have at least {PASSWORD_LENGTH_LEAST} characters")
    if why is not None:
        raise click.ClickException(
            "this password is easy to guess: many have it, or it is the name or the address"
        )
    with writing():
        create_staff_user(
            email=email,
            role=Role(role),
            name=name or email.partition("@")[0],
            password_hash=passwords.hash_of(password),
            language=language,
            by=WORKER,
            now=clock.now(),
        )
    click.echo(f"{email} may sign in as {role}")
