"""Forms by which somebody says how they can be reached."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.words import MESSENGERS, RELATIONS
from recruit.web.forms import AtMost, CodeField, Form, LineField, MailField, Required


class PhoneForm(Form):
    value = LineField(
        _l("Telephone number"),
        [Required(), AtMost(40)],
        description=_l("A number that begins with 0 is one of the country you are in. Others begin with +."),
        render_kw={"type": "tel", "autocomplete": "tel"},
    )


class AddressForm(Form):
    value = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        description=_l("We send a mail there. Open its link, and the address counts."),
        render_kw={"type": "email", "autocomplete": "email"},
    )


class MessengerForm(Form):
    messenger = CodeField(_l("Which one"), MESSENGERS, validators=[Required()])
    value = LineField(_l("Your number or name there"), [Required(), AtMost(100)])


class TrustedPersonForm(Form):
    holder = LineField(_l("Name of this person"), [Required(), AtMost(200)])
    relation = CodeField(_l("Who this person is to you"), RELATIONS, validators=[Required()])
    value = LineField(
        _l("Their telephone number or e-mail address"),
        [Required(), AtMost(254)],
        description=_l("We ask this person only how to reach you, and only when no other way works."),
    )
    agreed = BooleanField(
        _l("This person knows that I give you the number or address, and agrees."), [Required()]
    )


FORMS: dict[ContactKind, type[Form]] = {
    ContactKind.PHONE: PhoneForm,
    ContactKind.MESSENGER: MessengerForm,
    ContactKind.MAIL: AddressForm,
    ContactKind.TRUSTED_PERSON: TrustedPersonForm,
}
