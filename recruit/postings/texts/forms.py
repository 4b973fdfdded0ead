"""The form of one translation."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from recruit.postings.rules import TEXT_FIELDS
from recruit.postings.texts.rules import TextOrigin
from recruit.postings.texts.words import TEXT_FIELD, TEXT_ORIGIN
from recruit.web.forms import AtMost, Form, LineField, LongField, Required, choices_of, optional


class TextForm(Form):
    """The words of a position in one further language."""

    title = LineField(TEXT_FIELD["title"], [Required(), AtMost(200)])
    duties = LongField(TEXT_FIELD["duties"], [optional(), AtMost(4000)])
    duties_change_range = LongField(TEXT_FIELD["duties_change_range"], [optional(), AtMost(1000)])
    place = LineField(TEXT_FIELD["place"], [optional(), AtMost(300)])
    place_change_range = LongField(TEXT_FIELD["place_change_range"], [optional(), AtMost(1000)])
    more = LongField(TEXT_FIELD["more"], [optional(), AtMost(4000)])
    origin = RadioField(
        _l("How this translation was made"),
        [Required()],
        choices=choices_of(TEXT_ORIGIN.items()),
        default=TextOrigin.HUMAN,
        description=_l("Readers are told. What nobody has read is kept here and shown to nobody else."),
    )
    seen = HiddenField()

    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self._fields[name].data or "" for name in TEXT_FIELDS}
