"""The one figure of the start page, with what it counts; none where too few people stand behind it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from flask_babel import gettext as _

from recruit.dashboards.links import address
from recruit.retention.figures import Headline, headline

# The figure changes once a quarter; drawing the curve anew for every reader of the start page would be waste.
KEPT_FOR = timedelta(minutes=10)
_KEPT = "recruit.start_page_figure"


@dataclass(frozen=True)
class Figure:
    """What the start page says and how it is to be read."""

    sentence: str
    definition: str
    interval: str
    people: int
    as_of: date
    source_url: str | None


def start_page_figure(now: datetime) -> Figure | None:
    """The share of hires still at the same company after twelve months, as the public statistics have it."""
    found = _kept_headline(now)
    if found is None:
        return None
    percent = found.share.percent
    if found.share.or_more:
        sentence = _(
            "%(percent)d%% or more are still at the same company after twelve months.", percent=percent
        )
    elif found.share.or_fewer:
        sentence = _(
            "%(percent)d%% or fewer are still at the same company after twelve months.", percent=percent
        )
    else:
        sentence = _(
            "About %(percent)d%% are still at the same company after twelve months.", percent=percent
        )
    lower, upper = found.interval
    return Figure(
        sentence=sentence,
        definition=_(
            "Everybody hired through the programme, from the first working day; rounded to five percent."
        ),
        interval=_("%(lower)d to %(upper)d%%", lower=lower, upper=upper),
        people=found.people,
        as_of=found.as_of,
        source_url=address("/statistics"),
    )


def _kept_headline(now: datetime) -> Headline | None:
    """The headline, drawn at most every ten minutes in each process; in tests each time, as rows come and go."""
    if current_app.extensions["recruit.settings"].is_test:
        return headline()
    kept: tuple[datetime, Headline | None] | None = current_app.extensions.get(_KEPT)
    if kept is None or now - kept[0] > KEPT_FOR:
        kept = now, headline()
        current_app.extensions[_KEPT] = kept
    return kept[1]
