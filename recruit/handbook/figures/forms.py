"""Forms about pictures in chapters."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from recruit.core.uploads import PICTURES
from recruit.handbook.figures.rules import LONGEST_KEY, LONGEST_WORDS
from recruit.web.forms import AtMost, FileForm, Form, LineField, Required

TAKEN = PICTURES
# The camera's own format of an iPhone is offered to be chosen too: refusing it with advice is better than greying it out.
ACCEPT = ".jpg,.jpeg,.png,.webp,.heic"


class FigureWordsForm(Form):
    """What is said of a picture in one language."""

    description = LineField(
        _l("What the picture shows"),
        [Required(), AtMost(LONGEST_WORDS)],
        description=_l(
            "For who cannot see it: what a reader learns from the picture, in one or two sentences."
        ),
    )
    caption = LineField(
        _l("Words below the picture"), [AtMost(LONGEST_WORDS)], description=_l("May stay empty.")
    )
    source = LineField(
        _l("Where the picture comes from"),
        [AtMost(LONGEST_WORDS)],
        description=_l("Who made it and may be named. Empty for a drawing or photograph of our own."),
    )

    def said(self) -> dict[str, str]:
        """By name of the field."""
        return {
            "description": self.description.data or "",
            "caption": self.caption.data or "",
            "source": self.source.data or "",
        }


class NewFigureForm(FigureWordsForm, FileForm):
    """A picture to be added."""

    file = FileField(
        _l("Picture"),
        [FileRequired(_l("Please choose a file."))],
        description=_l("JPEG, PNG or WebP, up to 8 MB."),
        render_kw={"accept": ACCEPT},
    )
    key = LineField(
        _l("Name in the text"),
        [AtMost(LONGEST_KEY)],
        description=_l("Small letters, digits and dashes. Left empty, it is made of the name of the file."),
    )
