"""Statutory items, states and pay of postings."""

from fractions import Fraction

import pytest

from recruit.postings import words
from recruit.postings.rules import (
    ISCO,
    LEGAL_CLASSES,
    TRANSITIONS,
    Allowance,
    AllowanceKind,
    EmploymentKind,
    JapaneseLevel,
    LegalClass,
    PostingItem,
    PostingState,
    WorkKind,
    fixed_overtime_shortfall,
    hourly_wage,
    hours_covered,
    items_of,
    japanese_level_at_least,
    least_overtime_pay,
    may_move,
    minimum_wage_shortfall,
    missing_statutory_items,
    monthly_hours,
    monthly_pay,
    needs_special_clause,
    premium_base,
)


def whole_posting(contract_term: EmploymentKind = EmploymentKind.REGULAR) -> dict[str, object]:
    said: dict[str, object] = {str(item): "said" for item in PostingItem}
    return said | {"contract_term": contract_term, "allowances": 0, "fixed_ot": False}


def test_the_law_asks_for_these_items() -> None:
    assert [str(item) for item in items_of(LegalClass.RECRUITING)] == [
        "employer_name",
        "employer_type",
        "job_title",
        "duties_initial",
        "duties_change_range",
        "contract_term",
        "renewal",
        "renewal_cap",
        "probation",
        "place_initial",
        "place_change_range",
        "start_end_break",
        "overtime",
        "discretionary",
        "holidays",
        "base_pay",
        "allowances",
        "fixed_ot",
        "insurance",
        "smoking",
        "updated_on",
    ]
    assert set(LEGAL_CLASSES) == set(PostingItem)
    assert PostingItem.PAY_METHOD in items_of(LegalClass.CONTRACT)
    assert PostingItem.DUTIES_INITIAL in items_of(LegalClass.VISA)


def test_a_whole_posting_lacks_nothing() -> None:
    for term in EmploymentKind:
        assert missing_statutory_items(whole_posting(term)) == []
        assert missing_statutory_items(whole_posting(term), LegalClass.CONTRACT) == []


@pytest.mark.parametrize("empty", [None, "", "  ", [], {}, ()])
@pytest.mark.parametrize("item", ["duties_change_range", "place_change_range", "fixed_ot", "smoking"])
def test_silence_is_not_a_statement(item: str, empty: object) -> None:
    assert missing_statutory_items(whole_posting() | {item: empty}) == [item]


def test_an_empty_posting_lacks_all_but_what_depends() -> None:
    missing = missing_statutory_items({})
    assert missing[0] == "employer_name"
    assert len(missing) == 18
    assert not {"renewal", "renewal_cap", "discretionary"} & set(missing)


def test_renewal_is_asked_of_fixed_terms_only() -> None:
    silent = {"renewal": None, "renewal_cap": "", "indefinite_conversion": None}
    fixed = whole_posting(EmploymentKind.FIXED_TERM) | silent
    assert missing_statutory_items(whole_posting() | silent) == []
    assert missing_statutory_items(fixed) == ["renewal", "renewal_cap"]
    assert "indefinite_conversion" in missing_statutory_items(fixed, LegalClass.CONTRACT)
    # As it comes out of a row, the code is plain text.
    assert missing_statutory_items(fixed | {"contract_term": "fixed_term"}) == ["renewal", "renewal_cap"]


def test_states() -> None:
    assert set(TRANSITIONS) == set(PostingState)
    assert not may_move(PostingState.DRAFT, PostingState.PUBLISHED)
    assert may_move(PostingState.IN_REVIEW, PostingState.PUBLISHED)
    assert may_move(PostingState.PUBLISHED, PostingState.CLOSED)
    assert may_move(PostingState.CLOSED, PostingState.PUBLISHED)
    assert not may_move(PostingState.WITHDRAWN, PostingState.PUBLISHED)


@pytest.mark.parametrize(
    ("base", "allowances", "fixed_yen", "fixed_hours", "least"),
    [
        # Sample B: the site allowance belongs in the base, the licence allowance only for who gets it.
        (
            235_000,
            [(AllowanceKind.SITE, 20_000, True), (AllowanceKind.LICENCE, 30_000, False)],
            40_000,
            20,
            39_111,
        ),
        (
            235_000,
            [(AllowanceKind.SITE, 20_000, True), (AllowanceKind.LICENCE, 30_000, True)],
            40_000,
            20,
            43_712,
        ),
        # Sample E.
        (
            238_000,
            [(AllowanceKind.SITE, 15_000, True), (AllowanceKind.FAMILY, 10_000, True)],
            30_000,
            15,
            29_103,
        ),
    ],
)
def test_fixed_overtime_against_the_premium(
    base: int, allowances: list[tuple[AllowanceKind, int, bool]], fixed_yen: int, fixed_hours: int, least: int
) -> None:
    hours = Fraction(163)
    premium = premium_base(base, [Allowance(*allowance) for allowance in allowances])
    assert least_overtime_pay(premium, hours, Fraction(fixed_hours)) == least
    assert fixed_overtime_shortfall(fixed_yen, Fraction(fixed_hours), premium, hours) == max(
        least - fixed_yen, 0
    )
    assert (hours_covered(fixed_yen, premium, hours) >= fixed_hours) is (least <= fixed_yen)


def test_the_premium_rises_after_sixty_hours() -> None:
    assert least_overtime_pay(160_000, Fraction(160), Fraction(60)) == 75_000
    assert least_overtime_pay(160_000, Fraction(160), Fraction(62)) == 78_000


def test_hours_come_from_the_days_off() -> None:
    assert monthly_hours(120, Fraction(8)) == Fraction(490, 3)
    assert monthly_hours(125, Fraction(31, 4)) == 155


@pytest.mark.parametrize(
    ("base", "minimum", "shortfall"),
    [(225_000, 1_023, 0), (173_910, 1_023, 0), (173_909, 1_023, 1), (200_000, 1_226, 8_420)],
)
def test_minimum_wage(base: int, minimum: int, shortfall: int) -> None:
    commuting = Allowance(AllowanceKind.COMMUTING, 10_000)
    assert minimum_wage_shortfall(base, [commuting], Fraction(170), minimum) == shortfall


def test_what_counts_towards_the_hourly_wage() -> None:
    allowances = [Allowance(AllowanceKind.SITE, 10_000), Allowance(AllowanceKind.ATTENDANCE, 5_000)]
    assert hourly_wage(150_000, allowances, Fraction(160)) == 1_000
    assert monthly_pay(150_000, allowances, 20_000) == 185_000


@pytest.mark.parametrize(("month", "year", "needed"), [(45, 360, False), (46, 360, True), (40, 361, True)])
def test_special_clause(month: int, year: int, *, needed: bool) -> None:
    assert needs_special_clause(month, year) is needed


def test_levels_of_japanese_have_an_order() -> None:
    assert japanese_level_at_least(JapaneseLevel.N2, JapaneseLevel.N3)
    assert not japanese_level_at_least(JapaneseLevel.N4, JapaneseLevel.N3)
    assert japanese_level_at_least(JapaneseLevel.NONE, JapaneseLevel.NONE)


def test_every_code_has_a_word() -> None:
    for labels in words.ALL:
        kind = type(next(iter(labels)))
        assert set(labels) == set(kind), kind
    assert set(ISCO) == set(WorkKind)
