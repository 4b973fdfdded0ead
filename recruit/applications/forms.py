"""Forms about applications and offers."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, NumberRange

from recruit.applications.rules import ApplicationState
from recruit.applications.words import STATES
from recruit.organisations.words import PREFECTURE
from recruit.postings.rules import Content, PostingItem, item
from recruit.postings.words import EMPLOYMENT_KIND, HOUSING_KIND
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    Required,
    WholeNumberField,
    choices_of,
    optional,
)

# Two weeks are usual; less than one is refused.
USUAL_TIME_TO_ANSWER = timedelta(days=14)
_FROM_ZERO = NumberRange(min=0, max=100_000_000, message=_l("Please give a number from 0 up."))
PLACES = {"ja": "place_ja", "en": "place_en", "id": "place_id", "vi": "place_vi"}


class ApplyForm(Form):
    """An application: an agreement that is not ticked beforehand, and a letter for who wants to write one."""

    letter = LongField(
        _l("A letter to the company"),
        [optional(), AtMost(4000)],
        description=_l("Write in the language you write best. What connects you with this work?"),
        render_kw={"rows": 8},
    )
    agrees = BooleanField(_l("I have read this and agree."))
    # The version of the position that was on the page.
    seen = HiddenField()


class MoveForm(Form):
    """What the company decides about an application."""

    to = RadioField(
        _l("What comes next?"), validators=[InputRequired(message=_l("Please choose one of these."))]
    )
    words = LongField(
        _l("Words to the student"),
        [optional(), AtMost(1000)],
        description=_l(
            "Goes into the mail to the student, below our text in the student's language. For an interview: two or three "
            "days and times, and whether it is online."
        ),
        render_kw={"rows": 3},
    )

    def allow(self, moves: Iterable[ApplicationState]) -> "MoveForm":
        """Offer only what is possible now."""
        self.to.choices = choices_of((one, STATES[one]) for one in moves)
        return self


class ButtonForm(Form):
    """Nothing but a button."""


class AcceptForm(Form):
    """The student accepts an offer."""

    ends = CodesField(
        _l("End these applications too?"),
        {},
        validators=[optional()],
        description=_l("Only what you tick is ended. You may keep the others open."),
    )
    agrees = BooleanField(
        _l("I have read all conditions, and I accept this offer."),
        [InputRequired(message=_l("Please tick the box if you want to accept."))],
    )

    def allow(self, rows: Iterable[tuple[str, str]]) -> "AcceptForm":
        """The student's other applications: (public id, words)."""
        self.ends.choices = choices_of(rows)
        return self


def _yen(label: Any) -> WholeNumberField:
    return WholeNumberField(label, [optional(), _FROM_ZERO], render_kw={"inputmode": "numeric"})


def _place(label: Any, language: str) -> LineField:
    return LineField(label, [optional(), AtMost(300)], render_kw={"lang": language})


class OfferForm(Form):
    """The terms of an offer. What is not asked here stays as it stands in the position."""

    planned_start_on = DayField(
        _l("Planned first working day"),
        [Required()],
        description=_l("From abroad about four months are needed for the papers."),
    )
    answer_by_on = DayField(
        _l("Last day to answer"),
        [Required()],
        description=_l("At least 7 days from now. The offer is open until 23:59 in Japan."),
    )
    contract_term = CodeField(_l("Term of the contract"), EMPLOYMENT_KIND, validators=[Required()])
    contract_months = WholeNumberField(
        _l("Length in months"),
        [optional(), _FROM_ZERO],
        description=_l("Only for a contract with an end date."),
    )
    base_pay_yen = WholeNumberField(
        _l("Base pay, yen a month"), [Required(), _FROM_ZERO], render_kw={"inputmode": "numeric"}
    )
    fixed_overtime_yen = _yen(_l("Fixed overtime pay, yen a month"))
    fixed_overtime_hours = WholeNumberField(_l("Hours covered by it"), [optional(), _FROM_ZERO])
    prefecture = CodeField(_l("Prefecture of work"), PREFECTURE, validators=[Required()])
    place_ja = _place(_l("Place of work, in Japanese"), "ja")
    place_en = _place(_l("Place of work, in English"), "en")
    place_id = _place(_l("Place of work, in Indonesian"), "id")
    place_vi = _place(_l("Place of work, in Vietnamese"), "vi")
    housing = CodeField(_l("Housing offered"), HOUSING_KIND, validators=[optional()])
    housing_yen = _yen(_l("Housing, yen a month"))

    @classmethod
    def for_content(cls, content: Content, today: date) -> "OfferForm":
        """The form with what the position says; place names only in the languages in which it is written."""
        housing = item(content, PostingItem.HOUSING) or {}
        month = content.get("start_month")
        texts = content.get("texts") or {}
        form = cls(
            data={
                "planned_start_on": date.fromisoformat(month) if month else None,
                "answer_by_on": today + USUAL_TIME_TO_ANSWER,
                "contract_term": item(content, PostingItem.CONTRACT_TERM),
                "contract_months": item(content, "contract_months"),
                "base_pay_yen": content.get("base_pay_yen"),
                "fixed_overtime_yen": content.get("fixed_overtime_yen"),
                "fixed_overtime_hours": content.get("fixed_overtime_hours"),
                "prefecture": content.get("prefecture"),
                "housing": housing.get("kind"),
                "housing_yen": housing.get("yen"),
                **{name: texts.get(code, {}).get("place", "") for code, name in PLACES.items()},
            }
        )
        for code, name in PLACES.items():
            if code not in texts:
                delattr(form, name)
        return form

    def conditions(self, content: Content) -> dict[str, Any]:
        """The position's content with what the form changed."""
        said: dict[str, Any] = deepcopy(dict(content))
        items: dict[str, Any] = said.setdefault("items", {})
        said["base_pay_yen"] = self.base_pay_yen.data
        said["prefecture"] = self.prefecture.data
        said["fixed_overtime_yen"] = self.fixed_overtime_yen.data or None
        said["fixed_overtime_hours"] = self.fixed_overtime_hours.data or None
        if said["fixed_overtime_yen"] and not items.get("fixed_ot"):
            items["fixed_ot"] = {"excess_paid": True}
        elif not said["fixed_overtime_yen"] and items.get("fixed_ot"):
            items["fixed_ot"] = 0
        _change(items, "contract_term", self.contract_term.data)
        _change(items, "contract_months", self.contract_months.data)
        self._change_housing(items)
        for code, name in PLACES.items():
            if name in self:
                said["texts"][code]["place"] = self[name].data or ""
        return said

    def _change_housing(self, items: dict[str, Any]) -> None:
        before: Mapping[str, Any] = items.get("housing") or {}
        kind, yen = self.housing.data or None, self.housing_yen.data
        if (kind, yen) == (before.get("kind"), before.get("yen")):
            return
        items["housing"] = {**before, "kind": kind, "yen": yen} if kind else None


def _change(items: dict[str, Any], key: str, value: Any) -> None:
    """Nothing said stays nothing said, so that it does not count as a difference."""
    if value or items.get(key):
        items[key] = value or None
