"""What organisations hold about a person, and how it leaves again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.periods import INVITATIONS, Kept
from recruit.organisations import queries
from recruit.organisations.models import MemberInvitation, Membership, Organisation

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "organisation": "Holds no person.",
    "organisation_text": "Holds no person.",
    "company": "Holds no person.",
    "membership": "Ended; the row stays without the name, because it says who acted for the organisation.",
    "member_invitation": "Deleted; what ended is deleted after 30 days in any case.",
    "readiness": "Holds no person.",
    "verification": "Names staff by reference only.",
    "organisation_move": "Names people by reference only.",
}


def export(person_id: int) -> dict[str, Any]:
    """The organisations this person acts or acted for."""
    rows = session().execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.id)
    )
    return {
        "memberships": [
            {
                "organisation": queries.name_in(organisation, "en"),
                "rights": membership.rights,
                "begun": membership.begun_at.isoformat(),
                "ended": membership.ended_at.isoformat() if membership.ended_at else None,
            }
            for membership, organisation in rows
        ],
        "member_invitations": [
            {
                "organisation": queries.name_in(invitation.organisation, "en"),
                "rights": str(invitation.rights),
                "sent": invitation.sent_at.isoformat(),
                "taken_up": invitation.used_at.isoformat() if invitation.used_at else None,
            }
            for invitation in session().scalars(
                select(MemberInvitation)
                .where(MemberInvitation.email.in_(select(User.email).where(User.person_id == person_id)))
                .order_by(MemberInvitation.id)
            )
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """End what is live; delete invitations to the person's address. Call before accounts forget the address."""
    rows = session()
    rows.flush()
    rows.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .values(ended_at=now)
    )
    addresses = select(User.email).where(User.person_id == person_id)
    rows.execute(delete(MemberInvitation).where(MemberInvitation.email.in_(addresses)))


def purge(now: datetime) -> int:
    """Delete invitations that ended a while ago; gives how many."""
    old = delete(MemberInvitation).where(MemberInvitation.expires_at < INVITATIONS.before(now))
    return len(session().scalars(old.returning(MemberInvitation.id)).all())


PURGES = {Kept.INVITATIONS: purge}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these act for an organisation."""
    rows = session().scalars(
        select(Membership.person_id).where(
            Membership.person_id.in_(person_ids), Membership.ended_at.is_(None)
        )
    )
    return set(rows)
