"""Forms of those who write the books."""

from typing import Any

from flask_babel import lazy_gettext as _l, lazy_pgettext
from wtforms import BooleanField, Field, FormField
from wtforms.fields import HiddenField

from recruit.core.locales import LANGUAGES
from recruit.handbook.rules import LONGEST_BODY
from recruit.handbook.words import AUDIENCES
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    WholeNumberField,
    number_from_to,
    optional,
)

_NAMES = {language.code: language.name for language in LANGUAGES}


class WritingForm(Form):
    """A text: title, Markdown, and what readers are told of the change."""

    title = LineField(_l("Title"), [AtMost(200)])
    summary = LineField(
        _l("Summary in one line"),
        [AtMost(200)],
        description=_l(
            "What a reader can do after this chapter: at most 60 characters in Japanese, 110 in other languages."
        ),
    )
    body = LongField(_l("Text"), [AtMost(LONGEST_BODY)])
    note = LineField(
        _l("What has changed"),
        [AtMost(300)],
        description=_l("One sentence for readers who know the earlier edition."),
    )
    up_to_date = BooleanField(_l("The translation says all that the newest edition of the original says"))
    revision = HiddenField()
    source_seen = HiddenField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in (self.title, self.body):
            # A draft may lack it; what a second person reads may not.
            setattr(field.flags, "required_later", True)  # noqa: B010 - a flag of our own field macro


class SendBackForm(Form):
    """Why a text goes back to its writer."""

    review_note = LongField(_l("What should change"), [Required(), AtMost(2000)])


class PublishForm(Form):
    """Now or later, and which saving of the text was read."""

    revision = HiddenField()
    publish_at = MomentField(
        _l("Publish on"),
        [optional()],
        description=_l("On the clock of Japan. Leave it empty to publish now."),
    )


class WithdrawForm(Form):
    """Why readers no longer see a text."""

    why = LineField(_l("Why"), [Required(), AtMost(300)])


class RollBackForm(Form):
    """What readers are told when an older text comes back."""

    note = LineField(_l("What has changed"), [Required(), AtMost(300)])


class _Part(Form):
    """A part of a form: the whole holds the token."""

    class Meta(Form.Meta):
        csrf = False


def in_languages(label: Any, kind: type[Field], *validators: Any) -> FormField:
    """The same field in each language of the platform."""
    fields = {language.code: kind(language.name, validators) for language in LANGUAGES}
    return FormField(type("InLanguages", (_Part,), fields), label)


def by_language(part: Any) -> dict[str, str]:
    """What was typed, by language; empty lines are left out."""
    return {code: part.form[code].data for code in _NAMES if part.form[code].data}


class BookForm(Form):
    """A book's address, languages, readers, titles and notes. `seen` is the mark of what was said when it was opened."""

    seen = HiddenField()

    slug = LineField(
        lazy_pgettext("of a page", "Address"),
        [Required(), AtMost(60)],
        description=_l(
            "Small letters, digits and dashes. When it is changed, earlier addresses keep leading here."
        ),
    )
    # As it was when the form was opened.
    slug_was = HiddenField()
    source_language = CodeField(_l("Language of the original"), _NAMES, validators=[Required()])
    languages = CodesField(_l("Languages the book promises"), _NAMES, validators=[Required()])
    audience = CodeField(_l("Readers"), AUDIENCES, validators=[Required()])
    titles = in_languages(_l("Title"), LineField, Required(), AtMost(200))
    notes = in_languages(_l("Note for readers"), LongField, AtMost(500))


class ChapterForm(Form):
    """A chapter's address, its number, its titles, and the part of the book that begins with it. `seen` as for a book."""

    seen = HiddenField()

    slug = LineField(
        lazy_pgettext("of a page", "Address"),
        [Required(), AtMost(60)],
        description=_l(
            "Small letters, digits and dashes. When it is changed, earlier addresses keep leading here."
        ),
    )
    slug_was = HiddenField()
    position = WholeNumberField(_l("Number in the book"), [Required(), number_from_to(0, 99)])
    titles = in_languages(_l("Title"), LineField, Required(), AtMost(200))
    part = in_languages(_l("A part of the book begins here"), LineField, AtMost(100))


class FactForm(Form):
    """A new value of a dated fact, beside the earlier ones."""

    value = LineField(
        _l("Value"), [Required(), AtMost(200)], description=_l("A number in digits only, without its unit.")
    )
    unit = LineField(_l("Unit"), [AtMost(60)])
    valid_from_on = DayField(_l("Holds from"), [Required()])
    source = LineField(_l("Address of the source"), [Required(), AtMost(500)])
    source_name = LineField(_l("Name of the source"), [Required(), AtMost(200)])
    verified = BooleanField(_l("I have read it there today"))


class TermForm(Form):
    """A term's words and meanings: in the language of an original at least. `seen` as for a book."""

    seen = HiddenField()
    words = in_languages(_l("The word"), LineField, AtMost(200))
    meanings = in_languages(_l("What it means"), LongField, AtMost(500))


class NewTermForm(TermForm):
    """A term that is not there yet."""

    key = LineField(
        _l("Key"),
        [Required(), AtMost(60)],
        description=_l("Stands in the texts and stays for ever. Small letters, digits and underscores."),
    )
