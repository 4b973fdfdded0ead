"""What the coded values of events are called."""

from flask_babel import lazy_gettext as _l

from recruit.events.asking.rules import AskedOf, QuestionForm
from recruit.events.rules import (
    Among,
    EventKind,
    EventRefusal,
    EventState,
    RefusedFor,
    RegistrationState,
    ScanResult,
    SessionPart,
    SignUpWay,
    WhyTakenBack,
)

EVENT_KIND = {
    EventKind.FAIR: _l("Job fair"),
    EventKind.SEMINAR: _l("Seminar"),
    EventKind.MEETING: _l("General meeting"),
    EventKind.VISIT: _l("Site visit"),
    EventKind.BRIEFING: _l("Briefing"),
}

EVENT_STATE = {
    EventState.DRAFT: _l("Draft, not public"),
    EventState.OPEN: _l("Open for sign-up"),
    EventState.CLOSED: _l("Sign-up is closed"),
    EventState.RUNNING: _l("Going on now"),
    EventState.FINISHED: _l("Over"),
    EventState.ARCHIVED: _l("In the archive"),
    EventState.CALLED_OFF: _l("Does not take place"),
}

SESSION_PART = {
    SessionPart.DOORS: _l("Doors open, name badges"),
    SessionPart.OPENING: _l("Opening"),
    SessionPart.TALKS: _l("Companies present themselves"),
    SessionPart.LECTURE: _l("Lecture"),
    SessionPart.QUESTIONS: _l("Questions and answers"),
    SessionPart.LUNCH: _l("Lunch, prayer room open"),
    SessionPart.BREAK: _l("Break"),
    SessionPart.BOOTHS: _l("Meet the companies at their tables"),
    SessionPart.INTERVIEWS: _l("Meetings by your own timetable"),
    SessionPart.REPORT: _l("Report"),
    SessionPart.MEETING: _l("Meeting"),
    SessionPart.VISIT: _l("Visit of the site"),
    SessionPart.CLOSING: _l("Closing and a short survey"),
}

# One line under a part of the programme, where it helps.
SESSION_HINT = {
    SessionPart.DOORS: _l("Please have the QR code of your ticket ready, on the phone or on paper."),
    SessionPart.TALKS: _l("Each company has a few minutes, with interpreters."),
    SessionPart.BOOTHS: _l("Walk around freely and ask."),
    SessionPart.INTERVIEWS: _l("You receive your timetable by mail before the fair."),
}

SIGN_UP_WAY = {
    SignUpWay.FIRST_COME: _l("First come, first served"),
    SignUpWay.APPROVAL: _l("Staff approve"),
    SignUpWay.LOTTERY: _l("Lottery"),
}

REGISTRATION_STATE = {
    RegistrationState.ASKED: _l("Asked, not answered yet"),
    RegistrationState.WAITING: _l("On the waiting list"),
    RegistrationState.OFFERED: _l("Seat offered"),
    RegistrationState.SIGNED_UP: _l("Signed up"),
    RegistrationState.CANCELLED: _l("Cancelled"),
    RegistrationState.REFUSED: _l("Refused"),
}

REFUSED_FOR = {
    RefusedFor.TOO_MANY: _l("More people asked than there are seats."),
    RefusedFor.NOT_FOR_YOU: _l("This event is meant for other people; the page of the event says for whom."),
    RefusedFor.ANSWERS: _l("An answer was missing, or did not fit."),
    RefusedFor.OTHER: _l("There is another reason."),
}

QUESTION_FORM = {
    QuestionForm.TEXT: _l("In own words"),
    QuestionForm.CHOICE: _l("One of several choices"),
    QuestionForm.YES_NO: _l("Yes or no"),
}

ASKED_OF = {
    AskedOf.EVERYBODY: _l("Everybody"),
    AskedOf.STUDENTS: _l("Students"),
    AskedOf.OTHERS: _l("Everybody but students"),
}

SCAN_RESULT = {
    ScanResult.LET_IN: _l("Please come in"),
    ScanResult.AGAIN: _l("This ticket was shown before"),
    ScanResult.OTHER_EVENT: _l("A ticket for another event"),
    ScanResult.NO_SEAT: _l("No seat yet"),
    ScanResult.CANCELLED: _l("This seat was cancelled"),
    ScanResult.TAKEN_BACK: _l("Taken back: not here"),
}

WHY_TAKEN_BACK = {
    WhyTakenBack.BY_MISTAKE: _l("Pressed or read by mistake"),
    WhyTakenBack.OTHER_PERSON: _l("It was another person"),
    WhyTakenBack.TRIED_OUT: _l("It was only tried out"),
}

EVENT_REFUSAL = {
    EventRefusal.NOT_OPEN: _l("Sign-up for this event is not open."),
    EventRefusal.TOO_LATE: _l("The deadline for sign-up has passed."),
    EventRefusal.ALREADY_SIGNED_UP: _l("You are signed up already."),
    EventRefusal.NOT_SIGNED_UP: _l("You are not signed up for this event."),
    EventRefusal.PROFILE_NEEDED: _l(
        "Fairs are for students. Please sign in with an account that has a student profile."
    ),
    EventRefusal.ENDS_TOO_EARLY: _l("The end must be after the beginning."),
    EventRefusal.DEADLINE_TOO_LATE: _l("The deadline for sign-up cannot be after the beginning."),
    EventRefusal.SEATS_BELOW_TAKEN: _l("More people than that are signed up already."),
    EventRefusal.SLUG_TAKEN: _l("Another event has this address already."),
    EventRefusal.TEXT_NEEDED: _l("Please give the event a title in at least one language."),
    EventRefusal.MOVE_NOT_POSSIBLE: _l("This step is not possible at the moment."),
    EventRefusal.WAY_IS_FIXED: _l("People have signed up already, so how seats are given stays as it is."),
    EventRefusal.REFUSED_BEFORE: _l(
        "Staff could not give you a seat. The reason is in the mail we sent you."
    ),
    EventRefusal.OFFER_OVER: _l("This seat is no longer held for you."),
    EventRefusal.ANSWERS_MISSING: _l("Please answer the questions of this event."),
    EventRefusal.WORDS_NEEDED: _l("Please write it in words, in at least one language."),
    EventRefusal.CHOICES_NEEDED: _l("Please give from 2 to 20 choices, one on each line."),
    EventRefusal.CHOICES_DIFFER: _l("Please give the same number of choices in every language."),
    EventRefusal.CHOICES_ARE_TAKEN: _l(
        "People have answered already: choices can be added at the end, but none can be taken away."
    ),
    EventRefusal.TOO_MANY_QUESTIONS: _l("An event asks at most 20 questions."),
    EventRefusal.DOOR_NOT_OPEN: _l("The door is open from a day before the event until a day after it."),
    EventRefusal.NOT_FOR_YOU: _l("This event is meant for other people. What it asks stands on its page."),
    EventRefusal.PROFILE_SAYS_TOO_LITTLE: _l(
        "Your profile does not say yet whether you may come. Please fill in what is missing."
    ),
    EventRefusal.YEARS_CROSSED: _l("The last year must not come before the first."),
    EventRefusal.COMPANIES_DO_NOT_STUDY: _l(
        "What is asked about studies is asked of students. Please choose students or everybody, or leave it empty."
    ),
    EventRefusal.TOO_MANY_COMPANIONS: _l("So many people cannot be brought along to this event."),
    EventRefusal.MORE_THAN_APPROVED: _l(
        "Staff gave seats to as many people as you asked for. To bring more, please write to us."
    ),
    EventRefusal.NO_MORE_SEATS: _l("There are not so many free seats."),
    EventRefusal.NOT_LET_IN: _l("Nobody was let in with this ticket, so there is nothing to take back."),
    EventRefusal.NO_SUCH_TICKET: _l(
        "There is no ticket with this number. Please check it, or look for the name."
    ),
    EventRefusal.INVITED_ONLY: _l("This event is for people who were invited."),
    EventRefusal.CALLED_OFF: _l("This event does not take place."),
}

AMONG = {Among.CAME: _l("Came"), Among.MISSED: _l("Had a seat, did not come")}

ALL = (
    AMONG,
    EVENT_KIND,
    EVENT_STATE,
    SESSION_PART,
    SIGN_UP_WAY,
    REGISTRATION_STATE,
    REFUSED_FOR,
    QUESTION_FORM,
    ASKED_OF,
    SCAN_RESULT,
    WHY_TAKEN_BACK,
    EVENT_REFUSAL,
)
