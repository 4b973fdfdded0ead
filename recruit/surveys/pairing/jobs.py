"""What the clock does about the company's side: open, tell, remind, close; and release figures. Any number of workers may run it."""

from datetime import datetime

from sqlalchemy import exists, select

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind
from recruit.surveys.pairing.actions.planning import give_out, may_mail_at, replan
from recruit.surveys.pairing.actions.releasing import release
from recruit.surveys.pairing.models import CompanyContact, CompanyResponse
from recruit.surveys.pairing.queries.planning import company_programme
from recruit.surveys.rules import ContactState, ResponseState

# So many hires that nobody has planned yet are planned at one beat.
NEW_A_BEAT = 300


def tick(now: datetime) -> int:
    """Plan whatever may have come due, then tell each company once. Returns how much was done."""
    if company_programme() is None:
        return 0
    rows = session()
    due = rows.scalars(
        select(CompanyContact.placement_id)
        .where(CompanyContact.check_at <= now)
        .distinct()
        .order_by(CompanyContact.placement_id)
    ).all()
    done = each_by_itself(
        "hires whose company is asked", [*due, *_not_planned_yet(now)], lambda one: replan(one, now)
    )
    return done + (_tell(now) if may_mail_at(now) else 0)


def _tell(now: datetime) -> int:
    companies = session().scalars(
        select(CompanyContact.organisation_id)
        .where(
            CompanyContact.state == ContactState.PLANNED,
            CompanyContact.outcome.is_(None),
            CompanyContact.next_send_at <= now,
            CompanyContact.closes_at > now,
            CompanyContact.organisation_id.is_not(None),
        )
        .distinct()
        .order_by(CompanyContact.organisation_id)
    )
    return each_by_itself(
        "companies that are told about their forms",
        [one for one in companies if one is not None],
        lambda one: give_out(one, now),
    )


def _not_planned_yet(now: datetime) -> list[int]:
    """Hires of our companies with a first day, about whom nobody has been planned to be asked."""
    has_start = exists().where(
        PlacementFact.placement_id == Placement.id,
        PlacementFact.fact.in_([PlacementFactKind.PLANNED_START, PlacementFactKind.STARTED]),
        PlacementFact.confirmed.is_(True),
        PlacementFact.known_at <= now,
    )
    return list(
        session().scalars(
            select(Placement.id)
            .join(Person, Person.id == Placement.person_id)
            .where(
                Placement.employer_id.is_not(None),
                Person.anonymised_at.is_(None),
                has_start,
                ~exists().where(CompanyContact.placement_id == Placement.id),
            )
            .order_by(Placement.id)
            .limit(NEW_A_BEAT)
        )
    )


def release_gaps(now: datetime) -> int:
    """Tell each company what can be told by the first of this month. Returns how many figures are new."""
    companies = session().scalars(
        select(CompanyContact.organisation_id)
        .join(CompanyResponse, CompanyResponse.contact_id == CompanyContact.id)
        .where(CompanyResponse.state == ResponseState.SUBMITTED, CompanyContact.organisation_id.is_not(None))
        .distinct()
        .order_by(CompanyContact.organisation_id)
    )
    return each_by_itself(
        "companies that are told about both sides",
        [one for one in companies if one is not None],
        lambda one: release(one, now),
    )
