"""Step 4: pay."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from recruit.postings.forms.fields import code, number, number_within, yes_no
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.values import ALLOWANCE_ROWS
from recruit.postings.forms.writing import put
from recruit.postings.rules import DraftStep, PostingItem
from recruit.postings.words import ALLOWANCE_KIND
from recruit.web.forms import choices_of, optional

_OF_THE_MONTH = _l("A day of the month is between 1 and 31.")


class PayForm(PostingForm):
    STEP = DraftStep.PAY

    base_pay_yen = number(
        _l("Base pay a month in yen"), _l("Without allowances and without fixed overtime pay.")
    )
    no_allowances = BooleanField(_l("There are no allowances"))
    fixed_overtime = SelectField(
        _l("Fixed overtime pay"),
        choices=choices_of(
            (
                ("", _l("Please choose")),
                ("none", _l("None: every hour of overtime is paid")),
                ("paid", _l("A fixed amount is included")),
            )
        ),
        validators=[optional()],
    )
    fixed_overtime_yen = number(_l("Fixed overtime pay a month in yen"))
    fixed_overtime_hours = number(_l("Hours it is for"))
    excess_paid = BooleanField(_l("Overtime beyond these hours is paid on top"))
    raises = yes_no(_l("Pay rise every year"))
    bonus_times = number(_l("Bonus, times a year"))
    closing_day = number_within(
        _l("Pay is counted up to (day of the month)"), 1, 31, _OF_THE_MONTH, _l("31 means the last day.")
    )
    pay_day = number_within(_l("Pay day (day of the month)"), 1, 31, _OF_THE_MONTH)
    pay_next_month = BooleanField(_l("Paid in the next month"))

    def write(self, content: dict[str, Any]) -> None:
        content["base_pay_yen"] = self.holding("base_pay_yen")
        allowances = self.allowances()
        # No allowances is an answer, unlike silence.
        if not allowances and self.holding("no_allowances"):
            content.setdefault("items", {})[str(PostingItem.ALLOWANCES)] = 0
        else:
            put(content, PostingItem.ALLOWANCES, allowances)
        self._write_fixed_overtime(content)
        raises, times = self.holding("raises"), self.holding("bonus_times")
        bonus = {"raises": raises == "yes"} if raises else {}
        put(content, PostingItem.RAISE_BONUS, bonus | ({} if times is None else {"times": times}))
        closing_day, pay_day = self.holding("closing_day"), self.holding("pay_day")
        paid: dict[str, Any] = {"pay_day": pay_day, "next_month": bool(self.holding("pay_next_month"))}
        if closing_day:
            paid["closing_day"] = closing_day
        put(content, PostingItem.PAY_METHOD, paid if pay_day else None)

    def _write_fixed_overtime(self, content: dict[str, Any]) -> None:
        chosen = self.holding("fixed_overtime")
        yen, hours = self.holding("fixed_overtime_yen"), self.holding("fixed_overtime_hours")
        is_paid = chosen == "paid"
        content["fixed_overtime_yen"] = yen if is_paid else None
        content["fixed_overtime_hours"] = hours if is_paid else None
        if chosen == "none":
            content.setdefault("items", {})[str(PostingItem.FIXED_OT)] = 0
        else:
            whole = {"excess_paid": bool(self.holding("excess_paid"))}
            put(content, PostingItem.FIXED_OT, whole if is_paid and yen and hours else None)

    def allowances(self) -> list[dict[str, Any]]:
        """The rows of allowances that are filled in."""
        rows = []
        for place in range(ALLOWANCE_ROWS):
            kind, yen = self.holding(f"allowance_kind_{place}"), self.holding(f"allowance_yen_{place}")
            who = self.holding(f"allowance_who_{place}")
            if kind and yen:
                row = {"kind": kind, "yen": yen, "for_all": who != "some"}
                if who == "winter":
                    row |= {"from_month": 11, "to_month": 3}
                rows.append(row)
        return rows

    def says_something(self, name: str) -> bool:
        # Who gets an allowance is chosen from the start, whether there is one or not.
        if not name.startswith("allowance_who_"):
            return super().says_something(name)
        place = name.rpartition("_")[2]
        return bool(self[f"allowance_kind_{place}"].data or self[f"allowance_yen_{place}"].data)


_WHO = (
    ("all", _l("Everybody, all year")),
    ("some", _l("Only those it applies to")),
    ("winter", _l("Everybody, November to March")),
)
for _row in range(ALLOWANCE_ROWS):
    setattr(
        PayForm,
        f"allowance_kind_{_row}",
        code(_l("Allowance %(number)s", number=_row + 1), ALLOWANCE_KIND),
    )
    setattr(PayForm, f"allowance_yen_{_row}", number(_l("Yen a month")))
    setattr(
        PayForm,
        f"allowance_who_{_row}",
        SelectField(_l("Who gets it"), choices=choices_of(_WHO), validators=[optional()]),
    )
