"""Forms about recordings."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from recruit.web.forms import Form


class RecordingForm(Form):
    """The name, said aloud."""

    file = FileField(
        _l("Recording"),
        [FileRequired(_l("Please choose a file."))],
        description=_l(
            "M4A, MP3, Ogg or WebM, at most 15 seconds and 500 kB. The recorder of your telephone makes one."
        ),
        render_kw={"accept": ".m4a,.mp3,.ogg,.oga,.opus,.webm,audio/*"},
    )

    def content(self) -> bytes:
        """What was sent."""
        sent = self.file.data
        return sent.read() if isinstance(sent, FileStorage) else b""


class DeleteForm(Form):
    """A button."""
