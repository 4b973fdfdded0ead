"""Moves of members: who acts for an organisation."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts.actions import act_for
from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations import queries, rules, staff_queries
from recruit.organisations.events import MemberRemoved, RightsChangedByStaff
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
    _note("member_added", organisation, by, now, change=str(rights))
    return membership


def change_rights(
    organisation: Organisation, person_ref: str, rights: Rights, *, by: Visitor, now: datetime
) -> None:
    """An owner gives a member other rights. One owner always stays."""
    live = _live_members_held_by_owner(organisation, by)
    _change_rights(organisation, _member(live, person_ref), rights, by, now)


def change_rights_for(
    organisation: Organisation, person_ref: str, rights: Rights, *, by: Visitor, now: datetime
) -> None:
    """Staff give a member other rights, for example where the owner has left the company. One owner always stays; the
    member and the owners are told.
    """
    staff_queries.demand_coordinator(by)
    membership = _member(_hold_members(organisation), person_ref)
    if _change_rights(organisation, membership, rights, by, now):
        announce(RightsChangedByStaff(membership_id=membership.id, by=by, now=now))


def _change_rights(
    organisation: Organisation, membership: Membership, rights: Rights, by: Visitor, now: datetime
) -> bool:
    """Whether there was something to change."""
    why_not = rules.why_not_rights(organisation.kind, rights)
    if why_not:
        raise Refused(why_not, field="rights")
    before = membership.rights
    if before is rights:
        return False
    if before is Rights.OWNER:
        _demand_another_owner(membership)
    membership.rights = rights
    session().flush()
    _note("member_rights_changed", organisation, by, now, change=f"{before} → {rights}")
    return True


def end_membership(organisation: Organisation, person_ref: str, *, by: Visitor, now: datetime) -> None:
    """An owner takes somebody off. One owner always stays."""
    live = _live_members_held_by_owner(organisation, by)
    _end(_member(live, person_ref), organisation, by, now)


def leave_organisation(organisation: Organisation, *, by: Visitor, now: datetime) -> None:
    """A member stops acting for the organisation. The last owner stays."""
    live = _hold_members(organisation)
    _end(_member(live, by.person_ref), organisation, by, now)


def _end(membership: Membership, organisation: Organisation, by: Visitor, now: datetime) -> None:
    if membership.rights is Rights.OWNER:
        _demand_another_owner(membership)
    membership.ended_at = now
    session().flush()
    _note("member_ended", organisation, by, now, change=str(membership.rights))
    announce(MemberRemoved(membership_id=membership.id, by=by, now=now))


def _demand_another_owner(leaver: Membership) -> None:
    owners = queries.refs_of_owners_who_stay(leaver.organisation_id)
    why_not = rules.why_not_without_owner(owners, leaver.person.public_id)
    if why_not:
        raise Refused(why_not)


def _member(live: list[Membership], person_ref: str) -> Membership:
    found = next((one for one in live if one.person.public_id == person_ref), None)
    if found is None:
        raise Missing
    return found


def _hold_members(organisation: Organisation) -> list[Membership]:
    """The live memberships, read anew behind the organisation's row: of two moves at once the second waits here."""
    session().execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    return queries.live_members(organisation.id)


def _live_members_held_by_owner(organisation: Organisation, by: Visitor) -> list[Membership]:
    demand_owner(organisation, by)
    live = _hold_members(organisation)
    # Somebody else may have taken the rights since the page was opened.
    if not any(one.person_id == by.person_id and rules.may_manage_members(one.rights) for one in live):
        raise Refused(OrganisationRefusal.NOT_AN_OWNER)
    return live


def demand_owner(organisation: Organisation, by: Visitor) -> None:
    """Refuse who does not act for this organisation as its owner; for strangers it is not there."""
    acting = by.acting
    if acting is None or acting.organisation_id != organisation.id:
        raise Missing
    if not rules.may_manage_members(Rights(acting.rights)):
        raise Refused(OrganisationRefusal.NOT_AN_OWNER)


def _note(action: str, organisation: Organisation, by: Visitor, now: datetime, *, change: str) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=change,
    )


def act_for_organisation(organisation_ref: str, *, by: Visitor) -> str:
    """This sign-in acts for that organisation from now on; gives its name. Only the visitor's own memberships are found."""
    held = queries.own_membership(by, organisation_ref)
    act_for(organisation_ref, by=by)
    return held.organisation_name
