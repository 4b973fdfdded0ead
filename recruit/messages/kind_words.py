"""What every kind of mail is about, in a few words: on the page of wishes, in the outbox and beside previews.

A room names its kinds in its own `mails.py`; their words stand here together, so that the list reads as one. A test demands
an entry for every kind.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

KIND_WORDS: dict[str, Any] = {
    "day_summary": _l("The day’s summary"),
    "confirm_address": _l("Confirm your address"),
    "sign_in_link": _l("Link to sign in"),
    "reset_password": _l("Link for a new password"),
    "address_in_use": _l("Somebody registered with your address"),
    "provider_connected": _l("A way of signing in was connected"),
    "provider_disconnected": _l("A way of signing in was taken off"),
    "confirm_way": _l("Confirm another address"),
    "ways_still_right": _l("Are the ways to reach you still right?"),
    "asked_to_stay": _l("Do you want to keep your account?"),
    "export_ready": _l("Your archive is ready"),
    "confirm_new_address": _l("Confirm your new address"),
    "address_change_notice": _l("Your address changes"),
    "address_wanted": _l("Your address was entered elsewhere"),
    "staff_invitation": _l("An invitation to staff"),
    "member_invitation": _l("An invitation to act for an organisation"),
    "organisation_approved": _l("Your organisation is approved"),
    "organisation_asked_back": _l("A question about your organisation"),
    "organisation_suspended": _l("Your organisation is suspended"),
    "posting_published": _l("A position is published"),
    "posting_closed": _l("A position is closed"),
    "posting_returned": _l("A position comes back for changes"),
    "studies_confirmed": _l("Your university has confirmed your studies"),
    "sign_up_ticket": _l("Your ticket"),
    "on_waiting_list": _l("You are on the waiting list"),
    "seat_offered": _l("A seat is free for you"),
    "sign_up_cancelled": _l("Your seat is cancelled"),
    "booth_confirmed": _l("Your booth is confirmed"),
    "timetable_for_student": _l("Your meetings at a fair"),
    "timetable_for_company": _l("Your company’s meetings at a fair"),
    "meeting_no": _l("Answer after a meeting"),
    "answers_overdue": _l("Students wait for your answer"),
    "application_invited": _l("A company invites you to apply"),
    "meeting_next_step": _l("What follows a meeting"),
    "invitation_lapsed": _l("An invitation has ended"),
    "application_receipt": _l("Your application has arrived"),
    "application_notice": _l("Somebody applies to you"),
    "application_moved": _l("News on your application"),
    "application_withdrawn": _l("An application is withdrawn"),
    "offer_made": _l("A job offer for you"),
    "offer_accepted_student": _l("You have accepted an offer"),
    "offer_accepted_company": _l("Your offer is accepted"),
    "offer_declined": _l("Your offer is declined"),
    "offer_lapsed_student": _l("A job offer to you has ended"),
    "offer_lapsed_company": _l("Your job offer has ended"),
    "steps_open": _l("Next steps of an arrival"),
    "leaving_company": _l("What to do when somebody leaves"),
    "leaving_person": _l("What to do when you leave"),
    "survey_invitation": _l("A survey for you"),
    "survey_reminder": _l("A survey still waits"),
    "case_waits": _l("Somebody needs help"),
    "case_helped": _l("Has it become better?"),
}
