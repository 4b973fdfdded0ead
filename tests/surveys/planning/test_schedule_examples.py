"""Every worked example of the follow-up rules, by its id."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
import json
from pathlib import Path
from typing import Any

import pytest

from recruit.core.months import months_after
from recruit.surveys.planning.contacts import Delivery, Journal, Kind, Outcome, State
from recruit.surveys.planning.deciding import Do, TaskKind, decide
from recruit.surveys.planning.facts import placement_facts
from recruit.surveys.planning.local_time import Calendar, Whereabouts, instant_at
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Programme, Wave
from recruit.surveys.planning.simulation import simulate

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "surveys" / "schedule_examples.json"
DOCUMENT = json.loads(EXAMPLES.read_text(encoding="utf-8"))
SCENARIOS = {scenario["id"]: scenario for scenario in DOCUMENT["scenarios"]}
Given = dict[str, Any]


def wave_12m() -> Given:
    source = DOCUMENT["wave_12m"]
    return {
        "name": source["name"],
        "anchor": source["anchor"],
        "months": source["offset_months"],
        "open_days": source["open_days"],
        "close_days": source["close_days"],
        "reminder_days": source["reminders"],
        "send_local": source["send_local"],
    }


def run(facts: list[Given], until: str, **more: Any) -> dict[str, Any]:
    holidays = more.pop("holidays", [])
    wave = wave_12m() | more.pop("wave", {})
    return simulate(
        {
            "programme": {"waves": [wave], "holidays": holidays},
            "person": {"timezones": [["2020-01-01", "Asia/Tokyo"]]},
            "facts": facts,
            "until": until,
            **more,
        }
    )


def start(on: str, known_at: str = "2024-01-10T00:00:00Z") -> Given:
    return {"known_at": known_at, "start": on}


def of_kind(result: dict[str, Any], kind: str) -> list[Given]:
    return [contact for contact in result["contacts"] if contact["kind"] == kind]


def check_plain(given: Given, expect: Given) -> None:
    [invitation] = of_kind(run([start(given["hire"])], "2025-03-01T00:00:00Z"), "invitation")
    assert {name: invitation[name] for name in expect} == expect


def check_months(given: Given, expect: Given) -> None:
    result = run(
        [start(given["hire"])],
        "2024-12-01T00:00:00Z" if given["hire"] < "2024-12" else "2025-02-01T00:00:00Z",
        wave={"months": given["offset_months"]},
    )
    [invitation] = of_kind(result, "invitation")
    assert invitation["due"] == expect["due"]


def check_leap(given: Given, expect: Given) -> None:
    check_months(given, expect)
    assert months_after(date.fromisoformat(given["hire"]), 12).isoformat() == expect["month_12_ends_on"]


def check_contract_end(given: Given, expect: Given) -> None:
    """The month-12 questionnaire is due on the first day gone, so it is not for who served the year out."""
    facts = [
        start(given["hire"]),
        {"known_at": "2025-01-10T00:00:00Z", "last_working_day": given["last_working_day"]},
    ]
    [invitation] = of_kind(run(facts, "2025-06-01T00:00:00Z"), "invitation")
    first_day_gone = date.fromisoformat(given["last_working_day"]) + timedelta(days=1)
    assert months_after(date.fromisoformat(given["hire"]), int(expect["months"])) == first_day_gone
    assert expect["retained_12m"] is False
    assert (invitation["state"], invitation["reason"], invitation["sent_at"]) == ("cancelled", "left", None)


def check_zone(given: Given, expect: Given) -> None:
    place = (Whereabouts(date(2020, 1, 1), given["respondent_tz"]),)
    at = instant_at(place, date.fromisoformat(given["due"]), time.fromisoformat(given["send_local"]))
    assert at == datetime.fromisoformat(expect["send_utc"])
    result = run(
        [start("2024-04-01")],
        "2025-04-02T00:00:00Z",
        person={"timezones": [["2020-01-01", given["respondent_tz"]]]},
    )
    assert of_kind(result, "invitation")[0]["sent_at"] == expect["send_utc"]


def check_holiday(given: Given, expect: Given) -> None:
    result = run([start("2024-05-05")], "2025-05-10T00:00:00Z", holidays=given["holidays"])
    [invitation] = of_kind(result, "invitation")
    assert invitation["due"] == expect["due"]
    assert invitation["sent_at"] == f"{expect['send']}T00:00:00Z"


def check_down(given: Given, expect: Given) -> None:
    first, last = given["scheduler_down"]
    result = run(
        [start("2024-04-01")],
        "2025-04-12T00:00:00Z",
        worker_down=[[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]],
    )
    sent = [contact for contact in of_kind(result, "invitation") if contact["sent_at"]]
    assert len(sent) == expect["invitations_sent"]
    assert sent[0]["sent_at"][:10] == expect["sent_on"] == given["now"]
    assert of_kind(result, "reminder")[0]["sent_at"][:10] == expect["reminder_1_on"]


def check_two_workers(given: Given, expect: Given) -> None:
    """Both workers decide the same key, so the unique row lets one of them through; what is given out is not
    decided again.
    """
    now = datetime.fromisoformat("2025-04-01T00:00:00Z")
    contacts = plan(placement, programme, Calendar(), now=now)
    decided = [decide(contacts, (), now) for _ in range(given["workers"])]
    assert decided[0] == decided[1]
    rows = {action.key for actions in decided for action in actions if action.do is Do.SEND}
    assert len(rows) == expect["invitations_sent"]
    assert len(expect["unique_key"]) == len(next(iter(rows)))
    claimed = (Delivery(next(iter(rows)), now, Outcome.QUEUED),)
    assert decide(contacts, claimed, now) == ()


def check_crash(given: Given, expect: Given) -> None:
    at = datetime.fromisoformat("2025-04-01T00:00:00Z")
    [planned] = plan(placement, programme, Calendar(), now=at)
    journal = Journal((Delivery(planned.key, at, Outcome.UNKNOWN),))
    for later in (at, at + timedelta(days=10), at + timedelta(days=90)):
        contacts = plan(placement, programme, Calendar(), now=later, journal=journal)
        assert [contact.state for contact in contacts] == [State(expect["state"])]
        actions = decide(contacts, journal.deliveries, later)
        assert any(action.do is Do.SEND for action in actions) is expect["auto_resend"]
        assert [action.task for action in actions] == [TaskKind.UNKNOWN]


def check_late(given: Given, expect: Given) -> None:
    result = run([start(given["hire"], f"{given['registered']}T01:00:00Z")], "2025-04-05T00:00:00Z")
    sent = [contact for contact in of_kind(result, "invitation") if contact["sent_at"]]
    assert len(sent) == expect["invitations_sent"]
    assert sent[0]["sent_at"][:10] == expect["sent_on"]


def check_corrected(given: Given, expect: Given) -> None:
    facts = [start(given["hire_was"]), start(given["hire_now"], "2024-06-01T00:00:00Z")]
    contacts = run(facts, "2025-03-01T00:00:00Z")["contacts"]
    cancelled = [contact for contact in contacts if contact["state"] == "cancelled"]
    live = [contact for contact in contacts if contact["state"] != "cancelled"]
    assert [contact["due"] for contact in cancelled] == expect["cancelled"]
    assert {contact["reason"] for contact in cancelled} == {expect["reason"]}
    assert [contact["due"] for contact in live] == expect["created"] == [expect["due"]]
    assert len(live) == expect["live_rows_per_key"]
    assert contacts.index(cancelled[0]) < contacts.index(live[0])


placement = placement_facts(
    "p1", start_on=date(2024, 4, 1), registered_at=datetime.fromisoformat("2024-03-20T00:00:00Z")
)
programme = Programme((Wave("12m", months=12, reminder_days=(7, 14, 21)),))

CHECKS: dict[str, Callable[[Given, Given], None]] = {
    "plain": check_plain,
    "month-end": check_months,
    "leap hire": check_leap,
    "fiscal-year contract served to its end": check_contract_end,
    "tz of respondent": check_zone,
    "quiet hours/holiday": check_holiday,
    "down 3 days": check_down,
    "two workers": check_two_workers,
    "crash after SMTP 250": check_crash,
    "late registration 2 days after due": check_late,
    "hire date corrected, nothing sent": check_corrected,
}


def test_no_example_is_left_out() -> None:
    assert set(CHECKS) == set(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_example(name: str) -> None:
    CHECKS[name](SCENARIOS[name]["given"], SCENARIOS[name]["expect"])


def test_kinds_are_the_ones_of_the_format() -> None:
    assert [kind.value for kind in Kind] == ["invitation", "reminder", "call"]
