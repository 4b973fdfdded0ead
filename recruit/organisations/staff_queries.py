"""Reads of organisations for staff: lists, what was checked, what was decided, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations import rules
from recruit.organisations.models import Membership, Organisation, OrganisationMove, Verification
from recruit.organisations.queries import live_members, moves_of_organisation, with_search
from recruit.organisations.rules import Check, OrganisationKind, OrganisationState
from recruit.web.tables import Page, keyset_page


@dataclass(frozen=True)
class StateCount:
    state: OrganisationState
    count: int


def demand_coordinator(visitor: Visitor) -> None:
    """Organisations are looked after by coordinators; for others these pages are not there."""
    if not visitor.is_coordinator:
        raise Missing


def organisations_page(
    visitor: Visitor,
    *,
    kind: OrganisationKind | None,
    state: OrganisationState | None,
    words: str,
    after: str | None,
) -> Page[Organisation]:
    """Every organisation, newest first."""
    demand_coordinator(visitor)
    query = select(Organisation).options(joinedload(Organisation.company))
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    if state is not None:
        query = query.where(Organisation.state == state)
    return keyset_page(with_search(query, words), by=[Organisation.id], after=after, newest_first=True)


def counts_by_state(visitor: Visitor, kind: OrganisationKind | None) -> list[StateCount]:
    """How many organisations of a kind stand in each state."""
    demand_coordinator(visitor)
    query = select(Organisation.state, func.count()).group_by(Organisation.state)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    found = {key: value for key, value in session().execute(query)}  # noqa: C416 - a row is no pair to a type checker
    return [StateCount(state, found.get(state, 0)) for state in OrganisationState]


def organisation_for_staff(visitor: Visitor, public_id: str) -> Organisation:
    demand_coordinator(visitor)
    found = session().scalar(
        select(Organisation)
        .options(joinedload(Organisation.company), selectinload(Organisation.texts))
        .where(Organisation.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def newest_checks(visitor: Visitor, organisation: Organisation) -> dict[Check, Verification | None]:
    """The newest outcome of each check."""
    demand_coordinator(visitor)
    rows = session().scalars(
        select(Verification).where(Verification.organisation_id == organisation.id).order_by(Verification.id)
    )
    newest = {row.check_code: row for row in rows}
    return {check: newest.get(check) for check in Check}


def open_checks(visitor: Visitor, organisation: Organisation) -> tuple[Check, ...]:
    """The checks of a company that nobody has seen passed; other organisations have none to pass."""
    if organisation.kind is not OrganisationKind.COMPANY:
        return ()
    newest = newest_checks(visitor, organisation)
    return rules.open_checks({check: row.outcome if row else None for check, row in newest.items()})


def moves_of(visitor: Visitor, organisation: Organisation) -> list[OrganisationMove]:
    """The history of an organisation's state, newest first."""
    demand_coordinator(visitor)
    return moves_of_organisation(organisation.id)


def names_of(visitor: Visitor, refs: Collection[str]) -> dict[str, str]:
    """Who did it: the names of the people with these references."""
    demand_coordinator(visitor)
    rows = session().execute(select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)))
    return {ref: name for ref, name in rows}  # noqa: C416 - a row is no pair to a type checker


def member_for_staff(visitor: Visitor, organisation: Organisation, person_ref: str) -> Membership:
    """One member of any organisation."""
    demand_coordinator(visitor)
    members = live_members(organisation.id)
    found = next((one for one in members if one.person.public_id == person_ref), None)
    if found is None:
        raise Missing
    return found


def members_for_staff(visitor: Visitor, organisation: Organisation) -> list[tuple[Membership, Person, str]]:
    """Who acts for an organisation, with the address staff may write to."""
    demand_coordinator(visitor)
    rows = session().execute(
        select(Membership, Person, User.email)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(User, User.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    return [(membership, person, email or "") for membership, person, email in rows]
