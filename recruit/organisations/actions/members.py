"""Moves of members: who acts for an organisation."""

from datetime import datetime

from recruit.accounts.actions import act_for
from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.organisations import queries, rules
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


def act_for_organisation(organisation_ref: str, *, by: Visitor) -> str:
    """This sign-in acts for that organisation from now on; gives its name. Only the visitor's own memberships are found."""
    held = queries.own_membership(by, organisation_ref)
    act_for(organisation_ref, by=by)
    return held.acting.organisation_name
