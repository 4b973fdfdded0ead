"""What may be uploaded: identity papers are asked for nowhere, before or after an offer."""

from collections.abc import Iterator
import re

from flask import Flask
from flask_babel import force_locale
from wtforms.fields.core import UnboundField

from recruit.students.documents.rules import names_identity_paper
from recruit.web.forms import Form
from tests.house import places

# A list of hires in a file is read and not kept; documents are a student's own, and papers of identity are refused by name.
# A résumé is read from a file of JSON, as far as the student ticks it, and not kept.
# Pictures of experiences are a student's own too, and stand below the same rule.
# A university's list of its students is read, and kept sealed for an hour.
# Pictures of a company's public page are shown to everybody, and written anew like all pictures.
# A list of addresses to invite is read as text, shown, and kept as invitations alone.
# Materials of an event are what staff show to guests; pictures among them are written anew.
# Pictures of chapters are what editors show to readers, and written anew too.
# An archive of a book's chapters is read in memory, kept for a day until its sender says yes, and never unpacked to a disk.
# Whoever adds a field says here what it takes, and from whom, and when.
TAKES_FILES = {
    "recruit/events/materials/forms.py",
    "recruit/handbook/figures/forms.py",
    "recruit/handbook/folders/forms.py",
    "recruit/events/inviting/forms.py",
    "recruit/organisations/page_forms.py",
    "recruit/placements/forms.py",
    "recruit/students/documents/forms.py",
    "recruit/students/papers/forms.py",
    "recruit/students/pictures/forms.py",
    "recruit/students/recordings/forms.py",
    "recruit/students/roster/forms.py",
}


# Fields whose question names such a paper without asking for it, or for anything in it but how a name is spelled and when the stay ends.
NAMES_ONLY = {
    "InvitedForm.name",
    "NamesForm.name_passport",
    "ProviderRegisterForm.name",
    "RegisterForm.name",
    "SampleForm.passport_name",
    # Says on which line of the card the one day stands that both have to know.
    "StayForm.until_on",
}


def _questions(kind: type[Form]) -> Iterator[tuple[str, str]]:
    """The fields of a form, with what each asks and explains."""
    for name in dir(kind):
        field = getattr(kind, name)
        if isinstance(field, UnboundField):
            told = (*field.args[:1], *(field.kwargs.get(key, "") for key in ("label", "description")))
            yield name, " ".join(str(words) for words in (name, *told))


def _forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for below in kind.__subclasses__():
        yield below
        yield from _forms(below)


def test_no_form_asks_for_a_paper_of_identity(app: Flask) -> None:
    """Whatever a form is for: nobody is asked to type the number of a passport or of a card, before an offer or after."""
    with app.app_context(), force_locale("en"):
        named = {
            f"{kind.__name__}.{name}"
            for kind in _forms()
            if kind.__module__.startswith("recruit.")
            for name, words in _questions(kind)
            if names_identity_paper(words)
        }
    assert named == NAMES_ONLY


def test_no_field_takes_a_file_but_those_named_here() -> None:
    takes = re.compile(r"\b(Multiple)?FileField\(|request\.files|type=[\"']file[\"']")
    found = {
        path.relative_to(places.ROOT).as_posix()
        for path in [*places.SOURCES.rglob("*.py"), *places.TEMPLATES.rglob("*.html")]
        if takes.search(path.read_text(encoding="utf-8"))
    }
    assert found == TAKES_FILES
