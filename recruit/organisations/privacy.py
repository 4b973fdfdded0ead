"""What organisations hold about a person, and how it leaves again."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.periods import COMPANY_DRAFTS, INVITATIONS, Kept
from recruit.core.visitor import Role
from recruit.organisations import queries
from recruit.organisations.models import CompanyDraft, MemberInvitation, Membership, Organisation
from recruit.organisations.rules import OrganisationRefusal, OrganisationState, Rights
from recruit.web.words import words_for

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "organisation": "Holds no person.",
    "organisation_text": "Holds no person.",
    "company": "Holds no person.",
    "company_draft": "Deleted; what was begun and not sent is deleted after 90 days in any case.",
    "organisation_picture": "Holds no person.",
    "membership": "Ended; the row stays without the name, because it says who acted for the organisation.",
    "member_invitation": "Deleted; what ended is deleted after 30 days in any case.",
    "readiness": "Holds no person.",
    "verification": "Names staff by reference only.",
    "organisation_move": "Names people by reference only.",
}


def names_by_ref(refs: Collection[str]) -> dict[str, str]:
    """The names of the organisations among these references."""
    found = session().scalars(select(Organisation).where(Organisation.public_id.in_(refs)))
    return {one.public_id: queries.name_in(one, "en") or one.slug for one in found}


def _office(codes: Any) -> str:
    """As what somebody looked: rights in an organisation, or roles of staff."""
    kinds: tuple[type[StrEnum], ...] = (Rights, Role)
    known = [kind(code) for code in str(codes).split() for kind in kinds if code in set(kind)]
    return ", ".join(words_for(one) for one in known)


IN_WORDS = {"looks_at_you.office": _office}


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
                "rights": Rights(membership.rights),
                "begun": membership.begun_at.isoformat(),
                "ended": membership.ended_at.isoformat() if membership.ended_at else None,
            }
            for membership, organisation in rows
        ],
        "member_invitations": [
            {
                "organisation": queries.name_in(invitation.organisation, "en"),
                "rights": Rights(invitation.rights),
                "sent_at": invitation.sent_at.isoformat(),
                "taken_up_at": invitation.used_at.isoformat() if invitation.used_at else None,
            }
            for invitation in session().scalars(
                select(MemberInvitation)
                .where(MemberInvitation.email.in_(select(User.email).where(User.person_id == person_id)))
                .order_by(MemberInvitation.id)
            )
        ],
        "company_drafts": [
            {
                "begun": draft.begun_at.isoformat(),
                "changed": draft.changed_at.isoformat(),
                "typed": ", ".join(typed for values in draft.typed.values() for typed in values if typed),
            }
            for draft in session().scalars(select(CompanyDraft).where(CompanyDraft.person_id == person_id))
        ],
    }


def before_closing(person_id: int) -> list[StrEnum]:
    """Every organisation keeps an owner. Of two owners who go at once the second waits for the first."""
    owned = list(
        session().scalars(
            select(Membership.organisation_id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(
                Membership.person_id == person_id,
                Membership.rights == Rights.OWNER,
                Membership.ended_at.is_(None),
                Organisation.state.not_in((OrganisationState.LEFT, OrganisationState.REFUSED)),
            )
        )
    )
    held = session().execute(
        select(Membership.organisation_id, Membership.person_id)
        .where(
            Membership.organisation_id.in_(owned),
            Membership.rights == Rights.OWNER,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update()
    )
    others = [(organisation, owner) for organisation, owner in held if owner != person_id]
    # Who is about to close the account does not count on.
    staying = set(
        session().scalars(
            select(User.person_id).where(
                User.person_id.in_([owner for _organisation, owner in others]),
                User.active,
                User.closes_at.is_(None),
            )
        )
    )
    kept = {organisation for organisation, owner in others if owner in staying}
    return [OrganisationRefusal.LAST_OWNER] if set(owned) - kept else []


def erase(person_id: int, now: datetime) -> None:
    """End what is live; delete invitations to the person's address. Call before accounts forget the address."""
    rows = session()
    rows.flush()
    rows.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .values(ended_at=now)
    )
    rows.execute(delete(CompanyDraft).where(CompanyDraft.person_id == person_id))
    addresses = select(User.email).where(User.person_id == person_id)
    rows.execute(delete(MemberInvitation).where(MemberInvitation.email.in_(addresses)))


def purge(now: datetime) -> int:
    """Delete invitations that ended a while ago; gives how many."""
    old = delete(MemberInvitation).where(MemberInvitation.expires_at < INVITATIONS.before(now))
    return len(session().scalars(old.returning(MemberInvitation.id)).all())


def forget_drafts(now: datetime) -> int:
    """Delete registrations of companies that nobody went on with; gives how many."""
    old = delete(CompanyDraft).where(CompanyDraft.changed_at < COMPANY_DRAFTS.before(now))
    return len(session().scalars(old.returning(CompanyDraft.id)).all())


PURGES = {Kept.INVITATIONS: purge, Kept.COMPANY_DRAFTS: forget_drafts}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these act for an organisation."""
    rows = session().scalars(
        select(Membership.person_id).where(
            Membership.person_id.in_(person_ids), Membership.ended_at.is_(None)
        )
    )
    return set(rows)
