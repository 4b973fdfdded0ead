"""Forms of the log of failures."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from recruit.accounts.breaches.rules import BreachState, Item, NoticeKind
from recruit.accounts.breaches.words import COUNTRIES, ITEMS, NOTICES, STATES, TRIGGERS
from recruit.web.forms import (
    AtMost,
    CodesField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    WholeNumberField,
    choices_of,
    optional,
)


class FactsForm(Form):
    """What is known so far. Only when and what are asked at once: the clocks run while the rest is found out."""

    known_at = MomentField(
        _l("When did anybody of ours first know?"),
        [Required()],
        description=_l("On the clock in Japan. All times are counted from here."),
    )
    overview = LongField(ITEMS[Item.OVERVIEW], [Required(), AtMost(4000)])
    which_data = LongField(ITEMS[Item.WHICH_DATA], [optional(), AtMost(4000)])
    persons = WholeNumberField(
        _l("How many people, as far as is known"), [optional()], description=_l("0 while nobody knows.")
    )
    countries = CodesField(_l("Where do they come from?"), COUNTRIES)
    triggers = CodesField(
        _l("What makes it serious?"),
        TRIGGERS,
        description=_l("In Japan each of these alone makes a report necessary."),
    )
    encrypted = BooleanField(_l("The data is encrypted so strongly that nobody can read it"))
    cause = LongField(ITEMS[Item.CAUSE], [optional(), AtMost(4000)])
    harm = LongField(ITEMS[Item.HARM], [optional(), AtMost(4000)])
    persons_told = LongField(ITEMS[Item.PERSONS_TOLD], [optional(), AtMost(4000)])
    published = LongField(ITEMS[Item.PUBLISHED], [optional(), AtMost(4000)])
    prevention = LongField(ITEMS[Item.PREVENTION], [optional(), AtMost(4000)])
    other = LongField(ITEMS[Item.OTHER], [optional(), AtMost(4000)])

    def items(self) -> Mapping[Item, str]:
        """What was typed for the report."""
        return {item: self[str(item)].data or "" for item in Item}


class MoveForm(Form):
    """What it turned out to be."""

    after = RadioField(_l("What is it now?"), [Required()])
    note = LongField(_l("Why"), [Required(), AtMost(2000)])

    def __init__(self, possible: list[BreachState], **options: Any) -> None:
        super().__init__(**options)
        self.after.choices = choices_of((state, STATES[state]) for state in possible)


class NoticeForm(Form):
    """Somebody was told."""

    kind = RadioField(_l("Who was told?"), [Required()])
    given_at = MomentField(_l("When"), [Required()], description=_l("On the clock in Japan."))
    reference = LineField(_l("Their number for it"), [optional(), AtMost(100)])

    def __init__(self, open_ones: list[NoticeKind], **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = choices_of((kind, NOTICES[kind]) for kind in open_ones)


class PeopleForm(Form):
    """Whose data is affected, by name of each."""

    marks = LongField(
        _l("Addresses or references"), [Required(), AtMost(100_000)], description=_l("One on each line.")
    )


class LooksForm(Form):
    """Whose data is affected, by who looked at it."""

    mark = LineField(
        _l("Who looked?"),
        [Required(), AtMost(254)],
        description=_l("The address of a person, or the reference of a person or an organisation."),
    )
    since = MomentField(_l("Looked at from"), [Required()], description=_l("On the clock in Japan."))
    until = MomentField(_l("Looked at until"), [Required()], description=_l("On the clock in Japan."))


class LetterForm(Form):
    """What the people affected are told, in one language."""

    words = LongField(
        _l("Letter to the people affected"),
        [Required(), AtMost(8000)],
        description=_l(
            "What stands in brackets is still to be filled in. A letter with brackets is not sent."
        ),
    )


class ButtonForm(Form):
    """Only a button."""
