"""Where an interpreter is reached."""

from flask_babel import lazy_gettext as _l

from recruit.core.locales import BY_CODE
from recruit.web.forms import AtMost, CodeField, Form, MailField, Required, optional


class ContactForm(Form):
    """The address is optional: a printed sheet does as well."""

    email = MailField(
        _l("E-mail address"),
        [optional(), AtMost(254)],
        description=_l(
            "The day is sent here, and again when it changes. It is deleted two weeks after the fair."
        ),
    )
    reads = CodeField(
        _l("Language of the mail"),
        {code: one.name for code, one in BY_CODE.items()},
        validators=[Required()],
    )
