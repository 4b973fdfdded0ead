"""What follows leaving, re-hire, transfer, leave, death, refusal, bounced mail and a planned start."""

import pytest

from tests.surveys.planning.stories import EXIT, START, WAVE, at, briefly, tell

LEFT = at("2025-02-10T00:00:00Z", last_working_day="2025-02-28", reason="returned_home")


def test_leaving_cancels_what_is_later_and_asks_why() -> None:
    result = tell(LEFT, until="2025-05-10T00:00:00Z", waves=(WAVE, EXIT))
    assert briefly(result) == [
        ("2025-04-01", "cancelled", None, "left"),
        ("2025-02-28", "expired", "2025-02-28", None),
    ]


def test_leaving_withdrawn_restores_and_takes_the_exit_survey_back() -> None:
    result = tell(
        LEFT,
        at("2025-02-20T00:00:00Z", last_working_day=None),
        until="2025-04-02T00:00:00Z",
        waves=(WAVE, EXIT),
    )
    assert briefly(result) == [
        ("2025-04-01", "cancelled", None, "left"),
        ("2025-04-01", "sent", "2025-04-01", None),
        ("2025-02-28", "cancelled", None, "leaving_withdrawn"),
    ]


@pytest.mark.parametrize(
    ("withdrawn", "state"),
    [("2025-04-21", "sent"), ("2025-05-05", "held"), ("2025-05-20", "not_applicable")],
)
def test_leaving_withdrawn_late_follows_the_late_zones(withdrawn: str, state: str) -> None:
    """While the leaving stood nothing was to be sent, so nothing was missed by us."""
    result = tell(LEFT, at(f"{withdrawn}T03:00:00Z", last_working_day=None), until=f"{withdrawn}T04:00:00Z")
    assert briefly(result)[-1][1] == state


def test_invited_and_then_gone_is_no_refusal() -> None:
    gone = at("2025-04-03T00:00:00Z", last_working_day="2025-03-31")
    open_still = tell(gone, until="2025-04-20T00:00:00Z")
    assert briefly(open_still) == [("2025-04-01", "sent", "2025-04-01", "left")]
    assert {row[1:] for row in briefly(open_still, "reminder")} == {("cancelled", None, "left")}
    assert briefly(tell(gone, until="2025-05-20T00:00:00Z")) == [
        ("2025-04-01", "not_applicable", "2025-04-01", "left")
    ]


def test_rehire_is_a_new_spell() -> None:
    result = tell(LEFT, at("2025-05-10T00:00:00Z", rehired="2025-06-01"), until="2026-06-02T00:00:00Z")
    assert [
        (row["spell"], row["due"], row["state"]) for row in result["contacts"] if row["kind"] == "invitation"
    ] == [
        (0, "2025-04-01", "cancelled"),
        (1, "2026-06-01", "sent"),
    ]


def test_transfer_breaks_nothing_and_the_employer_on_the_due_day_is_asked() -> None:
    company = WAVE | {"name": "12m-company", "audience": "company", "reminder_days": []}
    moved = at("2024-09-01T00:00:00Z", transferred_to="B")
    first = {**START, "employer": "A"}
    result = tell(first, moved, until="2025-04-02T00:00:00Z", waves=(WAVE, company), from_start=False)
    assert [
        (row["wave"], row["state"], row.get("employer"))
        for row in result["contacts"]
        if row["kind"] == "invitation"
    ] == [
        ("12m", "sent", None),
        ("12m-company", "sent", "B"),
    ]


def test_leave_pauses_and_resumes_once() -> None:
    leave = at("2025-03-01T00:00:00Z", leave=["2025-03-28", "2025-04-12"])
    assert briefly(tell(leave, until="2025-04-05T00:00:00Z")) == [("2025-04-01", "paused", None, "leave")]
    # 13 April 2025 is a Sunday.
    assert briefly(tell(leave, until="2025-04-15T00:00:00Z")) == [("2025-04-01", "sent", "2025-04-14", None)]


def test_leave_over_the_whole_window_is_nobodys_silence() -> None:
    leave = at("2025-03-01T00:00:00Z", leave=["2025-03-28", "2025-05-01"])
    assert briefly(tell(leave, until="2025-04-20T00:00:00Z"))[0][1:] == ("paused", None, "leave")
    assert briefly(tell(leave, until="2025-06-01T00:00:00Z"))[0][1:] == ("not_applicable", None, "leave")


def test_whoever_leaves_is_on_leave_no_more_and_asked_why() -> None:
    """A leave without a known end is over with the last working day at the latest."""
    leave = at("2025-02-01T00:00:00Z", leave=["2025-02-01", None])
    assert briefly(tell(leave, until="2025-04-20T00:00:00Z"))[0][1:] == ("paused", None, "leave")
    assert briefly(tell(leave, LEFT, until="2025-03-10T00:00:00Z", waves=(WAVE, EXIT))) == [
        ("2025-04-01", "cancelled", None, "left"),
        ("2025-02-28", "sent", "2025-03-01", None),
    ]


def test_death_stops_what_is_queued_and_planned() -> None:
    company = WAVE | {"name": "company", "audience": "company"}
    result = tell(
        at("2025-04-02T00:00:00Z", died="2025-04-01"),
        until="2025-06-01T00:00:00Z",
        waves=(WAVE, company, EXIT),
    )
    assert all(row["sent_at"] in (None, "2025-04-01T00:00:00Z") for row in result["contacts"])
    assert {(row["kind"], row["state"], row["reason"]) for row in result["contacts"]} == {
        ("invitation", "not_applicable", "died"),
        ("reminder", "cancelled", "died"),
    }


@pytest.mark.parametrize(("level", "reason"), [("surveys", "surveys"), ("all", "all"), ("12m", "survey")])
def test_opt_out_stops_mail_and_is_not_an_exit(level: str, reason: str) -> None:
    result = tell(at("2025-04-09T00:00:00Z", opted_out=level), until="2025-06-01T00:00:00Z")
    assert briefly(result) == [("2025-04-01", "opted_out", "2025-04-01", reason)]
    assert [row[1] for row in briefly(result, "reminder")] == ["sent", "opted_out", "opted_out"]


def test_opt_out_of_one_survey_leaves_the_others() -> None:
    other = WAVE | {"name": "24m", "months": 24}
    result = tell(
        at("2024-09-01T00:00:00Z", opted_out="12m"), until="2026-04-02T00:00:00Z", waves=(WAVE, other)
    )
    assert [row[1] for row in briefly(result)] == ["opted_out", "sent"]


def test_bounce_is_not_silence() -> None:
    later = WAVE | {"name": "24m", "months": 24}
    result = tell(at("2025-04-01T00:10:00Z", bounced=True), until="2025-06-01T00:00:00Z", waves=(WAVE, later))
    assert briefly(result) == [
        ("2025-04-01", "bounced", "2025-04-01", None),
        ("2026-04-01", "unreachable", None, "bounced"),
    ]
    assert {row[1:] for row in briefly(result, "reminder")} == {("unreachable", None, "bounced")}
    assert result["tasks"] == [{"kind": "bounced", "wave": "12m"}]


def test_a_planned_start_is_held_until_it_is_confirmed() -> None:
    planned = {**START, "planned": True}
    week_1 = {"name": "w1", "anchor": "start", "days": 7, "open_days": 0, "close_days": 14}
    held = tell(planned, until="2024-04-20T00:00:00Z", waves=(week_1, WAVE), from_start=False)
    assert {row[1:] for row in briefly(held)} == {("held", None, "start_not_confirmed")}
    confirmed = at("2024-04-10T02:00:00Z", started="2024-04-01")
    sent = tell(planned, confirmed, until="2024-04-20T00:00:00Z", waves=(week_1, WAVE), from_start=False)
    assert briefly(sent) == [
        ("2024-04-08", "sent", "2024-04-10", None),
        ("2025-04-01", "planned", None, None),
    ]
    too_late = at("2024-06-10T02:00:00Z", started="2024-04-01")
    result = tell(planned, too_late, until="2024-06-20T00:00:00Z", waves=(week_1, WAVE), from_start=False)
    assert [row[1] for row in briefly(result)] == ["not_applicable", "planned"]
