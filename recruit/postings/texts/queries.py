"""Reads of the words of a position. Who may see the position may see how its texts stand."""

from recruit.postings.models import Posting, PostingText
from recruit.postings.texts.rules import Standing, TextOrigin, changed_fields, seen_mark, untranslated_fields
from recruit.postings.texts.writing import fields_of


def original_of(posting: Posting) -> PostingText | None:
    """The row in the language in which the position was written."""
    return next((text for text in posting.texts if text.language == posting.source_language), None)


def text_in(posting: Posting, language: str) -> PostingText | None:
    """The row in that language, whoever wrote it."""
    return next((text for text in posting.texts if text.language == language), None)


def seen(posting: Posting, language: str) -> str:
    """Which versions somebody has before their eyes who writes in that language now (see `rules.seen_mark`)."""
    text, original = text_in(posting, language), original_of(posting)
    return seen_mark(text.version if text else None, original.version if original else None)


def standings(posting: Posting) -> dict[str, Standing]:
    """How the text stands in every language in which there is one."""
    original = original_of(posting)
    return {text.language: _standing(text, original) for text in posting.texts}


def _standing(text: PostingText, original: PostingText | None) -> Standing:
    origin = TextOrigin(text.origin)
    if original is None or text is original:
        return Standing(text.language, origin)
    now, behind = fields_of(original), original.version - (text.source_version or 0)
    changed = changed_fields(text.source_words, now) if behind > 0 and text.source_words else ()
    untranslated = untranslated_fields(now, fields_of(text))
    # What a text leaves to the original cannot be behind it.
    still_changed = tuple(name for name in changed if name not in untranslated)
    if changed and not still_changed:
        behind = 0
    return Standing(
        text.language,
        origin,
        source=original.language,
        versions_behind=max(behind, 0),
        changed=still_changed,
        untranslated=untranslated,
    )
