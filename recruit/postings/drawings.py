"""What is easier looked at than read: a month's money as a bar, a working day on its scale."""

from fractions import Fraction

from flask_babel import gettext as _, ngettext
from markupsafe import Markup

from recruit.postings import rules
from recruit.postings.rules import Content, PostingItem, item
from recruit.postings.rules.take_home import TakeHome
from recruit.web.charts import DayWords, Piece, parts_of_whole, working_day
from recruit.web.times import format_money, format_number


def months_money(found: TakeHome) -> Markup:
    """From gross to what is left, as one bar; nothing where nothing is left."""
    if found.left <= 0:
        return Markup("")
    parts = (
        (_("Left for you"), found.left),
        (_("Insurance"), found.insurance),
        (_("Taxes"), found.taxes),
        (_("Housing"), found.rent),
    )
    pieces = [Piece(f"{name} {format_money(yen)}", yen) for name, yen in parts if yen]
    return parts_of_whole(
        chart_id="months-money",
        title=_("Where a month's pay goes"),
        description=_(
            "Of %(gross)s about %(left)s is left.",
            gross=format_money(found.gross),
            left=format_money(found.left),
        ),
        pieces=pieces,
    )


def day_at_work(content: Content) -> tuple[Markup, str]:
    """A usual day with its mean overtime, and what that makes in a week; both empty while hours or days off are not said."""
    times, days = item(content, PostingItem.START_END_BREAK), item(content, PostingItem.HOLIDAYS)
    a_month = rules.hours_of(content)
    if not times or not days or a_month is None or days["days"] >= 365:
        return Markup(""), ""
    starts, ends = _clock(times["starts"]), _clock(times["ends"])
    ends += 24 if ends <= starts else 0
    overtime = (item(content, PostingItem.OVERTIME) or {}).get("mean_hours") or 0
    days_a_month = Fraction(365 - days["days"], 12)
    more = overtime / days_a_month
    agreed = ngettext(
        "Work from %(starts)s to %(ends)s, with a break of %(num)d minute",
        "Work from %(starts)s to %(ends)s, with a break of %(num)d minutes",
        times["break_minutes"],
        starts=times["starts"],
        ends=times["ends"],
    )
    extra = _("Overtime on average, about %(hours)s hours a day", hours=_tenths(more)) if overtime else ""
    week = _(
        "A week has about %(days)s working days and %(hours)s hours on average, overtime of about %(overtime)s hours included.",
        days=_tenths(days_a_month * 12 / Fraction(365, 7)),
        hours=_tenths((a_month + overtime) * 12 / Fraction(365, 7)),
        overtime=_tenths(overtime * 12 / Fraction(365, 7)),
    )
    drawn = working_day(
        chart_id="day-at-work",
        title=_("A usual working day"),
        description=_(", ").join(filter(None, (agreed, extra))),
        starts=starts,
        ends=ends,
        overtime=float(more),
        words=DayWords(agreed, extra),
    )
    return drawn, week


def _clock(written: str) -> float:
    hours, minutes = written.split(":")[:2]
    return int(hours) + int(minutes) / 60


def _tenths(value: Fraction) -> str:
    return format_number(round(float(value), 1))
