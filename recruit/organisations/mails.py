"""Mail kinds of organisations: what staff decided, told to the owners."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.organisations import queries
from recruit.organisations.events import (
    OrganisationApproved,
    OrganisationAskedBack,
    OrganisationRefused,
    OrganisationSuspended,
    SuspensionLifted,
)
from recruit.organisations.models import Organisation, OrganisationMove
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.web.gate import page_url


def _organisation(params: Params) -> Organisation:
    found = queries.organisation_by_ref(params["organisation"])
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    organisation = _organisation(params)
    last = queries.newest_move(organisation.id)
    return {
        "organisation_name": queries.name_in(organisation, language),
        "reason": last.reason if last else "",
        "url": page_url(_next_page(organisation), _external=True),
    }


def _next_page(organisation: Organisation) -> str:
    """Where the decision leads: a company that is in sees what is missing before its first position."""
    is_in = organisation.state is OrganisationState.APPROVED and organisation.kind is OrganisationKind.COMPANY
    return "organisations.ready" if is_in else "organisations.profile"


def _still(state: OrganisationState) -> Callable[[Params, datetime], bool]:
    def is_so(params: Params, _now: datetime) -> bool:
        return _organisation(params).state is state

    return is_so


KINDS = [
    MailKind(
        name=f"organisation_{name}",
        room="organisations",
        template=f"organisations/mail/organisation_{name}",
        context=_context,
        still_wanted=_still(state),
        necessary=True,
    )
    for name, state in (
        ("approved", OrganisationState.APPROVED),
        ("asked_back", OrganisationState.ASKED_BACK),
        ("refused", OrganisationState.REFUSED),
        ("suspended", OrganisationState.SUSPENDED),
        ("lifted", OrganisationState.APPROVED),
    )
]


def tell_approved(event: OrganisationApproved) -> None:
    """The owners learn that the company is in."""
    _tell_owners("organisation_approved", event.organisation_id, event.now)


def tell_asked_back(event: OrganisationAskedBack) -> None:
    """The owners learn what staff ask for."""
    _tell_owners("organisation_asked_back", event.organisation_id, event.now)


def tell_suspended(event: OrganisationSuspended) -> None:
    """The owners learn why the company is suspended."""
    _tell_owners("organisation_suspended", event.organisation_id, event.now)


def tell_refused(event: OrganisationRefused) -> None:
    """The owners learn why the application was refused, and that they may apply again."""
    _tell_owners("organisation_refused", event.organisation_id, event.now)


def tell_lifted(event: SuspensionLifted) -> None:
    """The owners learn that the company is back, and what they must put back themselves."""
    _tell_owners("organisation_lifted", event.organisation_id, event.now)


def _tell_owners(kind: str, organisation_id: int, now: datetime) -> None:
    session().flush()
    organisation = session().get_one(Organisation, organisation_id)
    # The same decision may be taken again later: the count of moves tells the occasions apart.
    occasion = session().scalar(
        select(func.count())
        .select_from(OrganisationMove)
        .where(OrganisationMove.organisation_id == organisation_id)
    )
    for person, email in queries.addresses_of_owners(organisation_id):
        queue(
            kind,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"organisation": organisation.public_id},
            unique_key=f"{kind}:{organisation.public_id}:{occasion}:{person.public_id}",
            now=now,
            subject_kind="organisation",
            subject_ref=organisation.public_id,
        )
