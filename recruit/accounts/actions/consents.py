"""Moves of consents: give, withdraw. The words a person agreed to are kept and never change."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from recruit.accounts import consents, queries
from recruit.accounts.consents.queries import holding_consent
from recruit.accounts.events import ConsentGiven, ConsentWithdrawn
from recruit.accounts.models import Consent, ConsentText, Person
from recruit.accounts.rules import AccountRefusal, Purpose, RecipientKind
from recruit.core import audit, events
from recruit.core.db import database, new_public_id, refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor

refuse_on("uq_consent_live", Refused(AccountRefusal.ALREADY_CONSENTED))


def load_consent_texts() -> int:
    """Put the words that ship with this version into rows, those that are not there yet; gives how many."""
    insert = sqlite_insert if database().is_sqlite else postgresql_insert
    rows = [
        {
            "purpose": words.purpose,
            "country": words.country,
            "version": words.version,
            "language": words.language,
            "body": words.body,
            "facts_source": words.facts_source,
            "facts_checked_on": words.facts_checked_on,
        }
        for words in consents.all_words()
    ]
    # Two first consents at once both come here: whoever is second leaves the rows of the first alone.
    new = insert(ConsentText).values(rows).on_conflict_do_nothing().returning(ConsentText.id)
    return len(session().scalars(new).all())


def row_of_words(purpose: Purpose, language: str, country: str) -> ConsentText:
    """The row of the newest words; put there with the first consent in them."""
    words = consents.newest_words(purpose, language, country)
    query = select(ConsentText).where(
        ConsentText.purpose == words.purpose,
        ConsentText.country == words.country,
        ConsentText.version == words.version,
        ConsentText.language == words.language,
    )
    found = session().scalar(query)
    if found is None:
        load_consent_texts()
        found = session().scalars(query).one()
    return found


def give_consent(
    person: Person,
    purpose: Purpose,
    recipient_kind: RecipientKind,
    *,
    language: str,
    way: str,
    by: Visitor,
    now: datetime,
    recipient_ref: str = "",
    country: str = "JP",
    anew: bool = False,
) -> Consent:
    """Keep that a person agreed, in the words shown in that language. A second live one is refused, unless the words have
    changed since, or it is given `anew`: then the new one takes its place, and what rested on the old one goes on.
    """
    public_id, replaced = new_public_id(), ""
    held = queries.live_consent(person.id, purpose, recipient_kind, recipient_ref)
    if held is not None:
        if not anew and holding_consent(person.id, purpose, recipient_kind, recipient_ref) is not None:
            raise Refused(AccountRefusal.ALREADY_CONSENTED)
        replaced = _replace(held, public_id, now)
    words = row_of_words(purpose, language, country)
    consent = Consent(
        public_id=public_id,
        person_id=person.id,
        purpose=purpose,
        recipient_kind=recipient_kind,
        recipient_ref=recipient_ref,
        country=country,
        consent_text_id=words.id,
        words_hash=consents.hash_of(words.body),
        given_at=now,
        way=way,
    )
    session().add(consent)
    session().flush()
    _note("consent_given", consent, person, by, now)
    events.announce(
        ConsentGiven(
            person_id=person.id,
            person_ref=person.public_id,
            consent_ref=consent.public_id,
            purpose=purpose,
            recipient_kind=recipient_kind,
            recipient_ref=recipient_ref,
            replaced_ref=replaced,
            at=now,
        )
    )
    return consent


_WHO_AGREED = select(Consent.person_id).where(
    Consent.person_id.in_(bindparam("people", expanding=True)),
    Consent.purpose == bindparam("purpose"),
    Consent.recipient_kind == bindparam("recipient_kind"),
    Consent.recipient_ref == bindparam("recipient_ref"),
    Consent.withdrawn_at.is_(None),
)


@dataclass(frozen=True)
class Agreeing:
    """Somebody of several who agree to the same thing at the same moment, each in the language of their own page."""

    person_id: int
    by: Visitor
    language: str


def give_consents(
    agreeing: Sequence[Agreeing],
    purpose: Purpose,
    recipient_kind: RecipientKind,
    *,
    recipient_ref: str,
    way: str,
    now: datetime,
    country: str = "JP",
) -> None:
    """`give_consent` for several people who agree for themselves, in a few statements. Who has agreed already is left alone,
    but for older words, whose place these take.
    """
    people = [one.person_id for one in agreeing]
    of_this = {"purpose": purpose, "recipient_kind": recipient_kind, "recipient_ref": recipient_ref}
    held = set(session().scalars(_WHO_AGREED, {"people": people, **of_this}))
    to = (purpose, recipient_kind)
    for one in (one for one in agreeing if one.person_id in held):
        with suppress(Refused):
            give_consent(
                session().get_one(Person, one.person_id), *to, recipient_ref=recipient_ref, language=one.language,
                way=way, by=one.by, now=now, country=country,
            )  # fmt: skip
    new = [(new_public_id(), one) for one in agreeing if one.person_id not in held]
    if not new:
        return
    words = {
        language: row_of_words(purpose, language, country) for language in {one.language for _ref, one in new}
    }
    session().execute(
        insert(Consent),
        [
            {
                "public_id": ref,
                "person_id": one.person_id,
                "purpose": purpose,
                "recipient_kind": recipient_kind,
                "recipient_ref": recipient_ref,
                "country": country,
                "consent_text_id": words[one.language].id,
                "words_hash": consents.hash_of(words[one.language].body),
                "given_at": now,
                "way": way,
            }
            for ref, one in new
        ],
    )
    change = _change(purpose, recipient_kind, recipient_ref)
    audit.record_all(
        (audit.Line("consent_given", one.by, "person", one.by.person_ref, change) for _ref, one in new),
        now=now,
    )
    for ref, one in new:
        events.announce(
            ConsentGiven(one.person_id, one.by.person_ref, ref, purpose, recipient_kind, recipient_ref, now)
        )


def _change(purpose: str, recipient_kind: str, recipient_ref: str) -> str:
    return f"{purpose} {recipient_kind} {recipient_ref}".strip()


def _replace(held: Consent, by_ref: str, now: datetime) -> str:
    """The older words end here, in favour of the consent with that id; gives which consent ended, if it was still live."""
    ended = session().scalar(
        update(Consent)
        .where(Consent.id == held.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now, replaced_by_ref=by_ref)
        .returning(Consent.public_id)
    )
    return ended or ""


def agree_again(consent_ref: str, *, language: str, by: Visitor, now: datetime) -> Consent:
    """Agree to the words of today in place of older ones. Agreed to already: nothing more happens."""
    consent = session().scalar(
        select(Consent).where(Consent.public_id == consent_ref, Consent.person_id == by.person_id)
    )
    if consent is None:
        raise Missing
    purpose, kind = Purpose(consent.purpose), RecipientKind(consent.recipient_kind)
    held = holding_consent(consent.person_id, purpose, kind, consent.recipient_ref)
    if held is not None:
        return held
    if consent.withdrawn_at is not None:
        raise Missing
    return give_consent(
        session().get_one(Person, consent.person_id),
        purpose,
        kind,
        recipient_ref=consent.recipient_ref,
        country=consent.country,
        language=language,
        way="page",
        by=by,
        now=now,
    )


def end_consent(
    person_id: int,
    purpose: Purpose,
    recipient_kind: RecipientKind,
    recipient_ref: str,
    *,
    by: Visitor,
    now: datetime,
) -> None:
    """What a consent was for is over, whoever ended it. None that holds: nothing happens."""
    consent = queries.live_consent(person_id, purpose, recipient_kind, recipient_ref)
    if consent is not None:
        _withdraw(consent, by, now)


def withdraw_consent(consent_ref: str, *, by: Visitor, now: datetime) -> Purpose:
    """Take back one of the visitor's own consents; gives what it was for. Taken back already: nothing more happens."""
    consent = session().scalar(
        select(Consent).where(Consent.public_id == consent_ref, Consent.person_id == by.person_id)
    )
    if consent is None:
        raise Missing
    _withdraw(consent, by, now)
    return Purpose(consent.purpose)


def _withdraw(consent: Consent, by: Visitor, now: datetime) -> None:
    changed = session().execute(
        update(Consent)
        .where(Consent.id == consent.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Consent.id)
    )
    if changed.first() is None:
        return
    session().refresh(consent, ["withdrawn_at"])
    person = session().scalars(select(Person).where(Person.id == consent.person_id)).one()
    _note("consent_withdrawn", consent, person, by, now)
    events.announce(
        ConsentWithdrawn(
            person_id=person.id,
            person_ref=person.public_id,
            consent_ref=consent.public_id,
            purpose=Purpose(consent.purpose),
            recipient_kind=RecipientKind(consent.recipient_kind),
            recipient_ref=consent.recipient_ref,
            at=now,
        )
    )


def _note(action: str, consent: Consent, person: Person, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=_change(consent.purpose, consent.recipient_kind, consent.recipient_ref),
    )
