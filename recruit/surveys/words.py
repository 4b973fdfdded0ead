"""Words of follow-ups: states, reasons, tasks, and answers that cannot stand."""

from flask_babel import lazy_gettext as _l, lazy_pgettext

from recruit.surveys.forms import AnswerRefusal
from recruit.surveys.planning.board import Column
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.point_names import PointWords
from recruit.surveys.programmes.words import EFFECTS
from recruit.surveys.rules import (
    ContactKind,
    ContactState,
    OptOutLevel,
    ResponseMode,
    ResponseState,
    SurveyRefusal,
    TaskKind,
)

ANSWER_REFUSALS = {
    AnswerRefusal.NOT_A_CHOICE: _l("Please choose one of the answers shown."),
    AnswerRefusal.ONE_CHOICE_ONLY: _l("Please choose one answer only."),
    AnswerRefusal.STANDS_ALONE: _l("This answer cannot be chosen together with others."),
    AnswerRefusal.TOO_MANY_CHOICES: _l("Please choose fewer answers."),
    AnswerRefusal.TOO_FEW_CHOICES: _l("Please choose more answers."),
    AnswerRefusal.NOT_A_NUMBER: _l("Please write the number in digits alone, without marks between them."),
    AnswerRefusal.NOT_WHOLE: _l("Please write a whole number."),
    AnswerRefusal.TOO_SMALL: _l("This number is too small."),
    AnswerRefusal.TOO_LARGE: _l("This number is too large."),
    AnswerRefusal.NOT_A_DATE: _l("Please choose a day of the calendar."),
    AnswerRefusal.TOO_EARLY: _l("This day is too early."),
    AnswerRefusal.TOO_LATE: _l("This day is too late."),
    AnswerRefusal.TOO_LONG: _l("This text is too long. Please shorten it."),
    AnswerRefusal.NOTHING_ASKED: _l("This screen needs no answer."),
}

CONTACT_STATES = {
    ContactState.PLANNED: _l("planned"),
    ContactState.HELD: _l("held"),
    ContactState.SENT: _l("sent"),
    ContactState.UNKNOWN: _l("unknown whether it arrived"),
    ContactState.BOUNCED: _l("came back"),
    ContactState.STARTED: _l("begun"),
    ContactState.COMPLETE: _l("answered"),
    ContactState.LATE: _l("answered late"),
    ContactState.EXPIRED: _l("not answered"),
    ContactState.CANCELLED: _l("cancelled"),
    ContactState.MISSED_BY_US: _l("missed by us"),
    ContactState.UNREACHABLE: _l("not reachable"),
    ContactState.OPTED_OUT: _l("does not want to be asked"),
    ContactState.PAUSED: _l("paused"),
    ContactState.NOT_APPLICABLE: _l("does not apply"),
    ContactState.QUEUED: _l("on its way"),
}
CONTACT_KINDS = {
    ContactKind.INVITATION: _l("Invitation"),
    ContactKind.REMINDER: _l("Reminder"),
    ContactKind.CALL: _l("Call"),
}
COLUMNS = {
    Column.DUE: lazy_pgettext("follow-up", "Due"),
    Column.SENT: _l("Sent"),
    Column.ANSWERED: _l("Answered"),
    Column.OVERDUE: _l("Overdue"),
    Column.UNKNOWN: _l("Unknown"),
    Column.HELD: lazy_pgettext("follow-up", "Held"),
    Column.MISSED_BY_US: _l("Missed by us"),
    Column.UNREACHABLE: _l("Not reachable"),
    Column.NOT_APPLICABLE: _l("Does not apply"),
}
TASKS = {
    TaskKind.MISSED_BY_US: _l("We did not send this in time. Send it now, or call."),
    TaskKind.LATE_REGISTRATION: _l("Registered a little too late for this point. Send it now, or let it go."),
    TaskKind.UNREACHABLE: _l("There is no address. Find one, or call."),
    TaskKind.BOUNCED: _l("The mail came back. Ask for another address."),
    TaskKind.UNKNOWN: _l("Nobody knows whether the mail arrived. Ask before you send it again."),
    TaskKind.CALL: _l("No answer to the mails. Call."),
    TaskKind.ZONE_UNKNOWN: _l("We do not know where this person lives; times are those of Japan."),
    TaskKind.PLANNING_BROKE: _l(
        "The follow-ups of this person could not be planned. We try again every minute; please tell whoever runs this service."
    ),
    TaskKind.LEFT: _l("Says: I do not work there any more. Ask and enter the end."),
}
REFUSALS = {
    SurveyRefusal.LINK_NOT_VALID: _l("This link does not open a survey."),
    SurveyRefusal.CLOSED: _l("This survey does not take answers now."),
    SurveyRefusal.NEEDS_YES: _l(
        "You have taken back that we may ask you, so nothing more is kept. What you had answered waits for your yes."
    ),
    SurveyRefusal.ALREADY_SUBMITTED: _l("You have sent your answers already."),
    SurveyRefusal.ANSWER_NOT_POSSIBLE: _l("This answer is not possible here."),
    SurveyRefusal.ANSWERED_ELSEWHERE: _l("This was answered on another device meanwhile."),
    SurveyRefusal.NOT_ALL_SEEN: _l("Please begin the survey first."),
    SurveyRefusal.NOT_RELEASED: _l(
        "Only what we missed, or what was registered a little too late, is sent by hand."
    ),
    SurveyRefusal.NO_ADDRESS: _l("There is no address to send it to."),
    SurveyRefusal.NOTHING_CHANGED: _l("These are the rules that hold already."),
    SurveyRefusal.POINT_EXISTS: _l("There is a point on this day already."),
    SurveyRefusal.RULES_CHANGED: _l(
        "A colleague has changed the rules meanwhile. Please look at the consequences again."
    ),
}
RESPONSE_STATES = {
    ResponseState.BEGUN: _l("begun"),
    ResponseState.SUBMITTED: _l("answered"),
    ResponseState.WITHDRAWN: _l("withdrawn"),
}
RESPONSE_MODES = {
    ResponseMode.SELF: _l("answered alone"),
    ResponseMode.PHONE: _l("answered on the phone"),
}
OPT_OUTS = {
    OptOutLevel.SURVEY: _l("this survey"),
    OptOutLevel.SURVEYS: _l("all surveys"),
}
OUTCOMES = {
    Outcome.QUEUED: _l("in the outbox"),
    Outcome.SENT: _l("sent"),
    Outcome.UNKNOWN: _l("unknown whether it arrived"),
    Outcome.BOUNCED: _l("came back"),
    Outcome.FAILED: _l("could not be sent"),
}
# Codes of the planner, as people read them.
REASONS = {
    "no_address": _l("no address"),
    "no_own_address": _l("only an address at the employer is known"),
    "bounced": _l("mail comes back"),
    "left": _l("left before"),
    "died": _l("died"),
    "never_started": _l("never started"),
    "start_not_confirmed": _l("start not confirmed yet"),
    "consent_awaited": _l("has not yet said whether we may ask"),
    "no_consent": _l("did not say in time that we may ask"),
    "late_entry": _l("registered too late for this point"),
    "point_ended": _l("this point was ended"),
    "arrival_corrected": _l("day of arrival was corrected"),
    "arrival_withdrawn": _l("day of arrival was withdrawn"),
    "status_expiry_corrected": _l("end of the period of stay was corrected"),
    "status_expiry_withdrawn": _l("end of the period of stay was withdrawn"),
    "status_expiry_none": _l("the stay has no end"),
    "late_registration": _l("registered a little too late: staff decide"),
    "start_corrected": _l("start was corrected"),
    "rule_changed": _l("rules changed"),
    "leaving_withdrawn": _l("the end was withdrawn"),
    "leaving_corrected": _l("end was corrected"),
    "closed_days": _l("only closed days in the window"),
    "survey": _l("does not want this survey"),
    "surveys": _l("does not want surveys"),
    "all": _l("does not want any contact"),
    "rehired": _l("hired again"),
    "leave": _l("on leave"),
    "budget": _l("enough mail for this month"),
    "superseded": _l("a later mail takes its place"),
    "after_close": _l("after the last day"),
    "answered": _l("answered already"),
    "upcoming": _l("still to come"),
    "to_send": _l("goes out next"),
    "queued": _l("in the outbox"),
    "released": _l("sent by hand"),
    "call_list": _l("on the list of calls"),
    "not_sent_in_time": _l("not sent in time"),
    "no_answer": _l("no answer"),
    "opted_out": _l("does not want to be asked"),
    "mail_failed": _l("could not be sent"),
    "worker_down": _l("our service stood still"),
    "erased": _l("the person's data was erased"),
    "unfinished": _l("begun, not finished"),
    "paused": _l("paused"),
    "cancelled": _l("cancelled"),
    "expired": _l("not answered"),
    "late": _l("answered late"),
    "complete": _l("answered in time"),
    "unreachable": _l("not reachable"),
    "not_applicable": _l("does not apply"),
    "started": _l("begun"),
}
WAVES = PointWords(
    {
        "w1": _l("1 week"),
        "m1": _l("1 month"),
        "m3": _l("3 months"),
        "m6": _l("6 months"),
        "m12": _l("12 months"),
        "m24": _l("24 months"),
        "m36": _l("36 months"),
        "exit": _l("On leaving"),
    }
)
# How a point is written under a station of the road.
MARKS = PointWords(
    {
        "w1": _l("1 wk"),
        "m1": "1",
        "m3": "3",
        "m6": "6",
        "m12": "12",
        "m24": "24",
        "m36": "36",
        "exit": _l("end"),
    },
    short=True,
)
ALL = (
    ANSWER_REFUSALS,
    CONTACT_STATES,
    CONTACT_KINDS,
    COLUMNS,
    TASKS,
    REFUSALS,
    RESPONSE_STATES,
    RESPONSE_MODES,
    OPT_OUTS,
    OUTCOMES,
    EFFECTS,
)
