"""Pay as a reader needs it: gross first, its parts, and what it is worth at home where a dated rate is known."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
import re

from flask_babel import gettext as _

from recruit.core.clock import day_in
from recruit.core.facts import Fact
from recruit.postings import conditions, queries, rules
from recruit.postings.rules import Content
from recruit.postings.rules.currencies import RATE_LASTS_DAYS, currency_of, is_old_rate, rounded_about
from recruit.web.times import format_day, format_money


@dataclass(frozen=True)
class Home:
    """The reader's own currency and how much of it one yen buys; `rate` is None where none is entered or it is too old."""

    currency: str | None
    newest: Fact | None
    rate: Fact | None

    def about(self, yen: int) -> str:
        """The sum in the reader's currency, to three figures; empty without a rate."""
        if self.rate is None or self.currency is None:
            return ""
        return _money_at_home(rounded_about(yen, Decimal(self.rate.value)), self.currency)

    @property
    def note(self) -> str:
        """Which rate it was, or why there is no sum in the reader's currency; empty for readers who need none."""
        if self.currency is None:
            return ""
        if self.rate is not None:
            one_yen = _money_at_home(Decimal(self.rate.value), self.currency)
            said = _(
                "Rate of %(day)s: 1 yen is about %(rate)s.",
                day=format_day(self.rate.valid_from_on),
                rate=one_yen,
            )
            unsure = _("Nobody has verified this rate yet.")
            return said if self.rate.verified else f"{said} {unsure}"
        if self.newest is None:
            return _("No rate is entered for your currency, so there is no sum in it.")
        return _(
            "The newest rate is of %(day)s. It is older than %(most)d days, so there is no sum in your currency.",
            day=format_day(self.newest.valid_from_on),
            most=RATE_LASTS_DAYS,
        )


@dataclass(frozen=True)
class Pay:
    """`gross` is what everybody gets every month; `rows` are its parts."""

    gross: int
    rows: list[tuple[str, str]]
    fixed_hours: int | None
    winter_more: int


def home_of(language: str, nationality: str, *, now: datetime) -> Home:
    """The currency of a reader: of the country where it is known, else of the language. One look into the facts at most."""
    currency = currency_of(language, nationality)
    newest = queries.exchange_rate(currency, now=now) if currency else None
    rate = newest if newest and not is_old_rate(newest.valid_from_on, day_in(now, queries.TOKYO)) else None
    return Home(currency, newest, rate)


def pay_of(content: Content) -> Pay | None:
    """The pay of a position; None while no base pay is stated."""
    base_pay = content.get("base_pay_yen")
    if not base_pay:
        return None
    fixed = content.get("fixed_overtime_yen") or 0
    rows = [(_("Base pay"), format_money(base_pay))]
    rows += [
        (conditions.allowance_name(row), format_money(row["yen"]))
        for row in conditions.allowance_rows(content)
    ]
    if fixed:
        rows.append((_("Fixed overtime pay"), format_money(fixed)))
    winter = sum(
        row["yen"] for row in conditions.allowance_rows(content) if row.get("from_month") and row["for_all"]
    )
    return Pay(
        gross=rules.monthly_pay(base_pay, rules.allowances_of(content), fixed),
        rows=rows,
        fixed_hours=content.get("fixed_overtime_hours") if fixed else None,
        winter_more=winter,
    )


def _money_at_home(value: Decimal, currency: str) -> str:
    # Rupiah and dong are written without a fraction.
    return re.sub(r"[.,]00(?!\d)", "", format_money(value.quantize(Decimal(1)), currency))
