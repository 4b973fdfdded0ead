"""The form of a position. It reads and writes a position's content; it refuses only what makes no sense, never what is missing."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, SelectField, TimeField
from wtforms.validators import NumberRange, StopValidation

from recruit.organisations.words import PREFECTURE
from recruit.postings import rules
from recruit.postings.finding_words import finding_sentence
from recruit.postings.forms.places import BESIDE, FIELD_OF
from recruit.postings.rules import EmploymentKind, Finding, PostingItem
from recruit.postings.words import (
    ALLOWANCE_KIND,
    COMPANY_COST,
    DRIVING,
    EMPLOYER_TYPE,
    EMPLOYMENT_KIND,
    HOUSING_KIND,
    INSURANCE,
    JAPANESE_LEVEL,
    RENEWAL,
    RENEWAL_CRITERION,
    REST_PATTERN,
    SMOKING,
    WORK_KIND,
)
from recruit.students.words import MAJOR
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
    check_year,
    choices_of,
    optional,
)

ALLOWANCE_ROWS = 5
OTHER_LANGUAGES = ("en", "vi", "id")
TOKYO = ZoneInfo("Asia/Tokyo")
_YES_NO = (("", _l("Please choose")), ("yes", _l("Yes")), ("no", _l("No")))
_FROM_ZERO = NumberRange(min=0, message=_l("Please give a number from 0 up."))
# A limit that no pay and no number of people reaches; the database holds no more either.
_NO_MORE = NumberRange(max=100_000_000, message=_l("This number is too large."))


class _Clock(TimeField):
    """A time of day; an empty one is none."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [optional()], **options)


class MonthField(LineField):
    """A month, typed as 2027-04 or chosen where the browser helps."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.day is None:
            raise StopValidation(_("Please write the month as in 2027-04."))
        check_year(self.day)

    @property
    def day(self) -> date | None:
        try:
            return date.fromisoformat(f"{self.data}-01")
        except ValueError:
            return None


def _number(label: Any, hint: Any = "") -> WholeNumberField:
    return WholeNumberField(
        label, [optional(), _FROM_ZERO, _NO_MORE], description=hint, render_kw={"inputmode": "numeric"}
    )


def _yes_no(label: Any, hint: Any = "") -> SelectField:
    return SelectField(label, choices=choices_of(_YES_NO), validators=[optional()], description=hint)


def _code(label: Any, words: dict, hint: Any = "") -> CodeField:
    return CodeField(label, words, validators=[optional()], description=hint)


class PostingForm(Form):
    """Everything a position says, in sections; `content` gives it back as one value."""

    title_ja = LineField(
        _l("Title of the position"),
        [Required(), AtMost(200)],
        description=_l("Example: 土木施工管理（旭川市）"),
        render_kw={"lang": "ja"},
    )
    work_kind = CodeField(_l("Kind of work"), WORK_KIND, validators=[Required()])
    employer_type = _code(_l("Direct employment or dispatch"), EMPLOYER_TYPE)
    duties_ja = LongField(
        _l("Duties at the start"),
        [optional(), AtMost(4000)],
        description=_l(
            "What is planned, checked, measured, drawn. Write for somebody who has never seen your sites."
        ),
        render_kw={"lang": "ja"},
    )
    duties_change_range_ja = LongField(
        _l("Range of change of duties"),
        [optional(), AtMost(1000)],
        description=_l("Must be stated since April 2024. Example: 会社の定める技術業務（施工管理・積算）"),
        render_kw={"lang": "ja"},
    )
    site_labour_declared = _yes_no(_l("Site labour is not the main duty"))
    interpreting_main = _yes_no(_l("Interpreting or managing foreign workers as the main duty"))
    majors = CodesField(
        _l("Majors asked for"),
        MAJOR,
        validators=[optional()],
        description=_l("Nothing ticked means any major."),
    )

    prefecture = CodeField(_l("Prefecture of work"), PREFECTURE, validators=[Required()])
    place_ja = LineField(
        _l("Place of work at the start"),
        [optional(), AtMost(300)],
        description=_l("Example: 旭川市内の現場"),
        render_kw={"lang": "ja"},
    )
    place_change_range_ja = LongField(
        _l("Range of change of the place of work"),
        [optional(), AtMost(1000)],
        description=_l("Must be stated since April 2024. Example: 北海道内の現場"),
        render_kw={"lang": "ja"},
    )

    contract_term = _code(_l("Term of the contract"), EMPLOYMENT_KIND)
    contract_months = _number(_l("Length in months"), _l("Only for a contract with an end date."))
    renewal = _code(_l("Renewal"), RENEWAL, _l("Only for a contract with an end date."))
    renewal_criteria = CodesField(
        _l("What renewal is decided by"), RENEWAL_CRITERION, validators=[optional()]
    )
    renewal_cap_years = _number(
        _l("Limit of renewals, years in all"),
        _l("Must be stated since April 2024 for a contract with an end date. 0 means no limit."),
    )
    probation_months = _number(_l("Probation in months"), _l("0 means none."))
    probation_pay_yen = _number(_l("Base pay during probation"), _l("Only where it differs."))

    starts = _Clock(_l("Work starts"))
    ends = _Clock(_l("Work ends"))
    break_minutes = _number(_l("Break in minutes"))
    overtime_hours = _number(_l("Overtime, mean hours a month"), _l("0 means none."))
    overtime_cap_month = _number(_l("Overtime limit, hours a month"), _l("As in your overtime agreement."))
    overtime_cap_year = _number(_l("Overtime limit, hours a year"))
    days_off = WholeNumberField(
        _l("Days off in a year"),
        [optional(), NumberRange(min=0, max=365, message=_l("A year has 365 days."))],
        render_kw={"inputmode": "numeric"},
    )
    rest_pattern = _code(_l("Weekly days off"), REST_PATTERN)
    home_leave_days = _number(_l("Home leave, days a year"))

    base_pay_yen = _number(
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
    fixed_overtime_yen = _number(_l("Fixed overtime pay a month in yen"))
    fixed_overtime_hours = _number(_l("Hours it is for"))
    excess_paid = BooleanField(_l("Overtime beyond these hours is paid on top"))
    raises = _yes_no(_l("Pay rise every year"))
    bonus_times = _number(_l("Bonus, times a year"))
    pay_day = WholeNumberField(
        _l("Pay day (day of the month)"),
        [optional(), NumberRange(min=1, max=31, message=_l("A day of the month is between 1 and 31."))],
        render_kw={"inputmode": "numeric"},
    )
    pay_next_month = BooleanField(_l("Paid in the next month"))

    insurance = CodesField(_l("Insurance of employees"), INSURANCE, validators=[optional()])
    smoking = _code(_l("Protection from tobacco smoke"), SMOKING)

    housing = _code(_l("Housing offered"), HOUSING_KIND)
    housing_yen = _number(
        _l("Yen a month"), _l("What the person pays for the flat, or what you give as rent allowance.")
    )
    furnished = BooleanField(_l("Furnished"))
    internet = BooleanField(_l("With internet"))
    costs_by_company = CodesField(_l("Costs paid by the company"), COMPANY_COST, validators=[optional()])

    japanese_level = CodeField(_l("Japanese on arrival"), JAPANESE_LEVEL, validators=[Required()])
    language_target = _code(_l("Japanese after two years"), JAPANESE_LEVEL)
    driving = _code(_l("Driving licence"), DRIVING)
    more_ja = LongField(
        _l("Good to know"),
        [optional(), AtMost(4000)],
        description=_l(
            "Training, climate, prayer and food, who looks after newcomers, where people stand after three years."
        ),
        render_kw={"lang": "ja"},
    )

    openings = WholeNumberField(
        _l("Number of openings"),
        [optional(), NumberRange(min=1, max=999, message=_l("Please give a number from 1 up."))],
        render_kw={"inputmode": "numeric"},
    )
    start_month = MonthField(
        _l("Month of joining"), [optional()], description=_l("Example: 2027-04"), render_kw={"type": "month"}
    )
    closes_on = DayField(
        _l("Closing date for applications"), [optional()], description=_l("Until 23:59 in Japan.")
    )
    answer_days = WholeNumberField(
        _l("You answer within so many days"),
        [optional(), NumberRange(min=1, max=60, message=_l("Please promise an answer within 1 to 60 days."))],
        description=_l("Empty means 14 days."),
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A draft may leave these out, so they are no required fields; who fills in the form must know all the same.
        for name in FIELD_OF.values():
            field = self._fields[name]
            field.flags.required_later = not field.flags.required

    def content(self) -> dict[str, Any]:
        """What was typed, as the content of a position."""
        closes_on = self.closes_on.data
        return {
            "work_kind": self.work_kind.data,
            "prefecture": self.prefecture.data,
            "majors": list(self.majors.data or []),
            "japanese_level": self.japanese_level.data,
            "base_pay_yen": self.base_pay_yen.data,
            "fixed_overtime_yen": self.fixed_overtime_yen.data
            if self.fixed_overtime.data == "paid"
            else None,
            "fixed_overtime_hours": self.fixed_overtime_hours.data
            if self.fixed_overtime.data == "paid"
            else None,
            "openings": self.openings.data or 1,
            "start_month": self.start_month.day.isoformat() if self.start_month.day else None,
            "closes_at": rules.deadline_of(closes_on).isoformat() if closes_on else None,
            "source_language": "ja",
            "items": self._items(),
            "texts": {code: self._text(code) for code in ("ja", *OTHER_LANGUAGES)},
        }

    def _text(self, code: str) -> dict[str, str]:
        return {name: self._fields[f"{name}_{code}"].data or "" for name in rules.TEXT_FIELDS}

    def _items(self) -> dict[str, Any]:
        items: dict[str, Any] = {
            PostingItem.EMPLOYER_TYPE: self.employer_type.data or None,
            PostingItem.SITE_LABOUR_DECLARED: _truth(self.site_labour_declared.data),
            PostingItem.INTERPRETING_MAIN: _truth(self.interpreting_main.data),
            PostingItem.CONTRACT_TERM: self.contract_term.data or None,
            PostingItem.INSURANCE: list(self.insurance.data or []),
            PostingItem.SMOKING: self.smoking.data or None,
            PostingItem.COSTS_BY_COMPANY: list(self.costs_by_company.data or []),
            PostingItem.FEES_TO_WORKER: 0,
            PostingItem.LANGUAGE_TARGET: self.language_target.data or None,
            PostingItem.DRIVING: self.driving.data or None,
            "answer_days": self.answer_days.data,
        }
        if self.contract_term.data == EmploymentKind.FIXED_TERM:
            items["contract_months"] = self.contract_months.data
            if self.renewal.data:
                items[PostingItem.RENEWAL] = {
                    "kind": self.renewal.data,
                    "criteria": list(self.renewal_criteria.data or []),
                }
            if self.renewal_cap_years.data is not None:
                items[PostingItem.RENEWAL_CAP] = {"years": self.renewal_cap_years.data}
        if self.probation_months.data is not None:
            items[PostingItem.PROBATION] = {
                "months": self.probation_months.data,
                "pay_yen": self.probation_pay_yen.data,
            }
        items |= self._time_items() | self._pay_items()
        return {str(key): value for key, value in items.items() if value is not None}

    def _time_items(self) -> dict[str, Any]:
        items: dict[str, Any] = {}
        if self.starts.data and self.ends.data and self.break_minutes.data is not None:
            items[PostingItem.START_END_BREAK] = {
                "starts": self.starts.data.strftime("%H:%M"),
                "ends": self.ends.data.strftime("%H:%M"),
                "break_minutes": self.break_minutes.data,
            }
        if self.overtime_hours.data is not None:
            items[PostingItem.OVERTIME] = {
                "mean_hours": self.overtime_hours.data,
                "cap_month": self.overtime_cap_month.data,
                "cap_year": self.overtime_cap_year.data,
            }
        if self.days_off.data is not None:
            items[PostingItem.HOLIDAYS] = {
                "days": self.days_off.data,
                "pattern": self.rest_pattern.data or None,
            }
        if self.home_leave_days.data:
            items[PostingItem.PAID_LEAVE] = {"home_leave_days": self.home_leave_days.data}
        return items

    def _pay_items(self) -> dict[str, Any]:
        items: dict[str, Any] = {}
        allowances = self.allowances()
        if allowances:
            items[PostingItem.ALLOWANCES] = allowances
        elif self.no_allowances.data:
            items[PostingItem.ALLOWANCES] = 0
        if self.fixed_overtime.data == "none":
            items[PostingItem.FIXED_OT] = 0
        elif (
            self.fixed_overtime.data == "paid"
            and self.fixed_overtime_yen.data
            and self.fixed_overtime_hours.data
        ):
            items[PostingItem.FIXED_OT] = {"excess_paid": bool(self.excess_paid.data)}
        if self.raises.data or self.bonus_times.data is not None:
            items[PostingItem.RAISE_BONUS] = {
                "raises": self.raises.data == "yes",
                "times": self.bonus_times.data or 0,
            }
        if self.pay_day.data:
            items[PostingItem.PAY_METHOD] = {
                "pay_day": self.pay_day.data,
                "next_month": bool(self.pay_next_month.data),
            }
        if self.housing.data:
            items[PostingItem.HOUSING] = {
                "kind": self.housing.data,
                "yen": self.housing_yen.data,
                "furnished": bool(self.furnished.data),
                "internet": bool(self.internet.data),
            }
        return items

    def allowances(self) -> list[dict[str, Any]]:
        """The rows of allowances that are filled in."""
        rows = []
        for number in range(ALLOWANCE_ROWS):
            kind = self._fields[f"allowance_kind_{number}"].data
            yen = self._fields[f"allowance_yen_{number}"].data
            who = self._fields[f"allowance_who_{number}"].data
            if kind and yen:
                row = {"kind": kind, "yen": yen, "for_all": who != "some"}
                if who == "winter":
                    row |= {"from_month": 11, "to_month": 3}
                rows.append(row)
        return rows

    def blame_missing(self, missing: list[str]) -> None:
        """Name every item that the law asks for beside the field that states it."""
        for key in missing:
            field = self._fields[FIELD_OF.get(key, "title_ja")]
            field.errors = [
                *field.errors,
                _("Allowances: enter them, or tick that there are none.")
                if field is self.no_allowances
                else _("The law asks for this in every position."),
            ]

    def blame_findings(self, found: list[Finding]) -> None:
        """Say beside the field what must be put right."""
        for finding in found:
            field = self.beside(finding)
            if field is None:
                self.form_errors.append(finding_sentence(finding))
            else:
                field.errors = [*field.errors, finding_sentence(finding)]

    def show_findings(self, found: list[Finding]) -> None:
        """Say beside the fields what was found about them, where nothing is blamed there yet."""
        for finding in found:
            field = self.beside(finding)
            if field is not None and not field.errors:
                reason = f"#{finding.rule}".replace("_", "-")
                field.found = [*getattr(field, "found", []), (finding_sentence(finding), reason)]

    def beside(self, finding: Finding) -> Any:
        """The field that a finding is about; None where the form has none."""
        return self._fields.get(finding.text or BESIDE.get(finding.about, ""))

    def anchor_of(self, finding: Finding) -> str:
        """The id of that field's control, for links to it; empty where the form has none."""
        field = self.beside(finding)
        return "" if field is None else f"{field.id}-0" if isinstance(field, CodesField) else field.id


def _truth(typed: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(typed or "")


_WHO = (
    ("all", _l("Everybody, all year")),
    ("some", _l("Only those it applies to")),
    ("winter", _l("Everybody, November to March")),
)
for _row in range(ALLOWANCE_ROWS):
    setattr(
        PostingForm,
        f"allowance_kind_{_row}",
        _code(_l("Allowance %(number)s", number=_row + 1), ALLOWANCE_KIND),
    )
    setattr(PostingForm, f"allowance_yen_{_row}", _number(_l("Yen a month")))
    setattr(
        PostingForm,
        f"allowance_who_{_row}",
        SelectField(_l("Who gets it"), choices=choices_of(_WHO), validators=[optional()]),
    )
_TEXT_LABELS: tuple[tuple[str, Any, Any, int], ...] = (
    ("title", LineField, _l("Title of the position"), 200),
    ("duties", LongField, _l("Duties at the start"), 4000),
    ("duties_change_range", LongField, _l("Range of change of duties"), 1000),
    ("place", LineField, _l("Place of work at the start"), 300),
    ("place_change_range", LongField, _l("Range of change of the place of work"), 1000),
    ("more", LongField, _l("Good to know"), 4000),
)
for _code_of_language in OTHER_LANGUAGES:
    for _name, _kind, _label, _most in _TEXT_LABELS:
        setattr(
            PostingForm,
            f"{_name}_{_code_of_language}",
            _kind(_label, [optional(), AtMost(_most)], render_kw={"lang": _code_of_language}),
        )
