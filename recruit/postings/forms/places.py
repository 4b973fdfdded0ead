"""Where in the form of a position something is stated, and stands when something about it was found."""

from recruit.postings.forms.values import ALLOWANCE_ROWS
from recruit.postings.rules import PostingItem

# Beside which field an item is stated that every position must state.
FIELD_OF: dict[str, str] = {
    PostingItem.EMPLOYER_TYPE: "employer_type",
    PostingItem.JOB_TITLE: "title_ja",
    PostingItem.DUTIES_INITIAL: "duties_ja",
    PostingItem.DUTIES_CHANGE_RANGE: "duties_change_range_ja",
    PostingItem.SITE_LABOUR_DECLARED: "site_labour_declared",
    PostingItem.INTERPRETING_MAIN: "interpreting_main",
    PostingItem.CONTRACT_TERM: "contract_term",
    PostingItem.RENEWAL: "renewal",
    PostingItem.RENEWAL_CAP: "renewal_cap_years",
    PostingItem.PROBATION: "probation_months",
    PostingItem.PLACE_INITIAL: "place_ja",
    PostingItem.PLACE_CHANGE_RANGE: "place_change_range_ja",
    PostingItem.START_END_BREAK: "starts",
    PostingItem.OVERTIME: "overtime_hours",
    PostingItem.HOLIDAYS: "days_off",
    PostingItem.BASE_PAY: "base_pay_yen",
    PostingItem.ALLOWANCES: "no_allowances",
    PostingItem.FIXED_OT: "fixed_overtime",
    PostingItem.INSURANCE: "insurance",
    PostingItem.SMOKING: "smoking",
}
# Beside which field something that was found stands.
BESIDE: dict[str, str] = FIELD_OF | {
    PostingItem.MAJORS_OK: "majors",
    PostingItem.DISCRETIONARY: "discretionary",
    PostingItem.INDEFINITE_CONVERSION: "conversion",
    PostingItem.PAID_LEAVE: "paid_leave_days",
    PostingItem.RETIREMENT: "retirement_age",
    PostingItem.TRAINING: "training_months",
}
# Which item each field belongs to: for the reason why it is asked.
_FIELDS: dict[PostingItem, str] = {
    PostingItem.JOB_TITLE: "title_ja work_kind",
    PostingItem.EMPLOYER_TYPE: "employer_type",
    PostingItem.DUTIES_INITIAL: "duties_ja",
    PostingItem.DUTIES_CHANGE_RANGE: "duties_change_range_ja",
    PostingItem.SITE_LABOUR_DECLARED: "site_labour_declared",
    PostingItem.INTERPRETING_MAIN: "interpreting_main",
    PostingItem.MAJORS_OK: "majors",
    PostingItem.PLACE_INITIAL: "prefecture place_ja",
    PostingItem.PLACE_CHANGE_RANGE: "place_change_range_ja",
    PostingItem.CONTRACT_TERM: "contract_term contract_months",
    PostingItem.RENEWAL: "renewal renewal_criteria",
    PostingItem.RENEWAL_CAP: "renewal_cap_years",
    PostingItem.INDEFINITE_CONVERSION: "conversion",
    PostingItem.PROBATION: "probation_months probation_pay_yen",
    PostingItem.RETIREMENT: "retirement_age reemployed_until notice_days",
    PostingItem.START_END_BREAK: "starts ends break_minutes",
    PostingItem.DISCRETIONARY: "discretionary discretionary_hours",
    PostingItem.OVERTIME: "overtime_hours overtime_cap_month overtime_cap_year",
    PostingItem.OVERTIME_AVG_PREV: "overtime_last_year",
    PostingItem.HOLIDAYS: "days_off rest_pattern",
    PostingItem.PAID_LEAVE: "paid_leave_days paid_leave_after home_leave_days faith_leave_days",
    PostingItem.BASE_PAY: "base_pay_yen",
    PostingItem.ALLOWANCES: " ".join(
        ["no_allowances"]
        + [f"allowance_{part}_{row}" for row in range(ALLOWANCE_ROWS) for part in ("kind", "yen", "who")]
    ),
    PostingItem.FIXED_OT: "fixed_overtime fixed_overtime_yen fixed_overtime_hours excess_paid",
    PostingItem.RAISE_BONUS: "raises bonus_times",
    PostingItem.PAY_METHOD: "closing_day pay_day pay_next_month",
    PostingItem.INSURANCE: "insurance",
    PostingItem.SMOKING: "smoking",
    PostingItem.HOUSING: "housing housing_yen housing_minutes furnished internet",
    PostingItem.COSTS_BY_COMPANY: "costs_by_company",
    PostingItem.DRIVING: "driving",
    PostingItem.CLIMATE_NOTE: "surroundings",
    PostingItem.FAITH_NEEDS: "faith",
    PostingItem.LANGUAGE_OFFER: "japanese_offer",
    PostingItem.LANGUAGE_ARRIVAL: "japanese_level",
    PostingItem.LANGUAGE_TARGET: "language_target",
    PostingItem.TRAINING: "training_months training_same more_ja",
    PostingItem.MENTOR: "mentor mentor_languages",
    PostingItem.LICENCE_SUPPORT: "licence_support",
    PostingItem.CAREER_3Y: "later_role later_pay_yen",
    PostingItem.TURNOVER_3Y: "hired_three_years left_three_years",
    PostingItem.OPENINGS: "openings",
    PostingItem.START_MONTH: "start_month",
    PostingItem.DEADLINE: "closes_on",
    PostingItem.SELECTION: "selection answer_days",
    PostingItem.CONTACT: "contact_languages",
}
ITEM_OF: dict[str, PostingItem] = {name: item for item, names in _FIELDS.items() for name in names.split()}
