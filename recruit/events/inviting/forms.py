"""Forms of invitations: what staff write, and what a guest without an account says."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import AnyOf

from recruit.core.locales import LANGUAGES
from recruit.events.inviting.rules import InvitedAs
from recruit.events.inviting.words import INVITED_AS
from recruit.web.forms import (
    AtMost,
    CodeField,
    FileForm,
    Form,
    LineField,
    LongField,
    MailField,
    MomentField,
    Required,
    choices_of,
    optional,
)

_GROUPS = {one: words for one, words in INVITED_AS.items() if one is not InvitedAs.BY_STAFF}
_LANGUAGES = {language.code: language.name for language in LANGUAGES}


class InviteForm(FileForm):
    """Whom to invite, and whether seats are held for them."""

    group = CodeField(_l("Whom to invite"), _GROUPS, validators=[Required()])
    addresses = LongField(
        _l("Addresses"),
        [optional(), AtMost(200_000)],
        description=_l("One on each line, with a name or without: Lan <lan@example.com>"),
    )
    file = FileField(
        _l("Or a list as a file"),
        description=_l("CSV or text with an address on each line; a name beside it is used in the mail."),
        render_kw={"accept": ".csv,.tsv,.txt"},
    )
    university = CodeField(_l("University"), {}, validators=[optional()])
    earlier = CodeField(_l("Earlier event"), {}, validators=[optional()])
    language = CodeField(
        _l("Language for people without an account"),
        _LANGUAGES,
        validators=[Required()],
        description=_l("Everybody else reads the mail in their own language."),
    )
    held_until = MomentField(
        _l("Hold a seat for each of them until"),
        [optional()],
        description=_l("On the clock of the venue. Leave it empty to invite without holding seats."),
    )
    act = LineField(validators=[AnyOf(("look", "send"), message=_l("Please choose"))])

    def offer(self, universities: Any, events: Any) -> None:
        """The choices there are just now: (value, words) pairs."""
        self.university.choices += choices_of(universities)
        self.earlier.choices += choices_of(events)

    def held_until_in(self, zone: str) -> datetime | None:
        typed = self.held_until.data
        return typed.replace(tzinfo=ZoneInfo(zone)) if typed else None


class GuestForm(Form):
    """Who comes without an account."""

    name = LineField(_l("Your name"), [Required(), AtMost(200)])


class FindForm(Form):
    """A name or an address that staff look for."""

    class Meta(Form.Meta):
        csrf = False

    # Beside it stands a form with a name of its own.
    name = LineField(_l("Name or part of the e-mail address"), [optional(), AtMost(200)], id="find-name")


class GuestAddressForm(Form):
    """Somebody without an account whom staff sign up."""

    email = MailField(_l("E-mail"), [Required(), AtMost(254)])
    name = LineField(_l("Name"), [optional(), AtMost(200)])
    language = CodeField(_l("Language"), _LANGUAGES, validators=[Required()])
