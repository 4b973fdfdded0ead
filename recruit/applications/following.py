"""What follows applications in this room and in student profiles (see `reactions.py`)."""

from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.applications import actions, mails, queries
from recruit.applications.events import ApplicationEnded, ApplicationSubmitted
from recruit.applications.models import Application
from recruit.core.db import session
from recruit.fairs.events import MeetingAnswered
from recruit.fairs.models import Meeting
from recruit.fairs.rules import Outcome
from recruit.organisations.events import SuspensionLifted
from recruit.postings.events import PostingClosed
from recruit.postings.queries import open_positions_of
from recruit.students.actions import begin_disclosure, end_disclosure
from recruit.students.rules import DisclosureReason, DisclosureScope


def open_after_meeting(event: MeetingAnswered) -> None:
    """The company wants to go on: the student is asked to apply, for the position it named or its only one."""
    meeting = session().get_one(Meeting, event.meeting_id)
    if meeting.outcome is not Outcome.NEXT_STEP:
        return
    postings = open_positions_of(meeting.company_id, now=event.now)
    named = [one for one in postings if one.public_id == event.posting_ref]
    chosen = named or (postings if len(postings) == 1 else [])
    if not chosen or not actions.invite(
        meeting.student, chosen[0], meeting_id=meeting.id, by=event.by, now=event.now
    ):
        mails.tell_next_step(meeting, now=event.now)


def open_offers_again(event: SuspensionLifted) -> None:
    """The company takes part again: what it has offered may be accepted."""
    for offer in queries.open_offers_of(event.organisation_id):
        actions.open_offer_again(offer, by=event.by, now=event.now)


def close_invitations(event: PostingClosed) -> None:
    """Nobody can apply any more: who was asked to and has not is told. Applications that were sent go on."""
    for application in queries.invitations_for(event.posting_id):
        actions.lapse_invitation(application, by=event.by, now=event.now)


def show_to_company(event: ApplicationSubmitted) -> None:
    """The company reads the profile from now on, and the documents shown to whom the student applies to, resting on the
    student's agreement.
    """
    application = session().get_one(Application, event.application_id)
    consent = live_consent(
        application.student.person_id,
        Purpose.PROFILE_TO_COMPANY,
        RecipientKind.ORGANISATION,
        application.posting.organisation.public_id,
    )
    begin_disclosure(
        application.student,
        application.posting.company_id,
        scope=DisclosureScope.DOCUMENTS,
        reason=DisclosureReason.APPLICATION,
        reason_ref=application.public_id,
        consent_ref=consent.public_id if consent else "",
        by=event.by,
        now=event.now,
    )


def hide_from_company(event: ApplicationEnded) -> None:
    """What the application showed ends with it; other reasons stay."""
    application = session().get_one(Application, event.application_id)
    end_disclosure(
        application.student,
        application.posting.company_id,
        reason=DisclosureReason.APPLICATION,
        reason_ref=application.public_id,
        by=event.by,
        now=event.now,
    )
