"""A position as one value: codes, numbers and texts, as drafts are saved, versions are frozen and offers are made from.

Keys: the columns of a posting; `items`, by `PostingItem` value and a few numbers beside them; `texts`, by language.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from recruit.postings.rules.codes import AllowanceKind, PostingItem
from recruit.postings.rules.pay import Allowance, monthly_hours

Content = Mapping[str, Any]

TOKYO = ZoneInfo("Asia/Tokyo")
TEXT_FIELDS = ("title", "duties", "duties_change_range", "place", "place_change_range", "more")
# Companies promise an answer; where they name no number of days, this is it.
ANSWER_DAYS = 14
# What a reader compares: a condition, and the parts of a position it is made of (texts by their field).
PARTS: dict[str, tuple[str, ...]] = {
    "contract": ("contract_term", "contract_months", "renewal", "renewal_cap"),
    "conversion": ("indefinite_conversion",),
    "ending": ("retirement",),
    "discretionary": ("discretionary",),
    "probation": ("probation",),
    "duties": ("work_kind", "text:duties"),
    "duties_change": ("text:duties_change_range",),
    "place": ("prefecture", "text:place"),
    "place_change": ("text:place_change_range",),
    "hours": ("start_end_break",),
    "overtime": ("overtime",),
    "days_off": ("holidays",),
    "leave": ("paid_leave",),
    "base_pay": ("base_pay_yen",),
    "allowances": ("allowances",),
    "fixed_overtime": ("fixed_ot", "fixed_overtime_yen", "fixed_overtime_hours"),
    "bonus": ("raise_bonus",),
    "pay_days": ("pay_method",),
    "housing": ("housing",),
    "costs": ("costs_by_company",),
    "insurance": ("insurance",),
    "smoking": ("smoking",),
}


def item(content: Content, key: str) -> Any:
    """One item; None where nothing is said."""
    return content.get("items", {}).get(key)


def _part(content: Content, key: str) -> Any:
    if key.startswith("text:"):
        field = key.removeprefix("text:")
        return {code: text.get(field, "") for code, text in content.get("texts", {}).items()}
    return content[key] if key in content else item(content, key)


def differences(before: Content, after: Content) -> list[str]:
    """Which conditions of `after` are not those of `before`, in the order in which they are read."""
    return [
        name for name, keys in PARTS.items() if any(_part(before, key) != _part(after, key) for key in keys)
    ]


def source_text(content: Content) -> Mapping[str, str]:
    """The text in the language in which the position was written."""
    return content.get("texts", {}).get(content.get("source_language", "ja"), {})


def said(content: Content, employer_name: str) -> dict[str, object]:
    """What a position says, by `PostingItem`: what `missing_statutory_items` asks for."""
    text = source_text(content)
    items = dict(content.get("items", {}))
    items.update(
        {
            PostingItem.EMPLOYER_NAME: employer_name,
            PostingItem.JOB_TITLE: text.get("title", ""),
            PostingItem.DUTIES_INITIAL: text.get("duties", ""),
            PostingItem.DUTIES_CHANGE_RANGE: text.get("duties_change_range", ""),
            PostingItem.PLACE_INITIAL: text.get("place", ""),
            PostingItem.PLACE_CHANGE_RANGE: text.get("place_change_range", ""),
            PostingItem.BASE_PAY: content.get("base_pay_yen"),
            PostingItem.UPDATED_ON: "saved",
        }
    )
    return items


def allowances_of(content: Content) -> list[Allowance]:
    """The allowances as the arithmetic of pay takes them. One paid in some months only is not paid to all, always."""
    rows = item(content, PostingItem.ALLOWANCES) or []
    return [
        Allowance(AllowanceKind(row["kind"]), row["yen"], row["for_all"] and not row.get("from_month"))
        for row in rows
    ]


def hours_of(content: Content) -> Fraction | None:
    """Mean scheduled hours in a month; None while hours or days off are not stated."""
    times, days = item(content, PostingItem.START_END_BREAK), item(content, PostingItem.HOLIDAYS)
    if not times or not days:
        return None
    starts, ends = time.fromisoformat(times["starts"]), time.fromisoformat(times["ends"])
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute - times["break_minutes"]
    # A shift over midnight ends on the next day.
    minutes += 24 * 60 if minutes <= 0 else 0
    return monthly_hours(days["days"], Fraction(minutes, 60))


def deadline_of(day: date) -> datetime:
    """The last minute of a day in Japan."""
    return datetime.combine(day, time(23, 59), TOKYO)


def answer_days(content: Content) -> int:
    """Within how many days the company promises an answer."""
    return item(content, "answer_days") or ANSWER_DAYS
