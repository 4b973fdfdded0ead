"""How migrations run: on the connection or engine that the caller hands over."""

from alembic import context
from sqlalchemy import Connection, Engine, text

from recruit import tables
from recruit.core.db import Base

assert tables.ROOMS
ONE_AT_A_TIME = 7_401_978


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
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
