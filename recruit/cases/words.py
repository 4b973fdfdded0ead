"""Words of cases for people."""

from collections.abc import Iterable

from babel import Locale
from flask_babel import get_locale, lazy_gettext as _l, lazy_pgettext

from recruit.cases.hours import Opening
from recruit.cases.rules import (
    AboutKind,
    AlertRule,
    CaseOrigin,
    CaseRefusal,
    CaseState,
    ClosingCode,
    HelpAnswer,
    HelpKind,
    Level,
    MayHear,
    ReportKind,
)

LEVELS = {
    Level.RED: _l("Red: within a day"),
    Level.ORANGE: _l("Orange: within two working days"),
    Level.YELLOW: _l("Yellow: within ten working days"),
}
ORIGINS = {
    CaseOrigin.ALERT: _l("An answer in a follow-up survey"),
    CaseOrigin.REPORT: _l("A report on the help page"),
    CaseOrigin.PERSON: _l("The person asked us"),
    CaseOrigin.SILENCE: _l("Somebody has not answered"),
    CaseOrigin.PROCEDURE: _l("A step before or after the arrival"),
}
STATES = {
    CaseState.OPEN: _l("Waits for somebody"),
    CaseState.IN_HAND: _l("Somebody sees to it"),
    CaseState.CLOSED: lazy_pgettext("case", "Closed"),
}
ABOUTS = {
    AboutKind.BOOTH: _l("A company has not answered students after a fair, and its day has passed."),
    AboutKind.STEP: _l("A step of the procedure cannot go on."),
}
CLOSING_CODES = {
    ClosingCode.SOLVED: _l("The problem is solved"),
    ClosingCode.REFERRED: _l("An office or adviser has taken it on"),
    ClosingCode.PERSON_DECLINED: _l("The person wants no help"),
    ClosingCode.NOT_REACHED: _l("The person could not be reached"),
    ClosingCode.NO_ACTION_NEEDED: _l("Nothing needs to be done"),
}
REPORT_KINDS = {
    ReportKind.MONEY_ASKED: _l("Somebody asked me for money"),
    ReportKind.COMPANY: _l("Something is wrong with a company"),
    ReportKind.POSITION: _l("Something is wrong with a position"),
    ReportKind.PAGE: _l("Something is wrong with a page"),
}
ALERT_RULES = {
    AlertRule.DANGER_NOW: _l("This person feels in danger now."),
    AlertRule.VIOLENCE: _l("This person reports violence or threats."),
    AlertRule.PASSPORT_KEPT: _l("Somebody keeps this person's passport or residence card."),
    AlertRule.INJURY_NOT_REPORTED: _l("This person was injured and no accident procedure was made."),
    AlertRule.UNPAID_WAGES: _l("Wages or overtime are not paid to this person."),
    AlertRule.HARASSMENT: _l("This person reports abuse, bullying or sexual harassment."),
    AlertRule.WORK_OUTSIDE_CONTRACT: _l("This person does work that is not in the contract."),
    AlertRule.MONEY_ASKED: _l("This person was asked for money."),
    AlertRule.UNWELL: _l("This person is unwell in mind or body."),
    AlertRule.WANTS_TO_TALK: _l("This person would like to talk to somebody."),
    AlertRule.THINKS_OF_LEAVING: _l("This person is thinking of leaving."),
    AlertRule.STAY_LOW: _l("This person does not expect to be working there in a year."),
    AlertRule.SAFETY_NOT_TAUGHT: _l("This person has had no safety training that could be understood."),
    AlertRule.LONELY: _l("This person often feels alone."),
}
OPENINGS = {
    Opening.ALWAYS: _l("Open day and night"),
    Opening.NOW: _l("Open now"),
    Opening.LATER_TODAY: _l("Opens today"),
    Opening.NOT_ANY_MORE_TODAY: _l("Closed for today"),
    Opening.NOT_TODAY: _l("Closed today"),
    Opening.UNKNOWN: _l("Hours not known exactly"),
}
HELP_ANSWERS = {
    HelpAnswer.YES: lazy_pgettext("help", "Yes"),
    HelpAnswer.PARTLY: lazy_pgettext("help", "Partly"),
    HelpAnswer.NO: lazy_pgettext("help", "No"),
}
MAY_HEAR = {
    MayHear.NOBODY: _l("Nobody outside the support staff"),
    MayHear.ADVISERS: _l("An official advice office too"),
    MayHear.COMPANY: _l("The company too"),
}
HELP_KINDS = {
    HelpKind.EMERGENCY: _l("In danger right now"),
    HelpKind.SUICIDE_PREVENTION: _l("When life feels too heavy"),
    HelpKind.HEALTH: _l("Illness and doctors"),
    HelpKind.WORK: _l("Pay, hours and other working conditions"),
    HelpKind.LEGAL: _l("Rights, law and discrimination"),
    HelpKind.IMMIGRATION: _l("Status of residence"),
    HelpKind.EMBASSY: _l("Your embassy"),
}
REFUSALS = {
    CaseRefusal.NOT_THE_OWNER: _l("Take this case first, so that somebody answers for it."),
    CaseRefusal.FOR_OFFICERS_ONLY: _l(
        "Only a retention officer takes a case, opens it again or hands it over."
    ),
    CaseRefusal.CANNOT_SEE_TO_CASES: _l("Only retention officers and coordinators can see to a case."),
    CaseRefusal.MOVE_NOT_POSSIBLE: _l("This case is not in a state in which that can be done."),
    CaseRefusal.DAY_HAS_PASSED: _l("This day has passed. Please choose a later one."),
}
ALL = (
    LEVELS,
    ORIGINS,
    ABOUTS,
    STATES,
    CLOSING_CODES,
    HELP_ANSWERS,
    OPENINGS,
    REPORT_KINDS,
    ALERT_RULES,
    MAY_HEAR,
    HELP_KINDS,
    REFUSALS,
)

# The shape beside each level; the word says the level too.
SHAPES = {Level.RED: "late", Level.ORANGE: "waiting", Level.YELLOW: "planned"}


def alert_sentence(rule: str) -> str:
    """What a rule found, as a sentence. A rule of a later questionnaire that has no word yet is named by its code."""
    return str(ALERT_RULES[AlertRule(rule)]) if rule in set(AlertRule) else rule


def about_sentence(kind: str | None) -> str:
    """What brought a case about, as a sentence; empty for a case that answers or a report brought about."""
    return str(ABOUTS[AboutKind(kind)]) if kind else ""


def language_names(codes: Iterable[str]) -> str:
    """Names of languages in the reader's language."""
    locale = get_locale() or Locale("en")
    return ", ".join(locale.languages.get(code, code) for code in codes)
