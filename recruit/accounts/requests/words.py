"""Words of the request desk."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestRefusal, RequestState

KINDS = {
    RequestKind.ACCESS: _l("See my data or get a copy"),
    RequestKind.CORRECT: _l("Correct my data"),
    RequestKind.ERASE: _l("Delete my data"),
    RequestKind.RESTRICT: _l("Stop or limit the use of my data"),
    RequestKind.COMPLAIN: _l("Make a complaint"),
}
LAWS = {
    Law.INDONESIA: _l("Indonesia"),
    Law.VIETNAM: _l("Vietnam"),
    Law.JAPAN: _l("Japan or another country"),
}
STATES = {
    RequestState.UNCONFIRMED: _l("Not confirmed yet"),
    RequestState.RECEIVED: _l("Received, not answered yet"),
    RequestState.DECIDED: _l("Answered, being carried out"),
    RequestState.DONE: lazy_pgettext("request", "Done"),
    RequestState.TAKEN_BACK: _l("Taken back"),
}
OUTCOMES = {
    Outcome.GRANTED: _l("We do what was asked"),
    Outcome.PARTLY: _l("We do a part of it"),
    Outcome.REFUSED: _l("We do not do it"),
}
REFUSALS = {
    RequestRefusal.MOVE_NOT_POSSIBLE: _l("This request is not in a state in which that can be done."),
    RequestRefusal.TOO_MANY_OPEN: _l(
        "Ten of your requests are still open. Please wait for our answer, or take one back."
    ),
}
ALL = (KINDS, LAWS, STATES, OUTCOMES, REFUSALS)
# The shape beside each state; the word says the state too.
SHAPES = {
    RequestState.UNCONFIRMED: "waiting",
    RequestState.RECEIVED: "here",
    RequestState.DECIDED: "planned",
    RequestState.DONE: "done",
    RequestState.TAKEN_BACK: "none",
}
