"""Words of the boards."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.surveys.boards.rules import Disposition, Part, Side, Stand

STANDS = {
    Stand.DUE: lazy_pgettext("follow-up", "Due"),
    Stand.SENT: _l("Sent"),
    Stand.HELD: lazy_pgettext("follow-up", "Held"),
    Stand.ANSWERED: _l("Answered"),
    Stand.LATE: _l("Answered late"),
    Stand.OVERDUE: _l("Overdue"),
    Stand.UNKNOWN: _l("Unknown"),
    Stand.MISSED_BY_US: _l("Missed by us"),
    Stand.UNREACHABLE: _l("Not reachable"),
    Stand.NOT_APPLICABLE: _l("Does not apply"),
}
SIDES = {
    Side.WAVE: _l("Point"),
    Side.LANGUAGE: _l("Language"),
    Side.EMPLOYER: _l("Employer"),
}
DISPOSITIONS = {
    Disposition.ANSWERED: _l("answered in time"),
    Disposition.ANSWERED_LATE: _l("answered late"),
    Disposition.UNFINISHED: _l("begun, not finished"),
    Disposition.NO_ANSWER: _l("no answer"),
    Disposition.REFUSED: _l("does not want to be asked"),
    Disposition.UNKNOWN: _l("unknown whether it arrived"),
    Disposition.UNREACHABLE: _l("not reachable"),
    Disposition.MISSED_BY_US: _l("missed by us"),
    Disposition.NO_CONSENT: _l("did not say in time that we may ask"),
    Disposition.NOT_APPLICABLE: _l("does not apply"),
}
PARTS = {
    Part.SENT: _l("sent"),
    Part.HELD: _l("held"),
    Part.UNKNOWN: _l("unknown"),
    Part.WAITS: _l("not sent yet"),
    Part.MISSED_BY_US: _l("missed by us"),
}
# Which shape of the road a place has.
SHAPES = {
    Stand.DUE: "planned",
    Stand.SENT: "waiting",
    Stand.ANSWERED: "done",
    Stand.LATE: "done",
    Stand.OVERDUE: "late",
    Stand.UNKNOWN: "unknown",
    Stand.HELD: "held",
    # Our own turn, whatever the clock says.
    Stand.MISSED_BY_US: "here",
    Stand.UNREACHABLE: "unknown",
    Stand.NOT_APPLICABLE: "none",
}
PART_SHAPES = {
    Part.SENT: "done",
    Part.HELD: "held",
    Part.UNKNOWN: "unknown",
    Part.WAITS: "late",
    Part.MISSED_BY_US: "late",
}
ALL = (STANDS, SIDES, DISPOSITIONS, PARTS)
