"""The mail to a company that waits for a booth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.fairs import showing
from recruit.fairs.booths import queries
from recruit.fairs.events import BoothWaits
from recruit.fairs.mails import fair_words
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url


def booth_in(params: Params) -> Booth:
    """The booth a mail is about."""
    found = session().scalar(select(Booth).where(Booth.public_id == params["booth"]))
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    booth = booth_in(params)
    fair = session().get_one(Fair, booth.fair_id)
    return {
        **fair_words(fair, language),
        "organisation_name": showing.company_name(booth.organisation, language),
        "number": queries.own_place(fair, booth).ahead_waiting + 1 if booth.line is not None else 1,
        "url": page_url("fairs.company_fair", slug=fair.event.slug, _external=True),
    }


def _still_waits(params: Params, now: datetime) -> bool:
    return booth_in(params).state is BoothState.WAITING


KINDS = [
    MailKind(
        name="booth_waits",
        room="fairs",
        template="fairs/mail/booth_waits",
        context=_context,
        still_wanted=_still_waits,
        group=MailGroup.FAIRS,
    )
]


def tell_booth_waits(event: BoothWaits) -> None:
    """Whoever may answer for the company learns that it waits, and where."""
    booth = session().get_one(Booth, event.booth_id)
    for person, email in addresses_of_editors(booth.company_id):
        queue(
            "booth_waits",
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"booth": booth.public_id},
            unique_key=f"booth_waits:{booth.public_id}:{booth.asked_at.isoformat()}:{person.public_id}",
            now=event.now,
            subject_kind="booth",
            subject_ref=booth.public_id,
        )
