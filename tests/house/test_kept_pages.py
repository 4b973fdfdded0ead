"""What kept pages read, looked at with a believable programme in the house."""

from collections.abc import Iterator
from contextlib import contextmanager
import re

from sqlalchemy import Engine, event

from recruit.core import content
from recruit.core.db import Base
from tests.house.walking import House

TABLE = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?")


@contextmanager
def tables_read(engine: Engine) -> Iterator[set[str]]:
    """The tables that statements name meanwhile."""
    found: set[str] = set()

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        found.update(TABLE.findall(statement))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_kept_pages_read_no_table_whose_changes_leave_them_as_they_are(house: House) -> None:
    wrong, read = [], set()
    for endpoint in sorted(house.app.extensions["recruit.kept_endpoints"]):
        assert house.samples[endpoint], f"no page of {endpoint} to look at"
        for address in house.samples[endpoint]:
            with tables_read(house.app.extensions["recruit.database"].engine) as tables:
                house.app.test_client().get(address)
            wrong += [f"{address} reads {name}" for name in sorted(tables & content.left_out())]
            read |= tables
    assert not wrong, "take these out of NEVER_PUBLIC in recruit/tables.py:\n" + "\n".join(wrong)
    assert {"event", "organisation", "posting", "chapter_version", "booth"} <= read


def test_the_tables_left_out_are_tables() -> None:
    assert content.left_out() <= set(Base.metadata.tables)
