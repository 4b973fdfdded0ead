"""The registration of a company in short steps: which there are, what is asked in each, and how far somebody has come.

What was typed is kept as it was typed; every page reads it anew through the form, so a fault is said wherever it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from recruit.organisations.forms import (
    ApplyForm,
    NamePart,
    NumberPart,
    PermitPart,
    PlacePart,
    SizePart,
    SupportPart,
)
from recruit.web.forms import Form
from recruit.web.times import format_day, format_money, format_number

Typed = Mapping[str, Sequence[str]]


class Step(StrEnum):
    """The steps, in their order."""

    COMPANY = "company"
    PLACE = "place"
    SIZE = "size"
    PERMIT = "permit"
    WELCOME = "welcome"


class CompanyStep(NumberPart, NamePart):
    """Which company it is, by name and number."""


FORMS: dict[Step, type[Form]] = {
    Step.COMPANY: CompanyStep,
    Step.PLACE: PlacePart,
    Step.SIZE: SizePart,
    Step.PERMIT: PermitPart,
    Step.WELCOME: SupportPart,
}
TITLES = {
    Step.COMPANY: _l("The company"),
    Step.PLACE: _l("Place and telephone"),
    Step.SIZE: _l("Size"),
    Step.PERMIT: _l("Construction permit"),
    Step.WELCOME: _l("For people from abroad"),
}
# What the clerk reads above the questions.
LEADS = {
    Step.COMPANY: _l("Name and number as in the company register."),
    Step.PLACE: _l("The head office. Our staff call this number once."),
    Step.SIZE: _l(
        "The service is for companies with capital of up to ¥300 million or up to 300 staff, and for mid-size ones with up to "
        "2,000 staff. One of the two figures is enough, if it decides."
    ),
    Step.PERMIT: _l("Students see what you may build. If you have no permit yet, leave this empty."),
    Step.WELCOME: _l("Tick what is really there. You can change it at any time."),
}


def fields_of(step: Step) -> tuple[str, ...]:
    """The names of the fields of a step, in their order on the page."""
    form = FORMS[step](formdata=None, meta={"csrf": False})
    return tuple(field.name for field in form)


def step_of(field: str | None) -> Step | None:
    """The step in which a field is asked."""
    return next((step for step in Step if field in fields_of(step)), None)


def after(step: Step) -> Step | None:
    """The next step; None behind the last."""
    steps = list(Step)
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def before(step: Step) -> Step | None:
    """The step before; None for the first."""
    steps = list(Step)
    place = steps.index(step)
    return steps[place - 1] if place else None


def form_of(step: Step, typed: Typed) -> Form:
    """The form of a step as it was filled in; faults are blamed if it was seen before."""
    values = _values(typed, fields_of(step))
    form = FORMS[step](formdata=values if was_seen(step, typed) else None)
    if was_seen(step, typed):
        checked = FORMS[step](formdata=values, meta={"csrf": False})
        checked.validate()
        for field in checked:
            form[field.name].errors = list(field.errors)
    return form


def whole_form(typed: Typed) -> ApplyForm:
    """All that was typed, checked."""
    names = tuple(name for step in Step for name in fields_of(step))
    form = ApplyForm(formdata=_values(typed, names), meta={"csrf": False})
    form.validate()
    return form


def was_seen(step: Step, typed: Typed) -> bool:
    """Whether the step was saved once. A box left empty sends nothing, so the whole step counts."""
    return any(name in typed for name in fields_of(step))


def _values(typed: Typed, names: Sequence[str]) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name in names for value in typed.get(name, ())])


@dataclass(frozen=True)
class Answer:
    """A question with what was answered, as it is read again before it is sent."""

    label: Any
    words: str


@dataclass(frozen=True)
class Standing:
    """How far one step has come."""

    step: Step
    title: Any
    is_seen: bool
    faults: list[str]
    answers: list[Answer]

    @property
    def is_done(self) -> bool:
        return self.is_seen and not self.faults


def standings(typed: Typed) -> list[Standing]:
    """How far each step has come, with what was answered."""
    form = whole_form(typed)
    return [
        Standing(
            step=step,
            title=TITLES[step],
            is_seen=was_seen(step, typed),
            faults=[
                _("%(field)s: %(problem)s", field=form[name].label.text, problem=fault)
                for name in fields_of(step)
                for fault in form[name].errors
            ],
            answers=[
                Answer(form[name].label.text, said) for name in fields_of(step) if (said := _said(form[name]))
            ],
        )
        for step in Step
    ]


def first_open(found: Sequence[Standing]) -> Step | None:
    """Where to go on; None where all is filled in."""
    return next((one.step for one in found if not one.is_done), None)


def _said(field: Any) -> str:
    """What stands in a field, in words."""
    if field.type == "BooleanField":
        return _("yes") if field.data else ""
    if field.type == "CodesField":
        return _(", ").join(str(option.label.text) for option in field if option.checked)
    if field.type == "CodeField":
        chosen = {str(choice.value): choice.label for choice in field.choices}
        return str(chosen.get(field.data, "")) if field.data else ""
    if field.data is None or field.data == "":
        return ""
    if field.name == "capital_yen":
        return format_money(field.data)
    if field.type == "WholeNumberField":
        return format_number(field.data)
    return format_day(field.data) if field.type == "DayField" else str(field.data)
