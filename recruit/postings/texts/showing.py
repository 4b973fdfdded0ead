"""What the page of a position says about its words: who made them, from what, and what they lack."""

from dataclasses import dataclass

from flask_babel import gettext as _

from recruit.core.locales import CODES
from recruit.postings.conditions import Words, name_of_language
from recruit.postings.models import Posting, PostingText
from recruit.postings.texts.queries import original_of, standings
from recruit.postings.texts.rules import Paragraph, Standing, TextOrigin, changed_fields, paragraphs
from recruit.postings.texts.words import TEXT_FIELD
from recruit.postings.texts.writing import fields_of
from recruit.web.gate import current_language


@dataclass(frozen=True)
class TextNote:
    """For one reader and the text that is shown. `standing` is None where the position has no text at all."""

    standing: Standing | None
    source_name: str
    is_foreign: bool
    has_own: bool

    @property
    def is_translation(self) -> bool:
        return self.standing is not None and not self.standing.is_original

    @property
    def is_behind(self) -> bool:
        return self.standing is not None and self.standing.is_behind

    @property
    def by_machine(self) -> bool:
        return self.standing is not None and self.standing.origin is TextOrigin.MACHINE_ACCEPTED

    @property
    def changed(self) -> str:
        """Which parts of the original changed since, in words."""
        return field_names(self.standing.changed) if self.standing else ""


def text_note(posting: Posting, words: Words) -> TextNote:
    """What to say above the words that are shown."""
    known = {code: one for code, one in standings(posting).items() if one.is_shown}
    return TextNote(
        known.get(words.language),
        name_of_language(posting.source_language),
        is_foreign=words.language != current_language(),
        has_own=current_language() in known,
    )


def field_names(names: tuple[str, ...]) -> str:
    """The parts of a position's words, as a list in the reader's language."""
    return _(", ").join(str(TEXT_FIELD[name]) for name in names)


@dataclass(frozen=True)
class OriginalPart:
    """One part of the original as it stands beside its translation."""

    name: str
    label: str
    paragraphs: list[Paragraph]
    is_changed: bool


def original_parts(posting: Posting, translation: PostingText | None) -> dict[str, OriginalPart]:
    """The original by parts, with the paragraphs marked that changed since the translation was made from it."""
    original = original_of(posting)
    now = fields_of(original) if original else {}
    made_from = translation.source_words if translation else None
    is_behind = (
        translation is not None
        and original is not None
        and (translation.source_version or 0) < original.version
    )
    changed = changed_fields(made_from, now) if made_from is not None and is_behind else ()
    return {
        name: OriginalPart(
            name,
            str(label),
            paragraphs(made_from.get(name, "") if made_from and name in changed else None, now.get(name, "")),
            is_changed=name in changed,
        )
        for name, label in TEXT_FIELD.items()
    }


@dataclass(frozen=True)
class LanguageRow:
    """One language in the list of a position's translations. `standing` is None where nothing is written."""

    language: str
    name: str
    standing: Standing | None
    changed: str
    untranslated: str


def language_rows(posting: Posting) -> list[LanguageRow]:
    """Every language but the original's."""
    known = standings(posting)
    return [
        LanguageRow(
            code,
            name_of_language(code),
            known.get(code),
            changed=field_names(known[code].changed) if code in known else "",
            untranslated=field_names(known[code].untranslated) if code in known else "",
        )
        for code in CODES
        if code != posting.source_language
    ]
