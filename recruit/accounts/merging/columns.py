"""Where the tables of the house name a person: found out from the tables themselves, so that no room is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Column, Index, Table, UniqueConstraint

from recruit.core.db import Base

# They name both rows, or are made anew.
_OF_MERGING = frozenset({"person", "person_word", "person_merge"})
# Rooms before accounts know people by reference. What is written down once (who did something, what was looked at by whom,
# what was erased) keeps the reference it was written with, which leads on to the kept row.
REFERENCES: frozenset[tuple[str, str]] = frozenset(
    {("mail", "to_ref"), ("mail_preference", "person_ref"), ("sighting", "person_ref")}
)


@dataclass(frozen=True)
class PersonColumn:
    """A column that names a person, by key or by reference."""

    table: Table
    column: Column
    by_reference: bool

    @property
    def key(self) -> Column:
        return self.table.c["id"]

    def unique_sets(self) -> Iterator[tuple[list[Column], str | None]]:
        """The other columns of everything that must be unique together with this one, and the condition under which."""
        for rule in (*self.table.constraints, *self.table.indexes):
            if isinstance(rule, UniqueConstraint):
                columns, where = list(rule.columns), None
            elif isinstance(rule, Index) and rule.unique:
                columns = [one for one in rule.columns if isinstance(one, Column)]
                condition = rule.dialect_options["sqlite"]["where"]
                where = None if condition is None else str(condition)
            else:
                continue
            if any(one is self.column for one in columns):
                yield [one for one in columns if one is not self.column], where


def person_columns() -> list[PersonColumn]:
    """Every column that names a person and follows when two rows become one, in the order of the tables."""
    return [
        PersonColumn(table, column, by_reference=(table.name, column.name) in REFERENCES)
        for table in Base.metadata.sorted_tables
        if table.name not in _OF_MERGING
        for column in table.columns
        if (table.name, column.name) in REFERENCES
        or any(key.target_fullname == "person.id" for key in column.foreign_keys)
    ]
