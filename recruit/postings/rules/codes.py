"""The coded values of postings and the way a posting goes; what they are called is in `words.py`."""

from enum import StrEnum


class PostingState(StrEnum):
    """Where a position stands. Scheduled: approved, frozen as a version, and read by nobody else until it opens."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[PostingState, frozenset[PostingState]] = {
    PostingState.DRAFT: frozenset({PostingState.IN_REVIEW, PostingState.WITHDRAWN}),
    PostingState.IN_REVIEW: frozenset(
        {PostingState.DRAFT, PostingState.SCHEDULED, PostingState.PUBLISHED, PostingState.WITHDRAWN}
    ),
    PostingState.SCHEDULED: frozenset({PostingState.DRAFT, PostingState.PUBLISHED, PostingState.WITHDRAWN}),
    PostingState.PUBLISHED: frozenset({PostingState.DRAFT, PostingState.CLOSED, PostingState.WITHDRAWN}),
    # Opened again as it was checked, see `life/rules.py`.
    PostingState.CLOSED: frozenset({PostingState.DRAFT, PostingState.PUBLISHED}),
    PostingState.WITHDRAWN: frozenset({PostingState.DRAFT}),
}


class MoveCause(StrEnum):
    """Why a position moved, where nobody moved it by hand or it was not its company."""

    OPENING_DAY = "opening_day"
    CLOSING_DAY = "closing_day"
    # Nobody answered whether it is still right.
    UNANSWERED = "unanswered"
    # On its opening day a rule found something that must be put right.
    FINDINGS = "findings"
    SUSPENDED = "suspended"
    BY_STAFF = "by_staff"


class WorkKind(StrEnum):
    """Work that an engineer's status of residence allows; site labour is none of it."""

    CIVIL_SITE_MANAGEMENT = "civil_site_management"
    BUILDING_SITE_MANAGEMENT = "building_site_management"
    SERVICES_SITE_MANAGEMENT = "services_site_management"
    BIM_ENGINEERING = "bim_engineering"
    SURVEYING = "surveying"
    CIVIL_DESIGN = "civil_design"
    ARCHITECTURAL_DESIGN = "architectural_design"
    STRUCTURAL_DESIGN = "structural_design"
    SERVICES_DESIGN = "services_design"
    ESTIMATING = "estimating"
    GEOLOGICAL_INVESTIGATION = "geological_investigation"
    QUALITY_AND_SAFETY = "quality_and_safety"
    TECHNICAL_SALES = "technical_sales"


# Occupation codes (ISCO-08) for machine-readable postings.
ISCO: dict[WorkKind, str] = {
    WorkKind.CIVIL_SITE_MANAGEMENT: "2142",
    WorkKind.BUILDING_SITE_MANAGEMENT: "2142",
    WorkKind.SERVICES_SITE_MANAGEMENT: "2151",
    WorkKind.BIM_ENGINEERING: "2142",
    WorkKind.SURVEYING: "2165",
    WorkKind.CIVIL_DESIGN: "2142",
    WorkKind.ARCHITECTURAL_DESIGN: "2161",
    WorkKind.STRUCTURAL_DESIGN: "2142",
    WorkKind.SERVICES_DESIGN: "2151",
    WorkKind.ESTIMATING: "3112",
    WorkKind.GEOLOGICAL_INVESTIGATION: "2114",
    WorkKind.QUALITY_AND_SAFETY: "3112",
    WorkKind.TECHNICAL_SALES: "2433",
}


class EmployerType(StrEnum):
    DIRECT = "direct"
    DISPATCH = "dispatch"


class EmploymentKind(StrEnum):
    REGULAR = "regular"
    FIXED_TERM = "fixed_term"


class Renewal(StrEnum):
    AUTOMATIC = "automatic"
    POSSIBLE = "possible"
    NONE = "none"


class JapaneseLevel(StrEnum):
    """The Japanese wanted, least first, with what it is good for at work."""

    NONE = "none"
    N5 = "N5"
    N4 = "N4"
    N3 = "N3"
    N2 = "N2"
    N1 = "N1"


class HousingKind(StrEnum):
    COMPANY_FLAT = "company_flat"
    DORMITORY = "dormitory"
    RENT_ALLOWANCE = "rent_allowance"
    SEARCH_HELP = "search_help"
    NONE = "none"


class RestPattern(StrEnum):
    TWO_DAYS_EACH_WEEK = "two_days_each_week"
    TWO_DAYS_SOME_WEEKS = "two_days_some_weeks"
    COMPANY_CALENDAR = "company_calendar"
    SHIFTS = "shifts"


class AllowanceKind(StrEnum):
    SITE = "site"
    LICENCE = "licence"
    SKILL = "skill"
    COLD_REGION = "cold_region"
    POSITION = "position"
    ATTENDANCE = "attendance"
    FAMILY = "family"
    COMMUTING = "commuting"
    SEPARATE_LIVING = "separate_living"
    EDUCATION = "education"
    HOUSING_BY_COST = "housing_by_cost"
    HOUSING_FLAT = "housing_flat"
    OTHER = "other"


class Smoking(StrEnum):
    NO_SMOKING = "no_smoking"
    SMOKING_ROOM = "smoking_room"
    ALLOWED = "allowed"
    OUTDOORS = "outdoors"


class Insurance(StrEnum):
    HEALTH = "health"
    PENSION = "pension"
    ACCIDENT = "accident"
    EMPLOYMENT = "employment"


class Driving(StrEnum):
    NOT_NEEDED = "not_needed"
    AFTER_JOINING = "after_joining"
    ON_JOINING = "on_joining"


class RenewalCriterion(StrEnum):
    """What the renewal of a contract with an end date is decided by, as in the ministry's model notice."""

    WORKLOAD = "workload"
    CONDUCT = "conduct"
    ABILITY = "ability"
    BUSINESS = "business"
    PROGRESS = "progress"


class CompanyCost(StrEnum):
    """What the company pays for somebody who comes from abroad."""

    COE = "coe"
    VISA = "visa"
    FLIGHT = "flight"
    JAPANESE = "japanese"
    HOUSING_DEPOSIT = "housing_deposit"
    LICENCE_COURSE = "licence_course"
    HOME_LEAVE_FARE = "home_leave_fare"
    WORK_CLOTHES = "work_clothes"
    MOVING_IN = "moving_in"


class FindingRule(StrEnum):
    """What a check of a posting may find; why each is looked for stands in `findings/grounds.py`."""

    ITEM_MISSING = "item_missing"
    APRIL_2024 = "april_2024"
    CHANGE_RANGE_VAGUE = "change_range_vague"
    MINIMUM_WAGE = "minimum_wage"
    MINIMUM_WAGE_OLD = "minimum_wage_old"
    PROBATION_PAY = "probation_pay"
    FIXED_OVERTIME = "fixed_overtime"
    EXCESS_NOT_PAID = "excess_not_paid"
    OVERTIME_CAP = "overtime_cap"
    OVERTIME_BEYOND = "overtime_beyond"
    BREAK_SHORT = "break_short"
    LONG_WEEK = "long_week"
    LONG_DAY = "long_day"
    FEW_DAYS_OFF = "few_days_off"
    CONTRACT_LENGTH = "contract_length"
    CONTRACT_LONG = "contract_long"
    RENEWAL_CRITERIA = "renewal_criteria"
    INSURANCE_OF_WORK = "insurance_of_work"
    INSURANCE_OF_HEALTH = "insurance_of_health"
    SMOKING_INDOORS = "smoking_indoors"
    FEES = "fees"
    DISPATCH = "dispatch"
    LIMITING_SEX = "limiting_sex"
    LIMITING_AGE = "limiting_age"
    LIMITING_NATIONALITY = "limiting_nationality"
    LIMITING_FAITH = "limiting_faith"
    MONEY_WORDS = "money_words"
    PAPERS_KEPT = "papers_kept"
    LEAVING_FORBIDDEN = "leaving_forbidden"
    OVERTIME_UNPAID = "overtime_unpaid"
    NO_PAID_LEAVE = "no_paid_leave"
    PAY_DEDUCTION = "pay_deduction"
    SITE_LABOUR = "site_labour"
    LABOUR_WORDS = "labour_words"
    DUTIES_VAGUE = "duties_vague"
    SITE_TRAINING = "site_training"
    INTERPRETING = "interpreting"
    DEGREE_FIT = "degree_fit"


class LegalClass(StrEnum):
    """Why an item belongs in a posting."""

    RECRUITING = "recruiting"
    CONTRACT = "contract"
    VISA = "visa"
    RECOMMENDED = "recommended"


class Severity(StrEnum):
    BLOCKING = "blocking"
    REVIEW = "review"


class PostingRefusal(StrEnum):
    """Why something about a posting cannot be done."""

    MOVE_NOT_POSSIBLE = "move_not_possible"
    ITEMS_MISSING = "items_missing"
    FINDINGS_OPEN = "findings_open"
    COMPANY_NOT_APPROVED = "company_not_approved"
    REASON_NEEDED = "reason_needed"
    CLOSING_DAY_OVER = "closing_day_over"
    CLOSES_BEFORE_OPENING = "closes_before_opening"
    CLOSED_TOO_LONG = "closed_too_long"
    FINDING_GONE = "finding_gone"
    NOTE_NEEDED = "note_needed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    READ_BEFORE_CHANGE = "read_before_change"
    TYPED_UNFIT = "typed_unfit"


class PostingItem(StrEnum):
    """The items of a good posting; the values are the keys of its coded fields and texts."""

    EMPLOYER_NAME = "employer_name"
    EMPLOYER_TYPE = "employer_type"
    CATEGORY = "category"
    PERMIT_NO = "permit_no"
    STAFF_TOTAL = "staff_total"
    STAFF_FOREIGN = "staff_foreign"
    FOREIGN_ENGINEERS = "foreign_engineers"
    JOB_TITLE = "job_title"
    DUTIES_INITIAL = "duties_initial"
    DUTIES_CHANGE_RANGE = "duties_change_range"
    SITE_LABOUR_DECLARED = "site_labour_declared"
    INTERPRETING_MAIN = "interpreting_main"
    MAJORS_OK = "majors_ok"
    CONTRACT_TERM = "contract_term"
    RENEWAL = "renewal"
    RENEWAL_CAP = "renewal_cap"
    INDEFINITE_CONVERSION = "indefinite_conversion"
    PROBATION = "probation"
    PLACE_INITIAL = "place_initial"
    PLACE_CHANGE_RANGE = "place_change_range"
    START_END_BREAK = "start_end_break"
    OVERTIME = "overtime"
    DISCRETIONARY = "discretionary"
    HOLIDAYS = "holidays"
    PAID_LEAVE = "paid_leave"
    BASE_PAY = "base_pay"
    ALLOWANCES = "allowances"
    FIXED_OT = "fixed_ot"
    PAY_METHOD = "pay_method"
    RAISE_BONUS = "raise_bonus"
    TAKEHOME_SAMPLE = "takehome_sample"
    INSURANCE = "insurance"
    SMOKING = "smoking"
    RETIREMENT = "retirement"
    HOUSING = "housing"
    COSTS_BY_COMPANY = "costs_by_company"
    FEES_TO_WORKER = "fees_to_worker"
    LANGUAGE_OFFER = "language_offer"
    LANGUAGE_ARRIVAL = "language_arrival"
    LANGUAGE_TARGET = "language_target"
    TRAINING = "training"
    MENTOR = "mentor"
    LICENCE_SUPPORT = "licence_support"
    CAREER_3Y = "career_3y"
    DRIVING = "driving"
    CLIMATE_NOTE = "climate_note"
    FAITH_NEEDS = "faith_needs"
    TURNOVER_3Y = "turnover_3y"
    OVERTIME_AVG_PREV = "overtime_avg_prev"
    OPENINGS = "openings"
    START_MONTH = "start_month"
    DEADLINE = "deadline"
    SELECTION = "selection"
    CONTACT = "contact"
    UPDATED_ON = "updated_on"


def may_move(before: PostingState, after: PostingState) -> bool:
    """Whether a posting may go from one state to the other."""
    return after in TRANSITIONS[before]


def japanese_level_at_least(have: JapaneseLevel, wanted: JapaneseLevel) -> bool:
    """Whether one level reaches the other."""
    order = list(JapaneseLevel)
    return order.index(have) >= order.index(wanted)
