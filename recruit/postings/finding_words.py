"""What the checker's rules say: what they are called, what they found, why it matters, how it is mended."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.postings.rules import Finding, FindingRule
from recruit.students.rules import Major
from recruit.students.words import MAJOR
from recruit.web.times import format_number
from recruit.web.words import words_for

FINDING_RULE = {
    FindingRule.ITEM_MISSING: _l("Missing item"),
    FindingRule.APRIL_2024: _l("Item asked for since April 2024"),
    FindingRule.CHANGE_RANGE_VAGUE: _l("Range of change that says nothing"),
    FindingRule.MINIMUM_WAGE: _l("Pay below the minimum wage"),
    FindingRule.MINIMUM_WAGE_OLD: _l("Pay near a minimum wage that may have risen"),
    FindingRule.PROBATION_PAY: _l("Pay in probation below the minimum wage"),
    FindingRule.FIXED_OVERTIME: _l("Fixed overtime pay too low for its hours"),
    FindingRule.EXCESS_NOT_PAID: _l("Overtime beyond the fixed hours"),
    FindingRule.OVERTIME_CAP: _l("Overtime over the ordinary limit"),
    FindingRule.OVERTIME_BEYOND: _l("Overtime that no agreement allows"),
    FindingRule.BREAK_SHORT: _l("Break too short"),
    FindingRule.LONG_WEEK: _l("More than 40 hours a week"),
    FindingRule.LONG_DAY: _l("More than eight hours a day"),
    FindingRule.FEW_DAYS_OFF: _l("Few days off"),
    FindingRule.CONTRACT_LENGTH: _l("Contract with an end date that is not named"),
    FindingRule.CONTRACT_LONG: _l("Contract longer than three years"),
    FindingRule.RENEWAL_CRITERIA: _l("Renewal without criteria"),
    FindingRule.INSURANCE_OF_WORK: _l("Accident or employment insurance left out"),
    FindingRule.INSURANCE_OF_HEALTH: _l("Health or pension insurance left out"),
    FindingRule.SMOKING_INDOORS: _l("Smoking allowed at indoor workplaces"),
    FindingRule.FEES: _l("Fee for the applicant"),
    FindingRule.DISPATCH: _l("Employment by dispatch"),
    FindingRule.LIMITING_SEX: _l("Words that limit sex"),
    FindingRule.LIMITING_AGE: _l("Words that limit age"),
    FindingRule.LIMITING_NATIONALITY: _l("Words that limit nationality"),
    FindingRule.LIMITING_FAITH: _l("Words against a faith"),
    FindingRule.MONEY_WORDS: _l("Words about deposits or penalties"),
    FindingRule.PAPERS_KEPT: _l("Passports or diplomas kept by the company"),
    FindingRule.LEAVING_FORBIDDEN: _l("Leaving forbidden"),
    FindingRule.OVERTIME_UNPAID: _l("Overtime without pay"),
    FindingRule.NO_PAID_LEAVE: _l("No paid leave"),
    FindingRule.PAY_DEDUCTION: _l("Money taken from the pay"),
    FindingRule.SITE_LABOUR: _l("Site labour as the main duty"),
    FindingRule.LABOUR_WORDS: _l("Duties that read like site labour"),
    FindingRule.DUTIES_VAGUE: _l("Duties in general words only"),
    FindingRule.SITE_TRAINING: _l("Long training on site"),
    FindingRule.INTERPRETING: _l("Interpreting as the main duty"),
    FindingRule.DEGREE_FIT: _l("Majors unlike the work"),
}

# What is shown in the figures of a finding; each value is one of `Finding.shown`.
_FOUND = {
    FindingRule.ITEM_MISSING: _l("This is not stated yet: %(item)s"),
    FindingRule.APRIL_2024: _l("This is not stated yet: %(item)s"),
    FindingRule.CHANGE_RANGE_VAGUE: _l("The range of change reads: %(words)s"),
    FindingRule.MINIMUM_WAGE: _l(
        "This pay is %(hourly)s yen an hour; the minimum wage there is %(minimum)s yen. %(short)s yen a month are missing."
    ),
    FindingRule.MINIMUM_WAGE_OLD: _l(
        "This pay is %(hourly)s yen an hour. The newest rate known here is %(minimum)s yen and has not been checked for this year."
    ),
    FindingRule.PROBATION_PAY: _l(
        "In probation the pay is %(hourly)s yen an hour; the minimum wage is %(minimum)s yen. %(short)s yen a month are missing."
    ),
    FindingRule.FIXED_OVERTIME: _l(
        "For %(hours)s hours of overtime at least %(least)s yen are due; you entered %(paid)s yen."
    ),
    FindingRule.EXCESS_NOT_PAID: _l("It is not said that overtime beyond the fixed hours is paid on top."),
    FindingRule.OVERTIME_CAP: _l(
        "%(month)s hours a month or %(year)s hours a year are more than the ordinary limit of 45 and 360."
    ),
    FindingRule.OVERTIME_BEYOND: _l(
        "%(month)s hours a month or %(year)s hours a year are more than even a special clause allows."
    ),
    FindingRule.BREAK_SHORT: _l(
        "The break is %(minutes)s minutes; for a day of this length at least %(least)s are due."
    ),
    FindingRule.LONG_WEEK: _l(
        "With %(days)s days off the hours come to about %(hours)s a week in the mean of the year."
    ),
    FindingRule.LONG_DAY: _l("The scheduled day is %(hours)s hours %(minutes)s minutes."),
    FindingRule.FEW_DAYS_OFF: _l("%(days)s days off a year are fewer than %(least)s."),
    FindingRule.CONTRACT_LENGTH: _l("The contract has an end date, but its length is not stated."),
    FindingRule.CONTRACT_LONG: _l(
        "The contract runs for %(months)s months; %(most)s are the ordinary limit."
    ),
    FindingRule.RENEWAL_CRITERIA: _l("The contract may be renewed, but not said is by what this is decided."),
    FindingRule.INSURANCE_OF_WORK: _l("Workers' accident insurance or employment insurance is not ticked."),
    FindingRule.INSURANCE_OF_HEALTH: _l("Health insurance or employees' pension insurance is not ticked."),
    FindingRule.SMOKING_INDOORS: _l("The position says that smoking is allowed indoors."),
    FindingRule.FEES: _l("The applicant would pay %(yen)s yen."),
    FindingRule.DISPATCH: _l("The position is dispatch to another firm."),
    FindingRule.LIMITING_SEX: _l("These words limit who may apply by sex: %(words)s"),
    FindingRule.LIMITING_AGE: _l("These words limit who may apply by age: %(words)s"),
    FindingRule.LIMITING_NATIONALITY: _l("These words limit who may apply by nationality: %(words)s"),
    FindingRule.LIMITING_FAITH: _l("These words turn people of a faith away: %(words)s"),
    FindingRule.MONEY_WORDS: _l("These words speak of a deposit, a penalty or paying back: %(words)s"),
    FindingRule.PAPERS_KEPT: _l("These words say that papers of the person are kept: %(words)s"),
    FindingRule.LEAVING_FORBIDDEN: _l("These words forbid people to leave: %(words)s"),
    FindingRule.OVERTIME_UNPAID: _l("These words say that overtime is not paid: %(words)s"),
    FindingRule.NO_PAID_LEAVE: _l("These words say that there is no paid leave: %(words)s"),
    FindingRule.PAY_DEDUCTION: _l("These words say that money is taken from the pay: %(words)s"),
    FindingRule.SITE_LABOUR: _l("It is not declared that site labour is not the main duty."),
    FindingRule.LABOUR_WORDS: _l("The duties name only site labour: %(words)s"),
    FindingRule.DUTIES_VAGUE: _l("The duties read only: %(words)s"),
    FindingRule.SITE_TRAINING: _l("The text names %(months)s months of training on site."),
    FindingRule.INTERPRETING: _l("Interpreting or looking after foreign workers seems to be the main duty."),
    FindingRule.DEGREE_FIT: _l("These majors are not known to belong to this work: %(majors)s"),
}

_WHY = {
    FindingRule.ITEM_MISSING: _l(
        "The law asks for this item in every position, so that people know the conditions before they apply."
    ),
    FindingRule.APRIL_2024: _l(
        "Since April 2024 a position must say how duties and place may change later, and how far a contract with an end date may be renewed."
    ),
    FindingRule.CHANGE_RANGE_VAGUE: _l(
        "Who reads this cannot tell how duties or place may change; the law asks for the range itself."
    ),
    FindingRule.MINIMUM_WAGE: _l(
        "Nobody may be paid less than the minimum wage of the prefecture. Fixed overtime, family, commuting and attendance allowances do not count."
    ),
    FindingRule.MINIMUM_WAGE_OLD: _l(
        "The minimum wage rises every autumn, on a different day in each prefecture."
    ),
    FindingRule.PROBATION_PAY: _l(
        "Probation is no reason for less than the minimum wage, unless the labour bureau has permitted it."
    ),
    FindingRule.FIXED_OVERTIME: _l(
        "Overtime is paid with a premium of a quarter, beyond 60 hours a month of a half. Site and licence allowances that all get belong to its base."
    ),
    FindingRule.EXCESS_NOT_PAID: _l(
        "Fixed overtime pay stands only for its own hours. Without this statement it may not be offered."
    ),
    FindingRule.OVERTIME_CAP: _l(
        "Since April 2024 the limit holds for construction too. More needs a special clause, and in no more than six months of a year."
    ),
    FindingRule.OVERTIME_BEYOND: _l(
        "With a special clause overtime stays under 100 hours in a month and within 720 hours in a year, which is 60 a month in the mean."
    ),
    FindingRule.BREAK_SHORT: _l(
        "Over six hours of work ask for 45 minutes of break, over eight hours for 60."
    ),
    FindingRule.LONG_WEEK: _l(
        "Scheduled hours may be no more than 40 a week, even where they are spread over the year."
    ),
    FindingRule.LONG_DAY: _l(
        "A day over eight hours needs a system of variable working hours with its agreement."
    ),
    FindingRule.FEW_DAYS_OFF: _l(
        "Eight hours a day and 40 a week leave 105 days off in a year. Fewer are possible only with shorter days."
    ),
    FindingRule.CONTRACT_LENGTH: _l(
        "The length of a contract is one of the conditions that must be stated when recruiting."
    ),
    FindingRule.CONTRACT_LONG: _l(
        "A contract with an end date may run for three years, five only for high-level experts, or to the end of one construction project."
    ),
    FindingRule.RENEWAL_CRITERIA: _l(
        "Since April 2024 the criteria of renewal must be stated when recruiting."
    ),
    FindingRule.INSURANCE_OF_WORK: _l("Every employer must insure full-time employees in both."),
    FindingRule.INSURANCE_OF_HEALTH: _l(
        "Every corporation must insure its full-time employees in both; a construction health society may stand in for health insurance."
    ),
    FindingRule.SMOKING_INDOORS: _l(
        "Since April 2020 offices are smoke-free indoors, but for rooms made for smoking."
    ),
    FindingRule.FEES: _l("Who recruits may take nothing from applicants, under whatever name."),
    FindingRule.DISPATCH: _l(
        "Nobody may be dispatched for construction labour; only site management and office work are possible. Immigration asks for papers of both firms."
    ),
    FindingRule.LIMITING_SEX: _l("Men and women must have the same chance when people are recruited."),
    FindingRule.LIMITING_AGE: _l(
        "Age may play no part in recruiting, but for the exceptions that the law names."
    ),
    FindingRule.LIMITING_NATIONALITY: _l(
        "Nobody may be treated differently for nationality, neither better nor worse."
    ),
    FindingRule.LIMITING_FAITH: _l("Nobody may be treated differently for what they believe."),
    FindingRule.MONEY_WORDS: _l(
        "No employer may agree on a penalty or damages beforehand, nor take a deposit for work."
    ),
    FindingRule.PAPERS_KEPT: _l(
        "Passport and residence card stay with the person; employers are told not to keep them."
    ),
    FindingRule.LEAVING_FORBIDDEN: _l(
        "Nobody may be made to work against their will. Regular employees may give two weeks' notice."
    ),
    FindingRule.OVERTIME_UNPAID: _l("Every hour of overtime is paid, with its premium."),
    FindingRule.NO_PAID_LEAVE: _l(
        "After six months everybody has at least ten days of paid leave, and five of them must be taken each year."
    ),
    FindingRule.PAY_DEDUCTION: _l(
        "But for taxes and insurance, pay is paid in full. Rent or meals may be deducted only where a written agreement with the staff says so."
    ),
    FindingRule.SITE_LABOUR: _l(
        "An engineer's status of residence covers planning, control and design. Who uses an engineer mainly for site labour helps illegal work."
    ),
    FindingRule.LABOUR_WORDS: _l(
        "An engineer's status of residence covers planning, control and design. Who uses an engineer mainly for site labour helps illegal work."
    ),
    FindingRule.DUTIES_VAGUE: _l(
        "Neither a student nor the immigration office can tell from this whether it is an engineer's work."
    ),
    FindingRule.SITE_TRAINING: _l(
        "Immigration accepts training on site at the start if Japanese graduates have the same and it is short beside the stay; more than %(most)s months need a good plan."
    ),
    FindingRule.INTERPRETING: _l(
        "Since 15 April 2026 immigration asks employers of category 3 and 4 for proof of level B2 in the language used, where such work is the main duty."
    ),
    FindingRule.DEGREE_FIT: _l(
        "The status of residence asks for a degree in a subject that the work needs. For university graduates immigration looks at the subjects taken, and not strictly."
    ),
}

_MEND = {
    FindingRule.ITEM_MISSING: _l("Fill in the field."),
    FindingRule.APRIL_2024: _l(
        "Write the widest range that is possible. Where nothing changes, write that there is no change."
    ),
    FindingRule.CHANGE_RANGE_VAGUE: _l(
        "Name the kinds of work or the area, or write that there is no change."
    ),
    FindingRule.MINIMUM_WAGE: _l("Raise the base pay, or check the hours and days off."),
    FindingRule.MINIMUM_WAGE_OLD: _l("Check the rate of this year with the labour bureau."),
    FindingRule.PROBATION_PAY: _l("Raise the pay in probation, or show the permission to staff."),
    FindingRule.FIXED_OVERTIME: _l("Raise the amount or lower the hours."),
    FindingRule.EXCESS_NOT_PAID: _l("Tick that the excess is paid, and pay it."),
    FindingRule.OVERTIME_CAP: _l("Lower the hours, or have the special clause ready for staff."),
    FindingRule.OVERTIME_BEYOND: _l("Lower the hours."),
    FindingRule.BREAK_SHORT: _l("Make the break longer."),
    FindingRule.LONG_WEEK: _l(
        "Add days off or shorten the day. Eight hours a day need at least 105 days off."
    ),
    FindingRule.LONG_DAY: _l("Check start, end and break, or tell staff which system you use."),
    FindingRule.FEW_DAYS_OFF: _l("Check the number."),
    FindingRule.CONTRACT_LENGTH: _l("Write the length in months."),
    FindingRule.CONTRACT_LONG: _l("Shorten it, or tell staff which exception applies."),
    FindingRule.RENEWAL_CRITERIA: _l("Tick what the renewal is decided by."),
    FindingRule.INSURANCE_OF_WORK: _l("Tick both, and see that both are applied for."),
    FindingRule.INSURANCE_OF_HEALTH: _l("Tick both, or tell staff what insures your employees."),
    FindingRule.SMOKING_INDOORS: _l("Check what applies: no smoking, a smoking room, or work outdoors."),
    FindingRule.FEES: _l("Take the fee away."),
    FindingRule.DISPATCH: _l("Name the firm and the duties there, and tell staff about the permit."),
    FindingRule.LIMITING_SEX: _l("Take the words out. Say what the work asks for instead."),
    FindingRule.LIMITING_AGE: _l(
        "Take the words out. Where an exception applies, name it in the same sentence (例外事由)."
    ),
    FindingRule.LIMITING_NATIONALITY: _l("Take the words out. Ask for a language where the work needs one."),
    FindingRule.LIMITING_FAITH: _l(
        "Take the words out. Say where and when people can pray, or what safety asks of clothes."
    ),
    FindingRule.MONEY_WORDS: _l("Take the words out. That nothing is asked for may be said."),
    FindingRule.PAPERS_KEPT: _l("Take the words out, and keep no papers."),
    FindingRule.LEAVING_FORBIDDEN: _l("Take the words out."),
    FindingRule.OVERTIME_UNPAID: _l(
        "Say how overtime is paid. Where there is none, write that there is no overtime."
    ),
    FindingRule.NO_PAID_LEAVE: _l("Write how many days there are, and from when."),
    FindingRule.PAY_DEDUCTION: _l("Name the agreement in the same sentence, and the amounts."),
    FindingRule.SITE_LABOUR: _l("Offer an engineer's duties, or recruit for another status of residence."),
    FindingRule.LABOUR_WORDS: _l("Describe what is planned, checked, measured or drawn."),
    FindingRule.DUTIES_VAGUE: _l("Describe what is planned, checked, measured or drawn."),
    FindingRule.SITE_TRAINING: _l("Shorten it, or give staff the plan that Japanese graduates follow too."),
    FindingRule.INTERPRETING: _l(
        "Make engineering the main duty and say so, or ask for the proof (for Japanese: JLPT N2)."
    ),
    FindingRule.DEGREE_FIT: _l("Untick these majors, or tell staff which subjects fit the duties."),
}


def _shown(finding: Finding) -> dict[str, str]:
    """The figures and words of a finding as people read them."""
    shown = {
        key: format_number(value) if isinstance(value, int) else str(value)
        for key, value in finding.shown.items()
        if not isinstance(value, dict)
    }
    if majors := finding.shown.get("majors"):
        shown["majors"] = ", ".join(str(MAJOR[Major(major)]) for major in majors)
    return shown | {"item": words_for(finding.about)}


_ENDS = ("。", ".", "!", "?", "！", "？")


def what_is_found(finding: Finding) -> str:
    """What was found, with its figures or words, as a whole sentence: how it is mended follows it."""
    what = str(_FOUND[finding.rule]) % _shown(finding)
    return what if what.endswith(_ENDS) else _("%(what)s.", what=what)


def why_it_matters(finding: Finding) -> str:
    """Why the rule is there."""
    return str(_WHY[finding.rule]) % _shown(finding)


def how_to_mend(finding: Finding) -> str:
    """What to do about it."""
    return str(_MEND[finding.rule])


def finding_sentence(finding: Finding) -> str:
    """What was found and what to do about it, as it stands beside a field."""
    return _("%(what)s %(mend)s", what=what_is_found(finding), mend=how_to_mend(finding))
