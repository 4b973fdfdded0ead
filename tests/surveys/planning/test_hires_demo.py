"""Thirty hires without addresses, planned as of 1 October 2025: some were reported long after they began."""

from collections import Counter
import csv
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import pytest

from recruit.surveys.planning.contacts import Kind, PlannedContact
from recruit.surveys.planning.deciding import Do, TaskKind, decide
from recruit.surveys.planning.facts import Known, placement_facts
from recruit.surveys.planning.local_time import TOKYO, Calendar, instant_at
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import shipped_programme

HIRES = Path(__file__).parents[2] / "fixtures" / "surveys" / "hires_demo.csv"
NOW = datetime(2025, 10, 1, 3, tzinfo=UTC)


@cache
def planned(*, has_address: bool = False) -> dict[str, dict[str, PlannedContact]]:
    found: dict[str, dict[str, PlannedContact]] = {}
    with HIRES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            registered = date.fromisoformat(row["registered_date"])
            last_day = date.fromisoformat(row["last_working_day"]) if row["last_working_day"] else None
            known_on = max(registered, last_day) if last_day else registered
            known_at, end_known_at = (datetime.combine(day, time(0), UTC) for day in (registered, known_on))
            facts = placement_facts(
                row["hire_id"],
                start_on=date.fromisoformat(row["hire_date"]),
                registered_at=known_at,
                last_working_day=last_day,
                end_known_at=end_known_at,
                died=Known(last_day, end_known_at) if row["exit_type"] == "death" else None,
                has_address=has_address,
            )
            contacts = plan(facts, shipped_programme(), Calendar(), now=NOW)
            found[row["hire_id"]] = {contact.key.wave: contact for contact in contacts}
    return found


NO_ADDRESS = "unreachable no_address"
TOO_LATE = "not_applicable late_entry"
LEFT = "cancelled left"


@pytest.mark.parametrize(
    ("hire", "expected"),
    [
        # Registered before the start, still employed: every window is ours, but nothing can be mailed.
        ("H03", dict.fromkeys(("w1", "m1", "m3", "m6", "m12", "m24", "m36"), NO_ADDRESS)),
        # Reported 14 months after the start: month 12 closed on 1 May 2024, month 24 was in time.
        (
            "H06",
            {
                **dict.fromkeys(("w1", "m1", "m3", "m6", "m12"), TOO_LATE),
                "m24": NO_ADDRESS,
                "m36": NO_ADDRESS,
            },
        ),
        # The same, and gone on 27 December 2024.
        (
            "H07",
            {
                **dict.fromkeys(("w1", "m1", "m3", "m6", "m12"), TOO_LATE),
                **dict.fromkeys(("m24", "m36"), LEFT),
                "exit": NO_ADDRESS,
            },
        ),
        # Served a one-year contract to its end: month 12 falls on the first day gone.
        (
            "H02",
            {
                **dict.fromkeys(("w1", "m1", "m3", "m6", "exit"), NO_ADDRESS),
                **dict.fromkeys(("m12", "m24", "m36"), LEFT),
            },
        ),
        # Left after 18 days: week 1 only.
        (
            "H14",
            {
                "w1": NO_ADDRESS,
                **dict.fromkeys(("m1", "m3", "m6", "m12", "m24", "m36"), LEFT),
                "exit": NO_ADDRESS,
            },
        ),
        # 29 February, contract to 28 February: month 12 is due on the last working day itself, so it counts.
        (
            "H13",
            {
                **dict.fromkeys(("w1", "m1", "m3", "m6", "m12", "exit"), NO_ADDRESS),
                **dict.fromkeys(("m24", "m36"), LEFT),
            },
        ),
        # Registered on the day of the plan, 18 months after the start.
        (
            "H30",
            {
                **dict.fromkeys(("w1", "m1", "m3", "m6", "m12"), TOO_LATE),
                "m24": NO_ADDRESS,
                "m36": NO_ADDRESS,
            },
        ),
        # Reported on 1 August for 1 April: month 3 (1 July) closed on 31 July, one day before.
        (
            "H28",
            {"w1": TOO_LATE, "m1": TOO_LATE, **dict.fromkeys(("m3", "m6", "m12", "m24", "m36"), NO_ADDRESS)},
        ),
    ],
)
def test_without_an_address(hire: str, expected: dict[str, str]) -> None:
    found = {wave: f"{contact.state} {contact.reason}" for wave, contact in planned()[hire].items()}
    assert found == expected


def test_death_stops_everything() -> None:
    """Died on 5 January 2025: what had closed stays, all the rest is cancelled, the exit form too."""
    contacts = planned()["H21"]
    assert {wave: contact.reason for wave, contact in contacts.items()} == {
        "w1": "no_address",
        "m1": "no_address",
        **dict.fromkeys(("m3", "m6", "m12", "m24", "m36", "exit"), "died"),
    }


@pytest.mark.parametrize(
    ("hire", "wave", "expected"),
    [
        ("H28", "m3", ("held", "late_registration")),
        ("H28", "m6", ("planned", None)),
        ("H30", "m12", ("not_applicable", "late_entry")),
        ("H03", "m24", ("missed_by_us", None)),
        ("H29", "w1", ("planned", None)),
        ("H26", "exit", ("missed_by_us", None)),
    ],
)
def test_with_an_address_but_no_worker_until_now(
    hire: str, wave: str, expected: tuple[str, str | None]
) -> None:
    contact = planned(has_address=True)[hire][wave]
    assert (contact.state, contact.reason) == expected


def test_dates_of_a_month_end_start() -> None:
    """H29 began on 30 September 2025; month 1 is 30 October, and the clock is nine in Tokyo."""
    month_1 = planned(has_address=True)["H29"]["m1"]
    assert (month_1.open_on, month_1.due_on, month_1.close_on) == (
        date(2025, 10, 23),
        date(2025, 10, 30),
        date(2025, 11, 20),
    )
    assert (
        month_1.due_at == instant_at((TOKYO,), month_1.due_on, time(9)) == datetime(2025, 10, 30, tzinfo=UTC)
    )


def test_nothing_is_sent_and_every_hire_in_reach_has_a_task() -> None:
    tasks: Counter[str] = Counter()
    for hire, contacts in planned().items():
        actions = decide(tuple(contacts.values()), (), NOW)
        assert {action.do for action in actions} <= {Do.TASK}
        assert {action.task for action in actions} <= {TaskKind.UNREACHABLE}
        tasks[hire] += len(actions)
        assert all(contact.key.kind is Kind.INVITATION for contact in contacts.values())
    unreachable = {
        hire
        for hire, waves in planned().items()
        if any(each.state == "unreachable" for each in waves.values())
    }
    assert {hire for hire, count in tasks.items() if count} == unreachable
    assert len(unreachable) == 30
