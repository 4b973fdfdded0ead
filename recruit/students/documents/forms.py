"""Forms about documents."""

from typing import TypedDict

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField

from recruit.core.uploads import FileKind
from recruit.students.documents.rules import LONGEST_TITLE
from recruit.students.rules import DocumentKind, ShownTo
from recruit.students.words import DOCUMENT_KIND, SHOWN_TO
from recruit.web.forms import AtMost, CodeField, FileForm, Form, LineField, Required, choices_of, optional

TAKEN = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.DOCX})
# The camera's own format of an iPhone is offered to be chosen too: refusing it with advice is better than greying it out.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.heic"


class Said(TypedDict):
    """What a document is, and who may open it."""

    kind: DocumentKind
    title: str
    shown_to: ShownTo


class DocumentForm(FileForm):
    """What a document is, and who may open it."""

    kind = CodeField(_l("What it is"), DOCUMENT_KIND, validators=[Required()])
    title = LineField(
        _l("Name of the document"),
        [optional(), AtMost(LONGEST_TITLE)],
        description=_l("If there are several of a kind. Example: JLPT N3, December 2025"),
    )
    shown_to = RadioField(
        _l("Who may open it"), [Required()], choices=choices_of(SHOWN_TO.items()), default=str(ShownTo.ME)
    )
    file = FileField(
        _l("A newer file instead of this one"),
        [optional()],
        description=_l("The older file is then deleted. PDF, JPEG, PNG, WebP or Word (.docx), up to 5 MB."),
        render_kw={"accept": ACCEPT},
    )

    def said(self) -> Said:
        """The values, but for the file."""
        return {
            "kind": DocumentKind(self.kind.data),
            "title": self.title.data or "",
            "shown_to": ShownTo(self.shown_to.data),
        }


class NewDocumentForm(DocumentForm):
    """A document to be handed in."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Please choose a file."))],
        description=_l("PDF, JPEG, PNG, WebP or Word (.docx), up to 5 MB."),
        render_kw={"accept": ACCEPT},
    )


class DeleteForm(Form):
    """A button."""
