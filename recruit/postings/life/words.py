"""What the coded values of a position's life are called."""

from flask_babel import lazy_gettext as _l

from recruit.postings.life.rules import AskedBecause, NextStep, QuestionEnd

NEXT_STEP = {
    NextStep.SAY_STILL_RIGHT: _l("Say whether it is still right"),
    NextStep.ANSWER_STAFF: _l("Answer what staff ask"),
    NextStep.FINISH: _l("Finish it and send it to be checked"),
    NextStep.OPEN_AGAIN: _l("Open it again, if you still look for people"),
    NextStep.MOVE_CLOSING_DAY: _l("It closes soon: move the day, if you need more time"),
    NextStep.STAFF_CHECK: _l("Staff check it and write to you"),
    NextStep.WAIT_FOR_OPENING: _l("It opens by itself"),
    NextStep.NOTHING: _l("Nothing to do"),
}

ASKED_BECAUSE = {
    AskedBecause.UNTOUCHED: _l("Nobody had said for 30 days that it is right"),
    AskedBecause.MINIMUM_WAGE: _l("The minimum wage of the prefecture had risen"),
}

QUESTION_END = {
    QuestionEnd.STILL_RIGHT: _l("Everything is still right"),
    QuestionEnd.TAKEN_BACK: _l("It was made a draft to be changed"),
    QuestionEnd.CLOSED: _l("It was closed"),
    QuestionEnd.WITHDRAWN: _l("It was taken off"),
    QuestionEnd.UNANSWERED: _l("There was no answer"),
}

ALL = (NEXT_STEP, ASKED_BECAUSE, QUESTION_END)
