"""A duty as the page says it: one sentence, why, where to do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from recruit.dashboards.cards.companies import COMPANY
from recruit.dashboards.cards.says import Says
from recruit.dashboards.cards.staff import STAFF
from recruit.dashboards.cards.students import STUDENT
from recruit.dashboards.links import address
from recruit.dashboards.rules import CompanyAct, Duty, StudentAct, is_late


@dataclass(frozen=True)
class Card:
    """A duty ready to be shown. `href` is None where its page does not open for the reader.

    `day` is that of its deadline, or of the oldest where there is none; `days_late` counts days in the zone of the duty.
    """

    duty: Duty
    title: str
    words: str
    href: str | None
    act: str
    is_late: bool
    day: date | None = None
    days_late: int = 0


def _says(duty: Duty) -> Says:
    if isinstance(duty.act, StudentAct):
        return STUDENT[duty.act]
    return COMPANY[duty.act] if isinstance(duty.act, CompanyAct) else STAFF[duty.act]


def card_of(duty: Duty, now: datetime) -> Card:
    """The card of a duty in the reader's language."""
    title, words, path, act = _says(duty)(duty)
    zone = ZoneInfo(duty.zone)
    moment = duty.since or duty.by_at
    late = is_late(duty, now)
    days_late = (
        (now.astimezone(zone).date() - duty.by_at.astimezone(zone).date()).days if late and duty.by_at else 0
    )
    day = moment.astimezone(zone).date() if moment else None
    return Card(duty, title, words, address(path), act, late, day, days_late)


def cards_of(duties: Iterable[Duty], now: datetime) -> list[Card]:
    """The cards of duties, in their order."""
    return [card_of(duty, now) for duty in duties]


def open_cards_of(duties: Iterable[Duty], now: datetime) -> list[Card]:
    """Only those whose page opens for the reader."""
    return [card for card in cards_of(duties, now) if card.href]
