"""The form of a letter."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.validators import AnyOf

from recruit.core.locales import CODES, LANGUAGES
from recruit.events.letters.rules import LONGEST, LetterWords
from recruit.events.words import AMONG, REGISTRATION_STATE
from recruit.web.forms import AtMost, CodeField, Form, LineField, LongField, optional


class LetterPart(Form):
    """A letter in one language."""

    class Meta(Form.Meta):
        csrf = False

    subject = LineField(_l("Subject"), [optional(), AtMost(150)])
    words = LongField(_l("Text"), [optional(), AtMost(LONGEST)])


class LetterForm(Form):
    """To whom, and the words in each language."""

    which = CodeField(
        _l("To whom"),
        {**REGISTRATION_STATE, **AMONG},
        empty=_l("Everybody on the list"),
        validators=[optional()],
    )
    texts_ja = FormField(LetterPart)
    texts_en = FormField(LetterPart)
    texts_id = FormField(LetterPart)
    texts_vi = FormField(LetterPart)
    once = LineField(validators=[optional(), AtMost(22)])
    act = LineField(validators=[AnyOf(("look", "send"), message=_l("Please choose"))])

    @property
    def texts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def letter(self) -> dict[str, LetterWords]:
        return {code: self._words(code) for code in CODES}

    def _words(self, code: str) -> LetterWords:
        part = self[f"texts_{code}"].form
        return LetterWords(part.subject.data or "", part.words.data or "")
