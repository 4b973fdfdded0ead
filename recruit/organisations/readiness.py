"""What a company still lacks before its first position, in plain Python: what must be there, and what is good to have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.organisations.permits import PermitEnd, PermitStanding, standing
from recruit.organisations.rules import OrganisationState


class Item(StrEnum):
    """In the order in which they are best done."""

    SIZE = "size"
    FIGURES_SOURCE = "figures_source"
    TRADES = "trades"
    PERMIT = "permit"
    PERMIT_END = "permit_end"
    ABOUT_IN_JAPANESE = "about_in_japanese"
    ABOUT_FOR_STUDENTS = "about_for_students"
    SUPPORT = "support"
    HOUSING = "housing"
    CATEGORY = "category"
    PICTURE = "picture"
    SECOND_PERSON = "second_person"


# Without these nobody could be told whom they would work for, or staff could not check it.
MUST = frozenset(
    {Item.SIZE, Item.TRADES, Item.PERMIT, Item.PERMIT_END, Item.ABOUT_IN_JAPANESE, Item.ABOUT_FOR_STUDENTS}
)
# Students read one of these, or both of the last two.
_READ_BY_ALL = "en"
_READ_TOGETHER = frozenset({"vi", "id"})


@dataclass(frozen=True)
class CompanySaid:
    """What is looked at."""

    state: OrganisationState
    is_eligible: bool
    has_figures_source: bool
    has_trades: bool
    has_permit: bool
    permit_end: PermitEnd | None
    about_in: Collection[str]
    has_housing: bool
    has_support: bool
    has_category: bool
    pictures: int
    members: int


@dataclass(frozen=True)
class Looked:
    """One item, and whether it is there."""

    item: Item
    is_there: bool

    @property
    def must(self) -> bool:
        return self.item in MUST


def looked_at(said: CompanySaid, today: date) -> list[Looked]:
    """Every item: those that must be there first."""
    end = said.permit_end
    there = {
        Item.SIZE: said.is_eligible,
        Item.FIGURES_SOURCE: said.has_figures_source,
        Item.TRADES: said.has_trades,
        Item.PERMIT: said.has_permit,
        Item.PERMIT_END: end is not None
        and end.is_exact
        and standing(end, today) is not PermitStanding.ENDED,
        Item.ABOUT_IN_JAPANESE: "ja" in said.about_in,
        Item.ABOUT_FOR_STUDENTS: _READ_BY_ALL in said.about_in or set(said.about_in) >= _READ_TOGETHER,
        Item.SUPPORT: said.has_support,
        Item.HOUSING: said.has_housing,
        Item.CATEGORY: said.has_category,
        Item.PICTURE: said.pictures > 0,
        Item.SECOND_PERSON: said.members > 1,
    }
    return sorted((Looked(item, is_there) for item, is_there in there.items()), key=lambda one: not one.must)


class Next(StrEnum):
    """The one next step."""

    ANSWER_STAFF = "answer_staff"
    ASK_STAFF = "ask_staff"
    MEND_AND_ASK_AGAIN = "mend_and_ask_again"
    FILL_IN = "fill_in"
    WAIT = "wait"
    WRITE_POSITION = "write_position"


def next_step(state: OrganisationState, looked: Collection[Looked]) -> tuple[Next, Item | None]:
    """What to do now, and with which item."""
    if state is OrganisationState.ASKED_BACK:
        return Next.ANSWER_STAFF, None
    if state is OrganisationState.REFUSED:
        return Next.MEND_AND_ASK_AGAIN, None
    if state in (OrganisationState.SUSPENDED, OrganisationState.LEFT):
        return Next.ASK_STAFF, None
    missing = next((one.item for one in looked if one.must and not one.is_there), None)
    if missing is not None:
        return Next.FILL_IN, missing
    return (Next.WRITE_POSITION if state is OrganisationState.APPROVED else Next.WAIT), None
