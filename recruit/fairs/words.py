"""What the coded values of fairs are called."""

from flask_babel import lazy_gettext as _l

from recruit.fairs.rules import (
    BoothState,
    FairRefusal,
    Mark,
    MeetingState,
    Outcome,
    Side,
    TimetableState,
)
from recruit.fairs.timetable.result import Status, UnmetReason

BOOTH_STATE = {
    BoothState.ASKED: _l("Asked, staff will confirm"),
    BoothState.WAITING: _l("Waiting for a free booth"),
    BoothState.CONFIRMED: _l("Confirmed"),
    BoothState.WITHDRAWN: _l("Withdrawn"),
}

MARK = {
    Mark.MUST: _l("Must meet"),
    Mark.YES: _l("Would like to meet"),
    Mark.NO: _l("Not this time"),
}

SIDE = {
    Side.STUDENT: _l("Students"),
    Side.COMPANY: _l("Companies"),
}

TIMETABLE_STATE = {
    TimetableState.SOLVING: _l("Being computed"),
    TimetableState.DRAFT: _l("Draft, not published"),
    TimetableState.PUBLISHED: _l("Published"),
    TimetableState.SUPERSEDED: _l("Replaced by another one"),
}

MEETING_STATE = {
    MeetingState.PLANNED: _l("Planned"),
    MeetingState.RUNNING: _l("Going on now"),
    MeetingState.HELD: _l("Held"),
    MeetingState.NO_SHOW: _l("Did not come"),
    MeetingState.DROPPED: _l("Dropped"),
    MeetingState.MOVED: _l("Moved"),
}

OUTCOME = {
    Outcome.NEXT_STEP: _l("We want to go on"),
    Outcome.MAYBE: _l("Perhaps"),
    Outcome.NO: _l("No, thank you"),
}

FAIR_REFUSAL = {
    FairRefusal.NOT_AT_THE_FAIR: _l("You have no seat at this fair."),
    FairRefusal.COMPANY_NOT_AT_THE_FAIR: _l("This company does not take part in the fair."),
    FairRefusal.STUDENT_NOT_AT_THE_FAIR: _l("This student has no seat at the fair any more."),
    FairRefusal.WISHES_CLOSED: _l("The deadline for wishes has passed."),
    FairRefusal.ARRANGING_NOT_ALLOWED: _l(
        "The operator of this service has not declared that it is a placement office, so it may not arrange interviews "
        "(Employment Security Act, articles 4, 30 and 33). Companies and students can still meet freely at the tables."
    ),
    FairRefusal.NOTHING_TO_ARRANGE: _l("No student and company have both asked to meet each other yet."),
    FairRefusal.ALREADY_PUBLISHED: _l("The timetable is published already."),
    FairRefusal.NOT_YET_SOLVED: _l("The timetable is not computed yet."),
    FairRefusal.MOVE_NOT_POSSIBLE: _l("This step is not possible at the moment."),
    FairRefusal.COMPANY_NOT_APPROVED: _l("Companies can ask for a booth when our staff have approved them."),
    FairRefusal.BOOTHS_CLOSED: _l("Booths for this fair can no longer be asked for."),
    FairRefusal.RANK_TWICE: _l("Please give each rank only once."),
    FairRefusal.RANK_NOT_A_NUMBER: _l("A rank is a whole number from 1 to 50."),
    FairRefusal.SLOTS_OUTSIDE_FAIR: _l("All conversations must lie within the hours of the fair."),
    FairRefusal.WISHES_TOO_LATE: _l("The deadline for wishes must be before the fair begins."),
    FairRefusal.NOT_YET_HELD: _l("You can answer when the meeting has begun."),
    FairRefusal.ALREADY_ANSWERED: _l(
        "You have answered for this meeting already. Please write to our staff."
    ),
}

CERTIFICATE = {
    Status.OPTIMAL: _l("Proven: no timetable is better"),
    Status.FEASIBLE: _l("Good, but not proven to be the best"),
    Status.INFEASIBLE: _l("The fixed meetings contradict each other"),
}

UNMET_REASON = {
    UnmetReason.NO_COMMON_SLOT: _l("There is no time at which both can come."),
    UnmetReason.NO_TABLES: _l("The company has no table."),
    UnmetReason.NO_INTERPRETER: _l("Nobody interprets this language."),
    UnmetReason.STUDENT_FULL: _l("The student has as many meetings as are allowed."),
    UnmetReason.COMPANY_FULL: _l("All tables of the company are taken the whole time."),
    UnmetReason.STUDENT_BUSY: _l("The student meets others whenever the company is free."),
    UnmetReason.INTERPRETERS_BUSY: _l("All interpreters are busy whenever both are free."),
    UnmetReason.TOO_MANY_IN_A_ROW: _l("The student would have too many meetings without a break."),
    UnmetReason.NO_FREE_SLOT: _l("At no time are both free."),
}

ALL = (
    BOOTH_STATE,
    MARK,
    SIDE,
    TIMETABLE_STATE,
    MEETING_STATE,
    OUTCOME,
    FAIR_REFUSAL,
    CERTIFICATE,
    UNMET_REASON,
)
