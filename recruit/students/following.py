"""What student profiles do when something happens elsewhere."""

from sqlalchemy import update

from recruit.accounts.events import AddressConfirmed, ConsentGiven, ConsentWithdrawn
from recruit.accounts.rules import ComesAs, Purpose
from recruit.core.db import session
from recruit.organisations.events import OrganisationApproved, OrganisationSuspended, SuspensionLifted
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind
from recruit.students import actions, queries
from recruit.students.models import Student
from recruit.students.rules import Visibility


def open_empty_profile(event: AddressConfirmed) -> None:
    """Who came as a student finds a profile to fill in."""
    if event.came_as is ComesAs.STUDENT:
        actions.open_profile(event.person_id, now=event.at)


def _is_for_all_companies(event: ConsentGiven | ConsentWithdrawn) -> bool:
    return event.purpose is Purpose.PROFILE_TO_COMPANY and not event.recipient_ref


def carry_over(event: ConsentGiven) -> None:
    """Where the words were agreed to anew, what rested on the older ones goes on, and what waited for it begins."""
    if not event.replaced_ref:
        return
    actions.carry_over(event.replaced_ref, event.consent_ref)
    student = queries.student_of_person(event.person_id)
    if (
        student is not None
        and _is_for_all_companies(event)
        and student.visibility is Visibility.ALL_APPROVED_COMPANIES
    ):
        actions.show_to_all_companies(student, event.consent_ref, now=event.at, chosen_anew=False)


def end_after_withdrawal(event: ConsentWithdrawn) -> None:
    """What rested on the consent is no longer shown. Where it was for all companies, nobody sees the card any more."""
    actions.end_for_consent(event.consent_ref, now=event.at)
    if _is_for_all_companies(event):
        session().execute(
            update(Student)
            .where(
                Student.person_id == event.person_id, Student.visibility == Visibility.ALL_APPROVED_COMPANIES
            )
            .values(visibility=Visibility.NOBODY)
        )


def show_to_new_company(event: OrganisationApproved | SuspensionLifted) -> None:
    """Students who show themselves to all approved companies are shown to this one too, new or back again."""
    organisation = session().get_one(Organisation, event.organisation_id)
    if organisation.kind is OrganisationKind.COMPANY:
        actions.show_to_new_company(organisation.id, now=event.now)


def hide_from_suspended(event: OrganisationSuspended) -> None:
    """A suspended organisation sees nobody."""
    actions.end_all_for(event.organisation_id, now=event.now)
