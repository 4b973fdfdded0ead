"""What a company still lacks before it can have a booth, in plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """In the order in which they are best mended."""

    APPROVAL = "approval"
    FACTS = "facts"
    PAGE_IN_JAPANESE = "page_in_japanese"
    PAGE_IN_VIETNAMESE = "page_in_vietnamese"
    PAGE_IN_INDONESIAN = "page_in_indonesian"
    PAGE_IN_ENGLISH = "page_in_english"
    POSITION = "position"
    CONTACT = "contact"
    TELEPHONE = "telephone"


# What is read at a fair: Japanese, and the language of the country where it is held.
_OF_COUNTRY = {"VN": "vi", "ID": "id", "JP": "ja"}
_PAGE_IN = {
    "ja": Lack.PAGE_IN_JAPANESE,
    "vi": Lack.PAGE_IN_VIETNAMESE,
    "id": Lack.PAGE_IN_INDONESIAN,
    "en": Lack.PAGE_IN_ENGLISH,
}


@dataclass(frozen=True)
class CompanyForFair:
    """What is looked at."""

    is_approved: bool
    has_facts: bool
    page_in: Collection[str]
    open_positions: int
    people_who_act: int
    has_telephone: bool


def languages_of(country: str) -> tuple[str, ...]:
    """In which languages the page of a company must be for a fair in a country."""
    return tuple(dict.fromkeys(("ja", _OF_COUNTRY.get(country, "en"))))


def lacks_of(said: CompanyForFair, country: str) -> tuple[Lack, ...]:
    """Everything that is missing; empty where the company is ready."""
    there = {
        Lack.APPROVAL: said.is_approved,
        Lack.FACTS: said.has_facts,
        **{_PAGE_IN[one]: one in said.page_in for one in languages_of(country)},
        Lack.POSITION: said.open_positions > 0,
        Lack.CONTACT: said.people_who_act > 0,
        Lack.TELEPHONE: said.has_telephone,
    }
    return tuple(lack for lack in Lack if not there.get(lack, True))


def why_not_ready(lacks: Collection[Lack], *, demands: bool, is_let_in: bool) -> tuple[Lack, ...]:
    """What keeps a company from a booth. Without an approval nobody comes, whatever staff say."""
    if Lack.APPROVAL in lacks:
        return (Lack.APPROVAL,)
    return tuple(lacks) if demands and not is_let_in else ()
