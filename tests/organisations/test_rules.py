"""Size, numbers, states and rights of organisations."""

import pytest

from recruit.organisations import words
from recruit.organisations.rules import (
    RIGHTS_OF,
    TRANSITIONS,
    OrganisationKind,
    OrganisationRefusal,
    OrganisationState,
    Prefecture,
    Rights,
    SizeClass,
    Trade,
    is_corporate_number,
    may_edit,
    may_manage_members,
    may_move,
    prefecture_number,
    size_class,
    why_not_eligible,
    why_not_rights,
)

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("capital_yen", "staff_count", "size"),
    [
        (300 * MILLION, 5_000, SizeClass.SMALL),
        (301 * MILLION, 300, SizeClass.SMALL),
        (301 * MILLION, 301, SizeClass.MIDDLE),
        (900 * MILLION, 2_000, SizeClass.MIDDLE),
        (900 * MILLION, 2_001, SizeClass.LARGE),
        (None, 250, SizeClass.SMALL),
        (None, 1_000, SizeClass.MIDDLE),
        (20 * MILLION, None, SizeClass.SMALL),
        (900 * MILLION, None, None),
        (None, None, None),
    ],
)
def test_size_class(capital_yen: int | None, staff_count: int | None, size: SizeClass | None) -> None:
    assert size_class(capital_yen, staff_count) == size


@pytest.mark.parametrize(
    ("capital_yen", "staff_count", "deemed_large", "refusal"),
    [
        (20 * MILLION, 60, False, None),
        (20 * MILLION, 60, True, OrganisationRefusal.DEEMED_LARGE),
        (900 * MILLION, 3_000, False, OrganisationRefusal.TOO_LARGE),
        (900 * MILLION, 2_000, False, None),
        (None, None, False, OrganisationRefusal.SIZE_UNKNOWN),
    ],
)
def test_who_may_take_part(
    capital_yen: int | None, staff_count: int | None, deemed_large: bool, refusal: OrganisationRefusal | None
) -> None:
    assert why_not_eligible(capital_yen, staff_count, deemed_large) == refusal


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("7000012050002", True),  # the National Tax Agency
        ("2000012100001", True),  # the Ministry of Land, Infrastructure, Transport and Tourism
        ("8000012050002", False),
        ("7000012050020", False),  # two digits exchanged
        ("700001205000", False),
        ("70000120500021", False),
        ("７００００１２０５０００２", False),
        ("7000-12050002", False),
        ("", False),
    ],
)
def test_corporate_number(number: str, valid: bool) -> None:
    assert is_corporate_number(number) is valid


def test_states() -> None:
    assert set(TRANSITIONS) == set(OrganisationState)
    assert may_move(OrganisationState.APPLIED, OrganisationState.APPROVED)
    assert may_move(OrganisationState.SUSPENDED, OrganisationState.APPROVED)
    assert not may_move(OrganisationState.APPLIED, OrganisationState.SUSPENDED)
    assert not may_move(OrganisationState.LEFT, OrganisationState.APPROVED)


def test_rights_belong_to_a_kind() -> None:
    assert set(RIGHTS_OF) == set(OrganisationKind)
    assert why_not_rights(OrganisationKind.UNIVERSITY, Rights.DESK) is None
    assert (
        why_not_rights(OrganisationKind.UNIVERSITY, Rights.RECRUITER)
        == OrganisationRefusal.RIGHTS_NOT_OF_KIND
    )
    assert why_not_rights(OrganisationKind.COMPANY, Rights.DESK) == OrganisationRefusal.RIGHTS_NOT_OF_KIND
    assert {rights for rights in Rights if may_edit(rights)} == {Rights.OWNER, Rights.RECRUITER, Rights.DESK}
    assert [rights for rights in Rights if may_manage_members(rights)] == [Rights.OWNER]


def test_trades_and_prefectures_are_whole() -> None:
    assert len(Trade) == 29
    assert len(Prefecture) == 47
    assert [
        prefecture_number(Prefecture(name)) for name in ("hokkaido", "tokyo", "osaka", "fukuoka", "okinawa")
    ] == [
        1,
        13,
        27,
        40,
        47,
    ]


def test_every_code_has_a_word() -> None:
    for labels in words.ALL:
        kind = type(next(iter(labels)))
        assert set(labels) == set(kind), kind
