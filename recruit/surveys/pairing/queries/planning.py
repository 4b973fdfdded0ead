"""What the planner is told about the company's side of one hire, and who of a company is told about its forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.messages.queries import switched_off_since
from recruit.messages.rules import MailGroup
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.postings.queries import addresses_of_editors
from recruit.surveys.models import Programme
from recruit.surveys.pairing import rules
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.planning import contacts as planned, facts as known
from recruit.surveys.planning.known_facts import as_seen_by_company
from recruit.surveys.queries.known import Known, facts_of

MAIL_KIND = "company_surveys"


def company_programme() -> Programme | None:
    """The rules of the company's forms; None before anything was loaded."""
    return session().scalar(
        select(Programme)
        .where(Programme.key == rules.PROGRAMME)
        .order_by(Programme.version.desc())
        .limit(1)
        .options(selectinload(Programme.waves))
    )


@dataclass(frozen=True)
class Side:
    """The company's side of one hire, as rows."""

    placement: Placement
    contacts: Sequence[CompanyContact]
    responses: Sequence[CompanyResponse]

    def response_to(self, contact: CompanyContact) -> CompanyResponse | None:
        """What was answered to an invitation."""
        return next((found for found in self.responses if found.contact_id == contact.id), None)


def side_of(placement_id: int) -> Side:
    """Read everything about the company's side of one hire afresh."""
    rows = session()
    placement = rows.scalars(
        select(Placement)
        .where(Placement.id == placement_id)
        .options(selectinload(Placement.facts), selectinload(Placement.person))
        .execution_options(populate_existing=True)
    ).one()
    contacts = rows.scalars(
        select(CompanyContact)
        .where(CompanyContact.placement_id == placement_id)
        .order_by(CompanyContact.id)
        .execution_options(populate_existing=True)
    ).all()
    responses = rows.scalars(
        select(CompanyResponse)
        .where(CompanyResponse.contact_id.in_([contact.id for contact in contacts]))
        .order_by(CompanyResponse.id)
        .execution_options(populate_existing=True)
    ).all()
    return Side(placement, contacts, responses)


def company_facts(placement: Placement, now: datetime) -> known.Facts:
    """The dates of one employment as its employer's forms follow them.

    Nothing of the hire's own wishes, consent, address or leave goes in: from the forms that come, or do not, a company must
    not be able to tell what the hire has said.
    """
    nothing_own = Known(
        person=placement.person,
        address="",
        paused_since=None,
        opt_outs=(),
        wants_reminders=True,
        refused=(),
        placements=(placement,),
        contacts=(),
        responses=(),
    )
    facts = replace(
        as_seen_by_company(facts_of(placement, nothing_own, now)), asks_consent=False, consented_at=None
    )
    if not facts.employers and placement.employer_id is not None:
        employer = session().get_one(Organisation, placement.employer_id)
        facts = replace(facts, employers=(known.Employer(employer.public_id, date.min),))
    return facts


def employers_of(facts: known.Facts) -> dict[str, int]:
    """The employers of an employment that are our companies: public id → id."""
    refs = [employer.name for employer in facts.employers]
    rows = session().execute(
        select(Organisation.public_id, Organisation.id).where(Organisation.public_id.in_(refs))
    )
    return {row.public_id: row.id for row in rows}


def tellers_of(organisation_id: int) -> list[tuple[Person, str]]:
    """Who answers for a company and wants to be told, each once."""
    people: dict[int, tuple[Person, str]] = {}
    for person, address in addresses_of_editors(organisation_id):
        off = switched_off_since(MAIL_KIND, MailGroup.SURVEYS, person_ref=person.public_id, address=address)
        if off is None:
            people.setdefault(person.id, (person, address))
    return list(people.values())


def key_of(contact: CompanyContact) -> planned.Key:
    """The name a contact has for the planner."""
    return planned.Key(
        str(contact.placement_id), contact.wave.key, planned.Kind(contact.kind.value), contact.sequence
    )


def journal_of(side: Side) -> planned.Journal:
    """What has happened so far on the company's side of one hire."""
    deliveries = tuple(
        planned.Delivery(key_of(contact), contact.sent_at or contact.given_at, contact.outcome)
        for contact in side.contacts
        if contact.outcome is not None and contact.given_at is not None
    )
    answers = []
    for contact in side.contacts:
        response = side.response_to(contact)
        if response is not None:
            answers.append(
                planned.Answer(
                    str(contact.placement_id),
                    contact.wave.key,
                    contact.sequence,
                    begun_at=response.begun_at,
                    submitted_at=response.submitted_at,
                )
            )
    return planned.Journal(deliveries, tuple(answers))
