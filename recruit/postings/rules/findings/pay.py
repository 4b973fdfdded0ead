"""What is found in the pay of a position: minimum wage, probation, fixed overtime, insurance, costs."""

from fractions import Fraction

from recruit.postings.rules.codes import FindingRule, Insurance, PostingItem
from recruit.postings.rules.content import Content, allowances_of, hours_of, item
from recruit.postings.rules.findings.finding import Circumstances, Finding, as_shown, found_by
from recruit.postings.rules.pay import (
    fixed_overtime_shortfall,
    hourly_wage,
    least_overtime_pay,
    minimum_wage_shortfall,
    premium_base,
)

# Where the rate of this year is not checked yet, pay less than a tenth above the known one is looked at.
NEAR = Fraction(11, 10)


def in_pay(content: Content, circumstances: Circumstances) -> list[Finding]:
    """Everything about money."""
    return [*_wage(content, circumstances), *_fixed_overtime(content), *_insurance(content), *_fees(content)]


def _wage(content: Content, circumstances: Circumstances) -> list[Finding]:
    base_pay, hours, minimum = (
        content.get("base_pay_yen"),
        hours_of(content),
        circumstances.minimum_per_hour,
    )
    if not base_pay or not hours or not minimum:
        return []
    allowances = allowances_of(content)
    hourly = hourly_wage(base_pay, allowances, hours)
    source = circumstances.minimum_source
    shown = {"hourly": int(hourly), "minimum": minimum, **as_shown(source)}
    if short := minimum_wage_shortfall(base_pay, allowances, hours, minimum):
        return [found_by(FindingRule.MINIMUM_WAGE, PostingItem.BASE_PAY, shown | {"short": short})]
    found = []
    if source is not None and not source.is_verified and hourly < minimum * NEAR:
        found.append(found_by(FindingRule.MINIMUM_WAGE_OLD, PostingItem.BASE_PAY, shown))
    pay = (item(content, PostingItem.PROBATION) or {}).get("pay_yen")
    if pay and (short := minimum_wage_shortfall(pay, allowances, hours, minimum)):
        shown = {
            "hourly": int(hourly_wage(pay, allowances, hours)),
            "minimum": minimum,
            "short": short,
            **as_shown(source),
        }
        found.append(found_by(FindingRule.PROBATION_PAY, PostingItem.PROBATION, shown))
    return found


def _fixed_overtime(content: Content) -> list[Finding]:
    yen, overtime = content.get("fixed_overtime_yen"), content.get("fixed_overtime_hours")
    if not yen or not overtime:
        return []
    found, base_pay, hours = [], content.get("base_pay_yen"), hours_of(content)
    if base_pay and hours:
        base = premium_base(base_pay, allowances_of(content))
        if fixed_overtime_shortfall(yen, Fraction(overtime), base, hours):
            least = least_overtime_pay(base, hours, Fraction(overtime))
            shown = {"hours": overtime, "paid": yen, "least": least}
            found.append(found_by(FindingRule.FIXED_OVERTIME, PostingItem.FIXED_OT, shown))
    if not (item(content, PostingItem.FIXED_OT) or {}).get("excess_paid"):
        found.append(found_by(FindingRule.EXCESS_NOT_PAID, PostingItem.FIXED_OT))
    return found


def _insurance(content: Content) -> list[Finding]:
    """Nothing ticked at all is a missing item, not this."""
    stated = item(content, PostingItem.INSURANCE)
    if not stated:
        return []
    return [
        found_by(rule, PostingItem.INSURANCE)
        for rule, wanted in (
            (FindingRule.INSURANCE_OF_WORK, {Insurance.ACCIDENT, Insurance.EMPLOYMENT}),
            (FindingRule.INSURANCE_OF_HEALTH, {Insurance.HEALTH, Insurance.PENSION}),
        )
        if not wanted <= set(stated)
    ]


def _fees(content: Content) -> list[Finding]:
    fee = item(content, PostingItem.FEES_TO_WORKER)
    return [found_by(FindingRule.FEES, PostingItem.FEES_TO_WORKER, {"yen": fee})] if fee else []
