"""How many signed up for an event: by state, by country, by day."""

from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from recruit.events import queries
from recruit.events.views.room import room
from recruit.students.names import country_name
from recruit.web.charts import Bar, small_bars
from recruit.web.gate import visitor
from recruit.web.locks import coordinator
from recruit.web.times import format_day
from recruit.web.words import words_for

MOST_DAYS = 60


@room.get("/staff/events/<slug>/sign-ups/figures", lock=coordinator)
def sign_up_figures(slug: str) -> ResponseReturnValue:
    """Counts as drawings; the list itself is one step away."""
    event = queries.event_for_staff(visitor(), slug)
    counts = queries.counts_of(visitor(), event)
    figures = queries.figures_of(visitor(), event)
    return render_template(
        "events/figures.html",
        event=event,
        total=sum(counts.values()),
        states=_drawn(
            "states", _("Sign-ups by state"), [(words_for(one), many) for one, many in counts.items() if many]
        ),
        countries=_drawn(
            "countries",
            _("Sign-ups that count, by nationality"),
            [(country_name(code) if code else _("Not known"), many) for code, many in figures.by_country],
        ),
        days=_drawn(
            "days",
            _("Sign-ups by day, the last %(days)d days", days=MOST_DAYS),
            [(format_day(day, "long"), many) for day, many in figures.by_day[-MOST_DAYS:]],
        ),
    )


def _drawn(chart_id: str, title: str, rows: Iterable[tuple[str, int]]) -> Markup:
    bars = [Bar(label, float(many), str(many)) for label, many in rows]
    said = ", ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    return small_bars(chart_id=chart_id, title=title, description=said, bars=bars)
