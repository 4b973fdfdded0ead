"""What the coded values of organisations are called."""

from flask_babel import lazy_gettext as _l

from recruit.organisations.permits import PermitKind, PermitStanding
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    EmployerCategory,
    FiguresSource,
    OrganisationKind,
    OrganisationRefusal,
    OrganisationState,
    Prefecture,
    ReadinessResult,
    Rights,
    SizeClass,
    SizeReason,
    Support,
    Trade,
)
from recruit.organisations.texts import TextState

ORGANISATION_KIND = {
    OrganisationKind.COMPANY: _l("Company"),
    OrganisationKind.UNIVERSITY: _l("University"),
    OrganisationKind.SUPPORT: _l("Support organisation"),
}

ORGANISATION_STATE = {
    OrganisationState.LISTED: _l("Listed, not yet joined"),
    OrganisationState.APPLIED: _l("Waiting for approval"),
    OrganisationState.ASKED_BACK: _l("More information asked for"),
    OrganisationState.APPROVED: _l("Approved"),
    OrganisationState.SUSPENDED: _l("Suspended"),
    OrganisationState.REFUSED: _l("Application refused"),
    OrganisationState.LEFT: _l("No longer takes part"),
}

RIGHTS = {
    Rights.OWNER: _l("Owner (manages members)"),
    Rights.RECRUITER: _l("Recruiter (edits and answers)"),
    Rights.VIEWER: _l("Viewer (reads only)"),
    Rights.DESK: _l("University desk"),
}

SIZE_CLASS = {
    SizeClass.SMALL: _l("Small enterprise"),
    SizeClass.MIDDLE: _l("Mid-size enterprise"),
    SizeClass.LARGE: _l("Large enterprise"),
}

# Which figure decides, said as a reason behind the size class.
SIZE_REASON = {
    SizeReason.CAPITAL: _l("The capital is not above ¥300 million."),
    SizeReason.FEW_STAFF: _l("There are not more than 300 staff."),
    SizeReason.STAFF_OF_MIDDLE: _l(
        "The capital is above ¥300 million and there are more than 300 staff, but not more than 2,000."
    ),
    SizeReason.TOO_MANY_STAFF: _l("The capital is above ¥300 million and there are more than 2,000 staff."),
    SizeReason.OWNED: _l(
        "A large enterprise owns or runs the company, so it counts as part of one (みなし大企業)."
    ),
    SizeReason.NOT_KNOWN: _l("Neither the capital nor the number of staff decides it yet."),
}

FIGURES_SOURCE = {
    FiguresSource.REGISTER: _l("Certificate of the company register"),
    FiguresSource.ACCOUNTS: _l("Annual accounts"),
    FiguresSource.BUSINESS_REVIEW: _l("Notice of the business review for public works"),
    FiguresSource.INSURANCE: _l("Papers of the social or labour insurance"),
    FiguresSource.OWN_WORDS: _l("The company’s own words"),
}

PERMIT_KIND = {
    PermitKind.GENERAL: _l("General permit"),
    PermitKind.SPECIAL: _l("Special permit"),
}

PERMIT_STANDING = {
    PermitStanding.HOLDS: _l("Permit holds"),
    PermitStanding.ENDS_SOON: _l("Permit ends soon"),
    PermitStanding.MAY_HAVE_ENDED: _l("Permit may have ended"),
    PermitStanding.ENDED: _l("Permit has ended"),
}

EMPLOYER_CATEGORY = {
    EmployerCategory.ONE: _l("Category 1"),
    EmployerCategory.TWO: _l("Category 2"),
    EmployerCategory.THREE: _l("Category 3"),
    EmployerCategory.FOUR: _l("Category 4"),
}

SUPPORT = {
    Support.HOUSING: _l("Housing"),
    Support.JAPANESE_LESSONS: _l("Japanese lessons"),
    Support.MENTOR: _l("Mentor"),
    Support.LICENCE_COURSES: _l("Help towards licences"),
    Support.FLIGHT: _l("Flight to Japan paid"),
    Support.HOME_LEAVE: _l("Home leave"),
    Support.OWN_LANGUAGE: _l("Someone who speaks my language"),
    Support.PRAYER_AND_FOOD: _l("Prayer and food needs respected"),
    Support.DRIVING_LICENCE: _l("Help towards a driving licence"),
    Support.FAMILY: _l("Help when the family comes"),
}

READINESS_RESULT = {
    ReadinessResult.READY: _l("Ready"),
    ReadinessResult.PREPARE: _l("Some preparation needed"),
    ReadinessResult.NOT_YET: _l("Not yet"),
}

CHECK = {
    Check.CORPORATE_NUMBER: _l("Corporate number"),
    Check.PERMIT_NUMBER: _l("Construction permit"),
    Check.SIZE: _l("Size of the company"),
    Check.MAIL_DOMAIN: _l("Mail domain"),
    Check.TELEPHONE: _l("Telephone call"),
}

CHECK_OUTCOME = {
    CheckOutcome.PASSED: _l("Checked and fine"),
    CheckOutcome.FAILED: _l("Does not agree"),
    CheckOutcome.OPEN: _l("Could not be checked"),
}

ORGANISATION_REFUSAL = {
    OrganisationRefusal.NUMBER_NOT_VALID: _l(
        "This corporate number is not valid. Please check the 13 digits."
    ),
    OrganisationRefusal.NUMBER_TAKEN: _l(
        "A company with this corporate number is registered already. Please ask a colleague to invite you under "
        "“Who acts for the company”. If nobody knows who that could be, write to our staff: the address stands at the end of "
        "every page under “Operator”."
    ),
    OrganisationRefusal.ALREADY_MEMBER: _l("This person acts for this organisation already."),
    OrganisationRefusal.REASON_NEEDED: _l("Please write why; the company reads these words."),
    OrganisationRefusal.TOO_LARGE: _l(
        "This service is for small and mid-size companies: capital of up to ¥300 million, or up to 2,000 staff."
    ),
    OrganisationRefusal.DEEMED_LARGE: _l(
        "Companies that count as part of a large enterprise cannot take part."
    ),
    OrganisationRefusal.SIZE_UNKNOWN: _l("Please give the capital or the number of staff."),
    OrganisationRefusal.LAST_OWNER: _l(
        "The last owner cannot leave. Please make somebody else an owner first."
    ),
    OrganisationRefusal.NOT_AN_OWNER: _l("Owners decide who acts for the organisation."),
    OrganisationRefusal.NOT_YET_APPROVED: _l(
        "Colleagues can be invited as soon as our staff have approved the organisation."
    ),
    OrganisationRefusal.IS_OF_STAFF: _l(
        "This account belongs to our staff, who act for no organisation. Please ask for an invitation to another address."
    ),
    OrganisationRefusal.IS_OF_A_STUDENT: _l(
        "This account is that of a student or a hire. To act for an organisation, please ask for an invitation to your address at work."
    ),
    OrganisationRefusal.RIGHTS_NOT_OF_KIND: _l("These rights do not exist in this kind of organisation."),
    OrganisationRefusal.CHECKS_OPEN: _l(
        "Some checks are still open. Please make them first, or tick that you approve all the same."
    ),
    OrganisationRefusal.PERMIT_NOT_READ: _l(
        "We cannot read this number. Please write it as on the company’s board, for example 愛知県知事許可（般-5）第12345号."
    ),
    OrganisationRefusal.DAY_NOT_OF_PERMIT: _l(
        "This day does not fit the number: a permit holds for five years from the year in the brackets. Please look at both again."
    ),
    OrganisationRefusal.ANSWER_NEEDED: _l("Please answer what our staff ask."),
    OrganisationRefusal.CHANGED_MEANWHILE: _l(
        "Somebody else of your company has changed this since you opened the page. What you typed is still here and not saved: compare it with what stands there now, and save again."
    ),
    OrganisationRefusal.TOO_MANY_PICTURES: _l(
        "There are as many pictures as fit on the page. Please take one off first."
    ),
    OrganisationRefusal.WORDS_FOR_PICTURE_NEEDED: _l(
        "Please say in Japanese what is seen in the picture, for readers who do not see it."
    ),
    OrganisationRefusal.MOVE_NOT_POSSIBLE: _l("This step is not possible at the moment."),
}

TRADE = {
    Trade.CIVIL_GENERAL: _l("General civil engineering works"),
    Trade.BUILDING_GENERAL: _l("General building works"),
    Trade.CARPENTRY: _l("Carpentry"),
    Trade.PLASTERING: _l("Plastering"),
    Trade.SCAFFOLDING_EARTHWORK_CONCRETE: _l("Scaffolding, earthwork and concrete"),
    Trade.MASONRY: _l("Stone masonry"),
    Trade.ROOFING: _l("Roofing"),
    Trade.ELECTRICAL: _l("Electrical works"),
    Trade.PIPING: _l("Piping and plumbing"),
    Trade.TILE_BRICK_BLOCK: _l("Tile, brick and block"),
    Trade.STEEL_STRUCTURE: _l("Steel structures"),
    Trade.REINFORCING_BAR: _l("Reinforcing bars"),
    Trade.PAVING: _l("Paving"),
    Trade.DREDGING: _l("Dredging"),
    Trade.SHEET_METAL: _l("Sheet metal"),
    Trade.GLAZING: _l("Glazing"),
    Trade.PAINTING: _l("Painting"),
    Trade.WATERPROOFING: _l("Waterproofing"),
    Trade.INTERIOR_FINISHING: _l("Interior finishing"),
    Trade.MACHINERY_INSTALLATION: _l("Machinery and equipment installation"),
    Trade.HEAT_INSULATION: _l("Heat insulation"),
    Trade.TELECOMMUNICATION: _l("Telecommunications works"),
    Trade.LANDSCAPING: _l("Landscaping"),
    Trade.WELL_DRILLING: _l("Well drilling"),
    Trade.JOINERY: _l("Doors, windows and fittings"),
    Trade.WATER_FACILITIES: _l("Water supply facilities"),
    Trade.FIRE_PROTECTION: _l("Fire protection facilities"),
    Trade.SANITATION_FACILITIES: _l("Sanitation facilities"),
    Trade.DEMOLITION: _l("Demolition"),
}

PREFECTURE = {
    Prefecture.HOKKAIDO: _l("Hokkaido"),
    Prefecture.AOMORI: _l("Aomori"),
    Prefecture.IWATE: _l("Iwate"),
    Prefecture.MIYAGI: _l("Miyagi"),
    Prefecture.AKITA: _l("Akita"),
    Prefecture.YAMAGATA: _l("Yamagata"),
    Prefecture.FUKUSHIMA: _l("Fukushima"),
    Prefecture.IBARAKI: _l("Ibaraki"),
    Prefecture.TOCHIGI: _l("Tochigi"),
    Prefecture.GUNMA: _l("Gunma"),
    Prefecture.SAITAMA: _l("Saitama"),
    Prefecture.CHIBA: _l("Chiba"),
    Prefecture.TOKYO: _l("Tokyo"),
    Prefecture.KANAGAWA: _l("Kanagawa"),
    Prefecture.NIIGATA: _l("Niigata"),
    Prefecture.TOYAMA: _l("Toyama"),
    Prefecture.ISHIKAWA: _l("Ishikawa"),
    Prefecture.FUKUI: _l("Fukui"),
    Prefecture.YAMANASHI: _l("Yamanashi"),
    Prefecture.NAGANO: _l("Nagano"),
    Prefecture.GIFU: _l("Gifu"),
    Prefecture.SHIZUOKA: _l("Shizuoka"),
    Prefecture.AICHI: _l("Aichi"),
    Prefecture.MIE: _l("Mie"),
    Prefecture.SHIGA: _l("Shiga"),
    Prefecture.KYOTO: _l("Kyoto"),
    Prefecture.OSAKA: _l("Osaka"),
    Prefecture.HYOGO: _l("Hyogo"),
    Prefecture.NARA: _l("Nara"),
    Prefecture.WAKAYAMA: _l("Wakayama"),
    Prefecture.TOTTORI: _l("Tottori"),
    Prefecture.SHIMANE: _l("Shimane"),
    Prefecture.OKAYAMA: _l("Okayama"),
    Prefecture.HIROSHIMA: _l("Hiroshima"),
    Prefecture.YAMAGUCHI: _l("Yamaguchi"),
    Prefecture.TOKUSHIMA: _l("Tokushima"),
    Prefecture.KAGAWA: _l("Kagawa"),
    Prefecture.EHIME: _l("Ehime"),
    Prefecture.KOCHI: _l("Kochi"),
    Prefecture.FUKUOKA: _l("Fukuoka"),
    Prefecture.SAGA: _l("Saga"),
    Prefecture.NAGASAKI: _l("Nagasaki"),
    Prefecture.KUMAMOTO: _l("Kumamoto"),
    Prefecture.OITA: _l("Oita"),
    Prefecture.MIYAZAKI: _l("Miyazaki"),
    Prefecture.KAGOSHIMA: _l("Kagoshima"),
    Prefecture.OKINAWA: _l("Okinawa"),
}

TEXT_STATE = {
    TextState.MISSING: _l("not written"),
    TextState.PARTLY: _l("written in part"),
    TextState.BEHIND: _l("older than the Japanese"),
    TextState.CURRENT: _l("written"),
}

ALL = (
    TEXT_STATE,
    ORGANISATION_KIND,
    ORGANISATION_STATE,
    RIGHTS,
    SIZE_CLASS,
    SIZE_REASON,
    FIGURES_SOURCE,
    PERMIT_KIND,
    PERMIT_STANDING,
    EMPLOYER_CATEGORY,
    SUPPORT,
    READINESS_RESULT,
    CHECK,
    CHECK_OUTCOME,
    ORGANISATION_REFUSAL,
    TRADE,
    PREFECTURE,
)
