"""Reads about stays: the days of a hire, the law's terms, whose stay ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select

from recruit.core.db import session
from recruit.core.facts import Fact, facts_on
from recruit.core.months import last_day_within
from recruit.placements.models import Placement
from recruit.placements.rules import AT_WORK, GOES_ON
from recruit.placements.stay.rules import NOTICES, StayDays, StayList, Terms

LONGEST, FROM, GRACE = (
    "gijinkoku_longest_period_years",
    "extension_possible_months_before",
    "extension_grace_months",
)
TAKES = "extension_processing_mean_days"


@dataclass(frozen=True)
class Law:
    """What the dated facts say about extensions; None where one does not hold any more."""

    longest: Fact | None
    possible_from: Fact | None
    grace: Fact | None
    takes: Fact | None

    @property
    def grace_months(self) -> int | None:
        """How long a stay goes on after its end for who has applied in time."""
        return int(self.grace.value) if self.grace is not None else None

    @property
    def sources(self) -> list[Fact]:
        return [one for one in (self.possible_from, self.grace, self.takes) if one is not None]


def law_on(day: date) -> Law:
    """The facts about extensions that hold on a day, in one read."""
    found = facts_on((LONGEST, FROM, GRACE, TAKES), day)
    return Law(found.get(LONGEST), found.get(FROM), found.get(GRACE), found.get(TAKES))


def terms_on(day: date) -> Terms | None:
    """The same as the rules take it; None where a fact is missing, so that nothing is refused for it."""
    law = law_on(day)
    if law.longest is None or law.possible_from is None:
        return None
    return Terms(int(law.longest.value), int(law.possible_from.value))


def latest_end_on(day: date) -> date | None:
    """Nobody's stay that is entered on this day can end later; None where a fact of the law is missing."""
    terms = terms_on(day)
    return terms.latest_end(day) if terms is not None else None


def days_of(placement: Placement) -> StayDays:
    """The days of one hire, as they stand."""
    return StayDays(
        placement.arrived_on,
        placement.stay_until_on,
        placement.renewal_applied_on,
        has_no_end=placement.stay_has_no_end,
    )


def still(days: StayDays) -> tuple[ColumnElement[bool], ...]:
    """That nobody has changed them since."""
    return (
        Placement.arrived_on.is_not_distinct_from(days.arrived_on),
        Placement.stay_until_on.is_not_distinct_from(days.until_on),
        Placement.renewal_applied_on.is_not_distinct_from(days.applied_on),
        Placement.stay_has_no_end.is_(days.has_no_end),
    )


def is_to_renew(today: date) -> ColumnElement[bool]:
    """Of Placement: whose stay ends within the time of our reminders, or has ended, and nobody has applied; or who has applied
    and whose end has passed without a new one.
    """
    return and_(
        Placement.state.in_(GOES_ON),
        or_(
            and_(
                Placement.renewal_applied_on.is_(None),
                Placement.stay_until_on <= last_day_within(today, max(NOTICES)),
            ),
            and_(
                Placement.renewal_applied_on.is_not(None),
                Placement.stay_until_on < today,
            ),
        ),
    )


def listed(which: StayList | None, today: date) -> ColumnElement[bool]:
    """Of Placement: what stands on a list of staff."""
    match which:
        case StayList.ENDING:
            return is_to_renew(today)
        case StayList.ARRIVAL_UNKNOWN:
            return and_(Placement.state.in_(AT_WORK), Placement.arrived_on.is_(None))
        case StayList.END_UNKNOWN:
            return and_(
                Placement.state.in_(AT_WORK),
                Placement.stay_until_on.is_(None),
                Placement.stay_has_no_end.is_(False),
            )
    return false()


def to_be_told(today: date, limit: int) -> Sequence[int]:
    """Hires whose stay ends soon and who were not reminded of it yet, by the end."""
    near, nearest = max(NOTICES), min(NOTICES)
    return (
        session()
        .scalars(
            select(Placement.id)
            .where(
                Placement.state.in_(GOES_ON),
                Placement.renewal_applied_on.is_(None),
                Placement.stay_until_on >= today,
                or_(
                    and_(
                        Placement.stay_notice.is_(None),
                        Placement.stay_until_on <= last_day_within(today, near),
                    ),
                    and_(
                        Placement.stay_notice > nearest,
                        Placement.stay_until_on <= last_day_within(today, nearest),
                    ),
                ),
            )
            .order_by(Placement.stay_until_on, Placement.id)
            .limit(limit)
        )
        .all()
    )
