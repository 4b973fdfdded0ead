"""Forms of accounts: shape and field checks."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from recruit.accounts import rules, weak_passwords
from recruit.accounts.words import REFUSALS
from recruit.core.locales import LANGUAGES, ZONES
from recruit.core.settings import Settings
from recruit.web.forms import AtMost, Form, LineField, MailField, Required, choices_of
from recruit.web.gate import is_switching_language
from recruit.web.times import place_of


def text_of(field: Field) -> str:
    """What was typed."""
    return field.data or ""


class NewPasswordField(PasswordField):
    """A password being chosen."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(
            label,
            [Required(), AtMost(rules.PASSWORD_LENGTH_MOST)],
            description=_l("At least 10 characters. Several words in a row are easy to remember."),
            render_kw={"autocomplete": "new-password"},
            **options,
        )


def _old_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [Required(), AtMost(rules.PASSWORD_LENGTH_MOST)],
        render_kw={"autocomplete": "current-password"},
    )


def blame_weak_password(form: Form, field: PasswordField, *own: str) -> bool:
    """Say beside the field why the password is too weak; gives whether it is. `own` is the person's address and name."""
    site: Settings = current_app.extensions["recruit.settings"]
    known = (*own, site.site_name, site.site_name_local, urlsplit(site.base_url).hostname or "")
    why = weak_passwords.why_not_password(text_of(field), own=known)
    if why is not None:
        field.errors = [*field.errors, REFUSALS[why]]  # ty: ignore[invalid-assignment]
    return why is not None


class RegisterForm(Form):
    name = LineField(
        _l("Your name"),
        [Required(), AtMost(200)],
        description=_l("As it stands in your passport or on your business card."),
        render_kw={"autocomplete": "name"},
    )
    email = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    password = NewPasswordField(_l("Password"))
    agrees = BooleanField(
        _l("I have read this and agree"),
        [InputRequired(message=_l("You can only register if you agree to this."))],
    )

    def is_fine(self) -> bool:
        is_fine = super().is_fine()
        # A weak password is named together with what else is wrong: a second round costs another password.
        if not is_fine and (is_switching_language() or self.password.errors):
            return False
        is_weak = blame_weak_password(self, self.password, text_of(self.email), text_of(self.name))
        return is_fine and not is_weak


class AgainForm(Form):
    """Agreement to words that have changed."""

    agrees = BooleanField(_l("I have read this and agree."), [Required()])


COMES_AS_CHOICES = {
    rules.ComesAs.STUDENT: _l("I study engineering"),
    rules.ComesAs.COMPANY: _l("I work for a construction company"),
}


class ProviderSignInForm(Form):
    """The last press after coming back from a provider."""

    stays = BooleanField(
        _l("Keep me signed in on this device"), description=_l("Not on a computer that other people use.")
    )


class ProviderProofForm(Form):
    """Proves once that the account with the provider's address is one's own; by link where the password is not at hand."""

    password = PasswordField(
        _l("Password"),
        [AtMost(rules.PASSWORD_LENGTH_MOST)],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Whoever signs in with it must type it; whoever asks for the link need not.
        self.password.flags.required = True  # ty: ignore[missing-attribute]


class ProviderRegisterForm(Form):
    comes_as = RadioField(_l("Who are you?"), [Required()], choices=choices_of(COMES_AS_CHOICES.items()))
    name = LineField(
        _l("Your name"),
        [Required(), AtMost(200)],
        description=_l("As it stands in your passport or on your business card."),
        render_kw={"autocomplete": "name"},
    )
    agrees = BooleanField(
        _l("I have read this and agree"),
        [InputRequired(message=_l("You can only register if you agree to this."))],
    )


class PasskeyForm(Form):
    """Brings a key that the browser has just made."""

    name = LineField(
        _l("A name for it"),
        [Required(), AtMost(60)],
        description=_l("So that you know it again, such as the name of your phone."),
    )
    credential = HiddenField()


class SignInForm(Form):
    email = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = _old_password(_l("Password"))
    stays = BooleanField(
        _l("Keep me signed in on this device"), description=_l("Not on a computer that other people use.")
    )
    next = HiddenField()


class AddressForm(Form):
    """Asks for a mail with a link."""

    email = MailField(
        _l("E-mail address"),
        [Required(), AtMost(254)],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    next = HiddenField()


class NewAddressForm(Form):
    """The address a person wants to sign in with from now on."""

    email = MailField(
        _l("New e-mail address"),
        [Required(), AtMost(254)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


class ResetForm(Form):
    password = NewPasswordField(_l("New password"))


class CodeForm(Form):
    code = LineField(
        _l("Code"),
        [Required(), AtMost(20)],
        description=_l("Six digits from your app, or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"},
    )


class ProofForm(Form):
    """Proves again who is there."""

    password = _old_password(_l("Password"))


class ButtonForm(Form):
    """Nothing but a button."""


class PersonForm(Form):
    name = LineField(_l("Your name"), [Required(), AtMost(200)], render_kw={"autocomplete": "name"})
    language = SelectField(
        _l("Language of mails to you"),
        [Required()],
        choices=[SelectChoice(language.code, language.name) for language in LANGUAGES],
    )
    zone = SelectField(
        _l("Your time zone"),
        [Required()],
        description=_l("Times of fairs and deadlines are also shown in this zone."),
        choices=[SelectChoice(zone, zone) for zone in ZONES],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone.choices = [SelectChoice(zone, place_of(zone)) for zone in ZONES]


class PasswordForm(Form):
    old = _old_password(_l("Present password"))
    new = NewPasswordField(_l("New password"))
