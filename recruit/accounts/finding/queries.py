"""Who bears a name, has an address or a number. Conditions for queries about persons; who asks has been checked before."""

from sqlalchemy import ColumnElement, or_, select

from recruit.accounts.finding.models import LONGEST_WORD, PersonWord
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.ways.rules import found_by
from recruit.core.text import search_words

# Sorts after every letter: what begins alike lies between a word and the word with this at its end.
_LAST_LETTER = "\U0010ffff"


def bears(words: str) -> list[ColumnElement[bool]]:
    """One condition for each word typed: a name of the person has a word that begins with it, in any script."""
    return [
        Person.id.in_(
            select(PersonWord.person_id).where(
                PersonWord.word >= token, PersonWord.word < token + _LAST_LETTER
            )
        )
        for token in (word[:LONGEST_WORD] for word in search_words(words))
    ]


def is_reached_at(value: str) -> ColumnElement[bool]:
    """This address or number is or was one of the person's, or the person signs in with it."""
    found = Person.id.in_(select(ContactPoint.person_id).where(ContactPoint.found_by == found_by(value)))
    if "@" not in value:
        return found
    return or_(found, Person.id.in_(select(User.person_id).where(User.email == value.strip().lower())))
