"""Long lists: keyset paging, so that page 500 costs as much as page 1."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
import json
from typing import Any, Generic, TypeVar

from sqlalchemy import Date, Integer, Select, SQLColumnExpression, tuple_

from recruit.core.db import session

Row = TypeVar("Row")
PAGE_SIZE = 50
# What a column of numbers holds on both databases.
_MOST_NUMBER = 2**63


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the mark that the next page begins after (None on the last page)."""

    rows: Sequence[Row]
    next_mark: str | None
    is_first: bool


def mark_of(values: Sequence[Any]) -> str:
    """A place in a sorted list as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(list(values), default=str).encode()).decode().rstrip("=")


def place_of(mark: str | None) -> list[Any] | None:
    """The values behind a mark; None where there is no readable mark (an address somebody changed is the first page)."""
    if not mark:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _value_of(column: Any, value: Any) -> Any:
    """A value out of an address as this column is compared with it on every database; None where it cannot be."""
    if isinstance(column.type, Integer):
        return value if type(value) is int and abs(value) < _MOST_NUMBER else None
    if not isinstance(value, str) or "\0" in value:
        return None
    if isinstance(column.type, Date):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value


def _values_of(columns: Sequence[Any], values: Sequence[Any] | None) -> list[Any] | None:
    if values is None or len(values) != len(columns):
        return None
    found = [_value_of(column, value) for column, value in zip(columns, values, strict=True)]
    return None if None in found else found


def keyset_page(
    query: Select[*tuple[Any, ...]],
    *,
    by: Sequence[SQLColumnExpression[Any]],
    after: str | None,
    size: int = PAGE_SIZE,
    newest_first: bool = False,
) -> Page[Any]:
    """One page of `query` (its entities; where it asks for several columns, rows of them), sorted by the columns `by`, the last of them unique.

    Ascending, or all of them descending with `newest_first`. The columns' values must survive JSON (text, numbers and days);
    `after` is the mark of the page before.
    """
    place = _values_of(by, place_of(after))
    order = [column.desc() for column in by] if newest_first else by
    sorted_query = query.add_columns(*by).order_by(*order).limit(size + 1)
    if place is not None:
        here, before = tuple_(*by), tuple_(*place)
        sorted_query = sorted_query.where(here < before if newest_first else here > before)
    found = session().execute(sorted_query).all()
    shown = found[:size]
    next_mark = mark_of(shown[-1][-len(by) :]) if len(found) > size else None
    is_one = len(query.column_descriptions) == 1
    rows = [row[0] for row in shown] if is_one else shown
    return Page(rows=rows, next_mark=next_mark, is_first=place is None)
