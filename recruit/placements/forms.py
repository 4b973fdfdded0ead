"""Forms about hires."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, HiddenField

from recruit.placements.words import EXITS
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required, optional


class StartForm(Form):
    """The first working day has come true."""

    started_on = DateField(
        _l("First working day"), [Required()], description=_l("The day this person really began to work.")
    )


class MoveForm(Form):
    """The planned first day changes."""

    planned_start_on = DateField(_l("Planned first working day"), [Required()])


class EndForm(Form):
    """The end of the employment."""

    last_working_day = DateField(
        _l("Last working day"),
        [Required()],
        description=_l("The last day of employment, leave days included."),
    )
    exit_kind = CodeField(_l("Where did this person go?"), EXITS, validators=[Required()])


class ListForm(Form):
    """A list of hires from a file."""

    file = FileField(
        _l("File with hires"),
        [
            FileRequired(_l("Please choose a file.")),
            FileAllowed(["csv", "xlsx"], _l("Please choose a CSV or XLSX file.")),
        ],
        description=_l("CSV (UTF-8 or Shift-JIS) or XLSX, one hire a row, up to 10 MB."),
    )
    source = LineField(
        _l("Name of the source"),
        [optional(), AtMost(120)],
        description=_l("Names this list for ever. Left empty, the file's name is taken."),
    )
    step = HiddenField()
