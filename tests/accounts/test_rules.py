"""What is true about accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.accounts import rules
from recruit.accounts.rules import NextStep

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_staff", "has_one", "staff_need_one", "step"),
    [
        (True, False, True, NextStep.ENROL),
        (True, False, False, NextStep.NONE),
        (True, True, False, NextStep.ENTER_CODE),
        (False, False, True, NextStep.NONE),
        (False, True, True, NextStep.ENTER_CODE),
    ],
)
def test_the_second_step(is_staff, has_one, staff_need_one, step):
    found = rules.next_step(is_staff=is_staff, has_second_factor=has_one, staff_need_one=staff_need_one)
    assert found is step


def live(**changes: object) -> bool:
    facts = {
        "ends_at": NOW + timedelta(days=1),
        "ended_at": None,
        "seen_at": NOW - timedelta(minutes=5),
        "idle": timedelta(hours=2),
        "now": NOW,
    }
    return rules.is_live(**{**facts, **changes})  # ty: ignore[invalid-argument-type]


def test_a_sign_in_holds_until_it_ends_or_lies_idle():
    assert live()
    assert not live(ended_at=NOW - timedelta(seconds=1))
    assert not live(ends_at=NOW)
    assert not live(seen_at=NOW - timedelta(hours=2))


def test_staff_sign_ins_are_shorter():
    staff, others = rules.terms_of_sign_in(is_staff=True), rules.terms_of_sign_in(is_staff=False)
    assert staff.lasts < others.lasts
    assert staff.idle < others.idle


def test_a_device_is_named_by_browser_and_system_only():
    phone = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
    assert rules.device_name(phone) == "Chrome, Android"
    assert rules.device_name("curl/8") == ""
