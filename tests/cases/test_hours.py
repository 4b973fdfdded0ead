"""When a help line is open: the short form of its hours, at an hour in Japan."""

from datetime import datetime, time
import json

import pytest

from recruit.cases.actions.help_lines import SHIPPED
from recruit.cases.hours import ALWAYS, Opening, Today, spans_of, today

WEEKDAYS = "Mon-Fri 09:00-17:00"
HOTLINE = "Mon-Fri 17:00-22:00; Sat, Sun, holidays 09:00-21:00"


@pytest.mark.parametrize(
    ("hours", "at", "is_holiday", "expected"),
    [
        (ALWAYS, "2026-12-31T03:00", True, Today(Opening.ALWAYS)),
        (WEEKDAYS, "2026-11-25T08:59", False, Today(Opening.LATER_TODAY, time(9))),
        (WEEKDAYS, "2026-11-25T09:00", False, Today(Opening.NOW, time(17))),
        (WEEKDAYS, "2026-11-25T17:00", False, Today(Opening.NOT_ANY_MORE_TODAY)),
        (WEEKDAYS, "2026-11-28T10:00", False, Today(Opening.NOT_TODAY)),
        (WEEKDAYS, "2026-11-23T10:00", True, Today(Opening.NOT_TODAY)),
        (HOTLINE, "2026-11-23T10:00", True, Today(Opening.NOW, time(21))),
        (HOTLINE, "2026-11-25T10:00", False, Today(Opening.LATER_TODAY, time(17))),
        ("Wed, Fri 17:00-22:00; Sat 09:00-21:00", "2026-11-26T18:00", False, Today(Opening.NOT_TODAY)),
        ("daily 10:00-22:00", "2026-11-23T11:00", True, Today(Opening.NOW, time(22))),
        # Days without hours, no hours at all, and the days around the New Year: nothing is said.
        ("Mon-Fri", "2026-11-25T10:00", False, Today(Opening.UNKNOWN)),
        ("", "2026-11-25T10:00", False, Today(Opening.UNKNOWN)),
        (WEEKDAYS, "2026-12-29T10:00", False, Today(Opening.UNKNOWN)),
        (WEEKDAYS, "2027-01-03T10:00", False, Today(Opening.UNKNOWN)),
    ],
)
def test_how_a_line_stands(hours: str, at: str, is_holiday: bool, expected: Today) -> None:
    assert today(hours, datetime.fromisoformat(at), is_holiday=is_holiday) == expected


def test_the_hours_that_ship_are_read() -> None:
    unread = {
        line["hours"]
        for line in json.loads(SHIPPED.read_text(encoding="utf-8"))
        if line["hours"] not in ("", ALWAYS) and not spans_of(line["hours"])
    }
    assert unread == {"Mon-Fri"}
