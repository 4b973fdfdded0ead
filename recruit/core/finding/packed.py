"""All rows of a list packed by a job into one value of one table, so that a hundred thousand are read at once.

A table of packs has `layout`, `packed_at` and `content`. What changed since `packed_at` is read from the rows themselves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Select, delete, insert, or_, select

from recruit.core.db import database, session
from recruit.core.finding.columns import Rows

# So many are read row by row; beyond, the job packs.
PACK_FROM = 2000
# What was written by a transaction that began before the job and ended after it is read from the rows.
OVERLAP = timedelta(minutes=15)
PACK_AGAIN_AFTER = timedelta(minutes=30)
PACK_AGAIN_FROM = 500


@dataclass
class Pack:
    """One list's pack, and what this process has unpacked last: a few megabytes, read again when the job has packed anew.
    `last` is one value, so that threads never see half of it.
    """

    table: Any
    layout: str
    row: np.dtype[Any]
    last: tuple[str, datetime, Rows] | None = None

    def packed_at(self) -> datetime | None:
        return session().scalar(select(self.table.packed_at).where(self.table.layout == self.layout))

    def read(self) -> tuple[datetime, Rows] | None:
        """When it was packed, and the rows; None where they are to be read one by one."""
        packed_at = self.packed_at()
        if packed_at is None:
            self.last = None
            return None
        url, last = str(database().url), self.last
        if last is not None and last[:2] == (url, packed_at):
            return packed_at, last[2]
        content = session().scalar(
            select(self.table.content).where(
                self.table.layout == self.layout, self.table.packed_at == packed_at
            )
        )
        if content is None:
            # Packed anew between the two statements: this once, row by row.
            return None
        rows: Rows = np.frombuffer(content, self.row)
        self.last = (url, packed_at, rows)
        return packed_at, rows

    def write(self, rows: Rows, now: datetime) -> None:
        """Packed anew; packs of another layout go."""
        self.drop()
        session().execute(
            insert(self.table).values(layout=self.layout, packed_at=now, content=rows.tobytes())
        )

    def drop(self) -> None:
        """Nothing is packed until the job comes again."""
        self.last = None
        session().execute(delete(self.table))


def is_old(packed_at: datetime, changes: Select[Any], *moments: Any, now: datetime) -> bool:
    """Whether so much has changed since that it is worth packing again: reading it row by row grows dear.

    What was written shortly before the pack is read row by row too; once that time is over, packing again spares it.
    """
    since = packed_at - OVERLAP if now - packed_at >= OVERLAP else packed_at
    changed = changes.where(or_(*(moment >= since for moment in moments))).limit(PACK_AGAIN_FROM)
    count = len(session().scalars(changed).all())
    return count >= PACK_AGAIN_FROM or (count > 0 and now - packed_at >= PACK_AGAIN_AFTER)
