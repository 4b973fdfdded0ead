"""Words of calls: what came of a try, whose turn it is, what is said aloud, and refusals."""

from flask_babel import lazy_gettext as _l

from recruit.surveys.calling.rules import CallOutcome, CallRefusal, Turn

# What may be noted with the form; a refusal has a page of its own.
TO_NOTE = {
    CallOutcome.REACHED: _l("Reached"),
    CallOutcome.NOT_REACHED: _l("Nobody answered"),
    CallOutcome.CALL_BACK: _l("Asks to be called again"),
    CallOutcome.WRONG_NUMBER: _l("Somebody else has this number"),
}
OUTCOMES = {
    **TO_NOTE,
    CallOutcome.DECLINED: _l("Does not want to be asked"),
    CallOutcome.NO_CALLS: _l("Wants no calls"),
}
TURNS = {
    Turn.PROMISED: _l("Promised for now"),
    Turn.NOW: _l("To call now"),
    Turn.LATER: _l("To call later"),
}
REFUSALS = {
    CallRefusal.TIME_MISSING: _l("Please give the day and time at which to call again."),
    CallRefusal.TIME_PASSED: _l("Please give a time that is still to come."),
    CallRefusal.WAY_MISSING: _l("Please say which number belongs to somebody else."),
    CallRefusal.OTHERS_LATER: _l(
        "The person whom the hire trusts may be asked only when every number of the hire was tried twice in vain."
    ),
    CallRefusal.NOT_ASKED_NOW: _l(
        "This survey does not take answers now, or the person has not agreed to it."
    ),
    CallRefusal.NOT_READ_OUT: _l(
        "Please read out first who reads the answers, and ask whether they want to."
    ),
    CallRefusal.NOT_SAID_YES: _l(
        "Please ask whether the answers may be handed in, and tick that they said yes."
    ),
    CallRefusal.BEING_ENTERED: _l("A colleague is filling this in with the person just now."),
    CallRefusal.ENTRY_OVER: _l(
        "This page was closed, because nobody handed it in for four hours. What was kept stays; begin again to go on."
    ),
    CallRefusal.ANSWERED_MEANWHILE: _l(
        "The person has handed the answers in alone meanwhile. They stand as they are; there is nothing more to ask."
    ),
}
ALL = (OUTCOMES, TURNS, REFUSALS)
