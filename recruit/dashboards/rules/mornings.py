"""A morning of staff: what of their work is late, what is for today, what for this week."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.dashboards.rules.duties import Duty, StaffAct, is_late, weight_of


class When(StrEnum):
    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"


# What nobody has set a day for is to be seen to within this time from when it came up. These are our own aims: the laws' days
# (requests, failures of protection), the days of cases and those that companies and hires were told are kept with the things.
AIMS: Mapping[StaffAct, timedelta] = {
    # The shortest clock of the laws, from the moment a failure of protection is known (Act 91/2025/QH15, UU 27/2022: 72 hours).
    StaffAct.SEE_TO_BREACHES: timedelta(hours=72),
    StaffAct.MAKE_TIMETABLES: timedelta(days=2),
    StaffAct.LOOK_AT_LATE_MAILS: timedelta(0),
    StaffAct.LOOK_AT_MAILS: timedelta(days=1),
    StaffAct.LOOK_AT_MISSED: timedelta(days=1),
    StaffAct.ASK_ABOUT_UNKNOWN: timedelta(days=1),
    StaffAct.CALL_HIRES: timedelta(days=3),
    StaffAct.FIND_HIRES: timedelta(days=3),
    StaffAct.FIND_ADDRESSES: timedelta(days=3),
    StaffAct.DO_FOLLOW_UP_TASKS: timedelta(days=3),
    StaffAct.CHECK_ORGANISATIONS: timedelta(days=5),
    StaffAct.REVIEW_POSITIONS: timedelta(days=3),
    StaffAct.DECIDE_BOOTHS: timedelta(days=7),
    StaffAct.ANSWER_READERS: timedelta(days=5),
}


# Their sentence says to do them now, whatever day the law leaves.
NOW: frozenset[StaffAct] = frozenset({StaffAct.ANSWER_WAITING_REQUESTS})


def by_when(act: StaffAct, since: datetime) -> datetime | None:
    """Until when something that came up then is to be seen to; None where no aim is set."""
    aim = AIMS.get(act)
    return None if aim is None else since + aim


def when_of(duty: Duty, now: datetime) -> When:
    """In which part of the morning's list a duty stands, by the days of its zone. What has no day is for today: it waits for us."""
    if duty.by_at is None:
        return When.TODAY
    if is_late(duty, now):
        return When.LATE
    if duty.act in NOW:
        return When.TODAY
    zone = ZoneInfo(duty.zone)
    days = (duty.by_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days <= 0:
        return When.TODAY
    return When.THIS_WEEK if days <= 7 else When.LATER


def morning_of(duties: Iterable[Duty], now: datetime) -> list[tuple[When, list[Duty]]]:
    """The parts of the list that are not empty. In each the weightiest kind of work stands first."""
    parts: dict[When, list[Duty]] = {when: [] for when in When}
    for duty in sorted(duties, key=lambda duty: weight_of(duty.act)):
        parts[when_of(duty, now)].append(duty)
    return [(when, found) for when, found in parts.items() if found]
