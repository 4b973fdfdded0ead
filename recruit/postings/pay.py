"""Pay as a reader needs it: gross first, what is left of it, and what it is worth at home where a dated rate is known."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext as _

from recruit.core.facts import Fact
from recruit.postings import conditions, queries, rules
from recruit.postings.rules import Content, HousingKind, PostingItem, item
from recruit.web.times import format_money

_CURRENCY_OF = {"vi": "VND", "id": "IDR"}


@dataclass(frozen=True)
class Pay:
    """`gross` is what everybody gets every month; `rows` its parts, `sums` the way from there to `left`."""

    gross: int
    rows: list[tuple[str, str]]
    fixed_hours: int | None
    sums: list[tuple[str, str]]
    left: int
    share: Decimal
    share_checked_on: date | None
    about: str
    rate: str
    rate_on: date | None
    winter_more: int


def pay_of(content: Content, language: str, *, now: datetime) -> Pay | None:
    """The pay of a position; None while no base pay is stated."""
    base_pay = content.get("base_pay_yen")
    if not base_pay:
        return None
    fixed = content.get("fixed_overtime_yen") or 0
    gross = rules.monthly_pay(base_pay, rules.allowances_of(content), fixed)
    rows = [(_("Base pay"), format_money(base_pay))]
    rows += [
        (conditions.allowance_name(row), format_money(row["yen"]))
        for row in conditions.allowance_rows(content)
    ]
    if fixed:
        rows.append((_("Fixed overtime pay"), format_money(fixed)))
    insurance = queries.social_insurance_share(now=now)
    share = Decimal(insurance.value) / 100 if insurance else Decimal(0)
    taken = int(gross * share)
    sums = [(_("Every month before deductions"), format_money(gross))]
    if taken:
        sums.append((_("Social insurance, about"), f"−{format_money(taken)}"))
    rent = _rent(content)
    if rent:
        sums.append((_("Housing"), f"−{format_money(rent)}"))
    winter = sum(
        row["yen"] for row in conditions.allowance_rows(content) if row.get("from_month") and row["for_all"]
    )
    currency = _CURRENCY_OF.get(language)
    rate = queries.exchange_rate(currency, now=now) if currency else None
    return Pay(
        gross=gross,
        rows=rows,
        fixed_hours=content.get("fixed_overtime_hours") if fixed else None,
        sums=sums,
        left=gross - taken - rent,
        share=share,
        share_checked_on=insurance.checked_on if insurance else None,
        about=_about(gross, rate, currency),
        rate=_rate(rate, currency),
        rate_on=rate.valid_from_on if rate else None,
        winter_more=winter,
    )


def _rent(content: Content) -> int:
    housing = item(content, PostingItem.HOUSING) or {}
    if housing.get("kind") in (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY):
        return housing.get("yen") or 0
    return 0


def _about(gross: int, rate: Fact | None, currency: str | None) -> str:
    if rate is None or currency is None:
        return ""
    # Rounded to three figures: it is an "about", and changes every day.
    value = gross * Decimal(rate.value)
    step = Decimal(10) ** max(value.adjusted() - 2, 0)
    return _money_at_home((value / step).to_integral_value() * step, currency)


def _rate(rate: Fact | None, currency: str | None) -> str:
    return _money_at_home(Decimal(rate.value), currency) if rate and currency else ""


def _money_at_home(value: Decimal, currency: str) -> str:
    # Rupiah and dong are written without a fraction.
    return format_money(value.quantize(Decimal(1)), currency).replace(",00", "")
