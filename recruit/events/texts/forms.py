"""The form of one translation of an event."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from recruit.events.texts.rules import TEXT_FIELDS
from recruit.web.forms import AtMost, Form, LineField, LongField, Required, optional


class TextForm(Form):
    """The words of an event in one further language, each field beside its original."""

    title = LineField(_l("Title"), [Required(), AtMost(200)])
    place = LineField(_l("Place"), [optional(), AtMost(200)])
    address = LineField(_l("Address"), [optional(), AtMost(300)])
    way_there = LongField(_l("How to get there"), [optional(), AtMost(1000)])
    about = LongField(_l("About the event"), [optional(), AtMost(4000)])
    eligibility = LongField(_l("Who may come"), [optional(), AtMost(600)])
    interpreters = LineField(_l("Interpreters"), [optional(), AtMost(200)])
    seen = HiddenField()

    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self._fields[name].data or "" for name in TEXT_FIELDS}
