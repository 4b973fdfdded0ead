"""The mail that tells coordinators that something new waits at the desk. Who wants them once a day gets them in one mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from recruit.accounts.models import User, UserRole
from recruit.core.db import new_public_id, session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.core.visitor import Role, Visitor
from recruit.events.models import Event
from recruit.fairs.events import BoothAsked
from recruit.fairs.models import Booth
from recruit.fairs.rules import BoothState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations.events import OrganisationApplied
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.organisations.rules import OrganisationState
from recruit.postings.events import PostingSubmitted
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.web.gate import page_url

KIND = "desk_waits"
_THINGS: Mapping[str, Any] = {"organisation": Organisation, "posting": Posting, "booth": Booth}
# While a thing is in this state, it waits for a coordinator.
_WAITS_IN = {
    "organisation": OrganisationState.APPLIED,
    "posting": PostingState.IN_REVIEW,
    "booth": BoothState.ASKED,
}


def _thing(params: Params) -> Any:
    model = _THINGS[params["what"]]
    found = session().scalar(select(model).where(model.public_id == params["thing"]))
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    sentence, url = _SAID[params["what"]](_thing(params), language)
    return {"sentence": sentence, "url": url}


def _organisation(found: Organisation, language: str) -> tuple[str, str]:
    sentence = _("%(organisation)s asks to take part.", organisation=name_in(found, language))
    return sentence, page_url("organisations.organisation", public_id=found.public_id, _external=True)


def _posting(found: Posting, language: str) -> tuple[str, str]:
    sentence = _(
        "%(organisation)s asks you to check a position.", organisation=name_in(found.organisation, language)
    )
    return sentence, page_url("postings.check", public_id=found.public_id, _external=True)


def _booth(found: Booth, language: str) -> tuple[str, str]:
    event = session().get_one(Event, found.fair_id)
    text = best_text(event.texts, language)
    sentence = _(
        "%(organisation)s asks for a booth at: %(fair)s.",
        organisation=name_in(found.organisation, language),
        fair=text.title if text else event.slug,
    )
    return sentence, page_url("fairs.staff_fair", slug=event.slug, _external=True)


_SAID = {"organisation": _organisation, "posting": _posting, "booth": _booth}


def _still_waits(params: Params, _now: datetime) -> bool:
    return _thing(params).state is _WAITS_IN[params["what"]]


KINDS = (
    MailKind(
        name=KIND,
        room="dashboards",
        template="dashboards/mail/desk_waits",
        context=_context,
        still_wanted=_still_waits,
        group=MailGroup.STAFF,
    ),
)


def tell_of_organisation(event: OrganisationApplied) -> None:
    """A company asks to take part."""
    _tell("organisation", event.organisation_id, event.by, event.now)


def tell_of_posting(event: PostingSubmitted) -> None:
    """A position waits to be checked."""
    _tell("posting", event.posting_id, event.by, event.now)


def tell_of_booth(event: BoothAsked) -> None:
    """A company wants a booth."""
    _tell("booth", event.booth_id, event.by, event.now)


def _tell(what: str, thing_id: int, by: Visitor, now: datetime) -> None:
    """One mail for each coordinator, but not for who has just done it for the company."""
    session().flush()
    thing, occasion = session().get_one(_THINGS[what], thing_id), new_public_id()
    coordinators = session().scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.COORDINATOR, User.active)
        .order_by(User.id)
    )
    for user in coordinators.all():
        if user.person_id != by.person_id:
            queue(
                KIND,
                to_address=user.email,
                to_ref=user.person.public_id,
                language=user.person.language,
                zone=user.person.zone,
                params={"what": what, "thing": thing.public_id},
                unique_key=f"{KIND}:{occasion}:{user.person.public_id}",
                now=now,
                subject_kind=what,
                subject_ref=thing.public_id,
            )
