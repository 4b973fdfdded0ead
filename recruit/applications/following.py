"""What follows applications in this room and in student profiles (see `reactions.py`)."""

from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.applications.events import ApplicationEnded, ApplicationSubmitted
from recruit.applications.models import Application
from recruit.core.db import session
from recruit.students.actions import begin_disclosure, end_disclosure
from recruit.students.rules import DisclosureReason, DisclosureScope


def show_to_company(event: ApplicationSubmitted) -> None:
    """The company reads the profile from now on, resting on the student's agreement."""
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
        scope=DisclosureScope.PROFILE,
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
