"""The stamp of everything a page for everybody may show. Pages are kept only as long as it stays the same.

`writing()` sets a new stamp as the last statement before it commits, whenever a statement inside changed a table that
such a page may show. So whoever reads the stamp first and the rows afterwards never holds rows older than the stamp, in
any process, on both databases. The stamp is random and not counted: a database brought back from a copy never meets a
number that it has already had for other rows.
"""

from collections.abc import Iterable
from contextvars import ContextVar, Token
import secrets
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, update

from recruit.core import clock

STAMP_ID = 1
_READ = "SELECT stamp FROM content_stamp WHERE id = 1"
# What a statement that is not built from tables may begin with and still change nothing.
_HARMLESS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "EXPLAIN")

_never_public: set[str] = set()
_changed: ContextVar[set[str] | None] = ContextVar("tables_changed", default=None)


def leave_out(tables: Iterable[str]) -> None:
    """Name tables that no page for everybody reads. Any other table counts, those of rooms yet to come too."""
    _never_public.update(tables)


def left_out() -> frozenset[str]:
    """The tables named by `leave_out`."""
    return frozenset(_never_public)


def begin_noting() -> Token[set[str] | None]:
    """From here on the tables that statements change are noted."""
    return _changed.set(set())


def end_noting(token: Token[set[str] | None]) -> None:
    _changed.reset(token)


def stamp_anew(connection: Connection, stamps: Table) -> None:
    """Set a new stamp if something was changed that a page for everybody may show.

    The last statement before a commit: the row is locked from here on, and whoever holds it waits for nothing any more.
    """
    if _changed.get():
        connection.execute(
            update(stamps)
            .where(stamps.c.id == STAMP_ID)
            .values(stamp=secrets.token_urlsafe(12), at=clock.now())
        )


def stamp_now(connection: Connection) -> str | None:
    """The stamp; None in a database that has none, where nothing may be kept. One statement."""
    return connection.exec_driver_sql(_READ).scalar()


def listen(engine: Engine) -> None:
    """Note what the statements of this engine change."""

    @event.listens_for(engine, "before_cursor_execute")
    def _note(
        _connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        changed = _changed.get()
        if changed is not None:
            name = _table_changed_by(statement, context)
            if name is not None:
                changed.add(name)


def _table_changed_by(statement: str, context: Any) -> str | None:
    """The table whose change matters; None where nothing changed that a page for everybody may show."""
    compiled = getattr(context, "compiled", None)
    if compiled is not None and context.isdelete:
        # The database may delete rows of other tables along with it.
        return compiled.statement.table.name
    if compiled is not None and (context.isinsert or context.isupdate):
        name = compiled.statement.table.name
        return None if name in _never_public else name
    # Reads, and statements made of words, of which only the first one is looked at.
    return None if statement[:20].lstrip().upper().startswith(_HARMLESS) else "something"
