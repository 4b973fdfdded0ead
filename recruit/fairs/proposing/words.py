"""What the coded values of times that both sides agree on are called."""

from flask_babel import lazy_gettext as _l

from recruit.fairs.proposing.rules import Pause, ProposalState, ProposingRefusal

PROPOSAL_STATE = {
    ProposalState.OPEN: _l("Waits for an answer"),
    ProposalState.ACCEPTED: _l("Accepted"),
    ProposalState.DECLINED: _l("Declined"),
    ProposalState.WITHDRAWN: _l("Withdrawn"),
    ProposalState.REPLACED: _l("Answered with another time"),
    ProposalState.LAPSED: _l("Not answered in time"),
}

PROPOSING_REFUSAL = {
    ProposingRefusal.TIMES_ARE_ARRANGED: _l(
        "Our staff make the timetable of this fair, so times are not agreed here."
    ),
    ProposingRefusal.NOT_AT_THE_FAIR: _l("You have no seat at this fair."),
    ProposingRefusal.OTHER_NOT_AT_THE_FAIR: _l("The other side does not take part in the fair any more."),
    ProposingRefusal.TIME_IS_TAKEN: _l("This time is not free any more. Please choose another one."),
    ProposingRefusal.TIME_IS_OVER: _l("This time has passed. Please choose a later one."),
    ProposingRefusal.YOU_ARE_NOT_FREE: _l("You meet somebody else then, or keep this time free."),
    ProposingRefusal.OTHER_IS_NOT_FREE: _l(
        "The other side cannot come at this time. Please choose another one."
    ),
    ProposingRefusal.PROPOSAL_IS_CLOSED: _l("This proposal is not open any more."),
    ProposingRefusal.PROPOSED_ALREADY: _l(
        "A proposal of yours waits for an answer. Withdraw it before you propose another time."
    ),
    ProposingRefusal.AGREED_ALREADY: _l("A meeting is agreed for this time. Call it off first."),
    ProposingRefusal.TOO_MANY_MEETINGS: _l("The student has as many meetings as each student may have."),
    ProposingRefusal.TABLES_ARE_PROMISED: _l(
        "Meetings are agreed or proposed at a table that you want to take back. Call them off first."
    ),
    ProposingRefusal.PLAN_IS_PUBLISHED: _l(
        "The timetable is published, so times can no longer be kept free here."
    ),
    ProposingRefusal.TIMES_ARE_PROMISED: _l(
        "Companies have offered or proposed these times already, so they stay as they are."
    ),
    ProposingRefusal.MEETING_IS_PAST: _l("This meeting has begun or is over."),
}

PAUSE = {
    Pause.MIDDAY: _l("Around midday, for lunch or prayer"),
    Pause.AFTERNOON: _l("In the afternoon, for rest or prayer"),
    Pause.EVENING: _l("In the evening, for dinner or prayer"),
}

ALL = (PROPOSAL_STATE, PROPOSING_REFUSAL, PAUSE)
