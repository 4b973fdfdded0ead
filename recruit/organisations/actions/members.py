"""Moves of members: who acts for an organisation."""

from datetime import datetime

from recruit.accounts.actions import act_for
from recruit.accounts.queries import user_by_address
from recruit.accounts.rules import ComesAs
from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations import queries, rules
from recruit.organisations.events import MemberRemoved
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationRefusal, Rights

refuse_on("uq_membership_live", Refused(OrganisationRefusal.ALREADY_MEMBER))


def add_member(
    organisation: Organisation,
    person_id: int,
    rights: Rights,
    *,
    by: Visitor,
    now: datetime,
    invited_by_id: int | None = None,
) -> Membership:
    """Let a person act for an organisation. A second live membership of the same pair is refused."""
    why_not = rules.why_not_rights(organisation.kind, rights)
    if why_not:
        raise Refused(why_not)
    membership = Membership(
        person_id=person_id,
        organisation_id=organisation.id,
        rights=rights,
        invited_by_id=invited_by_id,
        begun_at=now,
    )
    session().add(membership)
    session().flush()
    audit.record(
        "member_added",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=str(rights),
    )
    return membership


def add_colleague(
    organisation: Organisation, address: str, rights: Rights, *, by: Visitor, now: datetime
) -> Membership:
    """An owner lets a colleague act for the company too.

    Only who registered for a company, confirmed the address and acts for nobody is found: the answer tells nothing of
    students, staff, or people of other companies.
    """
    _demand_owner(organisation, by)
    user = user_by_address(address)
    if (
        user is None
        or not user.active
        or user.confirmed_at is None
        or user.came_as != ComesAs.COMPANY
        or user.roles
        or queries.acts_for_somebody(user.person_id)
    ):
        raise Refused(OrganisationRefusal.COLLEAGUE_UNKNOWN, field="email")
    return add_member(organisation, user.person_id, rights, by=by, now=now, invited_by_id=by.person_id)


def end_membership(organisation: Organisation, person_ref: str, *, by: Visitor, now: datetime) -> None:
    """Somebody no longer acts for the company. One owner always stays."""
    _demand_owner(organisation, by)
    live = queries.members_of(by)
    membership = next((one for one in live if one.person.public_id == person_ref), None)
    if membership is None:
        raise Missing
    owners = [one for one in live if one.rights is Rights.OWNER]
    if membership.rights is Rights.OWNER and len(owners) == 1:
        raise Refused(OrganisationRefusal.LAST_OWNER)
    membership.ended_at = now
    session().flush()
    audit.record(
        "member_ended",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=str(membership.rights),
    )
    announce(MemberRemoved(membership_id=membership.id, by=by, now=now))


def _demand_owner(organisation: Organisation, by: Visitor) -> None:
    acting = by.acting
    if acting is None or acting.organisation_id != organisation.id:
        raise Missing
    if not rules.may_manage_members(Rights(acting.rights)):
        raise Refused(OrganisationRefusal.NOT_AN_OWNER)


def act_for_organisation(organisation_ref: str, *, by: Visitor) -> str:
    """This sign-in acts for that organisation from now on; gives its name. Only the visitor's own memberships are found."""
    held = queries.own_membership(by, organisation_ref)
    act_for(organisation_ref, by=by)
    return held.organisation_name
