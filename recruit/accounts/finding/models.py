"""The words of names, one row each, so that an index finds who bears them."""

from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, delete, event, insert, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from recruit.accounts.models import Person
from recruit.core.db import Base

LONGEST_WORD = 60
# Compared letter by letter, whatever the language of the database: a range then finds what begins alike.
_WORD = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class PersonWord(Base):
    """One folded word of a name of a person. `source` says which row keeps the name: the person's own, or a profile."""

    __tablename__ = "person_word"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(10), primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)

    __table_args__ = (Index("ix_person_word_word_person_id", "word", "person_id"),)


def words_of(search_key: str) -> list[str]:
    """The words of a search key as they are kept."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in search_key.split()))


def rows_of(person_id: int, source: str, search_key: str) -> list[dict[str, Any]]:
    """The rows that a search key becomes."""
    return [{"person_id": person_id, "source": source, "word": word} for word in words_of(search_key)]


def keep_words(kind: type[Base], source: str, person_column: str) -> None:
    """From now on rows of this kind, which has a `search_key`, keep the words by which their person is found."""

    def _write(connection: Connection, target: Any) -> None:
        person_id = getattr(target, person_column)
        connection.execute(
            delete(PersonWord).where(PersonWord.person_id == person_id, PersonWord.source == source)
        )
        rows = rows_of(person_id, source, target.search_key or "")
        if rows:
            connection.execute(insert(PersonWord), rows)

    @event.listens_for(kind, "after_insert")
    def _added(_mapper: Mapper[Any], connection: Connection, target: Any) -> None:
        _write(connection, target)

    @event.listens_for(kind, "after_update")
    def _changed(_mapper: Mapper[Any], connection: Connection, target: Any) -> None:
        if inspect(target).attrs["search_key"].history.has_changes():
            _write(connection, target)


keep_words(Person, "person", "id")
