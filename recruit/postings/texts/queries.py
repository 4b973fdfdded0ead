"""Reads of the words of a position. Who may see the position may see how its texts stand."""

from dataclasses import asdict

from recruit.core import originals
from recruit.core.originals import OriginalPart
from recruit.postings.models import Posting, PostingText
from recruit.postings.rules import TEXT_FIELDS
from recruit.postings.texts.rules import Standing, TextOrigin


def original_of(posting: Posting) -> PostingText | None:
    """The row in the language in which the position was written."""
    return next((text for text in posting.texts if text.language == posting.source_language), None)


def text_in(posting: Posting, language: str) -> PostingText | None:
    """The row in that language, whoever wrote it."""
    return next((text for text in posting.texts if text.language == language), None)


def seen(posting: Posting, language: str) -> str:
    """Which versions somebody has before their eyes who writes in that language now."""
    return originals.seen_mark(text_in(posting, language), original_of(posting))


def standings(posting: Posting) -> dict[str, Standing]:
    """How the text stands in every language in which there is one."""
    original = original_of(posting)
    return {text.language: _standing(text, original) for text in posting.texts}


def _standing(text: PostingText, original: PostingText | None) -> Standing:
    origin = TextOrigin(text.origin)
    if original is None or text is original:
        return Standing(language=text.language, origin=origin)
    beside = originals.standing_of(text, original, TEXT_FIELDS)
    return Standing(language=text.language, origin=origin, source=original.language, **asdict(beside))


def original_parts(posting: Posting, language: str) -> dict[str, OriginalPart]:
    """The original by fields, beside the text in that language."""
    return originals.original_parts(text_in(posting, language), original_of(posting), TEXT_FIELDS)
