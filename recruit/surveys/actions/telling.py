"""The one mail before the first survey: it asks for consent where the law wants one, and tells everybody else."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts.consents import newest_version
from recruit.accounts.rules import Purpose
from recruit.core.db import session
from recruit.messages import actions as messages
from recruit.messages.models import Mail
from recruit.surveys.queries.known import Known
from recruit.surveys.rules import ContactState

_TO_COME = (ContactState.PLANNED, ContactState.HELD, ContactState.PAUSED)
_FIRST_WORDS = frozenset({"", "consent_awaited", "start_not_confirmed", "leave"})


def _wants_telling(about: Known, now: datetime) -> bool:
    """Whether that mail is due to somebody, unless it has been queued already."""
    if about.consented_at is not None or not about.address:
        return False
    if not about.asks_consent and any(contact.given_at is not None for contact in about.contacts):
        return False
    return any(
        contact.state in _TO_COME and contact.reason in _FIRST_WORDS and contact.closes_at > now
        for contact in about.contacts
    )


def telling_key(person_ref: str) -> str:
    """Names the occasion: these words to this person."""
    return f"survey_agreement:{person_ref}:{newest_version(Purpose.FOLLOW_UP)}"


def tell(about: Known, now: datetime) -> int:
    """Queue that mail once, and again where the words have changed since the person agreed. Gives how many were queued."""
    if not _wants_telling(about, now):
        return 0
    person = about.person
    unique_key = telling_key(person.public_id)
    if session().scalar(select(Mail.id).where(Mail.unique_key == unique_key)) is not None:
        return 0
    messages.queue(
        "survey_agreement",
        to_address=about.address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person": person.public_id},
        unique_key=unique_key,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )
    return 1
