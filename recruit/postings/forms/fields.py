"""Fields of the form of a position, and what they have in common."""

from datetime import date
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectField, TimeField
from wtforms.validators import NumberRange, StopValidation

from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    LineField,
    LongField,
    WholeNumberField,
    check_year,
    choices_of,
    optional,
)


class Within(NumberRange):
    """A number between limits. What is no number at all is told so once, and not that it is too large as well."""

    def __call__(self, form: Any, field: Any) -> None:
        if not field.process_errors:
            super().__call__(form, field)


_YES_NO = (("", _l("Please choose")), ("yes", _l("Yes")), ("no", _l("No")))
_FROM_ZERO = Within(min=0, message=_l("Please give a number from 0 up."))
# A limit that no pay and no number of people reaches; the database holds no more either.
_NO_MORE = Within(max=100_000_000, message=_l("This number is too large."))


class ClockField(TimeField):
    """A time of day; an empty one is none."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [optional()], **options)


class MonthField(LineField):
    """A month, typed as 2027-04 or chosen where the browser helps."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.day is None:
            raise StopValidation(_("Please write the month as in 2027-04."))
        check_year(self.day)

    @property
    def day(self) -> date | None:
        try:
            return date.fromisoformat(f"{self.data}-01")
        except ValueError:
            return None


def number(label: Any, hint: Any = "") -> WholeNumberField:
    """A whole number from 0 up that may stay empty."""
    return WholeNumberField(label, [optional(), _FROM_ZERO, _NO_MORE], description=hint)


def number_within(label: Any, least: int, most: int, words: Any, hint: Any = "") -> WholeNumberField:
    """A whole number within limits that `words` name."""
    return WholeNumberField(label, [optional(), Within(min=least, max=most, message=words)], description=hint)


def yes_no(label: Any, hint: Any = "") -> SelectField:
    """Yes, no, or not said yet."""
    return SelectField(label, choices=choices_of(_YES_NO), validators=[optional()], description=hint)


def code(label: Any, words: dict, hint: Any = "") -> CodeField:
    """One coded value that may stay open."""
    return CodeField(label, words, validators=[optional()], description=hint)


def codes(label: Any, words: dict, hint: Any = "") -> CodesField:
    """Any number of coded values."""
    return CodesField(label, words, validators=[optional()], description=hint)


def line(label: Any, most: int, hint: Any = "", *, lang: str = "ja") -> LineField:
    """One line in a language."""
    return LineField(label, [optional(), AtMost(most)], description=hint, render_kw={"lang": lang})


def long_text(label: Any, most: int, hint: Any = "", *, lang: str = "ja") -> LongField:
    """Several lines in a language."""
    return LongField(label, [optional(), AtMost(most)], description=hint, render_kw={"lang": lang})


def truth(typed: str | None) -> bool | None:
    """What a yes or no says; None where neither is chosen."""
    return {"yes": True, "no": False}.get(typed or "")
