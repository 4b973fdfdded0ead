"""Forms of the university's desk."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import RadioField

from recruit.students.roster.rules import MOST_BYTES
from recruit.students.roster.words import SAYS
from recruit.students.rules import Confirmed
from recruit.web.forms import DayField, Form, Required, choices_of, optional


class RosterForm(Form):
    """A list of students."""

    file = FileField(
        _l("Your list"),
        [FileRequired(_l("Please choose a file."))],
        description=_l("Excel workbook (.xlsx) or CSV, up to 5,000 lines and 5 MB."),
        render_kw={"accept": ".xlsx,.csv,.tsv,.txt"},
    )
    otherwise = RadioField(
        _l("What the list says of its students"),
        [Required()],
        description=_l("A column “Status” in the list comes first; this counts for lines without one."),
        choices=choices_of(SAYS.items()),
        default=str(Confirmed.ENROLLED),
    )

    def sent(self) -> tuple[str, bytes]:
        """Name and content of the file; one byte more than may be is enough to know that it is too large."""
        chosen = self.file.data
        assert isinstance(chosen, FileStorage), "the form asks for a file"
        return chosen.filename or "", chosen.stream.read(MOST_BYTES + 1)


class DayForm(Form):
    """The day for which the university says it."""

    holds_on = DayField(
        _l("As of"),
        [optional()],
        description=_l("The day of your list, or of the graduation. May stay empty."),
    )


class ButtonForm(Form):
    """A button."""
