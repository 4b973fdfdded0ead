"""The form of one translation of an event."""

from typing import Any

from wtforms import HiddenField

from recruit.events.texts.fields import WordsFields
from recruit.events.texts.rules import TEXT_FIELDS
from recruit.web.forms import AtMost, Required


class TextForm(WordsFields):
    """The words of an event in one further language, each field beside its original."""

    seen = HiddenField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Nobody finds an event that has none in their language.
        _demand(self.title, Required(), AtMost(200))

    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self._fields[name].data or "" for name in TEXT_FIELDS}


def _demand(field: Any, *validators: Any) -> None:
    field.validators = validators
    field.flags.required = True
