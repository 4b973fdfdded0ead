"""Words of documents."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.core.models import StoredFile
from recruit.core.uploads import MEDIA_TYPES, FileKind
from recruit.students.documents.rules import DocumentRefusal
from recruit.students.rules import ShownTo
from recruit.web.times import format_number
from recruit.web.words import words_for

ALL = {
    DocumentRefusal.TOO_MANY: _l(
        "You have handed in as many documents as there is room for. Please delete one first."
    ),
    DocumentRefusal.TOO_MUCH: _l(
        "Your documents would be too large together. Please delete one, or make this file smaller."
    ),
    DocumentRefusal.IDENTITY_PAPER: _l(
        "This looks like a passport or another identity paper. Nobody may ask for one before you have accepted an offer, so it is"
        " not taken here."
    ),
    FileKind.PDF: _l("PDF"),
    FileKind.JPEG: _l("Picture (JPEG)"),
    FileKind.PNG: _l("Picture (PNG)"),
    FileKind.WEBP: _l("Picture (WebP)"),
    FileKind.DOCX: _l("Word document"),
    FileKind.XLSX: _l("Excel workbook"),
    FileKind.M4A: _l("Recording (M4A)"),
    FileKind.MP3: _l("Recording (MP3)"),
    FileKind.OGG: _l("Recording (Ogg)"),
    FileKind.WEBM: _l("Recording (WebM)"),
}


def choice_notes() -> dict[str, str]:
    """What each choice of who may open a document means."""
    return {
        str(ShownTo.ME): _("No company can open it. You can change this at any time."),
        str(ShownTo.APPLIED): _(
            "A company can open it from the moment you apply to it until your application has ended."
        ),
        str(ShownTo.FAIR): _(
            "The companies of a fair you have a seat at can open it too. With your seat alone they receive no document: you add"
            " this one by choosing so."
        ),
    }


def kind_of_file(stored: StoredFile) -> str:
    """PDF, picture, letter: what a file is, for who is about to open it."""
    return words_for(
        next(kind for kind, media_type in MEDIA_TYPES.items() if media_type == stored.media_type)
    )


def size_in_words(size: int) -> str:
    """A size as people say it."""
    if size < 1024 * 1024:
        return _("%(size)s kB", size=format_number(max(1, round(size / 1024))))
    return _("%(size)s MB", size=format_number(round(size / (1024 * 1024), 1)))
