"""Whom each kind of mail is for, so that nobody has to read about mails that never come to them."""

from enum import StrEnum

from recruit.core.visitor import Visitor


class Reader(StrEnum):
    """What somebody is to the house; staff may be members of an organisation besides."""

    STAFF = "staff"
    MEMBER = "member"
    SEEKER = "seeker"


# Kinds that are not named here may come to anybody.
KINDS_FOR: dict[Reader, frozenset[str]] = {
    Reader.STAFF: frozenset(
        {
            "breach_logged",
            "case_waits",
            "chapter_sent_back",
            "chapter_waits",
            "desk_waits",
            "request_waits",
            "staff_invitation",
            "translations_wait",
        }
    ),
    Reader.MEMBER: frozenset(
        {
            "answers_overdue",
            "application_notice",
            "application_withdrawn",
            "booth_confirmed",
            "booth_waits",
            "company_languages",
            "fair_tasks",
            "leaving_company",
            "member_invitation",
            "member_rights_changed",
            "offer_accepted_company",
            "offer_declined",
            "offer_lapsed_company",
            "organisation_approved",
            "organisation_asked_back",
            "organisation_lifted",
            "organisation_refused",
            "organisation_suspended",
            "permit_ends",
            "posting_closed",
            "posting_published",
            "posting_returned",
            "posting_scheduled",
            "posting_still_right",
            "stay_ends_company",
            "students_found",
            "timetable_changed_for_company",
            "timetable_for_company",
        }
    ),
    Reader.SEEKER: frozenset(
        {
            "application_invited",
            "application_moved",
            "application_receipt",
            "case_helped",
            "invitation_lapsed",
            "leaving_person",
            "meeting_next_step",
            "meeting_no",
            "offer_accepted_student",
            "offer_lapsed_student",
            "offer_made",
            "offer_open_again",
            "position_gone",
            "stay_ends_person",
            "studies_confirmed",
            "survey_agreement",
            "survey_invitation",
            "survey_reminder",
            "timetable_changed_for_student",
            "timetable_for_student",
            "ways_still_right",
        }
    ),
}


def readers_of(visitor: Visitor) -> frozenset[Reader]:
    """Who is neither staff nor for an organisation looks for work, or has found it."""
    found = set()
    if visitor.is_staff:
        found.add(Reader.STAFF)
    if visitor.memberships or visitor.came_as == "company":
        found.add(Reader.MEMBER)
    return frozenset(found or {Reader.SEEKER})


def comes_to(kind: str, readers: frozenset[Reader]) -> bool:
    """Whether mails of this kind may come to such a reader."""
    meant = {reader for reader, kinds in KINDS_FOR.items() if kind in kinds}
    return not meant or bool(meant & readers)
