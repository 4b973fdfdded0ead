"""Forms of the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from recruit.messages import kinds, rules
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.kinds import MailKind
from recruit.messages.rules import MailGroup, Wish
from recruit.messages.words import GROUPS, WISHES
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required, choices_of

AS_THE_GROUP = ""
_KIND_WISHES = {
    Wish.ON: _l("At once"),
    Wish.DIGEST: _l("In the day’s summary"),
    Wish.OFF: _l("Not at all"),
}


@dataclass(frozen=True)
class GroupOfKinds:
    """A group of mails and those of its kinds that may come to somebody."""

    group: MailGroup
    kinds: tuple[MailKind, ...]

    def chosen_alone(self, wishes: Mapping[str, Wish]) -> tuple[MailKind, ...]:
        """The kinds that are asked about one by one. A single kind is its group, unless something was said of it alone."""
        found = tuple(kind for kind in self.kinds if kinds.choices_for(kind))
        return found if len(self.kinds) > 1 or any(kind.name in wishes for kind in found) else ()


def name_of_question(kind: MailKind) -> str:
    """What the question about one kind is called in the form."""
    return f"kind-{kind.name}"


def wishes_form(groups: Iterable[GroupOfKinds], wishes: Mapping[str, Wish]) -> Form:
    """What a person wants of each group of mails, and of its kinds where that differs."""
    groups = list(groups)
    alone = [kind for one in groups for kind in one.chosen_alone(wishes)]

    class WishesForm(Form):
        """Its questions are the groups there are mails of, and their kinds."""

    for one in groups:
        choices = choices_of((wish, WISHES[wish]) for wish in rules.choices_for(one.group))
        setattr(WishesForm, one.group, RadioField(GROUPS[one.group], choices=choices))
    for kind in alone:
        setattr(WishesForm, name_of_question(kind), _question_about(kind))
    return WishesForm(
        data={
            **{one.group: wishes.get(one.group, Wish.ON) for one in groups},
            **{name_of_question(kind): wishes.get(kind.name, AS_THE_GROUP) for kind in alone},
        }
    )


@dataclass(frozen=True)
class ShownGroup:
    """A group on the page of wishes: its question, those about single kinds, and how many of these were answered otherwise."""

    question: Any
    alone: list[Any]
    about: list[str]
    otherwise: int
    is_open: bool


def shown_groups(form: Form, groups: Iterable[GroupOfKinds], wishes: Mapping[str, Wish]) -> list[ShownGroup]:
    """The questions of the form as they stand on the page; a fold with a fault in it is open."""
    found = []
    for one in groups:
        chosen = one.chosen_alone(wishes)
        alone = [form[name_of_question(kind)] for kind in chosen]
        together = [kind for kind in one.kinds if kind not in chosen]
        found.append(
            ShownGroup(
                form[one.group],
                alone,
                [str(KIND_WORDS.get(kind.name, kind.name)) for kind in together],
                otherwise=sum(1 for question in alone if question.data),
                is_open=any(question.errors for question in alone),
            )
        )
    return found


def _question_about(kind: MailKind) -> Any:
    choices = choices_of(
        [
            (AS_THE_GROUP, _l("As chosen above")),
            *((wish, _KIND_WISHES[wish]) for wish in kinds.choices_for(kind)),
        ]
    )
    return SelectField(KIND_WORDS.get(kind.name, kind.name), choices=choices)


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
