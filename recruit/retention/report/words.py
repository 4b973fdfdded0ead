"""Words of the yearly report."""

from flask_babel import gettext as _, lazy_gettext as _l

from recruit.core.disclosure.shares import Said
from recruit.retention.report.rules import Outcome, Readers, ReportRefusal, Told
from recruit.retention.report.tables import Part
from recruit.retention.rules import PublicShare
from recruit.web.times import format_number, format_share

# What stands for a hidden figure, whatever rule hid it.
HIDDEN_MARK = "–"

PARTS = {
    Part.PEOPLE: _l("Numbers of people"),
    Part.CURVE: _l("Share still at the same company"),
    Part.EXITS: _l("Where people went"),
    Part.QUARTER: _l("By quarter of the first working day"),
    Part.COUNTRY: _l("By country"),
    Part.SIZE: _l("By size of the company"),
    Part.FAIR: _l("By fair"),
    Part.FOLLOW_UP: _l("Follow-up surveys"),
}
READERS = {
    Readers.EVERYBODY: _l("The public"),
    Readers.PARTNERS: _l("Organisations that take part; not for publication"),
}
OUTCOMES = {
    Outcome.ANSWERED: _l("Answered"),
    Outcome.SILENT: _l("Asked, no answer"),
    Outcome.NOT_REACHED: _l("Not reached"),
}
REFUSALS = {
    ReportRefusal.YEAR_NOT_OVER: _l("This fiscal year is not over yet."),
    ReportRefusal.NOT_A_YEAR: _l("There are no figures of this year."),
    ReportRefusal.KNOWN_IN_THE_FUTURE: _l("Choose a day that is over: what is known today may still change."),
    ReportRefusal.KNOWN_TOO_EARLY: _l("Choose the last day of the fiscal year or a later one."),
}
ALL = (PARTS, READERS, OUTCOMES, REFUSALS)


def share_words(found: Told) -> str:
    """A share of a group."""
    if found.share is None:
        return HIDDEN_MARK if found.too_few else _("not yet estimable")
    return _rounded(found.share)


def said_words(found: Said | None) -> str:
    """A share of answers."""
    if found is None:
        return HIDDEN_MARK
    return _rounded(PublicShare(found.percent, found.or_more, found.or_fewer))


def _rounded(found: PublicShare) -> str:
    share = format_share(found.percent / 100, 0)
    if found.or_more:
        return _("%(share)s or more", share=share)
    return _("%(share)s or fewer", share=share) if found.or_fewer else _("about %(share)s", share=share)


def interval_words(found: Told) -> str:
    if found.interval is None:
        return HIDDEN_MARK
    low, high = (format_share(limit / 100, 0) for limit in found.interval)
    return _("%(low)s to %(high)s", low=low, high=high)


def count_words(people: int | None) -> str:
    return HIDDEN_MARK if people is None else format_number(people)
