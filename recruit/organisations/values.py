"""What a company says about itself, on its way from a form to a move."""

from dataclasses import dataclass
from datetime import date

from recruit.organisations.rules import (
    EmployerCategory,
    FiguresSource,
    Prefecture,
    Support,
    Trade,
)


@dataclass(frozen=True)
class CompanyFacts:
    """What a company says about itself. `names` are by language; the texts of its page are saved by themselves."""

    names: dict[str, str]
    name_kana: str = ""
    prefecture: Prefecture | None = None
    address: str = ""
    telephone: str = ""
    capital_yen: int | None = None
    staff_count: int | None = None
    foreign_staff_count: int | None = None
    figures_source: FiguresSource | None = None
    figures_on: date | None = None
    employer_category: EmployerCategory | None = None
    permit_number: str = ""
    permit_until: date | None = None
    trades: tuple[Trade, ...] = ()
    support: tuple[Support, ...] = ()
    deemed_large: bool = False


@dataclass(frozen=True)
class CompanyWords:
    """What a company says on its page in one language. An empty name means: as in English, else as in Japanese."""

    name: str = ""
    about: str = ""
    people: str = ""
    housing: str = ""
    support: str = ""
