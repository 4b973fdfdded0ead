"""Forms of the door."""

from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import Length, StopValidation

from recruit.events.words import WHY_TAKEN_BACK
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required, choices_of, optional


class _OrByName:
    """Must be filled in, unless the person was found by name."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not form.ticket.data and not (field.data or "").strip():
            raise StopValidation(gettext("Please fill this in."))


class DoorForm(Form):
    """A ticket number that is typed or read, or a person found by name (`ticket`)."""

    code = LineField(
        _l("Ticket number"),
        [_OrByName(), AtMost(200)],
        description=_l("Type it, or read the code with a scanner. Capitals and spaces do not matter."),
    )
    device = LineField(
        _l("This entrance"), [optional(), AtMost(80)], description=_l("For example: north door")
    )
    ticket = HiddenField(validators=[optional(), Length(max=22)])
    scan_id = HiddenField(validators=[optional(), Length(max=64)])


class TakeBackForm(Form):
    """Somebody was let in who is not here: by number (the script of the page) or as found by name."""

    why = CodeField(_l("Why"), {}, validators=[Required()])
    code = HiddenField(validators=[optional(), Length(max=200)])
    ticket = HiddenField(validators=[optional(), Length(max=22)])
    device = HiddenField(validators=[optional(), Length(max=80)])
    scan_id = HiddenField(validators=[optional(), Length(max=64)])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.why.choices = choices_of(WHY_TAKEN_BACK.items())


class NameForm(Form):
    """A name to look for."""

    class Meta(Form.Meta):
        csrf = False

    name = LineField(_l("Name, in any script, or mail address"), [optional(), AtMost(200)])
