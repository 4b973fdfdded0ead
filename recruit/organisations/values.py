"""What a company says about itself, on its way from a form to a move."""

from dataclasses import dataclass, field

from recruit.organisations.rules import (
    Prefecture,
    Support,
    Trade,
)


@dataclass(frozen=True)
class CompanyFacts:
    """What a company says about itself. Texts are by language; the Japanese ones are the source of the others."""

    names: dict[str, str]
    name_kana: str = ""
    about: dict[str, str] = field(default_factory=dict)
    prefecture: Prefecture | None = None
    address: str = ""
    telephone: str = ""
    capital_yen: int | None = None
    staff_count: int | None = None
    foreign_staff_count: int | None = None
    permit_number: str = ""
    trades: tuple[Trade, ...] = ()
    support: tuple[Support, ...] = ()
    deemed_large: bool = False
