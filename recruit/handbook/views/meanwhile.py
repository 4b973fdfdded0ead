"""What somebody else has saved while a form was open, beside what was typed into it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import Field, FormField, SelectField
from wtforms.fields import HiddenField

from recruit.core.differences import Paragraph, differences
from recruit.core.errors import Refused
from recruit.handbook.desk_forms import BookForm, ChapterForm, TermForm
from recruit.handbook.rules import HandbookRefusal
from recruit.web.forms import Form
from recruit.web.gate import current_language
from recruit.web.words import words_for


@dataclass(frozen=True)
class Differing:
    """A field that was saved otherwise than it was typed, from what was saved to what was typed. `language` is empty for what
    is said to every reader in theirs.
    """

    label: str
    language: str
    found: list[Paragraph]


def refused_meanwhile(
    refused: Refused, typed: BookForm | ChapterForm | TermForm, saved: Form
) -> list[Differing]:
    """Say in the form why it was refused. Where somebody else has saved something: what differs; sent once more, it counts as
    compared with that.
    """
    typed.blame(refused, words_for(refused.reason))
    if refused.reason is not HandbookRefusal.SAVED_MEANWHILE:
        return []
    typed.seen.data = saved._fields["seen"].data
    return differing(typed, saved)


def differing(typed: Form, saved: Form) -> list[Differing]:
    """Two forms of one kind, field by field in their order; addresses are looked after by themselves."""
    found = []
    for label, language, field, other in _pairs(typed, saved):
        before, after = _said(other), _said(field)
        if before != after:
            paragraphs = differences(before, after, language=language or current_language())
            found.append(Differing(label, language, paragraphs))
    return found


def _pairs(typed: Form, saved: Form) -> Iterator[tuple[str, str, Field, Field]]:
    for name, field in typed._fields.items():
        other = saved._fields[name]
        if isinstance(field, FormField) and isinstance(other, FormField):
            for code, part in field.form._fields.items():
                yield str(field.label.text), code, part, other.form._fields[code]
        elif not isinstance(field, HiddenField) and not name.startswith("slug"):
            yield str(field.label.text), "", field, other


def _said(field: Field) -> str:
    if isinstance(field, SelectField):
        return _(", ").join(str(one.label.text) for one in field if one.checked)
    return "" if field.data is None else str(field.data)
