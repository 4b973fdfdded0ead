"""How migrations run: on the connection or engine that the caller hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext, MigrationInfo
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
    if sqlite:
        _let_tables_be_made_anew(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_type,
        transaction_per_migration=sqlite,
        on_version_apply=_demand_whole_references if sqlite else None,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a column by making its table anew and dropping the old one: rows that refer to it would forbid that. It
    hears this only before a transaction begins, so each migration proves at its end that nothing is torn.
    """
    connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def _demand_whole_references(ctx: MigrationContext, step: MigrationInfo, **_told: object) -> None:
    torn = ctx.connection.execute(text("PRAGMA foreign_key_check")).fetchmany(5)
    if torn:
        tables_torn = ", ".join(sorted({f"{row[0]} → {row[2]}" for row in torn}))
        raise RuntimeError(
            f"migration {step.up_revision_id} would leave rows that refer to nothing: {tables_torn}"
        )


handed_over = context.config.attributes["connection"]
if isinstance(handed_over, Engine):
    with handed_over.execution_options(writing=True).connect() as opened:
        try:
            run(opened)
            opened.commit()
        finally:
            opened.rollback()
            if opened.dialect.name == "sqlite":
                # The connection goes back to those who rely on it.
                opened.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")
else:
    run(handed_over)
