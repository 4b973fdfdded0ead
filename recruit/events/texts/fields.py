"""The fields of an event's words in one language: alone beside their original, or together with the other languages."""

from flask_babel import lazy_gettext as _l

from recruit.web.forms import AtMost, Form, LineField, LongField, optional


class WordsFields(Form):
    """The words of an event in one language. Where all languages stand together, any may stay empty."""

    title = LineField(_l("Title"), [optional(), AtMost(200)])
    place = LineField(_l("Place"), [optional(), AtMost(200)])
    address = LineField(_l("Address"), [optional(), AtMost(300)])
    way_there = LongField(_l("How to get there"), [optional(), AtMost(1000)])
    about = LongField(_l("About the event"), [optional(), AtMost(4000)])
    eligibility = LongField(_l("Who may come"), [optional(), AtMost(600)])
    interpreters = LineField(_l("Interpreters"), [optional(), AtMost(200)])
