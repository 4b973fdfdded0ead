"""Reading many rows without having all of them in memory at once."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from recruit.core.db import session

_PART = 500


def rows_of(
    query: Select[Any],
    *,
    key: InstrumentedAttribute[int],
    ref: InstrumentedAttribute[str],
    refs: Collection[str] | None,
) -> Iterator[Any]:
    """The rows of a query by their key: those with these refs in one statement, all of them (None) in parts."""
    if refs is not None:
        yield from session().scalars(query.where(ref.in_(refs)).order_by(key))
        return
    last = 0
    while part := session().scalars(query.where(key > last).order_by(key).limit(_PART)).all():
        yield from part
        last = getattr(part[-1], key.key)
        if len(part) < _PART:
            return
