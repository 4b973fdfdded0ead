"""The mail that tells of rights that staff have changed: to the member, and to the owners of the organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core.db import new_public_id, session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.organisations import queries
from recruit.organisations.events import RightsChangedByStaff
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import Rights
from recruit.web.gate import page_url
from recruit.web.words import words_for

MAIL = "member_rights_changed"


def _context(params: Params, language: str) -> Mapping[str, Any]:
    held = queries.live_membership(params["organisation"], params["member"])
    if held is None:
        raise Missing
    return {
        "organisation_name": queries.name_in(held.organisation, language),
        "member_name": held.person.display_name,
        "rights": words_for(held.rights),
        "is_yours": params["member"] == params["reader"],
        "url": page_url("organisations.members", kind=str(held.organisation.kind), _external=True),
    }


def _is_so(params: Params, _now: datetime) -> bool:
    held = queries.live_membership(params["organisation"], params["member"])
    return held is not None and held.rights is Rights(params["rights"])


KINDS = (
    MailKind(
        name=MAIL,
        room="organisations",
        template="organisations/mail/member_rights_changed",
        context=_context,
        still_wanted=_is_so,
        necessary=True,
    ),
)


def tell_member_and_owners(event: RightsChangedByStaff) -> None:
    """Each of them gets one mail about this change."""
    session().flush()
    membership = session().get_one(Membership, event.membership_id)
    organisation = session().get_one(Organisation, membership.organisation_id)
    member_ref, occasion = membership.person.public_id, new_public_id()
    owners = queries.addresses_of_owners(organisation.id)
    readers = {person.public_id: (person, address) for person, address in owners}
    own_address = queries.address_of_member(membership)
    if own_address:
        readers[member_ref] = (membership.person, own_address)
    for reader_ref, (person, address) in readers.items():
        queue(
            MAIL,
            to_address=address,
            to_ref=reader_ref,
            language=person.language,
            zone=person.zone,
            params={
                "organisation": organisation.public_id,
                "member": member_ref,
                "reader": reader_ref,
                "rights": str(membership.rights),
            },
            unique_key=f"{MAIL}:{occasion}:{reader_ref}",
            now=event.now,
            subject_kind="organisation",
            subject_ref=organisation.public_id,
        )
