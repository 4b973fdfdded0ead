"""Forms of the door."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from recruit.web.forms import AtMost, Form, LineField, optional


class DoorForm(Form):
    """A ticket number that is typed or read, or a person found by name (`ticket`)."""

    code = LineField(
        _l("Ticket number"),
        [optional(), AtMost(200)],
        description=_l("Type it, or read the code with a scanner. Capitals and spaces do not matter."),
    )
    device = LineField(
        _l("This entrance"), [optional(), AtMost(80)], description=_l("For example: north door")
    )
    ticket = HiddenField(validators=[optional(), Length(max=22)])
    scan_id = HiddenField(validators=[optional(), Length(max=64)])


class NameForm(Form):
    """A name to look for."""

    class Meta(Form.Meta):
        csrf = False

    name = LineField(_l("Name, in any script, or mail address"), [optional(), AtMost(200)])
