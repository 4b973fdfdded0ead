"""Forms of the request desk: of who asks, and of who answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from recruit.accounts.requests.words import KINDS, LAWS, OUTCOMES
from recruit.web.forms import AtMost, Form, LineField, LongField, MailField, Required, choices_of


def _kind() -> RadioField:
    return RadioField(_l("What do you want?"), [Required()], choices=choices_of(KINDS.items()))


def _law() -> RadioField:
    return RadioField(
        _l("Which country are you from?"),
        [Required()],
        choices=choices_of(LAWS.items()),
        description=_l("Its law then says by when we must have done it."),
    )


def _words() -> LongField:
    return LongField(
        _l("Your request in your own words"),
        [Required(), AtMost(4000)],
        description=_l("In any of our languages. Please send no copies of identity papers."),
    )


class RequestForm(Form):
    """Somebody who is signed in asks."""

    kind = _kind()
    law = _law()
    words = _words()


class RequestByAddressForm(Form):
    """Somebody without an account asks."""

    kind = _kind()
    law = _law()
    words = _words()
    name = LineField(_l("Your name"), [Required(), AtMost(200)], render_kw={"autocomplete": "name"})
    email = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        description=_l("We send a link there: your request counts as soon as you have opened it."),
        render_kw={"autocomplete": "email"},
    )


class DecideForm(Form):
    """The answer."""

    outcome = RadioField(_l("What is decided?"), [Required()], choices=choices_of(OUTCOMES.items()))
    answer = LongField(
        _l("Letter to the person"),
        [Required(), AtMost(6000)],
        description=_l(
            "What we do, by when, and why. In the person's language; it goes out as you write it."
        ),
    )
    with_others = BooleanField(_l("A company or a provider has to act too"))


class FinishForm(Form):
    """It is carried out."""

    done = LongField(
        _l("What was done"),
        [Required(), AtMost(4000)],
        description=_l("For the record: what, where, by whom. Only staff read it."),
    )


class NoteForm(Form):
    """What was found on the way."""

    note = LongField(_l("Note"), [Required(), AtMost(4000)])


class ButtonForm(Form):
    """Only a button."""


def text_of(field: Any) -> str:
    """What was typed."""
    return field.data or ""
