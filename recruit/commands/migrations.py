"""`python -m recruit.commands.migrations "What changes"`: the next numbered migration, from what models and database differ by."""

from pathlib import Path
import tempfile

from alembic import command
from alembic.script import ScriptDirectory
import click

from recruit import tables
from recruit.core import schema
from recruit.core.db import Database

assert tables.ROOMS


@click.command()
@click.argument("what")
def write(what: str) -> None:
    """Write the next migration. Read it before it is committed: Alembic sees columns, not what stands in them."""
    script = ScriptDirectory.from_config(schema.alembic_config())
    newest = script.get_current_head()
    number = f"{int(newest or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/now.sqlite")
        if newest:
            schema.upgrade(database.engine)
        made = command.revision(
            schema.alembic_config(database.engine), what, autogenerate=True, rev_id=number
        )
        database.dispose()
    path = Path(made.path)  # ty: ignore[missing-union-attribute]
    click.echo(f"{path}: read it, then run `recruit check migrations`")


if __name__ == "__main__":
    write()
