"""What a check finds in a position before people read it. Words are looked for in four languages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any
import unicodedata

from recruit.postings.rules.codes import FindingRule, PostingItem, Severity
from recruit.postings.rules.content import TEXT_FIELDS, Content, allowances_of, hours_of, item
from recruit.postings.rules.pay import (
    fixed_overtime_shortfall,
    hourly_wage,
    least_overtime_pay,
    minimum_wage_shortfall,
    needs_special_clause,
    premium_base,
)

FEW_DAYS_OFF = 105
# A position may not be limited by sex, age or nationality.
LIMITING_WORDS = (
    "男性のみ", "女性のみ", "男性限定", "女性限定", "歳以下", "歳まで", "歳未満", "ベトナム人限定", "インドネシア人限定",
    "国籍限定", "外国人のみ", "chỉ tuyển nam", "chỉ tuyển nữ", "khusus laki-laki", "khusus pria", "khusus wanita",
    "men only", "women only", "male only", "female only", "vietnamese only", "indonesians only",
)  # fmt: skip
# Nobody pays a deposit or a penalty for work.
MONEY_WORDS = (
    "違約金", "保証金", "tiền cọc", "tiền đặt cọc", "tiền phạt", "uang jaminan", "denda", "penalty", "security deposit",
)  # fmt: skip
# Site labour; an engineer's status of residence does not cover it as the main duty.
LABOUR_WORDS = ("打設", "運搬", "組立", "解体作業", "配筋作業", "型枠大工", "とび", "重機の運転")
ENGINEERING_WORDS = ("管理", "設計", "測量", "積算", "図", "検査", "調査", "モデル", "BIM", "CIM", "写真", "書類", "営業")  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing found: by which rule, how grave, about which item, with the figures or words that show it."""

    rule: FindingRule
    severity: Severity
    about: PostingItem
    shown: dict[str, Any] = field(default_factory=dict)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def words_found(content: Content, words: Sequence[str]) -> list[str]:
    """Which of the words stand in any text of the position."""
    whole = _folded(
        "\n".join(text.get(name, "") for text in content.get("texts", {}).values() for name in TEXT_FIELDS)
    )
    return [word for word in words if _folded(word) in whole]


def findings(
    content: Content, minimum_per_hour: int | None, *, simple_category: bool = False
) -> list[Finding]:
    """Everything the rules find. `minimum_per_hour` is the minimum wage of the place, None where it is not known;
    `simple_category` says that immigration counts the employer in category 3 or 4.
    """
    found = [*_pay(content, minimum_per_hour), *_time(content), *_words(content)]
    if item(content, PostingItem.SITE_LABOUR_DECLARED) is False:
        found.append(Finding(FindingRule.SITE_LABOUR, Severity.BLOCKING, PostingItem.SITE_LABOUR_DECLARED))
    if item(content, PostingItem.INTERPRETING_MAIN) and simple_category:
        found.append(Finding(FindingRule.INTERPRETING, Severity.REVIEW, PostingItem.INTERPRETING_MAIN))
    return found


def blocking(found: Sequence[Finding]) -> list[Finding]:
    """Those that must be put right first."""
    return [one for one in found if one.severity is Severity.BLOCKING]


def _pay(content: Content, minimum_per_hour: int | None) -> list[Finding]:
    base_pay, hours = content.get("base_pay_yen"), hours_of(content)
    if not base_pay or hours is None:
        return []
    found, allowances = [], allowances_of(content)
    if minimum_per_hour and (short := minimum_wage_shortfall(base_pay, allowances, hours, minimum_per_hour)):
        shown = {
            "hourly": int(hourly_wage(base_pay, allowances, hours)),
            "minimum": minimum_per_hour,
            "short": short,
        }
        found.append(Finding(FindingRule.MINIMUM_WAGE, Severity.REVIEW, PostingItem.BASE_PAY, shown))
    fixed_yen, fixed_hours = content.get("fixed_overtime_yen"), content.get("fixed_overtime_hours")
    if fixed_yen and fixed_hours:
        base = premium_base(base_pay, allowances)
        if fixed_overtime_shortfall(fixed_yen, Fraction(fixed_hours), base, hours):
            shown = {
                "hours": fixed_hours,
                "paid": fixed_yen,
                "least": least_overtime_pay(base, hours, Fraction(fixed_hours)),
            }
            found.append(Finding(FindingRule.FIXED_OVERTIME, Severity.BLOCKING, PostingItem.FIXED_OT, shown))
        if not (item(content, PostingItem.FIXED_OT) or {}).get("excess_paid"):
            found.append(Finding(FindingRule.EXCESS_NOT_PAID, Severity.BLOCKING, PostingItem.FIXED_OT))
    return found


def _time(content: Content) -> list[Finding]:
    found = []
    overtime = item(content, PostingItem.OVERTIME) or {}
    month = max(overtime.get("mean_hours") or 0, overtime.get("cap_month") or 0)
    if needs_special_clause(ceil(month), overtime.get("cap_year") or 0):
        shown = {"month": month, "year": overtime.get("cap_year") or 0}
        found.append(Finding(FindingRule.OVERTIME_CAP, Severity.REVIEW, PostingItem.OVERTIME, shown))
    days = (item(content, PostingItem.HOLIDAYS) or {}).get("days")
    if days is not None and days < FEW_DAYS_OFF:
        found.append(
            Finding(
                FindingRule.FEW_DAYS_OFF,
                Severity.REVIEW,
                PostingItem.HOLIDAYS,
                {"days": days, "least": FEW_DAYS_OFF},
            )
        )
    return found


def _words(content: Content) -> list[Finding]:
    found = []
    for rule, words in ((FindingRule.LIMITING_WORDS, LIMITING_WORDS), (FindingRule.MONEY_WORDS, MONEY_WORDS)):
        if hits := words_found(content, words):
            shown = {"words": ", ".join(hits)}
            found.append(Finding(rule, Severity.BLOCKING, PostingItem.DUTIES_INITIAL, shown))
    duties = content.get("texts", {}).get("ja", {}).get("duties", "")
    labour = [word for word in LABOUR_WORDS if word in duties]
    if labour and not any(word in duties for word in ENGINEERING_WORDS):
        shown = {"words": ", ".join(labour)}
        found.append(Finding(FindingRule.LABOUR_WORDS, Severity.REVIEW, PostingItem.DUTIES_INITIAL, shown))
    return found
