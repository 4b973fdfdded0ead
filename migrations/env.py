"""How migrations run: on the connection or engine that the caller hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, TypeDecorator, text

from recruit import tables
from recruit.core.db import Base

assert tables.ROOMS
ONE_AT_A_TIME = 7_401_978


def plain_type(kind: str, thing: object, context: AutogenContext) -> str | Literal[False]:
    """Our own column types are written as what they are in the database: a migration must not change when the code does."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_type,
        transaction_per_migration=sqlite,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


handed_over = context.config.attributes["connection"]
if isinstance(handed_over, Engine):
    with handed_over.execution_options(writing=True).connect() as opened:
        run(opened)
        opened.commit()
else:
    run(handed_over)
