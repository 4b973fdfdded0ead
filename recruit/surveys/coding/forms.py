"""Forms of coding: a gloss, codes, a decision, and the wording of a code."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField
from wtforms.fields import HiddenField

from recruit.core.locales import LANGUAGES
from recruit.surveys.coding.words import THEMES, WRITTEN_IN
from recruit.web.forms import AtMost, CodeField, CodesField, Form, LineField, LongField, Required

WORDING = ("label", "definition", "example")
LONGEST_GLOSS = 8000


class GlossForm(Form):
    """What the answer says, in Japanese."""

    written_in = CodeField(_l("Written in"), WRITTEN_IN, validators=[Required()])
    gloss = LongField(
        _l("In Japanese"),
        [AtMost(LONGEST_GLOSS)],
        description=_l(
            "Write it yourself, as close to the words as you can. Put it into no translation service: the words must not leave"
            " this house. Leave out names."
        ),
    )
    step = HiddenField(default="gloss")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Not for what is written in Japanese.
        setattr(self.gloss.flags, "where_it_applies", True)  # noqa: B010 - a flag of our own field macro


class CodesForm(Form):
    """The codes of one look. `choices` come from the codebook of this moment."""

    codes = CodesField(_l("Codes"), {})
    nothing_fits = BooleanField(_l("No code fits this answer"))
    step = HiddenField(default="codes")

    def offer(self, labels: dict[str, str]) -> "CodesForm":
        """The codes that can be given."""
        self.codes.choices = list(labels.items())
        return self


class SettleForm(CodesForm):
    """What holds where two coders differ."""

    together = BooleanField(
        _l("We decided this together"),
        description=_l("For the two coders. Who was neither of them leaves it open and decides alone."),
    )
    step = HiddenField(default="settle")


class WordingPart(Form):
    """A code in one language. Coders read the codebook in their own, so every language is filled in."""

    class Meta(Form.Meta):
        csrf = False

    label = LineField(_l("Short name"), [Required(), AtMost(80)])
    definition = LongField(_l("Definition"), [Required(), AtMost(400)])
    example = LongField(_l("Example"), [Required(), AtMost(400)])


class WordingForm(Form):
    """The wording of a code in all languages."""

    texts_ja = FormField(WordingPart)
    texts_en = FormField(WordingPart)
    texts_id = FormField(WordingPart)
    texts_vi = FormField(WordingPart)
    seen_number = HiddenField()

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def texts(self) -> dict[str, dict[str, str]]:
        """The wording as it is kept."""
        return {
            what: {language.code: part.form[what].data or "" for language, part in self.parts}
            for what in WORDING
        }


class NewCodeForm(WordingForm):
    """A new code, and the part of the codebook it belongs to."""

    theme = CodeField(_l("Part of the codebook"), THEMES, validators=[Required()])


def as_typed(texts: dict[str, Any], number: int) -> dict[str, Any]:
    """What stands in the form for a wording."""
    return {
        "seen_number": str(number),
        **{
            f"texts_{language.code}": {what: texts.get(what, {}).get(language.code, "") for what in WORDING}
            for language in LANGUAGES
        },
    }
