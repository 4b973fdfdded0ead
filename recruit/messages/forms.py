"""Forms of the outbox."""

from flask_babel import lazy_gettext as _l

from recruit.messages.words import GROUPS
from recruit.web.forms import AtMost, CodesField, Form, LineField, Required


class PreferencesForm(Form):
    """Which mails a person wants."""

    groups = CodesField(_l("Send me mails about"), GROUPS)


class ActForm(Form):
    """A button: nothing to fill in, only the token."""


class BounceForm(Form):
    """What the answer said that came back."""

    reason = LineField(_l("What did the answer say?"), validators=[Required(), AtMost(200)])
