"""What the coded values of postings are called."""

from flask_babel import lazy_gettext as _l

from recruit.postings.finding_words import FINDING_RULE
from recruit.postings.rules import (
    AllowanceKind,
    CompanyCost,
    Driving,
    EmployerType,
    EmploymentKind,
    HousingKind,
    Insurance,
    JapaneseLevel,
    LegalClass,
    MoveCause,
    PostingItem,
    PostingRefusal,
    PostingState,
    Renewal,
    RenewalCriterion,
    RestPattern,
    Severity,
    Smoking,
    WorkKind,
)
from recruit.postings.texts.words import TEXT_ORIGIN, TEXT_REFUSAL

POSTING_STATE = {
    PostingState.DRAFT: _l("Draft"),
    PostingState.IN_REVIEW: _l("Being checked"),
    PostingState.SCHEDULED: _l("Approved, opens later"),
    PostingState.PUBLISHED: _l("Published"),
    PostingState.CLOSED: _l("Closed"),
    PostingState.WITHDRAWN: _l("Withdrawn"),
}

MOVE_CAUSE = {
    MoveCause.OPENING_DAY: _l("Opened on the day set for it"),
    MoveCause.CLOSING_DAY: _l("The time for applications was over"),
    MoveCause.UNANSWERED: _l("Nobody at the company answered whether it is still right"),
    MoveCause.FINDINGS: _l("On its opening day something had to be put right first"),
    MoveCause.SUSPENDED: _l("The company was suspended"),
    MoveCause.BY_STAFF: _l("Taken off by staff"),
}

WORK_KIND = {
    WorkKind.CIVIL_SITE_MANAGEMENT: _l("Civil works site management"),
    WorkKind.BUILDING_SITE_MANAGEMENT: _l("Building site management"),
    WorkKind.SERVICES_SITE_MANAGEMENT: _l("Building services site management"),
    WorkKind.BIM_ENGINEERING: _l("BIM/CIM engineering"),
    WorkKind.SURVEYING: _l("Surveying and ICT construction"),
    WorkKind.CIVIL_DESIGN: _l("Civil design"),
    WorkKind.ARCHITECTURAL_DESIGN: _l("Architectural design"),
    WorkKind.STRUCTURAL_DESIGN: _l("Structural and bridge design"),
    WorkKind.SERVICES_DESIGN: _l("Building services design"),
    WorkKind.ESTIMATING: _l("Estimating"),
    WorkKind.GEOLOGICAL_INVESTIGATION: _l("Geological investigation"),
    WorkKind.QUALITY_AND_SAFETY: _l("Quality and safety control"),
    WorkKind.TECHNICAL_SALES: _l("Technical sales"),
}

EMPLOYER_TYPE = {
    EmployerType.DIRECT: _l("Employed by the company itself"),
    EmployerType.DISPATCH: _l("Dispatch"),
}

EMPLOYMENT_KIND = {
    EmploymentKind.REGULAR: _l("Regular employee (no end date)"),
    EmploymentKind.FIXED_TERM: _l("Fixed-term employee"),
}

RENEWAL = {
    Renewal.AUTOMATIC: _l("Renewed automatically"),
    Renewal.POSSIBLE: _l("May be renewed"),
    Renewal.NONE: _l("Not renewed"),
}

JAPANESE_LEVEL = {
    JapaneseLevel.NONE: _l("No Japanese needed"),
    JapaneseLevel.N5: _l("N5: greets"),
    JapaneseLevel.N4: _l("N4: follows safety signs and simple orders"),
    JapaneseLevel.N3: _l("N3: morning assembly, daily report with help"),
    JapaneseLevel.N2: _l("N2: meetings, papers, telephone"),
    JapaneseLevel.N1: _l("N1: talks with clients alone"),
}

HOUSING_KIND = {
    HousingKind.COMPANY_FLAT: _l("Company housing"),
    HousingKind.DORMITORY: _l("Company dormitory"),
    HousingKind.RENT_ALLOWANCE: _l("Rent allowance"),
    HousingKind.SEARCH_HELP: _l("Help in finding a flat"),
    HousingKind.NONE: _l("No housing support"),
}

REST_PATTERN = {
    RestPattern.TWO_DAYS_EACH_WEEK: _l("Two days off every week"),
    RestPattern.TWO_DAYS_SOME_WEEKS: _l("Two days off in some weeks"),
    RestPattern.COMPANY_CALENDAR: _l("By the company calendar"),
    RestPattern.SHIFTS: _l("In shifts"),
}

ALLOWANCE_KIND = {
    AllowanceKind.SITE: _l("Site allowance"),
    AllowanceKind.LICENCE: _l("Licence allowance"),
    AllowanceKind.SKILL: _l("Skill allowance"),
    AllowanceKind.COLD_REGION: _l("Cold-region allowance"),
    AllowanceKind.POSITION: _l("Position allowance"),
    AllowanceKind.ATTENDANCE: _l("Perfect-attendance allowance"),
    AllowanceKind.FAMILY: _l("Family allowance"),
    AllowanceKind.COMMUTING: _l("Commuting allowance"),
    AllowanceKind.SEPARATE_LIVING: _l("Separate-living allowance"),
    AllowanceKind.EDUCATION: _l("Children's education allowance"),
    AllowanceKind.HOUSING_BY_COST: _l("Housing allowance by actual cost"),
    AllowanceKind.HOUSING_FLAT: _l("Housing allowance, the same for all"),
    AllowanceKind.OTHER: _l("Other allowance"),
}

SMOKING = {
    Smoking.NO_SMOKING: _l("No smoking indoors"),
    Smoking.SMOKING_ROOM: _l("Smoking room"),
    Smoking.ALLOWED: _l("Smoking allowed indoors"),
    Smoking.OUTDOORS: _l("Outdoor workplace"),
}

INSURANCE = {
    Insurance.HEALTH: _l("Health insurance"),
    Insurance.PENSION: _l("Employees' pension insurance"),
    Insurance.ACCIDENT: _l("Workers' accident insurance"),
    Insurance.EMPLOYMENT: _l("Employment insurance"),
}

DRIVING = {
    Driving.NOT_NEEDED: _l("No driving licence needed"),
    Driving.AFTER_JOINING: _l("Driving licence to be taken after joining"),
    Driving.ON_JOINING: _l("Driving licence needed when joining"),
}

RENEWAL_CRITERION = {
    RenewalCriterion.WORKLOAD: _l("Amount of work when the contract ends"),
    RenewalCriterion.CONDUCT: _l("Results and conduct at work"),
    RenewalCriterion.ABILITY: _l("Ability to do the work"),
    RenewalCriterion.BUSINESS: _l("Situation of the company"),
    RenewalCriterion.PROGRESS: _l("Progress of the work in hand"),
}

COMPANY_COST = {
    CompanyCost.COE: _l("Application for the Certificate of Eligibility"),
    CompanyCost.VISA: _l("Visa fee"),
    CompanyCost.FLIGHT: _l("Flight to Japan"),
    CompanyCost.JAPANESE: _l("Japanese lessons"),
    CompanyCost.HOUSING_DEPOSIT: _l("Deposit of the flat or dormitory"),
    CompanyCost.LICENCE_COURSE: _l("Courses and fees for licences"),
    CompanyCost.HOME_LEAVE_FARE: _l("Fare of home leave"),
    CompanyCost.WORK_CLOTHES: _l("Work clothes and safety shoes"),
    CompanyCost.MOVING_IN: _l("First furniture and household goods"),
}

LEGAL_CLASS = {
    LegalClass.RECRUITING: _l("Must be stated when recruiting"),
    LegalClass.CONTRACT: _l("Must be in the notice at contract"),
    LegalClass.VISA: _l("Used in the papers for the status of residence"),
    LegalClass.RECOMMENDED: _l("Recommended"),
}

SEVERITY = {
    Severity.BLOCKING: _l("Must be put right before publishing"),
    Severity.REVIEW: _l("To be looked at by staff"),
}

POSTING_REFUSAL = {
    PostingRefusal.MOVE_NOT_POSSIBLE: _l("This step is not possible at the moment."),
    PostingRefusal.ITEMS_MISSING: _l("Items that the law asks for are still missing."),
    PostingRefusal.FINDINGS_OPEN: _l("Some findings must be put right first."),
    PostingRefusal.COMPANY_NOT_APPROVED: _l("The company must be approved first."),
    PostingRefusal.FINDING_GONE: _l("This finding is not there any more. Please look at the list again."),
    PostingRefusal.NOTE_NEEDED: _l("Please say why this is fine."),
    PostingRefusal.CHANGED_MEANWHILE: _l(
        "Somebody else has changed this step since you opened it. Yours is not saved yet; nothing you typed is lost."
    ),
    PostingRefusal.READ_BEFORE_CHANGE: _l(
        "The position has changed since you opened this page. Please read it once more, then decide."
    ),
    PostingRefusal.TYPED_UNFIT: _l(
        "Something that was typed cannot be kept as it is. Please look at it first."
    ),
    PostingRefusal.REASON_NEEDED: _l("Please say what should be changed."),
    PostingRefusal.CLOSING_DAY_OVER: _l("The closing date is over. Please set a later one."),
    PostingRefusal.CLOSES_BEFORE_OPENING: _l("The position would close before it opens."),
    PostingRefusal.CLOSED_TOO_LONG: _l(
        "It has been closed for too long to be opened as it is. Please make it a draft and send it to be checked."
    ),
}

POSTING_ITEM = {
    PostingItem.EMPLOYER_NAME: _l("Name of the employer"),
    PostingItem.EMPLOYER_TYPE: _l("Direct employment or dispatch"),
    PostingItem.CATEGORY: _l("Employer category for immigration"),
    PostingItem.PERMIT_NO: _l("Construction permit number and trades"),
    PostingItem.STAFF_TOTAL: _l("Number of staff"),
    PostingItem.STAFF_FOREIGN: _l("Number of foreign staff"),
    PostingItem.FOREIGN_ENGINEERS: _l("Number of foreign engineers"),
    PostingItem.JOB_TITLE: _l("Kind of work"),
    PostingItem.DUTIES_INITIAL: _l("Duties at the start"),
    PostingItem.DUTIES_CHANGE_RANGE: _l("Range of change of duties"),
    PostingItem.SITE_LABOUR_DECLARED: _l("Statement that site labour is not the main duty"),
    PostingItem.INTERPRETING_MAIN: _l("Interpreting or managing foreign workers as the main duty"),
    PostingItem.MAJORS_OK: _l("Majors asked for"),
    PostingItem.CONTRACT_TERM: _l("Term of the contract"),
    PostingItem.RENEWAL: _l("Renewal and its criteria"),
    PostingItem.RENEWAL_CAP: _l("Limit of renewals"),
    PostingItem.INDEFINITE_CONVERSION: _l("Conversion to a contract without end date"),
    PostingItem.PROBATION: _l("Probation and its terms"),
    PostingItem.PLACE_INITIAL: _l("Place of work at the start"),
    PostingItem.PLACE_CHANGE_RANGE: _l("Range of change of the place of work"),
    PostingItem.START_END_BREAK: _l("Working hours and breaks"),
    PostingItem.OVERTIME: _l("Overtime work"),
    PostingItem.DISCRETIONARY: _l("Discretionary working hours"),
    PostingItem.HOLIDAYS: _l("Days off"),
    PostingItem.PAID_LEAVE: _l("Paid leave and home leave"),
    PostingItem.BASE_PAY: _l("Base pay"),
    PostingItem.ALLOWANCES: _l("Allowances"),
    PostingItem.FIXED_OT: _l("Fixed overtime pay"),
    PostingItem.PAY_METHOD: _l("Closing day, pay day and way of payment"),
    PostingItem.RAISE_BONUS: _l("Pay rises and bonus"),
    PostingItem.TAKEHOME_SAMPLE: _l("Example of take-home pay"),
    PostingItem.INSURANCE: _l("Insurance of employees"),
    PostingItem.SMOKING: _l("Protection from tobacco smoke"),
    PostingItem.RETIREMENT: _l("Retirement and dismissal"),
    PostingItem.HOUSING: _l("Housing offered"),
    PostingItem.COSTS_BY_COMPANY: _l("Costs paid by the company"),
    PostingItem.FEES_TO_WORKER: _l("Costs for the worker"),
    PostingItem.LANGUAGE_OFFER: _l("Japanese at the time of the offer"),
    PostingItem.LANGUAGE_ARRIVAL: _l("Japanese on arrival"),
    PostingItem.LANGUAGE_TARGET: _l("Japanese after two years"),
    PostingItem.TRAINING: _l("Training plan"),
    PostingItem.MENTOR: _l("Mentor and language"),
    PostingItem.LICENCE_SUPPORT: _l("Support for licences"),
    PostingItem.CAREER_3Y: _l("Model after three years"),
    PostingItem.DRIVING: _l("Driving licence"),
    PostingItem.CLIMATE_NOTE: _l("Climate, snow, commuting by car"),
    PostingItem.FAITH_NEEDS: _l("Prayer and food needs"),
    PostingItem.TURNOVER_3Y: _l("Hires and leavers of the last three years"),
    PostingItem.OVERTIME_AVG_PREV: _l("Mean overtime last year"),
    PostingItem.OPENINGS: _l("Number of openings"),
    PostingItem.START_MONTH: _l("Month of joining"),
    PostingItem.DEADLINE: _l("Closing date for applications"),
    PostingItem.SELECTION: _l("Selection steps and answer date"),
    PostingItem.CONTACT: _l("Contact and languages"),
    PostingItem.UPDATED_ON: _l("Day of the last update"),
}

ALL = (
    POSTING_STATE,
    MOVE_CAUSE,
    WORK_KIND,
    EMPLOYER_TYPE,
    EMPLOYMENT_KIND,
    RENEWAL,
    JAPANESE_LEVEL,
    HOUSING_KIND,
    REST_PATTERN,
    ALLOWANCE_KIND,
    SMOKING,
    INSURANCE,
    DRIVING,
    RENEWAL_CRITERION,
    COMPANY_COST,
    FINDING_RULE,
    LEGAL_CLASS,
    SEVERITY,
    POSTING_REFUSAL,
    POSTING_ITEM,
    TEXT_ORIGIN,
    TEXT_REFUSAL,
)
