"""What the coded values of programmes are called."""

from flask_babel import lazy_gettext as _l

from recruit.events.programme.rules import ProgrammeRefusal, SessionSeatState

SESSION_SEAT_STATE = {
    SessionSeatState.WISHED: _l("Chosen; your seat at the event comes first"),
    SessionSeatState.WAITING: _l("On the waiting list of this session"),
    SessionSeatState.TAKEN: _l("Your seat is certain"),
}

PROGRAMME_REFUSAL = {
    ProgrammeRefusal.ENDS_TOO_EARLY: _l("The end of a session must be after its beginning."),
    ProgrammeRefusal.OUTSIDE_EVENT: _l("A session lies within the hours of the event."),
    ProgrammeRefusal.SEATS_BELOW_TAKEN: _l("More people than that have chosen this session already."),
    ProgrammeRefusal.IS_CHOSEN: _l(
        "People have chosen this session already, so it stays. Give it other hours, or write to them first."
    ),
    ProgrammeRefusal.TITLE_NEEDED: _l("Please give the session a title in at least one language."),
    ProgrammeRefusal.TOO_MANY: _l("An event has at most 60 sessions."),
    ProgrammeRefusal.TOO_MANY_SPEAKERS: _l("An event has at most 60 speakers."),
    ProgrammeRefusal.NOT_AGREED: _l(
        "Please write how this person agreed to stand in the programme, and on which day that was."
    ),
    ProgrammeRefusal.AT_ONCE: _l("Two of these sessions are at the same time. Please choose one of them."),
    ProgrammeRefusal.NO_SUCH_SESSION: _l("One of these sessions is no longer offered. Please choose again."),
    ProgrammeRefusal.NOT_SO_MANY: _l(
        "One of your sessions has not so many free seats. Please choose another one, or bring fewer people."
    ),
}

ALL = (SESSION_SEAT_STATE, PROGRAMME_REFUSAL)
