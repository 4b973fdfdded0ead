"""What organisations do about their own news in the rooms before them."""

from recruit.accounts.actions import end_sign_ins_for
from recruit.core.db import session
from recruit.organisations.events import MemberRemoved
from recruit.organisations.models import Membership, Organisation


def end_sign_ins(event: MemberRemoved) -> None:
    """A device that acts for the organisation is signed out; the person's other devices stay."""
    membership = session().get_one(Membership, event.membership_id)
    organisation = session().get_one(Organisation, membership.organisation_id)
    end_sign_ins_for(membership.person_id, organisation.public_id, now=event.now)
