"""Forms of invitations and of the team."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from recruit.accounts.forms import NewPasswordField, blame_weak_password, text_of
from recruit.accounts.words import ROLES
from recruit.core.locales import LANGUAGES
from recruit.web.forms import AtMost, CodesField, Form, LineField, MailField, Required


class InviteToStaffForm(Form):
    email = MailField(_l("E-mail address"), [Required(), AtMost(254)])
    roles = CodesField(_l("Roles"), ROLES, validators=[Required()])
    language = SelectField(
        _l("Language of the mail"),
        [Required()],
        choices=[SelectChoice(language.code, language.name) for language in LANGUAGES],
    )


class RolesForm(Form):
    """The roles of somebody on staff; none at all takes the person off."""

    roles = CodesField(
        _l("Roles"),
        ROLES,
        description=_l("Without any role, this person is not on staff any more."),
    )


class InvitedForm(Form):
    """Opens an account by an invitation: the address is known from the mail."""

    name = LineField(
        _l("Your name"),
        [Required(), AtMost(200)],
        description=_l("As it stands in your passport or on your business card."),
        render_kw={"autocomplete": "name"},
    )
    password = NewPasswordField(_l("Password"))
    agrees = BooleanField(
        _l("I have read this and agree"),
        [InputRequired(message=_l("You can only register if you agree to this."))],
    )

    def is_fine_for(self, address: str) -> bool:
        """As `is_fine`; a password that is like the invited address is too weak."""
        return self.is_fine() and not blame_weak_password(self, self.password, address, text_of(self.name))


__all__ = ["InviteToStaffForm", "InvitedForm", "RolesForm", "text_of"]
