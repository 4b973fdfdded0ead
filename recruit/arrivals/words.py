"""Words of the procedure."""

from flask_babel import lazy_gettext as _l

from recruit.arrivals.rules import ArrivalRefusal, StepOwner, StepState

STATES = {
    StepState.WAITING: _l("Waits for another step"),
    StepState.OPEN: _l("Open"),
    StepState.DONE: _l("Done"),
    StepState.NOT_NEEDED: _l("Not needed"),
    StepState.STUCK: _l("Stuck"),
}
OWNERS = {
    StepOwner.STUDENT: _l("The person who was hired"),
    StepOwner.COMPANY: _l("The company"),
    StepOwner.STAFF: _l("The programme's staff"),
    StepOwner.UNIVERSITY: _l("The university"),
    StepOwner.SUPPORT: _l("The support organisation"),
}
REFUSALS = {
    ArrivalRefusal.NOT_YOURS: _l("Somebody else marks this step."),
    ArrivalRefusal.NOT_OPEN: _l("This step waits for another one."),
    ArrivalRefusal.ALREADY_DONE: _l("This step is done already."),
}
ALL = (STATES, OWNERS, REFUSALS)
