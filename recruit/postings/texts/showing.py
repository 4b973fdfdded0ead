"""What the page of a position says about its words: who made them, from what, and what they lack."""

from dataclasses import dataclass

from flask_babel import gettext as _

from recruit.core.locales import CODES
from recruit.postings.conditions import Words, name_of_language
from recruit.postings.models import Posting
from recruit.postings.texts.queries import standings
from recruit.postings.texts.rules import Standing, TextOrigin
from recruit.postings.texts.words import TEXT_FIELD
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
