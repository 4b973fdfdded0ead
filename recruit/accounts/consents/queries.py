"""Reads of consents: what holds, in which words, and whether something may rest on it."""

from sqlalchemy import ColumnElement, and_, or_, select

from recruit.accounts import consents
from recruit.accounts.consents.rules import Standing, may_provide, standing_of
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor


def standing(consent: Consent, words: ConsentText) -> Standing:
    """How a consent stands, given to these words."""
    return standing_of(
        version=words.version,
        newest=consents.newest_version(Purpose(words.purpose), words.country),
        withdrawn_at=consent.withdrawn_at,
        is_replaced=bool(consent.replaced_by_ref),
    )


def holding_consent(
    person_id: int, purpose: Purpose, recipient_kind: RecipientKind, recipient_ref: str = ""
) -> Consent | None:
    """The consent on which something may rest that begins now: live, and given to the words of today."""
    consent = live_consent(person_id, purpose, recipient_kind, recipient_ref)
    if consent is None:
        return None
    words = session().get_one(ConsentText, consent.consent_text_id)
    return consent if may_provide(standing(consent, words)) else None


def own_live_consent(visitor: Visitor, ref: str) -> Consent:
    """One of the visitor's own consents that has not been taken back."""
    found = session().scalar(
        select(Consent).where(
            Consent.public_id == ref,
            Consent.person_id == visitor.person_id,
            Consent.withdrawn_at.is_(None),
        )
    )
    if found is None:
        raise Missing
    return found


def in_words_of_today(purpose: Purpose) -> ColumnElement[bool]:
    """The same as a condition, for statements that join `ConsentText`."""
    return or_(
        *(
            and_(
                ConsentText.purpose == purpose,
                ConsentText.country == country,
                ConsentText.version == consents.newest_version(purpose, country),
            )
            for country in sorted(consents.countries_of(purpose))
        )
    )
