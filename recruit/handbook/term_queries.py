"""The glossary as those see it who write the books."""

from collections.abc import Sequence

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.text import fold
from recruit.core.visitor import Visitor
from recruit.handbook.models import GlossaryTerm
from recruit.handbook.queries import demand_writer


def terms_found(by: Visitor, words: str = "") -> Sequence[GlossaryTerm]:
    """Every term, or those whose key, words or meanings have all of these words, in the order of the keys."""
    demand_writer(by)
    rows = session().scalars(select(GlossaryTerm).order_by(GlossaryTerm.key)).all()
    wanted = fold(words).split()
    return [row for row in rows if all(word in _found_by(row) for word in wanted)] if wanted else rows


def _found_by(row: GlossaryTerm) -> str:
    return fold(" ".join([row.key, *map(str, row.words.values()), *map(str, row.meanings.values())]))


def term_named(by: Visitor, key: str) -> GlossaryTerm:
    """One term."""
    demand_writer(by)
    found = session().scalar(select(GlossaryTerm).where(GlossaryTerm.key == key))
    if found is None:
        raise Missing
    return found
