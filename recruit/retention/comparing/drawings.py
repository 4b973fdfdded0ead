"""The share still there after a year, group by group, with its interval."""

from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup

from recruit.retention.comparing.rules import Comparison
from recruit.web.charts import Bar, small_bars
from recruit.web.times import format_share

# More bars than this nobody compares; the table has them all.
MOST_BARS = 12


def year_by_group(compared: Comparison, names: Mapping[str, str]) -> Markup:
    """Bars of the largest groups in the order of the table; who is not yet estimable has an empty one."""
    bars = []
    for group in compared.groups[:MOST_BARS]:
        point = group.after_a_year
        interval = point.beta_product
        bars.append(
            Bar(
                _("%(name)s (%(count)s)", name=names[group.value], count=group.people),
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
    )
