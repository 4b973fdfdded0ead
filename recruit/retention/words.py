"""Words of the retention figures."""

from flask_babel import lazy_gettext as _l

from recruit.retention.analysis.spells import NotCounted
from recruit.retention.rules import QuestionFault

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
ALL = (NOT_COUNTED, FAULTS)
