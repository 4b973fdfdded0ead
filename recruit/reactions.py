"""The one page that says what follows each event, in the same transaction: rows only, nothing sent, nothing long."""

from collections.abc import Callable, Sequence
from typing import Any

from recruit.accounts import mails as account_mails
from recruit.accounts.breaches import mails as breach_mails
from recruit.accounts.breaches.events import AffectedToTell, BreachLogged
from recruit.accounts.events import (
    AccountClosed,
    AddressConfirmed,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageOrZoneChanged,
    PeopleMerged,
    PeopleParted,
    PersonRegistered,
)
from recruit.accounts.requests import mails as request_mails
from recruit.accounts.requests.events import (
    RequestAsked,
    RequestDecided,
    RequestDone,
    RequestReceived,
    RequestWaitsTooLong,
)
from recruit.applications import following as applications, mails as application_mails
from recruit.applications.events import (
    ApplicationEnded,
    ApplicationMoved,
    ApplicationSubmitted,
    InvitationLapsed,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferOpenAgain,
    StudentInvited,
)
from recruit.arrivals import following as arrivals, mails as arrival_mails
from recruit.arrivals.events import StepDone, StepStuck
from recruit.cases import following as cases, helped_mails as case_helped_mails, mails as case_mails
from recruit.cases.events import AlertRaised, CaseClosed, CaseOpened
from recruit.dashboards import desk_mails
from recruit.events import mails as event_mails
from recruit.events.events import (
    EventCalledOff,
    EventEnded,
    PutOnWaitingList,
    SeatAsked,
    SeatCalledOff,
    SeatGiven,
    SeatHeld,
    SeatOffered,
    SeatPassedOn,
    SeatRefused,
    SignedUp,
    SignedUpTogether,
    SignUpCancelled,
    StillWaiting,
)
from recruit.events.inviting import following as inviting
from recruit.events.programme import following as programme, mails as programme_mails
from recruit.events.programme.events import SessionSeatGiven
from recruit.events.reminding import jobs as reminding
from recruit.fairs import answer_mails as fair_answer_mails, following as fairs, mails as fair_mails
from recruit.fairs.booths import mails as booth_mails
from recruit.fairs.dropping import following as dropping, mails as dropping_mails
from recruit.fairs.events import (
    AnswerOverdue,
    BoothAsked,
    BoothConfirmed,
    BoothWaits,
    BoothWithdrawn,
    MeetingAnswered,
    MeetingsDropped,
    TimetableMended,
    TimetablePublished,
)
from recruit.fairs.interpreters import mails as interpreter_mails
from recruit.fairs.joining import following as joining
from recruit.fairs.proposing import following as proposing, mails as proposing_mails
from recruit.fairs.proposing.events import (
    MeetingAgreed,
    MeetingCalledOff,
    ProposalClosed,
    ProposalWaits,
    TimeProposed,
)
from recruit.fairs.repairs import mails as repair_mails
from recruit.handbook import mails as handbook_mails
from recruit.handbook.events import (
    ChapterMoved,
    ChapterPublished,
    ChapterSentBack,
    ChapterWaits,
    ChapterWithdrawn,
    ReaderAnswered,
    TranslationsBehind,
)
from recruit.handbook.printing import following as printing
from recruit.handbook.readers import mails as reader_mails
from recruit.handbook.translating.following import follow_chapter, keep_chapters, release_published
from recruit.messages.events import (
    MailBounced,
    MailGivenUp,
    MailNotWanted,
    MailSent,
    MailUnknown,
    MailWishesChanged,
)
from recruit.organisations import (
    consent_mails,
    following as organisations,
    mails as organisation_mails,
    rights_mails,
)
from recruit.organisations.events import (
    MemberRemoved,
    OrganisationApplied,
    OrganisationApproved,
    OrganisationAskedBack,
    OrganisationRefused,
    OrganisationSuspended,
    RightsChangedByStaff,
    SuspensionLifted,
)
from recruit.placements import following as placements
from recruit.placements.events import (
    Died,
    EmployerChanged,
    EndEntered,
    EndWithdrawn,
    LeaveBegun,
    LeaveEnded,
    NeverStarted,
    PlacementBroughtIn,
    StartConfirmed,
    StartMoved,
    StartPlanned,
    StayChanged,
)
from recruit.postings import following as postings, mails as posting_mails
from recruit.postings.events import (
    PostingAsked,
    PostingClosed,
    PostingPublished,
    PostingReturned,
    PostingScheduled,
    PostingSubmitted,
)
from recruit.students import following as students, mails as student_mails
from recruit.students.events import ProfileTakenBack, StudentConfirmed
from recruit.surveys import following as surveys
from recruit.surveys.after_events import following as after_events
from recruit.surveys.calling import following as calling
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.pairing import following as pairing

REACTIONS: dict[type, Sequence[Callable[[Any], None]]] = {
    PersonRegistered: (account_mails.ask_to_confirm,),
    AddressConfirmed: (students.open_empty_profile,),
    # Every room's `privacy.erase` runs right after it, in the order of registers.py.
    AccountClosed: (),
    ConsentGiven: (students.carry_over, surveys.follow_person, consent_mails.send_receipt),
    ConsentWithdrawn: (
        students.end_after_withdrawal,
        fairs.end_with_unseen,
        surveys.follow_person,
        consent_mails.confirm_end,
    ),
    PeopleMerged: (surveys.follow_person,),
    PeopleParted: (surveys.follow_person,),
    LanguageOrZoneChanged: (account_mails.follow_language, surveys.follow_person),
    MailWishesChanged: (surveys.follow_person,),
    RequestAsked: (request_mails.ask_to_confirm,),
    RequestReceived: (request_mails.send_receipt,),
    RequestDecided: (request_mails.send_letter,),
    RequestDone: (request_mails.tell_done,),
    RequestWaitsTooLong: (request_mails.tell_administrators,),
    BreachLogged: (breach_mails.tell_other_administrators,),
    AffectedToTell: (breach_mails.send_letter,),
    MailSent: (
        surveys.note_sent,
        pairing.note_sent,
    ),
    MailNotWanted: (surveys.note_not_wanted, pairing.note_not_wanted, inviting.note_not_wanted),
    MailUnknown: (
        surveys.note_unknown,
        pairing.note_unknown,
    ),
    MailGivenUp: (surveys.note_given_up, pairing.note_given_up, inviting.note_not_reached),
    MailBounced: (surveys.note_bounced, pairing.note_bounced, inviting.note_not_reached),
    MemberRemoved: (organisations.end_sign_ins,),
    RightsChangedByStaff: (rights_mails.tell_member_and_owners,),
    OrganisationApplied: (desk_mails.tell_of_organisation,),
    OrganisationApproved: (
        organisation_mails.tell_approved,
        students.show_to_new_company,
    ),
    OrganisationAskedBack: (organisation_mails.tell_asked_back,),
    OrganisationRefused: (organisation_mails.tell_refused,),
    SuspensionLifted: (
        organisation_mails.tell_lifted,
        students.show_to_new_company,
        applications.open_offers_again,
    ),
    OrganisationSuspended: (
        organisation_mails.tell_suspended,
        postings.withdraw_of_suspended,
        fairs.withdraw_booths,
        students.hide_from_suspended,
    ),
    StudentConfirmed: (student_mails.tell_confirmed,),
    ProfileTakenBack: (fairs.end_with_unseen,),
    PostingSubmitted: (desk_mails.tell_of_posting,),
    PostingScheduled: (posting_mails.tell_scheduled,),
    PostingAsked: (posting_mails.ask_still_right,),
    PostingPublished: (posting_mails.tell_published,),
    PostingReturned: (posting_mails.tell_returned,),
    PostingClosed: (
        applications.close_invitations,
        application_mails.tell_position_gone,
        posting_mails.tell_closed,
    ),
    SignedUp: (
        programme.take_sessions,
        fairs.keep_agreement,
        event_mails.send_ticket,
        reminding.note_seat,
        fairs.show_student,
    ),
    SignedUpTogether: (
        fairs.keep_agreements,
        event_mails.tell_newcomers,
        reminding.note_seats,
        fairs.show_newcomers,
    ),
    PutOnWaitingList: (fairs.keep_agreement, event_mails.tell_waiting),
    SeatAsked: (fairs.keep_agreement, event_mails.tell_asked),
    SeatGiven: (programme.take_sessions, event_mails.send_ticket, reminding.note_seat, fairs.show_student),
    StillWaiting: (event_mails.tell_waiting,),
    SeatRefused: (
        programme.give_sessions_back,
        event_mails.tell_refused,
        proposing.close_for_student,
        joining.forget_request,
        fairs.forget_student,
    ),
    SeatHeld: (event_mails.tell_held,),
    SessionSeatGiven: (programme_mails.tell_of_session,),
    SeatPassedOn: (
        programme.give_sessions_back,
        event_mails.tell_lapsed,
        proposing.close_for_student,
        joining.forget_request,
        fairs.forget_student,
    ),
    SeatOffered: (programme.take_sessions, event_mails.tell_seat, reminding.note_seat, fairs.show_student),
    SignUpCancelled: (
        programme.give_sessions_back,
        event_mails.tell_cancelled,
        proposing.close_for_student,
        joining.forget_request,
        fairs.forget_student,
    ),
    # Each sign-up is ended and told by a job, so many at a beat; a fair ends at once.
    EventCalledOff: (dropping.end_meetings, dropping_mails.tell_called_off),
    SeatCalledOff: (
        programme.give_sessions_back,
        event_mails.tell_called_off,
        proposing.end_proposals,
        joining.forget_request,
        fairs.forget_student,
    ),
    # What fairs showed ends by a job of its own.
    EventEnded: (after_events.ask_guests,),
    BoothAsked: (desk_mails.tell_of_booth,),
    BoothConfirmed: (fair_mails.tell_booth_confirmed, fairs.show_students_to),
    BoothWaits: (booth_mails.tell_booth_waits,),
    BoothWithdrawn: (proposing.close_for_company, fairs.drop_meetings_at),
    TimeProposed: (proposing_mails.tell_proposed,),
    ProposalWaits: (proposing_mails.tell_waits,),
    ProposalClosed: (proposing_mails.tell_closed,),
    MeetingAgreed: (proposing_mails.tell_agreed,),
    MeetingCalledOff: (proposing_mails.tell_called_off,),
    TimetablePublished: (
        proposing.end_all_proposals,
        fair_mails.tell_timetable,
        interpreter_mails.tell_days,
    ),
    MeetingsDropped: (dropping_mails.tell_dropped,),
    TimetableMended: (repair_mails.tell_changes, interpreter_mails.tell_changed_days),
    MeetingAnswered: (
        applications.open_after_meeting,
        fair_answer_mails.tell_no,
        fairs.hide_after_no,
    ),
    AnswerOverdue: (fair_answer_mails.tell_overdue, cases.open_for_overdue_answers),
    StudentInvited: (application_mails.tell_invited,),
    InvitationLapsed: (application_mails.tell_lapsed,),
    ApplicationSubmitted: (applications.show_to_company, application_mails.send_receipt_and_notice),
    ApplicationMoved: (application_mails.tell_moved,),
    ApplicationEnded: (applications.hide_from_company, application_mails.tell_withdrawn),
    OfferMade: (application_mails.tell_offer_made,),
    OfferOpenAgain: (application_mails.tell_offer_open_again,),
    OfferAccepted: (placements.open_when_accepted, application_mails.tell_offer_accepted),
    OfferDeclined: (application_mails.tell_offer_declined,),
    OfferLapsed: (application_mails.tell_offer_lapsed,),
    StartPlanned: (arrivals.plan_when_start_is_planned, surveys.plan_again, pairing.plan_again),
    StartMoved: (arrivals.plan_when_start_is_planned, surveys.plan_again, pairing.plan_again),
    StartConfirmed: (
        surveys.plan_again,
        pairing.plan_again,
    ),
    PlacementBroughtIn: (
        surveys.plan_again,
        pairing.plan_again,
    ),
    LeaveBegun: (
        surveys.plan_again,
        pairing.plan_again,
    ),
    LeaveEnded: (
        surveys.plan_again,
        pairing.plan_again,
    ),
    EmployerChanged: (
        surveys.plan_again,
        pairing.plan_again,
    ),
    EndEntered: (surveys.plan_again, pairing.plan_again, arrivals.plan_leaving, arrival_mails.tell_leaving),
    EndWithdrawn: (
        surveys.plan_again,
        pairing.plan_again,
        arrivals.drop_leaving,
        arrival_mails.cancel_leaving,
    ),
    Died: (placements.stop_mail, surveys.plan_again, pairing.plan_again, arrivals.close_when_never_started),
    NeverStarted: (arrivals.close_when_never_started, surveys.plan_again, pairing.plan_again),
    StayChanged: (surveys.plan_again, arrivals.follow_stay),
    StepDone: (arrival_mails.tell_next,),
    TranslationsBehind: (keep_chapters,),
    ChapterWaits: (handbook_mails.tell_second_people,),
    ChapterSentBack: (handbook_mails.tell_writer,),
    ReaderAnswered: (reader_mails.tell_reader,),
    ChapterMoved: (follow_chapter,),
    ChapterWithdrawn: (printing.take_away,),
    ChapterPublished: (release_published, keep_chapters),
    StepStuck: (cases.open_for_stuck_step,),
    ResponseSubmitted: (
        calling.nobody_calls_any_more,
        cases.ask_for_alert_check,
        pairing.notice_gaps,
    ),
    AlertRaised: (case_mails.tell_of_alert,),
    CaseOpened: (case_mails.tell_of_report,),
    CaseClosed: (case_helped_mails.ask_later,),
}
