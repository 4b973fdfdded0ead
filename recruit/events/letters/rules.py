"""What is true about letters, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 3000


class LetterRefusal(StrEnum):
    """Why a letter cannot go."""

    WORDS_NEEDED = "words_needed"
    HALF_WRITTEN = "half_written"
    NOBODY_THERE = "nobody_there"
    SENT_ALREADY = "sent_already"


@dataclass(frozen=True)
class LetterWords:
    """A letter in one language."""

    subject: str = ""
    words: str = ""


def why_not_letter(texts: Iterable[LetterWords]) -> LetterRefusal | None:
    """Why these words are no letter, or None: in each language that is begun there is a subject and a text.

    >>> why_not_letter([LetterWords("Hello", "Come at nine."), LetterWords()])
    >>> why_not_letter([LetterWords("Hello", "")]).value
    'half_written'
    """
    begun = [one for one in texts if one.subject or one.words]
    if not begun:
        return LetterRefusal.WORDS_NEEDED
    return None if all(one.subject and one.words for one in begun) else LetterRefusal.HALF_WRITTEN
