"""Forms by which somebody says how they can be reached, and by which staff write down what they were told."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.words import HOW_TOLD, MESSENGERS, RELATIONS
from recruit.web.forms import AtMost, CodeField, DayField, Form, LineField, MailField, Required


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


class _ToldForm(Form):
    """What staff note beside each way that somebody told them."""

    told_how = CodeField(_l("How did the person tell you?"), HOW_TOLD, validators=[Required()])
    told_on = DayField(_l("On which day"), [Required()])


class PhoneToldForm(_ToldForm):
    value = LineField(
        _l("Telephone number"),
        [Required(), AtMost(40)],
        description=_l("A number that begins with 0 is one of the country they are in. Others begin with +."),
        render_kw={"type": "tel"},
    )


class AddressToldForm(_ToldForm):
    value = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        description=_l("We send a mail there. When its reader opens the link, the address counts."),
    )


class MessengerToldForm(_ToldForm):
    messenger = CodeField(_l("Which one"), MESSENGERS, validators=[Required()])
    value = LineField(_l("Number or name there"), [Required(), AtMost(100)])


class TrustedPersonToldForm(_ToldForm):
    holder = LineField(_l("Name of this person"), [Required(), AtMost(200)])
    relation = CodeField(_l("Who this person is to the hire"), RELATIONS, validators=[Required()])
    value = LineField(_l("Their telephone number or e-mail address"), [Required(), AtMost(254)])
    agreed = BooleanField(_l("The hire has said that this person knows of it and agrees."), [Required()])


TOLD_FORMS: dict[ContactKind, type[Form]] = {
    ContactKind.PHONE: PhoneToldForm,
    ContactKind.MESSENGER: MessengerToldForm,
    ContactKind.MAIL: AddressToldForm,
    ContactKind.TRUSTED_PERSON: TrustedPersonToldForm,
}
