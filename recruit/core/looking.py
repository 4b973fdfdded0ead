"""Looking without writing: where rows are only read, a statement that changes something is refused, whoever wrote it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session


class WritingForbidden(RuntimeError):
    """What may only read (a request by GET or HEAD, a look aside) tried to write."""


_only: ContextVar[bool] = ContextVar("looking_only", default=False)


@contextmanager
def looking_only(rows: Session) -> Generator[None]:
    """Inside nothing may be changed: neither by a statement, nor in a row, which the next flush would write."""
    token = _only.set(True)
    try:
        yield
        if rows.new or rows.dirty or rows.deleted:
            raise WritingForbidden("rows were changed where they may only be looked at")
    finally:
        _only.reset(token)


def listen(engine: Engine) -> None:
    """Refuse what would change something. Read in autocommit, there is no transaction around it that would take it back."""

    @event.listens_for(engine, "before_cursor_execute")
    def _refuse(
        _connection: Connection, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        if _only.get() and (context.isinsert or context.isupdate or context.isdelete):
            raise WritingForbidden("something was to be written where it may only be looked at")
