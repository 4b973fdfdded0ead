"""Receipts by mail: what somebody agreed to, and that it has ended. Here, because receipts name organisations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.events import ConsentGiven, ConsentWithdrawn
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.queries import user_by_ref
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.accounts.words import TAKEN_BACK
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.organisations.queries import name_in, organisation_by_ref
from recruit.web.gate import page_url
from recruit.web.words import words_for


def _found(params: Params) -> tuple[Consent, ConsentText]:
    row = session().execute(
        select(Consent, ConsentText)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(Consent.public_id == params["consent"])
    )
    found = row.first()
    if found is None:
        raise Missing
    return found[0], found[1]


def _context(params: Params, language: str) -> Mapping[str, Any]:
    consent, words = _found(params)
    purpose = Purpose(consent.purpose)
    organisation = organisation_by_ref(consent.recipient_ref) if consent.recipient_ref else None
    if organisation is not None:
        recipient = name_in(organisation, language) or organisation.slug
    else:
        recipient = str(words_for(RecipientKind(consent.recipient_kind)))
    return {
        "purpose": purpose,
        "recipient": recipient,
        "given_at": consent.given_at,
        "ended_at": consent.withdrawn_at,
        "what_ended": str(TAKEN_BACK[purpose]),
        "version": words.version,
        "words_language": BY_CODE[words.language].name if words.language in BY_CODE else words.language,
        "mark": consent.words_hash,
        "url": page_url("dashboards.receipt", ref=consent.public_id, _external=True),
        "privacy_url": page_url("dashboards.privacy", _external=True),
    }


def _still_holds(params: Params, _now: datetime) -> bool:
    return _found(params)[0].withdrawn_at is None


def _has_ended(params: Params, _now: datetime) -> bool:
    return _found(params)[0].withdrawn_at is not None


# Who registers has the words before them, and an address that nobody has confirmed; of a seat at a fair, the ticket and the
# cancellation tell.
_SAID_ELSEWHERE = frozenset({Purpose.SERVICE, Purpose.FAIR_COMPANIES})

# Proof of an agreement and of its end is no news that somebody could do without.
KINDS = (
    MailKind(
        name="consent_receipt",
        room="accounts",
        template="organisations/mail/consent_receipt",
        context=_context,
        still_wanted=_still_holds,
        necessary=True,
    ),
    MailKind(
        name="consent_ended",
        room="accounts",
        template="organisations/mail/consent_ended",
        context=_context,
        still_wanted=_has_ended,
        necessary=True,
    ),
)


def send_receipt(event: ConsentGiven) -> None:
    """What was agreed to, to keep."""
    _queue("consent_receipt", event)


def confirm_end(event: ConsentWithdrawn) -> None:
    """That it has ended, and what that means."""
    _queue("consent_ended", event)


def _queue(kind: str, event: ConsentGiven | ConsentWithdrawn) -> None:
    user = None if event.purpose in _SAID_ELSEWHERE else user_by_ref(event.person_ref)
    if user is None:
        return
    queue(
        kind,
        to_address=user.email,
        to_ref=event.person_ref,
        language=user.person.language,
        zone=user.person.zone,
        params={"consent": event.consent_ref},
        unique_key=f"{kind}:{event.consent_ref}",
        now=event.at,
        subject_kind="consent",
        subject_ref=event.consent_ref,
    )
