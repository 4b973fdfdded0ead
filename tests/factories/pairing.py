"""Companies with hires, and what both sides answered."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.organisations.models import Organisation
from recruit.placements.models import Placement
from recruit.surveys.models import Answer, Contact, Response
from recruit.surveys.pairing.actions.planning import replan
from recruit.surveys.pairing.models import CompanyAnswer, CompanyContact, CompanyResponse
from recruit.surveys.queries.answering import newest_version
from recruit.surveys.rules import ContactKind, ResponseState
from tests.factories import surveys


def make_hire(company: Organisation, *, starts_on: date = date(2026, 7, 10), number: int = 1) -> Placement:
    """A hire of the company, asked on both sides."""
    placement = surveys.make_hire(
        starts_on=starts_on, employer=company, address=f"hire{number}@hires.example", name=f"Bình {number}"
    )
    with writing():
        replan(placement.id, clock.now())
    return placement


def form_of(
    placement: Placement, point: str, kind: ContactKind = ContactKind.INVITATION, sequence: int = 0
) -> CompanyContact:
    """One contact of the company, as it stands now."""
    found = session().scalars(
        select(CompanyContact)
        .where(
            CompanyContact.placement_id == placement.id,
            CompanyContact.kind == kind,
            CompanyContact.sequence == sequence,
        )
        .execution_options(populate_existing=True)
    )
    return next(contact for contact in found if contact.wave.key == point)


def states_of(placement: Placement) -> dict[str, str]:
    """State and reason of every invitation of the company, by point."""
    rows = session().scalars(
        select(CompanyContact)
        .where(CompanyContact.placement_id == placement.id, CompanyContact.kind == ContactKind.INVITATION)
        .order_by(CompanyContact.id)
        .execution_options(populate_existing=True)
    )
    return {row.wave.key: f"{row.state} {row.reason}".strip() for row in rows}


def hire_said(placement: Placement, point: str, said: Mapping[str, int], at: datetime) -> Response:
    """The hire has handed in."""
    contact: Contact = surveys.contact_of(placement, point)
    response = Response(
        contact_id=contact.id,
        instrument_version_id=newest_version(contact.wave).id,
        language="vi",
        state=ResponseState.SUBMITTED,
        begun_at=at,
        submitted_at=at,
        answers=[Answer(item=item, value=[str(value)], answered_at=at) for item, value in said.items()],
    )
    with writing() as rows:
        rows.add(response)
    return response


def company_said(placement: Placement, point: str, said: Mapping[str, int], at: datetime) -> None:
    """The company has handed in."""
    contact = form_of(placement, point)
    with writing() as rows:
        rows.add(
            CompanyResponse(
                contact_id=contact.id,
                instrument_version_id=newest_version(contact.wave).id,
                language="ja",
                state=ResponseState.SUBMITTED,
                begun_at=at,
                submitted_at=at,
                answers=[
                    CompanyAnswer(item=item, value=[str(value)], answered_at=at)
                    for item, value in said.items()
                ],
            )
        )
