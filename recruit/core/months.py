"""Calendar months between days."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(anchor: date, months: int) -> date:
    """The same day `months` calendar months later, or the month's last day where that day does not exist.

    Always counted from the anchor: 31 January + 3 is 30 April, never 28 April by way of February.
    """
    year, month_index = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month_index + 1, min(anchor.day, monthrange(year, month_index + 1)[1]))


def last_day_within(today: date, months: int) -> date:
    """The last day that lies no more than so many calendar months ahead, counted back from that day."""
    day = months_after(today, months)
    while months_after(day + timedelta(days=1), -months) <= today:
        day += timedelta(days=1)
    return day
