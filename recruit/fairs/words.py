"""What the coded values of fairs are called."""

from flask_babel import lazy_gettext as _l

from recruit.fairs.rules import (
    BoothState,
    Closing,
    FairRefusal,
    Mark,
    MeetingState,
    Outcome,
    RepairState,
    ReportKind,
    Side,
    TimetableState,
)
from recruit.fairs.timetable.result import ConflictReason, Status, UnmetReason

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
    TimetableState.CANCELLED: _l("Stopped before it was ready"),
    TimetableState.REFUSED: _l("Computed wrongly and not kept"),
}

CLOSING = {
    Closing.LUNCH: _l("Lunch"),
    Closing.PRAYER: _l("Prayer"),
    Closing.REST: _l("Rest"),
}

# What can be interpreted at a fair: the languages of the countries that students come from.
INTERPRETED = {"vi": _l("Vietnamese"), "id": _l("Indonesian")}

REPAIR_STATE = {
    RepairState.ASKED: _l("Ways are being looked for"),
    RepairState.PROPOSED: _l("Ready, please choose"),
    RepairState.ACCEPTED: _l("Taken"),
    RepairState.DISCARDED: _l("Not taken"),
    RepairState.FAILED: _l("No way was found"),
}

REPORT_KIND = {
    ReportKind.NO_SHOW: _l("A student did not come"),
    ReportKind.RUNS_LATE: _l("The company runs late by one conversation"),
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
        "(Employment Security Act, articles 4, 30 and 33). Companies and students agree on times themselves."
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
    FairRefusal.PINS_CONTRADICT: _l("This contradicts what is fixed already."),
    FairRefusal.NO_SUCH_WISH: _l("These two have not both asked to meet each other."),
    FairRefusal.NOTHING_IS_WRONG: _l("Please say what is different from the plan."),
    FairRefusal.FAIR_IS_OVER: _l("No conversation is left that could be changed."),
    FairRefusal.PINS_STAND_OTHERWISE: _l(
        "A meeting was fixed after this plan was made. Please make another plan: it keeps what is fixed."
    ),
    FairRefusal.PLAN_HAS_CHANGED: _l(
        "The timetable has changed since these ways were found. Please let new ones be looked for."
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

# The same, said to the student.
UNMET_FOR_STUDENT = {
    UnmetReason.NO_COMMON_SLOT: _l("You and the company are never there at the same time."),
    UnmetReason.NO_TABLES: _l("The company has no table."),
    UnmetReason.NO_INTERPRETER: _l("Nobody interprets your language at this fair."),
    UnmetReason.STUDENT_FULL: _l("You have as many meetings as each student may have."),
    UnmetReason.COMPANY_FULL: _l("All tables of the company are taken the whole time."),
    UnmetReason.STUDENT_BUSY: _l("You meet others whenever the company is free."),
    UnmetReason.INTERPRETERS_BUSY: _l("All interpreters are busy whenever you and the company are free."),
    UnmetReason.TOO_MANY_IN_A_ROW: _l("You would have too many meetings without a break."),
    UnmetReason.NO_FREE_SLOT: _l("There is no time at which you and the company are both free."),
}

CONFLICT_REASON = {
    ConflictReason.NOT_REQUESTED: _l("The two have not both asked to meet each other any more."),
    ConflictReason.STUDENT_NOT_AVAILABLE: _l("The student cannot come at this time."),
    ConflictReason.COMPANY_NOT_AVAILABLE: _l("The company does not meet anybody at this time."),
    ConflictReason.PAIR_TWICE: _l("The same two are fixed twice."),
    ConflictReason.STUDENT_TWICE_IN_SLOT: _l("The student would be in two meetings at once."),
    ConflictReason.MORE_THAN_MAX_MEETINGS: _l("The student would have more meetings than are allowed."),
    ConflictReason.TOO_MANY_IN_A_ROW: _l("The student would have too many meetings without a break."),
    ConflictReason.MORE_THAN_TABLES: _l(
        "The company has too few tables for these meetings at the same time."
    ),
    ConflictReason.MORE_THAN_INTERPRETERS: _l(
        "There are too few interpreters for these meetings at the same time."
    ),
}

ALL = (
    BOOTH_STATE,
    MARK,
    SIDE,
    TIMETABLE_STATE,
    CLOSING,
    REPAIR_STATE,
    REPORT_KIND,
    MEETING_STATE,
    OUTCOME,
    FAIR_REFUSAL,
    CERTIFICATE,
    UNMET_REASON,
    CONFLICT_REASON,
)
