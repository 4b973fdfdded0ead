"""The share still there after a year, group by group, with its interval."""

from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup

from recruit.retention.comparing.rules import Comparison, Group
from recruit.retention.rules import LEAST_IN_FILES
from recruit.web.charts import Bar, small_bars
from recruit.web.times import format_share

# More bars than this nobody compares; the table has them all.
MOST_BARS = 12


def year_by_group(compared: Comparison, names: Mapping[str, str], *, for_file: bool = False) -> Markup:
    """Bars of the largest groups in the order of the table; who is not yet estimable has an empty one. Files travel further than
    a page: there groups of fewer than five people are left out, and shares that rest on fewer are not shown.
    """
    shown = compared.groups
    if for_file:
        shown = tuple(group for group in shown if group.people >= LEAST_IN_FILES)
    bars = []
    for group in shown[:MOST_BARS]:
        point = group.after_a_year
        if for_file and point.at_risk < LEAST_IN_FILES:
            bars.append(Bar(_bar_name(group, names), None, _("fewer than %(count)s", count=LEAST_IN_FILES)))
            continue
        interval = point.beta_product
        bars.append(
            Bar(
                _bar_name(group, names),
                point.survival,
                _("not yet estimable") if point.survival is None else format_share(point.survival),
                interval.lower if interval else None,
                interval.upper if interval else None,
            )
        )
    return small_bars(
        chart_id="retention-groups",
        title=_("Still there after 12 months"),
        description=_("One bar for each group, with its 95 percent interval; in brackets how many people."),
        bars=bars,
        most=1.0,
        only="desk" if for_file else None,
    )


def _bar_name(group: Group, names: Mapping[str, str]) -> str:
    return _("%(name)s (%(count)s)", name=names[group.value], count=group.people)
