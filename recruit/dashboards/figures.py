"""The one figure of the start page, with what it counts; no figure where too few people stand behind it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from recruit.core import clock
from recruit.dashboards.links import address
from recruit.dashboards.queries import figures as queries

LEAST_PEOPLE = 20
TOKYO = "Asia/Tokyo"


@dataclass(frozen=True)
class Figure:
    """What the start page says and how it is to be read."""

    sentence: str
    definition: str
    n: int
    as_of: date
    source_url: str | None


def start_page_figure(now: datetime) -> Figure | None:
    """The share of hires still at the same company after twelve months; None for fewer than twenty."""
    today = clock.day_in(now, TOKYO)
    began, stayed = queries.stayed_a_year(today)
    if began < LEAST_PEOPLE:
        return None
    return Figure(
        sentence=_(
            "%(stayed)d of %(began)d people were still at the same company twelve months after their first day.",
            stayed=stayed,
            began=began,
        ),
        definition=_(
            "Everybody known to the programme by the first working day who began at least twelve months ago."
        ),
        n=began,
        as_of=today,
        source_url=address("/statistics"),
    )
