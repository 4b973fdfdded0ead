"""What the fields of the form hold for a position that is there."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from recruit.postings import rules
from recruit.postings.rules import Content, PostingItem

ALLOWANCE_ROWS = 5
TOKYO = ZoneInfo("Asia/Tokyo")


def values_of(content: Content) -> dict[str, Any]:
    """The fields' values for a position that is there."""
    values = _plain_values(content) | _item_values(content.get("items") or {})
    for code, text in (content.get("texts") or {}).items():
        values |= {f"{name}_{code}": words for name, words in text.items()}
    for number, row in enumerate((rules.item(content, PostingItem.ALLOWANCES) or [])[:ALLOWANCE_ROWS]):
        values[f"allowance_kind_{number}"] = row["kind"]
        values[f"allowance_yen_{number}"] = row["yen"]
        values[f"allowance_who_{number}"] = (
            "winter" if row.get("from_month") else "all" if row["for_all"] else "some"
        )
    return values


def _plain_values(content: Content) -> dict[str, Any]:
    closes_at = content.get("closes_at")
    return {
        **{
            key: content.get(key)
            for key in (
                "work_kind", "prefecture", "majors", "japanese_level", "base_pay_yen", "fixed_overtime_yen",
                "fixed_overtime_hours", "openings",
            )
        },
        "start_month": (content.get("start_month") or "")[:7],
        "closes_on": datetime.fromisoformat(closes_at).astimezone(TOKYO).date() if closes_at else None,
    }  # fmt: skip


def _item_values(items: dict[str, Any]) -> dict[str, Any]:
    hours, probation = items.get("start_end_break") or {}, items.get("probation") or {}
    overtime, holidays = items.get("overtime") or {}, items.get("holidays") or {}
    housing, fixed, bonus = items.get("housing") or {}, items.get("fixed_ot"), items.get("raise_bonus") or {}
    return {
        **{
            key: items.get(key)
            for key in (
                "employer_type", "contract_term", "contract_months", "insurance", "smoking", "costs_by_company",
                "language_target", "driving", "answer_days",
            )
        },
        "site_labour_declared": _yes(items.get("site_labour_declared")),
        "interpreting_main": _yes(items.get("interpreting_main")),
        "renewal": (items.get("renewal") or {}).get("kind"),
        "renewal_criteria": (items.get("renewal") or {}).get("criteria"),
        "renewal_cap_years": (items.get("renewal_cap") or {}).get("years"),
        "probation_months": probation.get("months"),
        "probation_pay_yen": probation.get("pay_yen"),
        "starts": time.fromisoformat(hours["starts"]) if hours else None,
        "ends": time.fromisoformat(hours["ends"]) if hours else None,
        "break_minutes": hours.get("break_minutes"),
        "overtime_hours": overtime.get("mean_hours"),
        "overtime_cap_month": overtime.get("cap_month"),
        "overtime_cap_year": overtime.get("cap_year"),
        "days_off": holidays.get("days"),
        "rest_pattern": holidays.get("pattern"),
        "no_allowances": items.get("allowances") == 0,
        "fixed_overtime": "" if fixed is None else "paid" if fixed else "none",
        "excess_paid": bool(fixed and fixed.get("excess_paid")),
        "raises": _yes(bonus.get("raises")),
        "bonus_times": bonus.get("times"),
        "pay_day": (items.get("pay_method") or {}).get("pay_day"),
        "closing_day": (items.get("pay_method") or {}).get("closing_day"),
        "pay_next_month": bool((items.get("pay_method") or {}).get("next_month")),
        "housing": housing.get("kind"),
        "housing_yen": housing.get("yen"),
        "furnished": bool(housing.get("furnished")),
        "internet": bool(housing.get("internet")),
        "housing_minutes": housing.get("minutes"),
        **_later_values(items),
    }  # fmt: skip


def _later_values(items: dict[str, Any]) -> dict[str, Any]:
    """Contract and leave in detail, and what newcomers ask about."""
    retirement, leave = items.get("retirement") or {}, items.get("paid_leave") or {}
    training, mentor, later = items.get("training") or {}, items.get("mentor"), items.get("career_3y") or {}
    turnover, discretionary = items.get("turnover_3y") or {}, items.get("discretionary")
    return {
        "conversion": _yes((items.get("indefinite_conversion") or {}).get("same_conditions")),
        "retirement_age": retirement.get("age"),
        "reemployed_until": retirement.get("until"),
        "notice_days": retirement.get("notice_days"),
        "discretionary": _yes(discretionary if discretionary is None else bool(discretionary)),
        "discretionary_hours": (discretionary or {}).get("hours"),
        "overtime_last_year": items.get("overtime_avg_prev"),
        "paid_leave_days": leave.get("days"),
        "paid_leave_after": leave.get("after_months"),
        "home_leave_days": leave.get("home_leave_days"),
        "faith_leave_days": leave.get("faith_leave_days"),
        "surroundings": items.get("climate_note"),
        "faith": items.get("faith_needs"),
        "japanese_offer": items.get("language_offer"),
        "training_months": training.get("months"),
        "training_same": _yes(training.get("same")),
        "mentor": _yes(mentor if mentor is None else bool(mentor)),
        "mentor_languages": (mentor or {}).get("languages"),
        "licence_support": items.get("licence_support"),
        "later_role": later.get("role"),
        "later_pay_yen": later.get("pay_yen"),
        "hired_three_years": turnover.get("hired"),
        "left_three_years": turnover.get("left"),
        "selection": items.get("selection"),
        "contact_languages": items.get("contact"),
    }


def _yes(value: object) -> str:
    return "" if value is None else "yes" if value else "no"
