"""What the steps of the form are called, why something is asked, and what newcomers may find."""

from flask_babel import lazy_gettext as _l

from recruit.core.locales import CODES
from recruit.postings.rules import (
    DraftStep,
    FaithSupport,
    LaterRole,
    LicenceSupport,
    SelectionStep,
    Surroundings,
    Why,
)

DRAFT_STEP = {
    DraftStep.WORK: _l("What the work is"),
    DraftStep.CONTRACT: _l("Place and contract"),
    DraftStep.HOURS: _l("Hours and days off"),
    DraftStep.PAY: _l("Pay"),
    DraftStep.LIVING: _l("Insurance, housing, daily life"),
    DraftStep.LEARNING: _l("Japanese and learning"),
    DraftStep.APPLYING: _l("Dates and selection"),
}

WHY = {
    Why.LAW: _l("by law"),
    Why.LAW_AT_CONTRACT: _l("by law at contract"),
    Why.OUR_RULE: _l("our rule"),
    Why.GOOD_TO_KNOW: _l("good to know"),
}

LICENCE_SUPPORT = {
    LicenceSupport.FEES: _l("Examination fees are paid"),
    LicenceSupport.COURSE: _l("Courses are paid"),
    LicenceSupport.STUDY_TIME: _l("Time to study within working hours"),
    LicenceSupport.BONUS: _l("A bonus for who passes"),
    LicenceSupport.ALLOWANCE: _l("A monthly allowance for who holds the licence"),
}

FAITH_SUPPORT = {
    FaithSupport.PRAYER_TIME: _l("Breaks can be moved for prayer"),
    FaithSupport.PRAYER_PLACE: _l("There is a place for prayer"),
    FaithSupport.FRIDAY_PRAYER: _l("Going to the Friday prayer is possible"),
    FaithSupport.FOOD: _l("Meals without pork and alcohol can be had"),
    FaithSupport.FASTING: _l("Fasting is respected in the plan of work"),
    FaithSupport.FEAST_LEAVE: _l("Days off for feasts can be taken"),
    FaithSupport.HEADSCARF: _l("A headscarf can be worn under the helmet"),
}

SURROUNDINGS = {
    Surroundings.HEAVY_SNOW: _l("Much snow in winter"),
    Surroundings.HOT_SUMMER: _l("Hot and humid in summer"),
    Surroundings.BY_CAR: _l("To work by car"),
    Surroundings.COMPANY_BUS: _l("The company drives people to work"),
    Surroundings.BY_TRAIN: _l("To work by train or bus"),
    Surroundings.BY_BICYCLE: _l("To work on foot or by bicycle"),
    Surroundings.STAYS_AWAY: _l("Stays away from home near far sites"),
}

SELECTION_STEP = {
    SelectionStep.PAPERS: _l("Papers are read"),
    SelectionStep.INTERVIEW_ONLINE: _l("Interview online"),
    SelectionStep.INTERVIEW_THERE: _l("Interview in the student's country"),
    SelectionStep.APTITUDE_TEST: _l("Aptitude test"),
    SelectionStep.SECOND_INTERVIEW: _l("Second interview"),
    SelectionStep.SITE_VISIT: _l("A look at a site"),
}

LATER_ROLE = {
    LaterRole.ASSISTANT: _l("Assists who runs a site or a project"),
    LaterRole.PART_IN_CHARGE: _l("In charge of a part of a site"),
    LaterRole.SITE_AGENT: _l("Runs small sites"),
    LaterRole.DESIGNER: _l("Designs or models on their own"),
    LaterRole.TEAM_LEADER: _l("Leads a small team"),
    LaterRole.BRIDGE_ENGINEER: _l("Engineer between Japan and the home country"),
}

# The languages that somebody at a company speaks with newcomers.
SPOKEN = dict(zip(CODES, (_l("Japanese"), _l("English"), _l("Indonesian"), _l("Vietnamese")), strict=True))

ALL = (DRAFT_STEP, WHY, LICENCE_SUPPORT, FAITH_SUPPORT, SURROUNDINGS, SELECTION_STEP, LATER_ROLE)
