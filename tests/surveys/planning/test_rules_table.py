"""The rules of follow-ups, each taken out of the planner once: the story that it decides is then told otherwise."""

from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from recruit.surveys.actions.calendars import YEARS, calendar
from recruit.surveys.planning import deciding, facts, local_time, planner, states, windows
from tests.surveys.planning.stories import EXIT, WAVE, at, tell

Story = Callable[[], dict[str, Any]]
SOON = {**WAVE, "name": "1m", "months": 1, "reminder_days": [3, 7]}


def _answered() -> dict[str, Any]:
    return tell(
        at("2025-04-02T00:00:00Z", answered="12m"), until="2025-04-20T00:00:00Z", rules={"holidays": []}
    )


# Name of the rule, where it lives, what stands there without it, and the story that it decides.
RULES: tuple[tuple[str, ModuleType, str, object, Story], ...] = (
    ("months are calendar months", windows, "months_after", lambda day, months: day.fromordinal(day.toordinal() + 30 * months), lambda: tell(until="2025-04-20T00:00:00Z")),
    ("a window closes at the end of the day", windows, "end_of_day", lambda places, day: local_time.instant_at(places, day, datetime.min.time()), lambda: tell(at("2025-05-01T12:00:00Z", answered="12m"), until="2025-05-10T00:00:00Z")),
    ("leaving cancels what is later", windows, "why_not_employed", lambda *_: None, lambda: tell(at("2025-02-10T00:00:00Z", last_working_day="2025-02-28"), until="2025-05-10T00:00:00Z")),
    ("a leaving date that is taken back", states, "why_anchor_is_gone", lambda *_: None, lambda: tell(at("2025-02-10T00:00:00Z", last_working_day="2025-02-28"), at("2025-02-12T00:00:00Z", last_working_day=None), until="2025-03-10T00:00:00Z", waves=(WAVE, EXIT))),
    ("late registration", states, "_days_known_after_close", lambda _case: 0, lambda: tell(at("2025-05-20T00:00:00Z", start="2024-04-01"), until="2025-05-21T00:00:00Z", from_start=False)),
    ("too late to send inside the window", states, "_known_too_late_to_send", lambda _case: False, lambda: tell(at("2025-05-01T11:00:00Z", start="2024-04-01"), until="2025-05-05T00:00:00Z", from_start=False)),
    ("a refusal", states, "_refusal", lambda *_: None, lambda: tell(at("2025-03-10T00:00:00Z", opted_out="surveys"), until="2025-04-10T00:00:00Z")),
    ("mail that comes back", states, "_why_barred", lambda *_: None, lambda: tell(at("2025-03-10T00:00:00Z", bounced=True), until="2025-04-10T00:00:00Z")),
    ("a leave", planner, "_away", lambda *_: (), lambda: tell(at("2025-03-10T00:00:00Z", leave=["2025-03-20", "2025-04-10"]), until="2025-04-20T00:00:00Z")),
    ("what staff send off by hand", states, "STAFF_REVIEW_DAYS", 99, lambda: tell(at("2025-05-20T00:00:00Z", start="2024-04-01"), until="2025-05-21T00:00:00Z", from_start=False)),
    ("our own omission stays one", planner, "_was_missed", lambda *_: False, lambda: tell(at("2025-06-01T00:00:00Z", start="2024-04-02"), until="2025-06-10T00:00:00Z", worker_down=[["2025-03-01T00:00:00Z", "2025-05-30T00:00:00Z"]])),
    ("asked once more more than 60 days away", planner, "ASK_AGAIN_AFTER_DAYS", 9999, lambda: tell(at("2025-04-02T00:00:00Z", answered="12m"), at("2025-04-05T00:00:00Z", start="2024-09-01"), until="2025-05-10T00:00:00Z")),
    ("several reminders become one", deciding, "_later_of_the_same", lambda *_: False, lambda: tell(until="2025-04-20T00:00:00Z", worker_down=[["2025-04-02T00:00:00Z", "2025-04-16T00:00:00Z"]])),
    ("the budget", deciding, "_fits", lambda *_: True, lambda: tell(until="2024-06-01T00:00:00Z", waves=tuple({**SOON, "name": f"w{number}"} for number in range(3)))),
    ("mail hours", local_time, "MAIL_HOURS", (datetime.min.time(), datetime.max.time()), lambda: tell(until="2025-04-03T00:00:00Z", worker_down=[["2025-03-31T00:00:00Z", "2025-04-01T13:00:00Z"]])),
    ("Sundays", local_time, "SUNDAY", 99, lambda: tell(at("2024-03-01T00:00:00Z", start="2024-04-06"), until="2025-04-10T00:00:00Z", from_start=False)),
    ("the end comes before what is later", facts.Facts, "last_working_day", lambda _self: None, lambda: tell(at("2025-02-10T00:00:00Z", last_working_day="2025-02-28"), until="2025-05-10T00:00:00Z")),
    ("an answer ends the reminders", planner, "_answer", lambda *_: None, _answered),
)  # fmt: skip


@pytest.mark.parametrize(("where", "name", "without", "story"), [one[1:] for one in RULES], ids=[one[0] for one in RULES])  # fmt: skip
def test_without_the_rule_the_story_is_another(
    monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str, without: object, story: Story
) -> None:
    told = story()
    # Where another module has the name from here, it has it from there too.
    for module in (where, planner, states, windows, deciding, local_time):
        if getattr(module, name, None) is getattr(where, name) and module is not where:
            monkeypatch.setattr(module, name, without)
    monkeypatch.setattr(where, name, without)
    assert story() != told


def test_holidays_reach_as_far_as_anybody_is_asked() -> None:
    """Golden Week, Tết and Lebaran of years to come; beyond the data nobody may think there is no holiday."""
    days = calendar().by_country
    for country, day in (
        ("JP", "2027-05-03"), ("JP", "2035-05-05"), ("VN", "2027-02-06"), ("VN", "2034-02-19"), ("ID", "2027-03-10"),
    ):  # fmt: skip
        assert datetime.fromisoformat(day).date() in days[country], (country, day)
    for country, found in days.items():
        assert {day.year for day in found} == set(YEARS), country
