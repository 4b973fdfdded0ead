"""Windows, sending, late registration, corrected starts, the contact budget."""

from typing import Any

import pytest

from recruit.surveys.planning.simulation import simulate
from tests.surveys.planning.stories import EXIT, START, WAVE, at, briefly, tell


def test_a_row_is_written_as_the_format_says() -> None:
    result = tell(until="2025-04-02T00:00:00Z")
    assert result["contacts"][0] == {
        "spell": 0,
        "wave": "12m",
        "kind": "invitation",
        "sequence": 0,
        "open": "2025-03-25",
        "due": "2025-04-01",
        "close": "2025-05-01",
        "state": "sent",
        "sent_at": "2025-04-01T00:00:00Z",
        "reason": None,
    }
    assert [(row["sequence"], row["due"], row["state"]) for row in result["contacts"][1:]] == [
        (1, "2025-04-08", "planned"),
        (2, "2025-04-15", "planned"),
        (3, "2025-04-22", "planned"),
    ]
    assert result["tasks"] == []


def test_completion_cancels_the_reminders_that_are_left() -> None:
    result = tell(at("2025-04-09T03:00:00Z", answered="12m"), until="2025-06-01T00:00:00Z")
    assert briefly(result) == [("2025-04-01", "complete", "2025-04-01", None)]
    assert briefly(result, "reminder") == [
        ("2025-04-08", "sent", "2025-04-08", None),
        ("2025-04-15", "cancelled", None, "answered"),
        ("2025-04-22", "cancelled", None, "answered"),
    ]


@pytest.mark.parametrize(
    ("answered_at", "state"),
    [
        ("2025-05-01T14:59:59Z", "complete"),  # 23:59:59 on the closing day in Tokyo
        ("2025-05-01T15:00:00Z", "late"),  # the day after has begun there
    ],
)
def test_the_window_closes_at_the_end_of_the_local_day(answered_at: str, state: str) -> None:
    result = tell(at(answered_at, answered="12m"), until="2025-06-01T00:00:00Z")
    assert briefly(result) == [("2025-04-01", state, "2025-04-01", None)]


def test_opening_the_link_changes_nothing() -> None:
    until = "2025-05-10T00:00:00Z"
    assert tell(at("2025-04-02T00:00:00Z", opened_link="12m"), until=until) == tell(until=until)


def test_begun_but_not_finished_expires_as_unfinished() -> None:
    begun = at("2025-04-02T00:00:00Z", begun="12m")
    assert briefly(tell(begun, until="2025-04-20T00:00:00Z"))[0][1] == "started"
    assert briefly(tell(begun, until="2025-05-02T00:00:00Z"))[0][1:] == (
        "expired",
        "2025-04-01",
        "unfinished",
    )


def test_what_the_worker_missed_is_ours_and_not_silence() -> None:
    result = tell(
        until="2025-06-01T00:00:00Z", worker_down=[["2025-03-31T00:00:00Z", "2025-05-02T00:00:00Z"]]
    )
    assert briefly(result, None) == [("2025-04-01", "missed_by_us", None, None)]
    assert result["tasks"] == [{"kind": "missed_by_us", "wave": "12m"}]


def test_our_omission_is_not_washed_away_by_a_later_correction() -> None:
    result = tell(
        at("2025-07-01T00:00:00Z", start="2024-04-02"),
        until="2025-08-01T00:00:00Z",
        worker_down=[["2025-03-31T00:00:00Z", "2025-05-05T00:00:00Z"]],
    )
    assert briefly(result) == [
        ("2025-04-01", "cancelled", None, "start_corrected"),
        ("2025-04-02", "missed_by_us", None, None),
    ]


def test_several_reminders_due_after_a_pause_of_ours_become_one() -> None:
    result = tell(
        until="2025-04-20T00:00:00Z", worker_down=[["2025-04-07T00:00:00Z", "2025-04-16T01:00:00Z"]]
    )
    assert briefly(result, "reminder") == [
        ("2025-04-08", "cancelled", None, "superseded"),
        ("2025-04-15", "sent", "2025-04-16", None),
        ("2025-04-22", "planned", None, None),
    ]


@pytest.mark.parametrize(
    ("up_again", "sent_at"),
    [
        ("2025-04-04T09:59:00Z", "2025-04-04T09:59:00Z"),  # 18:59 in Tokyo
        ("2025-04-04T10:00:00Z", "2025-04-05T00:00:00Z"),  # 19:00: the next morning
        ("2025-04-03T20:00:00Z", "2025-04-04T00:00:00Z"),  # 05:00: the same morning
        ("2025-04-05T10:00:00Z", "2025-04-07T00:00:00Z"),  # Saturday evening: Monday
    ],
)
def test_catching_up_keeps_quiet_hours(up_again: str, sent_at: str) -> None:
    result = tell(until="2025-04-08T00:00:00Z", worker_down=[["2025-03-31T00:00:00Z", up_again]])
    assert result["contacts"][0]["sent_at"] == sent_at


@pytest.mark.parametrize(
    ("registered", "expected", "tasks"),
    [
        ("2025-03-31T23:00:00Z", ("sent", "2025-04-01", None), []),
        ("2025-05-01T03:00:00Z", ("sent", "2025-05-01", None), []),
        (
            "2025-05-01T11:00:00Z",
            ("held", None, "late_registration"),
            ["late_registration"],
        ),  # the last evening
        ("2025-05-01T15:00:00Z", ("held", None, "late_registration"), ["late_registration"]),
        ("2025-05-08T14:59:00Z", ("held", None, "late_registration"), ["late_registration"]),
        ("2025-05-08T15:00:00Z", ("not_applicable", None, "late_entry"), []),
    ],
)
def test_zones_of_late_registration(
    registered: str, expected: tuple[str, str | None, str | None], tasks: list[str]
) -> None:
    until = "2025-05-01T04:00:00Z" if expected[0] == "sent" else "2025-06-01T00:00:00Z"
    result = tell(at(registered, start="2024-04-01"), until=until, from_start=False)
    assert briefly(result)[0][1:] == expected
    assert [task["kind"] for task in result["tasks"]] == tasks


def test_start_moved_after_the_invitation_keeps_the_link_and_moves_window_and_reminders() -> None:
    result = tell(at("2025-04-03T00:00:00Z", start="2024-04-15"), until="2025-04-16T00:00:00Z")
    assert briefly(result) == [
        ("2025-04-01", "cancelled", None, "start_corrected"),
        ("2025-04-15", "sent", "2025-04-01", None),
    ]
    live = [row for row in briefly(result, "reminder") if row[1] != "cancelled"]
    assert live == [
        ("2025-04-22", "planned", None, None),
        ("2025-04-29", "planned", None, None),
        ("2025-05-06", "planned", None, None),
    ]


@pytest.mark.parametrize(
    ("new_start", "again"),
    [("2024-06-02", []), ("2024-06-03", [("2025-06-03", "planned", None, None)])],
)
def test_an_answered_wave_is_asked_again_only_more_than_60_days_from_the_answer(
    new_start: str, again: list[tuple[str, str, None, None]]
) -> None:
    result = tell(
        at("2025-04-03T00:00:00Z", answered="12m"),
        at("2025-04-10T00:00:00Z", start=new_start),
        until="2025-05-20T00:00:00Z",
    )
    assert briefly(result) == [("2025-04-01", "complete", "2025-04-01", None), *again]
    assert [row["sequence"] for row in result["contacts"] if row["kind"] == "invitation"] == list(
        range(1 + len(again))
    )


def test_the_second_round_has_its_own_reminders_and_answer() -> None:
    result = tell(
        at("2025-04-03T00:00:00Z", answered="12m"),
        at("2025-04-10T00:00:00Z", start="2024-07-01"),
        at("2025-07-10T00:00:00Z", answered="12m"),
        until="2025-08-20T00:00:00Z",
    )
    assert [(row["kind"], row["sequence"], row["state"]) for row in result["contacts"]] == [
        ("invitation", 0, "complete"),
        ("invitation", 1, "complete"),
        ("reminder", 1, "cancelled"),
        ("reminder", 2, "cancelled"),
        ("reminder", 3, "cancelled"),
        ("reminder", 4, "sent"),
        ("reminder", 5, "cancelled"),
        ("reminder", 6, "cancelled"),
    ]


def test_zone_is_read_at_the_day_of_sending() -> None:
    wave = {"name": "before", "anchor": "start", "days": -10, "close_days": 5}
    result = simulate(
        {
            "programme": {"waves": [wave, WAVE]},
            "person": {"timezones": [["2024-01-01", "Asia/Jakarta"], ["2024-04-01", "Asia/Tokyo"]]},
            "facts": [{"known_at": "2024-02-01T00:00:00Z", "start": "2024-04-01"}],
            "until": "2025-04-02T00:00:00Z",
        }
    )
    contacts = result["contacts"]
    assert isinstance(contacts, list)
    assert [row["sent_at"] for row in contacts if row["kind"] == "invitation"] == [
        "2024-03-22T02:00:00Z",
        "2025-04-01T00:00:00Z",
    ]


def test_holidays_are_those_of_the_country_where_the_person_is() -> None:
    rules = {"holidays": {"VN": ["2025-04-01"], "JP": ["2025-04-02"]}}
    in_vietnam = tell(until="2025-04-03T00:00:00Z", zone="Asia/Ho_Chi_Minh", rules=rules)
    in_japan = tell(until="2025-04-03T00:00:00Z", rules=rules)
    assert in_vietnam["contacts"][0]["sent_at"] == "2025-04-02T02:00:00Z"
    assert in_japan["contacts"][0]["sent_at"] == "2025-04-01T00:00:00Z"


def test_other_anchors() -> None:
    waves = (
        {"name": "arrived", "anchor": "arrival", "days": 14, "close_days": 14},
        {"name": "visa", "anchor": "status_expiry", "months": -3, "close_days": 30},
        {"name": "event", "anchor": "event_end", "days": 1, "close_days": 7},
        {"name": "october", "anchor": "10-01", "months": 0, "close_days": 30},
    )
    facts = at(
        "2024-03-25T00:00:00Z", arrived="2024-03-24", status_expires="2025-05-31", event_ends="2024-05-02"
    )
    result = tell(facts, until="2025-10-02T00:00:00Z", waves=waves)
    assert [(row["wave"], row["sequence"], row["due"]) for row in result["contacts"]] == [
        ("arrived", 0, "2024-04-07"),
        ("visa", 0, "2025-02-28"),
        ("event", 0, "2024-05-03"),
        ("october", 0, "2024-10-01"),
        ("october", 1, "2025-10-01"),
    ]
    assert result["contacts"][0]["sent_at"] == "2024-04-08T00:00:00Z"  # 7 April 2024 is a Sunday
    never = at("2024-09-01T00:00:00Z", status_expires="never")
    result = tell(facts, never, until="2025-10-02T00:00:00Z", waves=waves)
    assert [(row["state"], row["reason"]) for row in result["contacts"] if row["wave"] == "visa"] == [
        ("cancelled", "status_expiry_none")
    ]


def budget_waves(count: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"name": f"q{number}", "anchor": "start", "days": 10, "close_days": 60, "reminder_days": [7]}
        for number in range(count)
    )


def mails(result: dict[str, Any]) -> list[str]:
    return sorted(row["sent_at"] for row in result["contacts"] if row["sent_at"])


def test_budget_holds_the_fifth_mail_and_lets_the_exit_go_first() -> None:
    leaving = at("2024-04-02T00:00:00Z", last_working_day="2024-04-11")
    waves = (*budget_waves(5), EXIT)
    result = tell(leaving, until="2024-04-12T00:00:00Z", waves=waves)
    state = {
        row["wave"]: (row["state"], row["reason"])
        for row in result["contacts"]
        if row["kind"] == "invitation"
    }
    assert state["exit"] == ("sent", None)
    assert sorted(state.values(), key=str).count(("held", "budget")) == 2
    assert len(mails(result)) == 4
    without = tell(leaving, until="2024-04-12T00:00:00Z", waves=waves, rules={"budget": None})
    assert len(mails(without)) == 6


def test_a_reminder_never_starves_an_invitation() -> None:
    early = {
        "name": "early",
        "anchor": "start",
        "days": 1,
        "close_days": 60,
        "reminder_days": [3, 6, 9, 12, 15],
    }
    late = {"name": "late", "anchor": "start", "days": 20, "close_days": 5}
    result = tell(until="2024-06-30T00:00:00Z", waves=(early, late))
    invitation = next(row for row in result["contacts"] if row["wave"] == "late")
    assert invitation["sent_at"] == "2024-04-22T00:00:00Z"  # 21 April 2024 is a Sunday
    assert len([sent for sent in mails(result) if sent < "2024-05-02"]) == 4


def test_shipped_waves_stand_in_where_none_are_given() -> None:
    result = simulate(
        {
            "facts": [START],
            "until": "2027-06-01T00:00:00Z",
            "person": {"timezones": [["2020-01-01", "Asia/Tokyo"]]},
        }
    )
    contacts = result["contacts"]
    assert isinstance(contacts, list)
    windows = {
        row["wave"]: (row["open"], row["due"], row["close"])
        for row in contacts
        if row["kind"] == "invitation"
    }
    assert windows == {
        "w1": ("2024-04-08", "2024-04-08", "2024-04-22"),
        "m1": ("2024-04-24", "2024-05-01", "2024-05-22"),
        "m3": ("2024-06-24", "2024-07-01", "2024-07-31"),
        "m6": ("2024-09-24", "2024-10-01", "2024-10-31"),
        "m12": ("2025-03-25", "2025-04-01", "2025-05-01"),
        "m24": ("2026-03-25", "2026-04-01", "2026-05-01"),
        "m36": ("2027-03-25", "2027-04-01", "2027-05-01"),
    }
    days = {"w1": [11, 15], "m1": [8, 15]}
    for wave, expected in days.items():
        assert [
            int(row["due"][-2:]) for row in contacts if (row["wave"], row["kind"]) == (wave, "reminder")
        ] == expected
    assert [row["due"] for row in contacts if row["kind"] == "call"] == [
        "2024-07-22",
        "2024-10-22",
        "2025-04-22",
        "2026-04-22",
        "2027-04-22",
    ]


def test_an_unknown_zone_is_flagged() -> None:
    result = simulate({"programme": {"waves": [WAVE]}, "facts": [START], "until": "2025-04-02T00:00:00Z"})
    assert result["tasks"] == [{"kind": "zone_unknown", "wave": "12m"}]


def test_before_the_end_of_a_renewed_stay_everybody_is_asked_anew_and_the_old_mail_closes_on_its_day() -> (
    None
):
    wave = {
        "name": "visa",
        "anchor": "status_expiry",
        "months": -2,
        "close_days": 30,
        "reminder_days": [7, 21],
    }
    result = tell(
        at("2024-04-01T00:00:00Z", status_expires="2025-06-15"),
        at("2025-04-24T00:00:00Z", status_expires="2028-06-15"),
        at("2028-05-02T00:00:00Z", status_expires="2031-06-15"),
        until="2031-04-16T00:00:00Z",
        waves=(wave,),
    )
    assert briefly(result) == [
        ("2025-04-15", "expired", "2025-04-15", None),
        ("2028-04-15", "expired", "2028-04-15", None),
        ("2031-04-15", "sent", "2031-04-15", None),
    ]
    sent = [row[2] for row in briefly(result, "reminder") if row[1] == "sent"]
    assert sent == ["2025-04-22", "2025-05-06", "2028-04-22", "2028-05-06"]
