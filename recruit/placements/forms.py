"""Forms about hires."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed, FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import StopValidation

from recruit.placements import lists
from recruit.placements.words import EXITS
from recruit.web.forms import (
    PLEASE_CHOOSE,
    AtMost,
    CodeField,
    DayField,
    Form,
    LineField,
    Required,
    choices_of,
    optional,
)


class StartForm(Form):
    """The first working day has come true."""

    started_on = DayField(
        _l("First working day"), [Required()], description=_l("The day this person really began to work.")
    )


class MoveForm(Form):
    """The planned first day changes."""

    planned_start_on = DayField(_l("Planned first working day"), [Required()])


class EndForm(Form):
    """The end of the employment."""

    last_working_day = DayField(
        _l("Last working day"),
        [Required()],
        description=_l("The last day of employment, leave days included."),
    )
    exit_kind = CodeField(_l("Where did this person go?"), EXITS, validators=[Required()])


class LeaveForm(Form):
    """A leave of absence has begun."""

    first_on = DayField(_l("First day of the leave"), [Required()])
    last_on = DayField(
        _l("Last day of the leave"),
        [optional()],
        description=_l("Leave it empty while nobody knows. Follow-ups wait until the leave is over."),
    )


class LeaveEndForm(Form):
    """The person works again."""

    last_on = DayField(_l("Last day of the leave"), [Required()])


class EmployerForm(Form):
    """The spell goes on with another employer of the same group."""

    employer = SelectField(
        _l("New employer"),
        [Required()],
        description=_l(
            "Only for a transfer inside a group. A change of job is an end, and a new hire with the other company."
        ),
    )
    from_on = DayField(_l("First day with the new employer"), [Required()])

    def offer(self, companies: Iterable[tuple[str, str]]) -> "EmployerForm":
        """The companies to choose from: (public id, name)."""
        self.employer.choices = choices_of((("", PLEASE_CHOOSE), *companies))
        return self


class DeathForm(Form):
    """The person has died."""

    died_on = DayField(
        _l("Day of death"),
        [Required()],
        description=_l("From now on nothing is sent to this person, and the steps and follow-ups end."),
    )


# A file up to this size travels in the page between looking and taking over; forms hold 500 kB.
LARGEST_KEPT = 200 * 1024


@dataclass(frozen=True)
class KeptFile:
    """A file that was looked at, as the page keeps it: browsers forget what was chosen."""

    name: str
    text: str


def keep(name: str, content: bytes) -> KeptFile | None:
    """The file as text for a hidden field; None where it is too large."""
    return KeptFile(name, b64encode(content).decode()) if len(content) <= LARGEST_KEPT else None


class _FileOrKept:
    """A file was chosen just now, or before on this page."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: "ListForm", field: FileField) -> None:
        if not field.data and not form.kept_file():
            raise StopValidation(str(_l("Please choose a file.")))


class ListForm(Form):
    """A list of hires from a file."""

    file = FileField(
        _l("File with hires"),
        [
            _FileOrKept(),
            FileAllowed(["csv", "xlsx"], _l("Please choose a CSV or XLSX file.")),
        ],
        description=_l("CSV (UTF-8 or Shift-JIS) or XLSX, one hire a row, up to 10 MB."),
    )
    source = LineField(
        _l("Name of the source"),
        [optional(), AtMost(120)],
        description=_l("Names this list for ever. Left empty, the file's name is taken."),
    )
    kept = HiddenField()
    kept_name = HiddenField()

    def kept_file(self) -> tuple[str, bytes] | None:
        """Name and content of the file that was looked at before."""
        if not self.kept.data:
            return None
        try:
            return (self.kept_name.data or "")[:200], b64decode(self.kept.data, validate=True)
        except ValueError:
            return None

    def chosen_file(self) -> tuple[str, bytes]:
        """Name and content of the file chosen just now, or else of the one looked at before."""
        upload = self.file.data
        if upload:
            return upload.filename or "", upload.read(lists.LARGEST_FILE + 1)
        return self.kept_file() or ("", b"")
