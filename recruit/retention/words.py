"""Words of the retention figures."""

from flask_babel import gettext as _, lazy_gettext as _l, ngettext

from recruit.core.disclosure.figures import Why
from recruit.core.disclosure.limits import Audience
from recruit.organisations.rules import Support
from recruit.organisations.words import SUPPORT
from recruit.retention.analysis.spells import NotCounted
from recruit.retention.rules import Definition, QuestionFault
from recruit.retention.signals.words import ALL as SIGNALS

NOT_COUNTED = {
    NotCounted.NOT_STARTED: _l("The first working day lies on or after the day on which observation ends."),
    NotCounted.REGISTERED_TOO_LATE_TO_COUNT_YET: _l(
        "Registered on or after the day on which observation ends, and so not observed for a single day yet."
    ),
    NotCounted.REGISTERED_AFTER_IT_ENDED: _l(
        "Registered only when the employment had ended: never observed at work."
    ),
}
FAULTS = {
    QuestionFault.NOT_A_DAY: _l("This is not a day such as 2026-04-01."),
    QuestionFault.IN_THE_FUTURE: _l("This day has not come yet."),
    QuestionFault.NOT_KNOWN: _l("This choice does not exist."),
}
HIDDEN = {
    Why.FEW: _l("Too few people stand behind it"),
    Why.REMAINDER: _l("Too few people would be left beside it"),
    Why.DOMINANCE: _l("Nearly everybody or nobody: shown as a bound"),
    Why.OVERLAP: _l("Too few people differ from what was shown before"),
    Why.SECONDARY: _l("What is hidden could be reckoned out of it"),
}
AUDIENCES = {
    Audience.ORGANISATION: _l("A company or university"),
    Audience.PUBLIC: _l("Everybody"),
    Audience.COMPLAINTS: _l("Readers of figures about complaints"),
}
DEFINITIONS = {
    Definition.COMPANY: _l("Who leaves the company has left"),
    Definition.FIELD: _l("Who leaves the field in Japan has left"),
}
SHARES = {
    Definition.COMPANY: _l("Share still at the same company"),
    Definition.FIELD: _l("Share still in the field in Japan"),
}
MEANINGS = {
    Definition.COMPANY: _l(
        "From the first working day to the day the employment ends, for whatever reason. One spell a person: the first. A move inside a group of companies goes on."
    ),
    Definition.FIELD: _l(
        "From the first working day to the day the employment ends, unless it ends with a move to another employer in Japan: who moved counts as still there. Whether the new employer is in construction is not entered, so the true share may be lower."
    ),
}


def table_name(kept: str) -> str:
    """What a table is about, by the name under which it is kept."""
    parts = kept.split("-")
    if parts[0] == "others":
        return _("Other companies of the size, after %(months)s", months=_months(parts[-1]))
    if parts[0] == "graduates":
        return _("The graduates, after %(months)s", months=_months(parts[-1]))
    if parts[0] == "support" and parts[-1] in list(Support):
        return _("Companies of the size with and without: %(support)s", support=SUPPORT[Support(parts[-1])])
    if parts[0] == "stays":
        return _("People of one company, after %(months)s", months=_months("12"))
    return _("Statistics")


def _months(number: str) -> str:
    return ngettext("%(num)d month", "%(num)d months", int(number))


ALL = (DEFINITIONS, NOT_COUNTED, FAULTS, HIDDEN, AUDIENCES, *SIGNALS)
