"""Where in the form of a position something is stated, and stands when something about it was found."""

from recruit.postings.rules import PostingItem

# Beside which field an item is stated.
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
BESIDE: dict[str, str] = FIELD_OF | {PostingItem.MAJORS_OK: "majors"}
