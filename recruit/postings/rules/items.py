"""The items that the law asks a posting for, as data, and which of them are missing."""

from collections.abc import Mapping

from recruit.postings.rules.codes import EmploymentKind, LegalClass, PostingItem

_L, _N, _V, _R = LegalClass.RECRUITING, LegalClass.CONTRACT, LegalClass.VISA, LegalClass.RECOMMENDED
LEGAL_CLASSES: dict[PostingItem, frozenset[LegalClass]] = {
    PostingItem.EMPLOYER_NAME: frozenset({_L, _N, _V}),
    PostingItem.EMPLOYER_TYPE: frozenset({_L}),
    PostingItem.CATEGORY: frozenset({_V, _R}),
    PostingItem.PERMIT_NO: frozenset({_R, _V}),
    PostingItem.STAFF_TOTAL: frozenset({_R}),
    PostingItem.STAFF_FOREIGN: frozenset({_R}),
    PostingItem.FOREIGN_ENGINEERS: frozenset({_R}),
    PostingItem.JOB_TITLE: frozenset({_L, _N, _V}),
    PostingItem.DUTIES_INITIAL: frozenset({_L, _N, _V}),
    PostingItem.DUTIES_CHANGE_RANGE: frozenset({_L, _N}),
    PostingItem.SITE_LABOUR_DECLARED: frozenset({_V, _R}),
    PostingItem.INTERPRETING_MAIN: frozenset({_V, _R}),
    PostingItem.MAJORS_OK: frozenset({_V, _R}),
    PostingItem.CONTRACT_TERM: frozenset({_L, _N, _V}),
    PostingItem.RENEWAL: frozenset({_L, _N}),
    PostingItem.RENEWAL_CAP: frozenset({_L, _N}),
    PostingItem.INDEFINITE_CONVERSION: frozenset({_N}),
    PostingItem.PROBATION: frozenset({_L}),
    PostingItem.PLACE_INITIAL: frozenset({_L, _N, _V}),
    PostingItem.PLACE_CHANGE_RANGE: frozenset({_L, _N}),
    PostingItem.START_END_BREAK: frozenset({_L, _N}),
    PostingItem.OVERTIME: frozenset({_L, _N}),
    PostingItem.DISCRETIONARY: frozenset({_L}),
    PostingItem.HOLIDAYS: frozenset({_L, _N}),
    PostingItem.PAID_LEAVE: frozenset({_N, _R}),
    PostingItem.BASE_PAY: frozenset({_L, _N, _V}),
    PostingItem.ALLOWANCES: frozenset({_L, _N}),
    PostingItem.FIXED_OT: frozenset({_L, _N}),
    PostingItem.PAY_METHOD: frozenset({_N}),
    PostingItem.RAISE_BONUS: frozenset({_N, _R}),
    PostingItem.TAKEHOME_SAMPLE: frozenset({_R}),
    PostingItem.INSURANCE: frozenset({_L, _N}),
    PostingItem.SMOKING: frozenset({_L}),
    PostingItem.RETIREMENT: frozenset({_N}),
    PostingItem.HOUSING: frozenset({_R}),
    PostingItem.COSTS_BY_COMPANY: frozenset({_R}),
    PostingItem.FEES_TO_WORKER: frozenset({_R}),
    PostingItem.LANGUAGE_OFFER: frozenset({_R, _V}),
    PostingItem.LANGUAGE_ARRIVAL: frozenset({_R, _V}),
    PostingItem.LANGUAGE_TARGET: frozenset({_R, _V}),
    PostingItem.TRAINING: frozenset({_V, _R}),
    PostingItem.MENTOR: frozenset({_R}),
    PostingItem.LICENCE_SUPPORT: frozenset({_R}),
    PostingItem.CAREER_3Y: frozenset({_R}),
    PostingItem.DRIVING: frozenset({_R}),
    PostingItem.CLIMATE_NOTE: frozenset({_R}),
    PostingItem.FAITH_NEEDS: frozenset({_R}),
    PostingItem.TURNOVER_3Y: frozenset({_R}),
    PostingItem.OVERTIME_AVG_PREV: frozenset({_R}),
    PostingItem.OPENINGS: frozenset({_R}),
    PostingItem.START_MONTH: frozenset({_R}),
    PostingItem.DEADLINE: frozenset({_R}),
    PostingItem.SELECTION: frozenset({_R}),
    PostingItem.CONTACT: frozenset({_R}),
    PostingItem.UPDATED_ON: frozenset({_L}),
}
# Asked only of contracts with an end date.
ONLY_FIXED_TERM = frozenset({PostingItem.RENEWAL, PostingItem.RENEWAL_CAP, PostingItem.INDEFINITE_CONVERSION})
# Asked only where the company uses discretionary working hours: nothing said means it does not.
ONLY_WHERE_USED = frozenset({PostingItem.DISCRETIONARY})


def items_of(legal_class: LegalClass) -> list[PostingItem]:
    """The items of one class, in the order of the form."""
    return [item for item in PostingItem if legal_class in LEGAL_CLASSES[item]]


def is_said(value: object) -> bool:
    """Whether a value says something: no, none and zero are answers, an empty text or list is not."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ((), [], {})


def missing_statutory_items(
    posting_values: Mapping[str, object], legal_class: LegalClass = LegalClass.RECRUITING
) -> list[str]:
    """Which items of this class a posting does not state yet, in the order of the form.

    `posting_values` maps the keys of `PostingItem` to what the posting says. "No allowances" and "no fixed overtime"
    are stated as 0 or False: silence is not a statement. `contract_term` holds an `EmploymentKind`.
    """
    fixed_term = posting_values.get(PostingItem.CONTRACT_TERM) == EmploymentKind.FIXED_TERM
    return [
        item
        for item in items_of(legal_class)
        if not is_said(posting_values.get(item))
        and (fixed_term or item not in ONLY_FIXED_TERM)
        and item not in ONLY_WHERE_USED
    ]
