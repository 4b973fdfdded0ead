"""Reads of the codebook."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.surveys.coding.models import Code, CodeWording
from recruit.surveys.coding.queries import demand_officer
from recruit.surveys.coding.rules import Theme
from recruit.surveys.forms import text


@dataclass(frozen=True)
class Entry:
    """A code with its newest wording."""

    code: Code
    wording: CodeWording

    @property
    def key(self) -> str:
        return self.code.key

    @property
    def theme(self) -> Theme:
        return self.code.theme

    @property
    def is_retired(self) -> bool:
        return self.code.retired_at is not None

    def say(self, what: str, language: str) -> str:
        """Label, definition or example in the reader's language, else the nearest."""
        return text(self.wording.texts.get(what), language)


def entries(visitor: Visitor) -> Sequence[Entry]:
    """The whole codebook, part by part, in the order in which codes came."""
    demand_officer(visitor)
    return every_entry()


def every_entry() -> Sequence[Entry]:
    """The same, for the room's own use."""
    order = list(Theme)
    codes = session().scalars(select(Code).options(selectinload(Code.wordings)).order_by(Code.id)).all()
    found = [Entry(code, code.wordings[0]) for code in codes]
    return sorted(found, key=lambda entry: (order.index(entry.theme), entry.is_retired))


def offered(also: Collection[str] = ()) -> Sequence[Entry]:
    """The codes that can be given now; `also` keeps those in that were given before they were retired."""
    return [entry for entry in every_entry() if not entry.is_retired or entry.key in also]


def entry_named(visitor: Visitor, key: str) -> Entry:
    """One code with all its wordings. Raises Missing."""
    demand_officer(visitor)
    code = session().scalar(
        select(Code)
        .options(selectinload(Code.wordings))
        .where(Code.key == key)
        .execution_options(populate_existing=True)
    )
    if code is None:
        raise Missing
    return Entry(code, code.wordings[0])
