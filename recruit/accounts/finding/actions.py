"""Keeping the words people are found by, where rows came in bulk."""

from collections.abc import Sequence

from sqlalchemy import delete, insert

from recruit.accounts.finding.models import PersonWord, rows_of
from recruit.core.db import session

_AT_ONCE = 2000


def keep_words_of_many(source: str, found: Sequence[tuple[int, str]]) -> None:
    """Keep the words of many (person id, search key) at once: rows that are added in bulk tell nobody."""
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        ids = [person_id for person_id, _key in some]
        session().execute(
            delete(PersonWord).where(PersonWord.person_id.in_(ids), PersonWord.source == source)
        )
        rows = [row for person_id, key in some for row in rows_of(person_id, source, key)]
        if rows:
            session().execute(insert(PersonWord), rows)
