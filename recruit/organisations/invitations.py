"""Reads of invitations to act for an organisation."""

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations import rules
from recruit.organisations.models import MemberInvitation, Organisation
from recruit.organisations.rules import Rights


def waiting_for(organisation_id: int | None) -> list[MemberInvitation]:
    """Invitations that wait, those too old to be taken up too; the newest first. Whether the visitor may see them is the
    caller's question.
    """
    rows = session().scalars(
        select(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == organisation_id,
            MemberInvitation.used_at.is_(None),
            MemberInvitation.withdrawn_at.is_(None),
        )
        .order_by(MemberInvitation.sent_at.desc(), MemberInvitation.id.desc())
    )
    return list(rows)


def waiting(visitor: Visitor) -> list[MemberInvitation]:
    """What the owner of an organisation sees of them; nobody else sees whom it has invited."""
    acting = visitor.acting
    if acting is None or not rules.may_manage_members(Rights(acting.rights)):
        return []
    return waiting_for(acting.organisation_id)


def waiting_at(organisation: Organisation, address: str) -> MemberInvitation | None:
    """The one invitation by this organisation that waits at the address."""
    found = (one for one in waiting_for(organisation.id) if one.email == address.strip().lower())
    return next(found, None)


def invitation_of(organisation: Organisation, public_id: str) -> MemberInvitation:
    """An invitation by this organisation, whatever has become of it."""
    found = session().scalar(
        select(MemberInvitation).where(
            MemberInvitation.public_id == public_id, MemberInvitation.organisation_id == organisation.id
        )
    )
    if found is None:
        raise Missing
    return found


def invitation_by_ref(public_id: str) -> MemberInvitation:
    """For mails, which know the invitation by its public id."""
    found = session().scalar(select(MemberInvitation).where(MemberInvitation.public_id == public_id))
    if found is None:
        raise Missing
    return found
