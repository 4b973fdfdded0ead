"""What a company lacks before its first position."""

from dataclasses import replace
from datetime import date

import pytest

from recruit.organisations.permits import PermitEnd
from recruit.organisations.readiness import MUST, CompanySaid, Item, Next, looked_at, next_step
from recruit.organisations.readiness_words import ITEM, NEXT, WHERE, WHY
from recruit.organisations.rules import OrganisationState as State

TODAY = date(2026, 11, 25)
END = date(2028, 7, 1)
WHOLE = CompanySaid(
    state=State.APPROVED,
    is_eligible=True,
    has_figures_source=True,
    has_trades=True,
    has_permit=True,
    permit_end=PermitEnd(END, END),
    about_in={"ja", "en"},
    has_housing=True,
    has_support=True,
    has_category=True,
    pictures=1,
    members=2,
)


def missing(said):
    return {one.item for one in looked_at(said, TODAY) if not one.is_there}


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({}, set()),
        ({"is_eligible": False}, {Item.SIZE}),
        ({"has_trades": False, "has_permit": False}, {Item.TRADES, Item.PERMIT}),
        ({"permit_end": None}, {Item.PERMIT_END}),
        ({"permit_end": PermitEnd(END, date(2029, 3, 31))}, {Item.PERMIT_END}),
        ({"permit_end": PermitEnd(date(2026, 11, 24), date(2026, 11, 24))}, {Item.PERMIT_END}),
        ({"about_in": {"ja", "vi"}}, {Item.ABOUT_FOR_STUDENTS}),
        ({"about_in": {"ja", "vi", "id"}}, set()),
        ({"about_in": set()}, {Item.ABOUT_IN_JAPANESE, Item.ABOUT_FOR_STUDENTS}),
        (
            {"pictures": 0, "members": 1, "has_housing": False},
            {Item.PICTURE, Item.SECOND_PERSON, Item.HOUSING},
        ),
    ],
)
def test_each_item_is_looked_at(changes, lacks):
    assert missing(replace(WHOLE, **changes)) == lacks


@pytest.mark.parametrize(
    ("state", "changes", "step"),
    [
        (State.APPROVED, {}, (Next.WRITE_POSITION, None)),
        (State.APPROVED, {"pictures": 0}, (Next.WRITE_POSITION, None)),
        (State.APPROVED, {"has_permit": False, "about_in": set()}, (Next.FILL_IN, Item.PERMIT)),
        (State.APPLIED, {}, (Next.WAIT, None)),
        (State.APPLIED, {"has_trades": False}, (Next.FILL_IN, Item.TRADES)),
        (State.ASKED_BACK, {"has_trades": False}, (Next.ANSWER_STAFF, None)),
        (State.REFUSED, {}, (Next.MEND_AND_ASK_AGAIN, None)),
        (State.SUSPENDED, {}, (Next.ASK_STAFF, None)),
    ],
)
def test_there_is_one_next_step(state, changes, step):
    assert next_step(state, looked_at(replace(WHOLE, state=state, **changes), TODAY)) == step


def test_every_item_and_step_has_words_and_a_place():
    assert set(ITEM) == set(WHY) == set(WHERE) == set(Item)
    assert set(NEXT) == set(Next) - {Next.FILL_IN}
    assert set(Item) >= MUST
