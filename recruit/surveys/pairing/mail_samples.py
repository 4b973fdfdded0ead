"""What a preview of the mail about open forms is made of. It runs in a transaction that is undone, so it may write."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.messages.kinds import Params
from recruit.organisations.models import Membership
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.pairing.queries.forms import ANSWER_FOR, open_forms_of_person
from recruit.surveys.pairing.rules import GONE, TOKYO
from recruit.surveys.rules import ContactKind, ContactState

# So long a form is open where none is and one is opened to be looked at.
OPEN_FOR = timedelta(days=21)
MOST_TRIED = 20


def open_forms(_visitor: Visitor, now: datetime) -> Params | None:
    """Somebody of a company with open forms about its hires; where none is open, one that could be is opened for the occasion."""
    found = session().execute(
        select(CompanyContact, Person.public_id)
        .join(Membership, Membership.organisation_id == CompanyContact.organisation_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.rights.in_(ANSWER_FOR),
            CompanyContact.kind == ContactKind.INVITATION,
            CompanyContact.state != ContactState.CANCELLED,
            CompanyContact.reason.not_in(GONE),
            CompanyContact.id.not_in(select(CompanyResponse.contact_id)),
        )
        .order_by(CompanyContact.closes_at.desc(), CompanyContact.id, Person.public_id)
        .limit(MOST_TRIED)
    )
    for contact, person_ref in found.all():
        if not open_forms_of_person(person_ref, now):
            contact.state, contact.opens_at = ContactState.PLANNED, now
            contact.closes_at = now + OPEN_FOR
            contact.close_on = day_in(contact.closes_at, str(TOKYO))
            session().flush()
        if open_forms_of_person(person_ref, now):
            return {"person": person_ref}
    return None
