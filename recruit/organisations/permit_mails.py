"""The mail about a construction permit that ends: to the owners, in good time, and once more when it has ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations import queries
from recruit.organisations.models import Organisation
from recruit.organisations.permits import (
    RENEWAL_ASKED_BEFORE,
    PermitEnd,
    PermitStanding,
    end_of_permit,
    permit_in,
    standing,
)
from recruit.organisations.rules import OrganisationState
from recruit.web.gate import page_url

NAME = "permit_ends"
ZONE = "Asia/Tokyo"


def end_of(organisation: Organisation) -> PermitEnd | None:
    """When the company's permit ends; None where nothing is known."""
    facts = organisation.company
    return end_of_permit(permit_in(facts.permit_number), facts.permit_until) if facts else None


def _organisation(params: Params) -> Organisation:
    found = queries.organisation_by_ref(params["organisation"])
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    organisation = _organisation(params)
    end = end_of(organisation)
    return {
        "organisation_name": queries.name_in(organisation, language),
        "permit_number": organisation.company.permit_number if organisation.company else "",
        "has_ended": params["standing"] != PermitStanding.ENDS_SOON,
        "until": end.latest if end and end.is_exact else None,
        "hand_in_by": end.latest - RENEWAL_ASKED_BEFORE if end and end.is_exact else None,
        "url": page_url("organisations.profile", _external=True) + "#permit_until",
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    organisation = _organisation(params)
    end = end_of(organisation)
    return (
        organisation.state is OrganisationState.APPROVED
        and end is not None
        and str(standing(end, clock.day_in(now, ZONE))) == params["standing"]
    )


KINDS = [
    MailKind(
        name=NAME,
        room="organisations",
        template="organisations/mail/permit_ends",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.ORGANISATIONS,
    )
]


def tell_owners(organisation_id: int, now: datetime) -> int:
    """Queue the mail to the owners, once for each end and standing; gives how many owners there are."""
    organisation = session().get_one(Organisation, organisation_id)
    end = end_of(organisation)
    if end is None:
        return 0
    how = standing(end, clock.day_in(now, ZONE))
    owners = queries.addresses_of_owners(organisation_id)
    for person, email in owners:
        queue(
            NAME,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"organisation": organisation.public_id, "standing": str(how)},
            unique_key=f"{NAME}:{organisation.public_id}:{end.latest}:{how}:{person.public_id}",
            now=now,
            subject_kind="permit",
            subject_ref=organisation.public_id,
        )
    return len(owners)
