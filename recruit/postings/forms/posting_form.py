"""What the steps of the form of a position have in common.

A step refuses only what makes no sense, never what is missing. What it cannot put into the position yet – half a pair, a
number that is none – it gives back as it was typed, so that it can be kept beside the position and shown again.
"""

from collections.abc import Iterable, Mapping
import hashlib
import json
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField

from recruit.postings.finding_words import finding_sentence
from recruit.postings.forms.places import BESIDE, FIELD_OF, ITEM_OF
from recruit.postings.forms.values import values_of
from recruit.postings.rules import Content, DraftStep, Finding, Why, why_asked
from recruit.web.forms import CodesField, Form
from recruit.web.words import words_for

Typed = Mapping[str, list[str]]
# Longer texts than any field takes are kept up to here.
_MOST_KEPT = 20_000
_OWN = frozenset({"csrf_token", "seen"})


class PostingForm(Form):
    """One step: some of the fields of a position."""

    STEP: ClassVar[DraftStep]

    # What stood in the position when the page was made: who saves later than somebody else is told.
    seen = HiddenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self._fields.items():
            item = ITEM_OF.get(name)
            if item is None:
                continue
            why = why_asked(item)
            field.why = words_for(why)
            # A draft may leave these out, so they are no required fields; who fills in the form must know all the same.
            field.flags.required_later = FIELD_OF.get(item) == name and not field.flags.required
            # By law, but only of who uses it or said so above.
            field.flags.where_it_applies = why is Why.LAW and not field.flags.required_later

    @classmethod
    def for_draft(cls, content: Content, typed: Typed | None, *, is_asked: bool = True) -> Self:
        """The step as it stands, with what was typed and could not be put into the position yet.

        `is_asked`: whether the request at hand may be the one that sends this step in.
        """
        if is_asked:
            form = cls(data=values_of(content))
            if form.is_submitted():
                return form
        else:
            form = cls(formdata=None, data=values_of(content), meta={"csrf": False})
        form.seen.data = cls.seen_in(content, typed)
        form.put_back(typed or {})
        return form

    @classmethod
    def names(cls) -> list[str]:
        """Its fields."""
        return [
            name for name in dir(cls) if name not in _OWN and hasattr(getattr(cls, name, None), "_formfield")
        ]

    @classmethod
    def seen_in(cls, content: Content, typed: Typed | None) -> str:
        """A mark of what this step says now; another one once somebody else has changed it."""
        values, names = values_of(content), cls.names()
        said = [[name, values.get(name), (typed or {}).get(name)] for name in names]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:24]

    def write(self, content: dict[str, Any]) -> None:
        """Put what was typed into a position; what does not hold stays as it was."""
        raise NotImplementedError

    def left_over(self, content: Content) -> dict[str, list[str]]:
        """What was typed here and does not stand in the position, by field."""
        values = values_of(content)
        return {
            name: [str(one)[:_MOST_KEPT] for one in field.raw_data]
            for name, field in self._fields.items()
            if self.says_something(name)
            and any(str(one).strip() for one in field.raw_data or ())
            and (field.errors or _plain(field.data) != _plain(values.get(name)))
        }

    def says_something(self, name: str) -> bool:
        """Whether a field is one that somebody fills in, and not only a part of another that is empty."""
        return name not in _OWN

    def put_back(self, typed: Typed) -> None:
        """Put what was typed earlier back into its boxes, with what is wrong about it."""
        for name, values in typed.items():
            if name in self._fields and name not in _OWN:
                field = self._fields[name]
                field.process(MultiDict([(name, value) for value in values]), field.object_data)
                field.validate(self)

    def holding(self, name: str) -> Any:
        """What was typed, or what stood there before where that does not hold."""
        field = self._fields[name]
        return field.object_data if field.errors else field.data

    @property
    def unfit(self) -> list[Any]:
        """The fields that hold something that cannot be kept as it is."""
        return [field for field in self._fields.values() if field.errors]

    def blame_missing(self, missing: Iterable[str]) -> None:
        """Name every item that the law asks for beside the field that states it."""
        for key in missing:
            field = self._fields.get(FIELD_OF.get(key, ""))
            if field is not None:
                field.errors = [
                    *field.errors,
                    _("Allowances: enter them, or tick that there are none.")
                    if field.name == "no_allowances"
                    else _("The law asks for this in every position."),
                ]

    def show_findings(self, found: list[Finding]) -> None:
        """Say beside the fields what was found about them, where nothing is blamed there yet."""
        for finding in found:
            field = self.beside(finding)
            if field is not None and not field.errors:
                reason = f"#{finding.rule}".replace("_", "-")
                field.found = [*getattr(field, "found", []), (finding_sentence(finding), reason)]

    def beside(self, finding: Finding) -> Any:
        """The field that a finding is about; None where the form has none."""
        return self._fields.get(finding.text or BESIDE.get(finding.about, ""))

    def anchor_of(self, finding: Finding) -> str:
        """The id of that field's control, for links to it; empty where the form has none."""
        field = self.beside(finding)
        return "" if field is None else f"{field.id}-0" if isinstance(field, CodesField) else field.id

    def differing(self, content: Content, typed: Typed | None) -> list[tuple[str, str]]:
        """Field and value as they stand in the draft, where something else was typed here."""
        there = type(self).for_draft(content, typed, is_asked=False)
        return [
            (str(field.label.text), _shown(there[name]))
            for name, field in self._fields.items()
            if (self.says_something(name) or there.says_something(name))
            and (field.errors or there[name].errors or _plain(field.data) != _plain(there[name].data))
        ]


def _plain(value: object) -> object:
    """Nothing said is nothing said, however the field says so."""
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value) or None
    return None if value in ("", False) else value


def _shown(field: Any) -> str:
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field, SelectMultipleField):
        chosen = [str(one.label) for one in field.iter_choices() if one.selected]
        return _(", ").join(chosen) or _("nothing stated")
    if isinstance(field, SelectField):
        chosen = [str(one.label) for one in field.iter_choices() if one.selected and one.value]
        return _(", ").join(chosen) or _("nothing stated")
    return field._value() or _("nothing stated")  # noqa: SLF001 - WTForms names it so for its widgets
