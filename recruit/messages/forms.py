"""Forms of the outbox."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from recruit.messages import rules
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.rules import MailGroup, Wish
from recruit.messages.words import GROUPS, WISHES
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required, choices_of


def wishes_form(groups: Iterable[MailGroup], wishes: Mapping[str, Wish]) -> Form:
    """What a person wants of each group of mails: one question a group."""
    questions: dict[str, Any] = {
        group: RadioField(
            GROUPS[group], choices=choices_of((wish, WISHES[wish]) for wish in rules.choices_for(group))
        )
        for group in groups
    }

    class WishesForm(Form):
        """Its questions are the groups there are mails of."""

    for name, question in questions.items():
        setattr(WishesForm, name, question)
    return WishesForm(data={group: wishes.get(group, Wish.ON) for group in groups})


class OutboxForm(Form):
    """What to look for in the outbox; it stands in the address of the page."""

    class Meta(Form.Meta):
        csrf = False

    kind = CodeField(_l("Kind"), KIND_WORDS, empty=_l("All kinds"))
    address = LineField(_l("Address contains"), render_kw={"inputmode": "email", "autocapitalize": "off"})


class ActForm(Form):
    """A button: nothing to fill in, only the token."""


class BounceForm(Form):
    """What the answer said that came back."""

    reason = LineField(_l("What did the answer say?"), validators=[Required(), AtMost(200)])
