"""What differs between two states of a position, and what its allowances are: pure rules over its content."""

from typing import Any

from recruit.postings import rules


def content(**items: Any) -> dict[str, Any]:
    columns = {key: items.pop(key) for key in list(items) if key.endswith(("_yen", "_overtime_hours"))}
    duties = items.pop("duties", "工程管理")
    return {
        "base_pay_yen": 235_000,
        "fixed_overtime_yen": None,
        "fixed_overtime_hours": None,
        **columns,
        "items": {
            "start_end_break": {"starts": "08:00", "ends": "17:00", "break_minutes": 60},
            "holidays": {"days": 120},
            "allowances": [{"kind": "site", "yen": 20_000, "for_all": True}],
            **items,
        },
        "texts": {"ja": {"duties": duties}},
    }


def test_differences_name_conditions_in_the_order_of_reading() -> None:
    after = content(base_pay_yen=240_000, duties="設計", smoking="outdoors")
    assert rules.differences(content(), after) == ["duties", "base_pay", "smoking"]
    assert rules.differences(after, after) == []


def test_an_allowance_of_some_months_is_not_counted_as_paid_to_all() -> None:
    winter = [{"kind": "cold_region", "yen": 8_000, "for_all": True, "from_month": 11, "to_month": 3}]
    assert [one.for_all for one in rules.allowances_of(content(allowances=winter))] == [False]
