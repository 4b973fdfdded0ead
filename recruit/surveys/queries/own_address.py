"""An address of a person that no employer reads: where the form for somebody who leaves goes, and nowhere else."""

from collections.abc import Collection

from sqlalchemy import func, select

from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.messages.models import AddressState
from recruit.organisations.models import Membership
from recruit.placements.models import Placement
from recruit.surveys.rules import is_of_domain, own_domains


def own_address_of(person_id: int) -> str:
    """The first mail address of a person that takes mail and is outside every employer's own domain; empty where there is none."""
    addresses = (
        session()
        .scalars(
            select(ContactPoint.value)
            .outerjoin(AddressState, AddressState.address == func.lower(ContactPoint.value))
            .where(
                ContactPoint.person_id == person_id,
                ContactPoint.kind == ContactKind.MAIL,
                ContactPoint.ended_at.is_(None),
                AddressState.bounced_at.is_(None),
                AddressState.complaint_at.is_(None),
            )
            .order_by(ContactPoint.priority, ContactPoint.id)
        )
        .all()
    )
    employers = session().scalars(select(Placement.employer_id).where(Placement.person_id == person_id)).all()
    domains = domains_of_employers({one for one in employers if one is not None}) if addresses else set()
    return next((one for one in addresses if not is_of_domain(one, domains)), "")


def domains_of_employers(organisation_ids: Collection[int]) -> set[str]:
    """The mail domains that belong to these employers: those of their members, but for what others have too."""
    members = session().execute(
        select(User.email, Membership.organisation_id)
        .join(Membership, Membership.person_id == User.person_id)
        .where(Membership.organisation_id.in_(organisation_ids))
    )
    found = own_domains({email for email, _organisation_id in members})
    shared = {
        domain
        for domain in found
        if session().scalar(
            select(Membership.id)
            .join(User, User.person_id == Membership.person_id)
            .where(User.email.ilike(f"%@{domain}"), Membership.organisation_id.not_in(organisation_ids))
            .limit(1)
        )
        is not None
    }
    return found - shared
