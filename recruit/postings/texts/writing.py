"""How words come into the rows of a position. Who calls has asked whether they may, and writes the audit line."""

from collections.abc import Mapping

from recruit.core.originals import Fields, follow, leave_behind, words_of
from recruit.postings.models import Posting, PostingText
from recruit.postings.rules import TEXT_FIELDS
from recruit.postings.texts.rules import TextOrigin


def fields_of(row: PostingText) -> dict[str, str]:
    """The words of one row."""
    return words_of(row, TEXT_FIELDS)


def write_texts(posting: Posting, texts: Mapping[str, Fields]) -> None:
    """Write the languages that are named; a language named without a word is taken out, one not named stays as it is.

    What a machine wrote and nobody has read stands in no form of all languages, so it is not taken out by one.
    """
    for row in list(posting.texts):
        if row.language in texts and _is_empty(texts[row.language]) and row.origin != TextOrigin.MACHINE:
            posting.texts.remove(row)
    # The source first: the others note which version of it they were written from.
    for language in sorted(texts, key=lambda code: code != posting.source_language):
        if not _is_empty(texts[language]):
            _write(posting, language, texts[language])


def write_text(posting: Posting, language: str, words: Fields, origin: TextOrigin) -> PostingText:
    """Write one translation that was read beside the original: it follows the original as that is now."""
    row = _write(posting, language, words)
    row.origin = origin
    _follow(row, posting)
    return row


def carry_over(earlier: Posting, copy: Posting) -> None:
    """Translations of a copy stand as those they were copied from: made by whom they were made, behind where they were."""
    old = {text.language: text for text in earlier.texts}
    original = old.get(earlier.source_language)
    for row in copy.texts:
        text = old.get(row.language)
        if text is None or text is original or original is None:
            continue
        row.origin = text.origin
        if (text.source_version or 0) < original.version:
            row.source_version, row.source_words = 0, text.source_words


def _write(posting: Posting, language: str, words: Fields) -> PostingText:
    values = {name: words.get(name, "") for name in TEXT_FIELDS}
    row = next((text for text in posting.texts if text.language == language), None)
    if row is None:
        row = PostingText(language=language, version=1, origin=TextOrigin.HUMAN, **values)
        posting.texts.append(row)
    else:
        before = fields_of(row)
        if before == values:
            if language == posting.source_language:
                follow(row, None, TEXT_FIELDS)
            return row
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        if language == posting.source_language:
            leave_behind(posting.texts, row, before)
        if row.origin == TextOrigin.MACHINE:
            row.origin = TextOrigin.HUMAN
    _follow(row, posting)
    return row


def _follow(row: PostingText, posting: Posting) -> None:
    """Note what the row is made from; nothing for the original."""
    source = next((text for text in posting.texts if text.language == posting.source_language), None)
    follow(row, None if row is source else source, TEXT_FIELDS)


def _is_empty(words: Fields) -> bool:
    return not any(value.strip() for value in words.values())
