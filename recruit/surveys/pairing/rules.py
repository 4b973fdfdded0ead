"""The company's forms: at which points, how each stands, and its pages. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from recruit.surveys.forms import Instrument, Item, ItemType
from recruit.surveys.planning.programme import Programme, shipped_programme
from recruit.surveys.rules import ContactState, Openness, openness

PROGRAMME = "companies"
TOKYO = ZoneInfo("Asia/Tokyo")
# Where nobody of a company could be told, it is looked at again so soon.
LOOK_AGAIN_AFTER = timedelta(days=1)


class FormStanding(StrEnum):
    """How one form of the company stands, as the company sees it."""

    TO_COME = "to_come"
    OPEN = "open"
    LATE = "late"
    HANDED_IN = "handed_in"
    CLOSED = "closed"


class Bound(StrEnum):
    """Whether a share is told as itself, or as a bound that leaves several answers open."""

    NONE = "none"
    OR_MORE = "or_more"
    OR_FEWER = "or_fewer"


class PairingRefusal(StrEnum):
    """Why a move on a company's form is not possible."""

    FORM_CLOSED = "form_closed"
    FORM_HANDED_IN = "form_handed_in"
    FORM_NOT_BEGUN = "form_not_begun"
    ANSWER_NOT_TAKEN = "answer_not_taken"


def shipped_company_programme() -> Programme:
    """The same points, windows and reminders as for the hires, without calls; one mail a day is the only budget."""
    return Programme(
        tuple(replace(wave, audience="company", call_days=()) for wave in shipped_programme().waves),
        budget=None,
    )


# The person is not this company's any more, or never was: nothing more is asked.
GONE = frozenset(
    {"died", "left", "rehired", "never_started", "start_withdrawn", "leaving_withdrawn", "erased", "moved_on"}
)
# Of what was never asked, nothing can be answered.
NOT_ASKED = frozenset({ContactState.CANCELLED, ContactState.NOT_APPLICABLE, ContactState.HELD})


def standing(
    *,
    state: ContactState,
    reason: str,
    opens_at: datetime,
    closes_at: datetime,
    was_given_out: bool,
    is_handed_in: bool,
    now: datetime,
) -> FormStanding:
    """Whether a form takes answers. Told or not, a form is open from its first day on: the list shows it."""
    if is_handed_in:
        return FormStanding.HANDED_IN
    if reason in GONE or state is ContactState.CANCELLED:
        return FormStanding.CLOSED
    if not was_given_out and state in NOT_ASKED:
        return FormStanding.TO_COME if now < opens_at else FormStanding.CLOSED
    return {
        Openness.NOT_YET: FormStanding.TO_COME,
        Openness.OPEN: FormStanding.OPEN,
        Openness.LATE: FormStanding.LATE,
        Openness.CLOSED: FormStanding.CLOSED,
    }[openness(opens_at=opens_at, closes_at=closes_at, was_given_out=was_given_out, now=now)]


TAKES_ANSWERS = frozenset({FormStanding.OPEN, FormStanding.LATE})


@dataclass(frozen=True)
class Part:
    """One page of a form: the note that heads it, and its questions."""

    name: str
    heading: Item
    items: tuple[Item, ...]


def parts_of(form: Instrument, visible: Iterable[Item]) -> tuple[Part, ...]:
    """The pages of a form: each begins with a note. `visible` are the items shown; a page without questions is left out."""
    shown = {item.name for item in visible}
    parts: list[Part] = []
    for item in form.items:
        if item.type is ItemType.NOTE:
            parts.append(Part(item.name, item, ()))
        elif parts and item.name in shown:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, item))
    return tuple(part for part in parts if part.items)


def begin_of(day: date) -> datetime:
    """The first instant of a day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)
