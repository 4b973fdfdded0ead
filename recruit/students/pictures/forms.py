"""Forms about pictures of experiences."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from recruit.core.uploads import PICTURES
from recruit.students.pictures.rules import LONGEST_WORDS
from recruit.web.forms import AtMost, FileForm, LineField, Required, optional

TAKEN = PICTURES
# The camera's own format of an iPhone is offered to be chosen too: refusing it with advice is better than greying it out.
ACCEPT = ".jpg,.jpeg,.png,.webp,.heic"


class PictureForm(FileForm):
    """What a picture shows, and another one instead of it."""

    file = FileField(
        _l("Another picture instead of this one"),
        [optional()],
        description=_l("The one before is then deleted. JPEG, PNG or WebP, up to 8 MB."),
        render_kw={"accept": ACCEPT},
    )
    words = LineField(
        _l("What the picture shows"),
        [Required(), AtMost(LONGEST_WORDS)],
        description=_l(
            "One sentence. It stands below the picture, and is read aloud to who cannot see it. Example: My model of a bridge under"
            " load, with the gauges at midspan"
        ),
    )

    def said(self) -> str:
        """What the picture shows."""
        return self.words.data or ""


class NewPictureForm(PictureForm):
    """A picture to be added."""

    file = FileField(
        _l("Picture"),
        [FileRequired(_l("Please choose a file."))],
        description=_l("JPEG, PNG or WebP, up to 8 MB."),
        render_kw={"accept": ACCEPT},
    )
