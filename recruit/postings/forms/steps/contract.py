"""Step 2: where the work is, and the contract."""

from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.organisations.words import PREFECTURE
from recruit.postings.forms.fields import code, codes, line, long_text, number, number_within, yes_no
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put, write_texts
from recruit.postings.rules import DraftStep, EmploymentKind, PostingItem
from recruit.postings.words import EMPLOYMENT_KIND, RENEWAL, RENEWAL_CRITERION
from recruit.web.forms import CodeField, Required


class ContractForm(PostingForm):
    STEP = DraftStep.CONTRACT

    prefecture = CodeField(_l("Prefecture of work"), PREFECTURE, validators=[Required()])
    place_ja = line(_l("Place of work at the start"), 300, _l("Example: 旭川市内の現場"))
    place_change_range_ja = long_text(
        _l("Range of change of the place of work"),
        1000,
        _l("Must be stated since April 2024. Example: 北海道内の現場"),
    )
    contract_term = code(_l("Term of the contract"), EMPLOYMENT_KIND)
    contract_months = number(_l("Length in months"), _l("Only for a contract with an end date."))
    renewal = code(_l("Renewal"), RENEWAL, _l("Only for a contract with an end date."))
    renewal_criteria = codes(_l("What renewal is decided by"), RENEWAL_CRITERION)
    renewal_cap_years = number(
        _l("Limit of renewals, years in all"),
        _l("Must be stated since April 2024 for a contract with an end date. 0 means no limit."),
    )
    conversion = yes_no(
        _l("The same conditions hold after the change to a contract without end date"),
        _l("After five years in all, people may ask for a contract without end date."),
    )
    probation_months = number(_l("Probation in months"), _l("0 means none."))
    probation_pay_yen = number(_l("Base pay during probation"), _l("Only where it differs."))
    retirement_age = number_within(
        _l("Age of retirement"), 60, 100, _l("By law it is 60 or more."), _l("Empty where there is none.")
    )
    reemployed_until = number_within(
        _l("Employed anew until the age of"), 60, 100, _l("By law it is 60 or more.")
    )
    notice_days = number_within(
        _l("Who leaves says so so many days before"), 0, 366, _l("Please give at most 366 days.")
    )

    def write(self, content: dict[str, Any]) -> None:
        content["prefecture"] = self.holding("prefecture")
        write_texts(self, content, "place", "place_change_range")
        kind = self.holding("contract_term")
        put(content, PostingItem.CONTRACT_TERM, kind)
        self._write_end(content, is_fixed=kind == EmploymentKind.FIXED_TERM)
        months = self.holding("probation_months")
        put(
            content,
            PostingItem.PROBATION,
            None if months is None else {"months": months, "pay_yen": self.holding("probation_pay_yen")},
        )
        retirement = {
            "age": self.holding("retirement_age"),
            "until": self.holding("reemployed_until"),
            "notice_days": self.holding("notice_days"),
        }
        said = {key: value for key, value in retirement.items() if value is not None}
        put(content, PostingItem.RETIREMENT, said)

    def _write_end(self, content: dict[str, Any], *, is_fixed: bool) -> None:
        """What only a contract with an end date says."""
        kind, cap = self.holding("renewal"), self.holding("renewal_cap_years")
        conversion = self.holding("conversion")
        put(content, "contract_months", self.holding("contract_months") if is_fixed else None)
        renewal = {"kind": kind, "criteria": list(self.holding("renewal_criteria") or [])}
        put(content, PostingItem.RENEWAL, renewal if is_fixed and kind else None)
        put(content, PostingItem.RENEWAL_CAP, {"years": cap} if is_fixed and cap is not None else None)
        put(
            content,
            PostingItem.INDEFINITE_CONVERSION,
            {"same_conditions": conversion == "yes"} if is_fixed and conversion else None,
        )
