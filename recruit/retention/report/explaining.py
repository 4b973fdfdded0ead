"""What the figures of a report mean, and what was kept out of it."""

from flask_babel import gettext as _

from recruit.core.disclosure.limits import ROUNDED_TO
from recruit.retention.report.figures import Yearly
from recruit.retention.report.sections import Grid, Section
from recruit.retention.report.words import HIDDEN_MARK, PARTS
from recruit.web.times import format_number, format_share
from recruit.web.words import words_for


def definitions() -> Section:
    return Section(
        _("Definitions"),
        (
            _(
                "From the first working day to the day the employment ends, for whatever reason. Who is still employed counts for the time they were observed."
            ),
            _(
                "Each person counts once, with the first employment. Months are those of the calendar; who works to the last day of month 12 has stayed for 12 months."
            ),
            _(
                "Whoever nobody can reach any more counts until the last day on which somebody confirmed that they were there."
            ),
            _(
                "The share still there is the Kaplan–Meier estimate; who was registered late counts from that day. Its interval is the beta product confidence procedure (BPCP)."
            ),
            _("The shares by reason are the Aalen–Johansen estimate, with the log-log interval."),
            _("Surveys answered: of those sent to people whom they reached. Late answers count."),
            _(
                "The data hash is made of the rows on which the figures rest. Two reports with the same hash tell of the same data."
            ),
        ),
    )


def log_of(report: Yearly) -> Section:
    rows = tuple(
        (str(PARTS[part]), str(words_for(why)), format_number(count))
        for part, counts in report.log.items()
        for why, count in sorted(counts.items())
    )
    return Section(
        _("What was hidden, and why"),
        (
            _(
                "A number rests on at least %(count)s people. Shares are told to the nearest %(step)s, near their ends as a bound.",
                count=report.edition.least,
                step=format_share(ROUNDED_TO / 100, 0),
            ),
            _(
                "Each table was held against the totals, against tables that divide the same people alike, and against the report of the year before: nothing hidden can be reckoned out of them."
            ),
            _("%(mark)s stands for what is hidden, whatever the reason.", mark=HIDDEN_MARK),
        ),
        grid=Grid((_("Part"), _("Reason"), _("Figures")), rows, of_words=2) if rows else None,
        notes=() if rows else (_("Nothing was hidden."),),
    )
