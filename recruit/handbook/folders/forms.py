"""Forms of books that come as files."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from recruit.handbook.folders.rules import MOST_BYTES_PACKED
from recruit.web.forms import Form


class ArchiveForm(Form):
    """An archive of a book's files."""

    file = FileField(
        _l("Archive of the book"),
        [FileRequired(_l("Please choose a file."))],
        description=_l(
            "A .zip file such as you take from here, up to 10 MB. You see what it changes before anything does."
        ),
        render_kw={"accept": ".zip"},
    )

    def sent(self) -> tuple[str, bytes]:
        """Name and content of the file; one byte more than may be is enough to know that it is too large."""
        chosen = self.file.data
        assert isinstance(chosen, FileStorage), "the form asks for a file"
        return chosen.filename or "", chosen.stream.read(MOST_BYTES_PACKED + 1)


class BringForm(Form):
    """Yes to what was shown."""
