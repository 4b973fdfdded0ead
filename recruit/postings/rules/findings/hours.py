"""What is found in the hours of a position: overtime, the day, the week, breaks, days off."""

from datetime import time
from fractions import Fraction
from math import ceil

from recruit.postings.rules.codes import FindingRule, PostingItem
from recruit.postings.rules.content import Content, hours_of, item
from recruit.postings.rules.findings.finding import Finding, found_by
from recruit.postings.rules.pay import needs_special_clause

# A day of eight hours and a week of forty leave 105 days off in a year.
FEW_DAYS_OFF = 105
HOURS_OF_DAY, HOURS_OF_WEEK = 8, 40
# With a special clause: under 100 hours in one month, 720 in a year, which is 60 a month in the mean.
BEYOND_MONTH, BEYOND_YEAR, BEYOND_MEAN = 100, 720, 60
# Hours at work after which the law asks for a break, and its minutes, the longest first.
BREAKS = ((8, 60), (6, 45))


def in_hours(content: Content) -> list[Finding]:
    """Everything about time."""
    return [*_overtime(content), *_day(content), *_year(content)]


def _overtime(content: Content) -> list[Finding]:
    stated = item(content, PostingItem.OVERTIME) or {}
    mean, month, year = (stated.get(key) or 0 for key in ("mean_hours", "cap_month", "cap_year"))
    fixed = content.get("fixed_overtime_hours") or 0
    shown = {"month": max(mean, month, fixed), "year": year}
    if mean > BEYOND_MEAN or month >= BEYOND_MONTH or year > BEYOND_YEAR:
        return [found_by(FindingRule.OVERTIME_BEYOND, PostingItem.OVERTIME, shown)]
    if needs_special_clause(ceil(shown["month"]), year):
        return [found_by(FindingRule.OVERTIME_CAP, PostingItem.OVERTIME, shown)]
    return []


def _day(content: Content) -> list[Finding]:
    stated = item(content, PostingItem.START_END_BREAK)
    if not stated:
        return []
    starts, ends = time.fromisoformat(stated["starts"]), time.fromisoformat(stated["ends"])
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    minutes += 24 * 60 if minutes <= 0 else 0
    pause = stated["break_minutes"] or 0
    hours = Fraction(minutes - pause, 60)
    least = next((needed for over, needed in BREAKS if hours > over), 0)
    found = []
    if pause < least:
        shown = {"minutes": pause, "least": least}
        found.append(found_by(FindingRule.BREAK_SHORT, PostingItem.START_END_BREAK, shown))
    if hours > HOURS_OF_DAY:
        shown = {"hours": int(hours), "minutes": int(hours * 60) % 60}
        found.append(found_by(FindingRule.LONG_DAY, PostingItem.START_END_BREAK, shown))
    return found


def _year(content: Content) -> list[Finding]:
    """More than forty hours a week in the mean of the year is over every system of working hours; few days off alone are not."""
    days, hours = (item(content, PostingItem.HOLIDAYS) or {}).get("days"), hours_of(content)
    if days is None:
        return []
    if hours is not None and hours * 12 * 7 > HOURS_OF_WEEK * 365:
        shown = {"days": days, "hours": ceil(hours * 12 * 7 / 365)}
        return [found_by(FindingRule.LONG_WEEK, PostingItem.HOLIDAYS, shown)]
    if days < FEW_DAYS_OFF:
        shown = {"days": days, "least": FEW_DAYS_OFF}
        return [found_by(FindingRule.FEW_DAYS_OFF, PostingItem.HOLIDAYS, shown)]
    return []
