"""What is left of a position's pay, in words: the sum, what the reader may change, what it is reckoned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
import re
import unicodedata

from flask_babel import gettext as _, lazy_gettext as _l, ngettext

from recruit.core.clock import day_in
from recruit.core.facts import Fact
from recruit.organisations.rules import Prefecture
from recruit.postings import queries, rules
from recruit.postings.rules import AllowanceKind, Content, HousingKind, PostingItem, item
from recruit.postings.rules.deductions import DeductionFact
from recruit.postings.rules.take_home import (
    MOST_DEPENDANTS,
    MOST_RENT,
    Circumstance,
    MonthsPay,
    TakeHome,
    take_home,
)
from recruit.web.times import format_day, format_money
from recruit.web.words import words_for

NAMES = {
    "health_insurance": _l("Health insurance"),
    "child_support": _l("Contribution for child-rearing"),
    "pension": _l("Employees' pension insurance"),
    "pay_grades": _l("Grades of pay that insurance is reckoned from"),
    "employment_insurance": _l("Employment insurance"),
    "income_tax_monthly": _l("Income tax"),
    "employment_income": _l("What employees may deduct from a year's pay"),
    "employment_income_least": _l("The least that employees may deduct from a year's pay"),
    "resident_tax": _l("Resident tax"),
    "resident_tax_free": _l("Pay below which there is no resident tax"),
}
OF_LEAVING = (
    "pension_lump_sum_minimum_months",
    "pension_lump_sum_claim_within_years",
    "pension_lump_sum_counted_years",
)
OF_RELATIVES = "dependant_abroad_remittance"
_BETWEEN = re.compile(r"[.,' ]")
_NUMBER = re.compile(rf"[0-9]{{1,9}}|[0-9]{{1,3}}(?:{_BETWEEN.pattern}[0-9]{{3}}){{1,2}}")


@dataclass(frozen=True)
class Source:
    """One dated fact as a reader checks it."""

    name: str
    fact: DeductionFact


@dataclass(frozen=True)
class Estimate:
    """`later` is what is left in the two other years of work, each with its year."""

    circumstance: Circumstance
    found: TakeHome
    sums: list[tuple[str, str]]
    later: list[tuple[int, str]]
    assumptions: list[str]
    sources: list[Source]
    unverified: list[str]
    lacks_rent: bool


def asked_of(args: Mapping[str, str], content: Content) -> Circumstance:
    """What the address says; what is missing or nonsense is as in the position."""
    usual = Circumstance(rent=own_rent(content))
    return Circumstance(
        year=_whole(args.get("year"), usual.year, least=1, most=3),
        dependants=_whole(args.get("dependants"), usual.dependants, least=0, most=MOST_DEPENDANTS),
        rent=_whole(args.get("rent"), usual.rent, least=0, most=MOST_RENT),
    )


def _whole(typed: str | None, usual: int, *, least: int, most: int) -> int:
    text = unicodedata.normalize("NFKC", typed or "").strip().removeprefix("¥").removesuffix("円").strip()
    # As people write it: 70000, 70.000, 70,000, wide digits. Digits of other scripts and endless ones are none.
    if not _NUMBER.fullmatch(text):
        return usual
    return min(max(int(_BETWEEN.sub("", text)), least), most)


def finds_own_home(content: Content) -> bool:
    """Whether the reader has a rent to pay that the position does not name."""
    kind = (item(content, PostingItem.HOUSING) or {}).get("kind")
    return kind not in (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY)


def own_rent(content: Content) -> int:
    """What the company takes for its flat or dormitory; 0 where the reader rents or nothing is said."""
    housing = item(content, PostingItem.HOUSING) or {}
    if housing.get("kind") in (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY):
        return housing.get("yen") or 0
    return 0


def rent_allowance(content: Content, rent: int) -> int:
    """What the company adds for a home the reader rents: never more than the rent."""
    housing = item(content, PostingItem.HOUSING) or {}
    if housing.get("kind") == HousingKind.RENT_ALLOWANCE:
        return min(housing.get("yen") or 0, rent)
    return 0


def months_pay(content: Content, rent: int, *, now: datetime) -> MonthsPay | None:
    """What is paid in a month of this position; None while no base pay is stated."""
    if not content.get("base_pay_yen"):
        return None
    allowances = rules.allowances_of(content)
    gross = rules.monthly_pay(content["base_pay_yen"], allowances, content.get("fixed_overtime_yen") or 0)
    starts = content.get("start_month")
    return MonthsPay(
        gross=gross + rent_allowance(content, rent),
        prefecture=content["prefecture"],
        starts_on=date.fromisoformat(starts) if starts else day_in(now, queries.TOKYO).replace(day=1),
        commuting=sum(one.yen for one in allowances if one.for_all and one.kind is AllowanceKind.COMMUTING),
    )


def left_of(content: Content, *, now: datetime) -> int | None:
    """What is left in a usual month of the first year, as the position stands; for lists and comparisons."""
    circumstance = Circumstance(rent=own_rent(content))
    pay = months_pay(content, circumstance.rent, now=now)
    return take_home(pay, circumstance).left if pay else None


def estimate_of(content: Content, circumstance: Circumstance, *, now: datetime) -> Estimate | None:
    """The whole estimate; None while no base pay is stated."""
    pay = months_pay(content, circumstance.rent, now=now)
    if pay is None:
        return None
    found = take_home(pay, circumstance)
    return Estimate(
        circumstance=circumstance,
        found=found,
        sums=_sums(found, rent_allowance(content, circumstance.rent)),
        later=[
            (year, _of_year(year, take_home(pay, replace(circumstance, year=year)).left))
            for year in (1, 2, 3)
            if year != circumstance.year
        ],
        assumptions=_assumptions(content, pay, circumstance, found),
        sources=[Source(str(NAMES[fact.key]), fact) for fact in found.used],
        unverified=[str(NAMES[fact.key]) for fact in found.used if not fact.verified],
        lacks_rent=not circumstance.rent and finds_own_home(content),
    )


def _sums(found: TakeHome, added: int) -> list[tuple[str, str]]:
    taken = (
        (_("Health insurance"), found.health),
        (_("Contribution for child-rearing"), found.child_support),
        (_("Employees' pension insurance"), found.pension),
        (_("Employment insurance"), found.employment),
        (_("Income tax"), found.income_tax),
        (_("Resident tax"), found.resident_tax),
        (_("Housing"), found.rent),
    )
    rows = [(_("Every month before deductions"), format_money(found.gross - added))]
    if added:
        rows.append((_("Rent help from the company"), format_money(added)))
    return rows + [(name, f"−{format_money(yen)}") for name, yen in taken if yen]


def _of_year(year: int, left: int) -> str:
    amount = format_money(left)
    if year == 1:
        return _("In the first year about %(amount)s is left.", amount=amount)
    if year == 2:
        return _("From June of the second year about %(amount)s is left.", amount=amount)
    return _("From June of the third year about %(amount)s is left.", amount=amount)


def _assumptions(content: Content, pay: MonthsPay, circumstance: Circumstance, found: TakeHome) -> list[str]:
    said = [
        _(
            "Work in %(prefecture)s from %(month)s.",
            prefecture=words_for(Prefecture(pay.prefecture)),
            month=format_day(pay.starts_on, "month"),
        )
    ]
    if found.has_undecided:
        said.append(_("Some rates of that time are not decided yet. The newest ones are used instead."))
    said += [
        _("You are under forty, and the company is insured with the Japan Health Insurance Association."),
        _("Insurance counts this pay as %(grade)s a month, the pension as %(pension)s.", grade=format_money(found.grade), pension=format_money(found.pension_grade)),
        _("The same pay every month: no bonus, no pay rise, no overtime beyond the fixed hours."),
        _("You have given the company the declaration of dependants."),
    ]  # fmt: skip
    if circumstance.year > 1:
        said.append(
            ngettext(
                "Resident tax at the standard rate, from the pay of %(num)d month of the year before.",
                "Resident tax at the standard rate, from the pay of %(num)d months of the year before.",
                found.months_taxed,
            )
        )
    return said


def notes_of(facts: Mapping[str, Fact]) -> list[tuple[str, Sequence[Fact]]]:
    """What newcomers from abroad should know about relatives and about leaving, each with the facts it rests on."""
    notes: list[tuple[str, Sequence[Fact]]] = []
    relatives = facts.get(OF_RELATIVES)
    if relatives is not None:
        words = _(
            "Relatives abroad count as dependants only with family papers and proof of money sent to each of them. Between 30 and 69 years of age most of them count only with at least %(amount)s sent in the year.",
            amount=format_money(int(relatives.value)),
        )
        notes.append((words, [relatives]))
    of_leaving = [facts[key] for key in OF_LEAVING if key in facts]
    if len(of_leaving) == len(OF_LEAVING):
        months, within, counted = (int(fact.value) for fact in of_leaving)
        words = _(
            "Part of the pension contributions can be paid back when you leave Japan for good (lump-sum withdrawal payment): after at least %(months)d months in the pension, for at most %(counted)d years, asked for within %(within)d years. These years then no longer count for a pension.",
            months=months,
            counted=counted,
            within=within,
        )
        notes.append((words, of_leaving))
    return notes
