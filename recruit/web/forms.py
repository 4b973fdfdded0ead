"""Forms: one base that speaks the reader's language, keeps what was typed, and checks nothing while the language is switched."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
import re
from typing import Any
import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_translations, gettext, lazy_gettext as _l, lazy_ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import DateTimeLocalField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from recruit.core.errors import Refused
from recruit.core.text import one_line
from recruit.web.gate import is_switching_language
from recruit.web.logs import note_refused_form

# WTForms has no Indonesian and no Vietnamese catalogue; its sentences live in ours.
WTFORMS_SENTENCES = (
    _l("Invalid field name '%(field)s'.", field=""),
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Not a valid float value."),
    _l("Not a valid datetime value."),
    _l("Not a valid date value."),
    _l("Not a valid time value."),
    _l("Not a valid week value."),
    _l("Invalid input."),
    _l("Invalid email address."),
    _l("Invalid URL."),
    _l("CSRF token missing."),
    _l("The CSRF token has expired."),
    _l("The CSRF token is missing."),
    _l("The CSRF tokens do not match."),
    lazy_ngettext(
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
        1,
        value="",
    ),
)


class _Sentences:
    """The translations object WTForms asks for its own messages."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # WTForms fills the placeholders itself.
        return get_translations().ungettext(singular, plural, n)


class Form(FlaskForm):
    """Base of all forms."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _Sentences()

    def is_fine(self) -> bool:
        """Whether the typed values hold. False, without a word of blame, while the reader switches the language."""
        if is_switching_language():
            return False
        is_fine = self.validate()
        if not is_fine:
            self._note_refusal()
        return is_fine

    def blame(self, refusal: Refused, words: Any) -> None:
        """Put a refusal of the rules beside the field it belongs to (or above the form)."""
        self.blame_field(refusal.field, words)

    def blame_field(self, name: str | None, words: Any) -> None:
        """Put a sentence beside the field of that name (above the form where there is none); `part-field` is inside a part."""
        field = self._fields.get(name or "")
        part = self._fields.get((name or "").partition("-")[0])
        if isinstance(part, FormField) and part is not field:
            part.form.blame_field((name or "").partition("-")[2], words)
        elif field is not None:
            field.errors = [*field.errors, words]
        else:
            self.form_errors = [*self.form_errors, words]
        self._note_refusal()

    def _note_refusal(self) -> None:
        # What is said of the form as a whole has no name.
        note_refused_form(type(self).__name__, (name or "the whole" for name in self.errors))


class FileForm(Form):
    """A form with one file, which browsers send once and do not keep; who derives from it says what may be chosen."""

    file: FileField

    def sent(self) -> tuple[str, bytes] | None:
        """Name and content of the file, where one was chosen."""
        chosen = self.file.data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            return None
        chosen.stream.seek(0)
        return chosen.filename, chosen.read()

    def ask_for_file_again(self) -> None:
        """Say so where only something else was wrong."""
        if not self.file.errors and self.sent() is not None:
            self.blame_field("file", gettext("Please choose the file again: browsers do not keep it."))


class Required(InputRequired):
    """Must be filled in; white space alone does not count."""

    def __init__(self) -> None:
        super().__init__(message=_l("Please fill this in."))

    def __call__(self, form: Any, field: Field) -> None:
        if isinstance(field, BooleanField) and not field.data:
            raise StopValidation(gettext("Please tick the box."))
        if isinstance(field, RadioField) and not field.raw_data:
            field.errors = []  # ty: ignore[invalid-assignment] - a list while it is validated
            raise StopValidation(gettext("Please choose one."))
        if field.raw_data and isinstance(field.raw_data[0], str) and not field.raw_data[0].strip():
            # One fault, one sentence: that nothing is no day, no time and no number goes without saying.
            field.errors = []  # ty: ignore[invalid-assignment] - a list while it is validated
            raise StopValidation(self._words(field))
        super().__call__(form, field)

    def _words(self, field: Field) -> str:
        return gettext("Please fill this in.")


class AtMost(Length):
    """No longer than so many characters; says how many were typed."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:
        typed = len(field.data or "")
        if typed > self.most:
            raise ValidationError(
                gettext(
                    "Please keep this to %(most)d characters; there are %(typed)d now.",
                    most=self.most,
                    typed=typed,
                )
            )


class LineField(StringField):
    """One line of text, stored in NFC with single spaces."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = one_line(valuelist[0]) if valuelist else ""


class MailField(LineField):
    """An e-mail address, checked for its form without asking the network."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.data = validate_email(
                self.data, check_deliverability=False, allow_smtputf8=False, test_environment=True
            ).normalized.lower()
        except EmailNotValidError as error:
            raise StopValidation(
                gettext(
                    "“%(typed)s” does not look like an e-mail address. Example: nama@example.com",
                    typed=self.data,
                )
            ) from error


PLEASE_CHOOSE = _l("Please choose")


class CodeField(SelectField):
    """One coded value out of an enum, with its words in the reader's language. An empty choice comes first."""

    def __init__(self, label: Any, words: dict, *, empty: Any = PLEASE_CHOOSE, **options: Any) -> None:
        choices = choices_of((("", empty), *words.items()))
        super().__init__(label, choices=choices, **options)

    def pre_validate(self, form: Any) -> None:
        if self.data in ("", None):
            return
        super().pre_validate(form)


class CodesField(SelectMultipleField):
    """Several coded values, shown as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, words: dict, **options: Any) -> None:
        super().__init__(label, choices=choices_of(words.items()), **options)


_UNITS = ("円", "人", "名", "か月", "カ月", "ヶ月", "ケ月", "ヵ月", "日", "時間", "分", "歳", "回")
# One kind of mark between groups of three, or none at all: "1.5" is no whole number.
_WHOLE_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}([,. ])\d{3}(\2\d{3})*)")

# Japanese writes capital and pay in steps of ten thousand: 1億5,000万円, 22.5万円.
_JAPANESE_POWERS = re.compile(
    r"(?:([\d,]{1,9}(?:\.\d{1,4})?)億)?(?:([\d,]{1,9}(?:\.\d{1,4})?)万)?([\d,]{0,9})"
)


def _without_japanese_powers(plain: str) -> str:
    """The figures that 万 and 億 stand for; anything else as it is."""
    found = _JAPANESE_POWERS.fullmatch(plain) if "万" in plain or "億" in plain else None
    if found is None:
        return plain
    parts = [(part or "").replace(",", "") for part in found.groups()]
    total = sum(Decimal(part or 0) * power for part, power in zip(parts, (10**8, 10**4, 1), strict=True))
    return str(int(total)) if total == int(total) else plain


MOST_IN_A_ROW = 2_147_483_647


class WholeNumberField(IntegerField):
    """A whole number as people type it: thousands marks (1,000, 1.000), full-width digits, units, 万 and 億 are understood."""

    # Browsers take no thousands marks in a number box.
    widget = TextInput()

    def __init__(
        self, label: Any = None, validators: Any = None, *, most: int = MOST_IN_A_ROW, **options: Any
    ) -> None:
        options["render_kw"] = {"inputmode": "numeric", **options.get("render_kw", {})}
        super().__init__(label, validators, **options)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        plain = unicodedata.normalize("NFKC", str(valuelist[0])).strip().replace("\u2212", "-")
        for unit in _UNITS:
            plain = plain.removesuffix(unit).rstrip()
        plain = _without_japanese_powers(plain)
        if not _WHOLE_NUMBER.fullmatch(plain):
            self.data = None
            raise ValueError(
                gettext(
                    "“%(typed)s” is not a whole number. Please write it without decimals, for example 1000.",
                    typed=str(valuelist[0]).strip(),
                )
            )
        plain = re.sub("[,. ]", "", plain)
        # Not even the figures of a number this long are read.
        if len(plain) > 20 or abs(int(plain)) > self.most:
            self.data = None
            raise ValueError(gettext("Please give a smaller number."))
        super().process_formdata([plain])

    def pre_validate(self, form: Any) -> None:
        """What is no number is told so once, and not that it is too small as well."""
        if self.process_errors:
            raise StopValidation


FIRST_YEAR, LAST_YEAR = 1900, 2199


def check_year(day: date | None, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> None:
    """A day far from any life is a slip of the fingers, and reckoning from it leaves the calendar."""
    if day is not None and not first <= day.year <= last:
        raise StopValidation(
            gettext("Please give a year from %(first)s to %(last)s.", first=str(first), last=str(last))
        )


class DayField(DateField):
    """A day of somebody's life or plans."""

    def pre_validate(self, form: Any) -> None:
        check_year(self.data)


class MomentField(DateTimeLocalField):
    """A day and a time on the clock of a place."""

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    def pre_validate(self, form: Any) -> None:
        check_year(self.data)


class LongField(TextAreaField):
    """Several lines of text; every kind of line end becomes one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""


def optional() -> Optional:
    """May stay empty."""
    return Optional(strip_whitespace=True)


def number_from_to(least: int, most: int) -> NumberRange:
    """A whole number between two, both included."""
    return NumberRange(
        least, most, message=_l("Please give a number from %(least)s to %(most)s.", least=least, most=most)
    )


def choices_of(rows: Iterable[tuple[object, Any]]) -> list[SelectChoice]:
    """Choices for a select out of (value, words) pairs."""
    return [SelectChoice(str(value), words) for value, words in rows]
