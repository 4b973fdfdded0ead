"""After a new key: what older keys sealed is sealed anew, so that an old key can be thrown away."""

from sqlalchemy import LargeBinary, select, update

from recruit.core import files, vault
from recruit.core.db import Base, session, writing

AT_ONCE = 200


def reseal_everything() -> dict[str, int]:
    """Seal every sealed column and every file with the newest key; gives how many, by column. Safe to run again and while
    the service runs: what somebody changes meanwhile is left as it is, sealed with the newest key.
    """
    counts: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and "id" in table.c:
                counts[f"{table.name}.{column.name}"] = _reseal_column(table.name, column.name)
    counts["files"] = 0
    while done := files.reseal():
        counts["files"] += done
    return counts


def _reseal_column(table_name: str, column_name: str) -> int:
    table = Base.metadata.tables[table_name]
    column, done, last = table.c[column_name], 0, 0
    while True:
        rows = (
            session()
            .execute(
                select(table.c.id, column)
                .where(table.c.id > last, column.is_not(None))
                .order_by(table.c.id)
                .limit(AT_ONCE)
            )
            .all()
        )
        if not rows:
            return done
        last = rows[-1].id
        old = [(row_id, sealed) for row_id, sealed in rows if vault.needs_resealing(sealed)]
        with writing() as changed:
            for row_id, sealed in old:
                fresh = update(table).where(table.c.id == row_id, column == sealed)
                done += len(
                    changed.execute(
                        fresh.values({column_name: vault.reseal(sealed)}).returning(table.c.id)
                    ).all()
                )
