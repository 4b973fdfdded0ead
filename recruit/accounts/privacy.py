"""How what accounts know about a person is exported, erased, and for how long it is kept."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update

from recruit.accounts import limits
from recruit.accounts.actions.sign_ins import forget_old_sign_ins
from recruit.accounts.actions.staff import demand_another_administrator
from recruit.accounts.breaches import privacy as breach_privacy
from recruit.accounts.finding.models import PersonWord
from recruit.accounts.merging.models import PeopleApart, PersonMerge
from recruit.accounts.models import (
    AddressChange,
    Consent,
    ConsentText,
    ContactPoint,
    Passkey,
    Person,
    ProviderIdentity,
    SignIn,
    StaffInvitation,
    User,
    UserRole,
)
from recruit.accounts.queries import roles_of
from recruit.accounts.requests import actions as request_actions, privacy as request_privacy
from recruit.accounts.rules import ComesAs, ContactKind, Purpose, RecipientKind
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.periods import ADDRESS_CHANGES, CONSENT_PROOF, INVITATIONS, Kept
from recruit.core.visitor import Role

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "person": "The row stays without name and place, so that figures keep their count.",
    "person_word": "Deleted.",
    "people_apart": "Deleted.",
    "person_merge": "Deleted, and with it what was moved; the row that led here is erased too.",
    "contact_point": "Deleted.",
    "address_change": "Deleted; in any case 90 days after it was asked for.",
    "user": "Deleted with its roles and sign-ins.",
    "user_role": "Deleted.",
    "sign_in": "Deleted; what ended is deleted after 90 days in any case.",
    "oidc_identity": "Deleted.",
    "passkey": "Deleted.",
    "consent": "Kept and ended: it proves what was agreed to and when it was taken back, for five years after. It holds no name.",
    "consent_text": "Holds no person.",
    "staff_invitation": "Deleted; what ended is deleted after 30 days in any case.",
    "rate_hit": "Keyed hashes only, deleted when the window is over.",
    "data_request": "Words, letter, name and address are emptied; the row that shows how the clocks were kept stays.",
    "request_move": "Notes are emptied; who moved the request and when stays.",
    "number_series": "Holds no person.",
    **breach_privacy.TABLES,
}


def export(person_id: int) -> dict[str, Any]:
    """All that accounts know about a person, without secrets."""
    rows = session()
    person = rows.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise Missing
    user = rows.scalar(select(User).where(User.person_id == person_id))
    points = rows.scalars(
        select(ContactPoint).where(ContactPoint.person_id == person_id).order_by(ContactPoint.id)
    )
    found: dict[str, Any] = {
        "person": {
            "reference": person.public_id,
            "name": person.display_name,
            "language": person.language,
            "zone": person.zone,
            "country": person.country_now,
            "since": _text(person.created_at),
        },
        "contact_points": [
            {
                "kind": point.kind,
                "value": point.value,
                "messenger": point.messenger,
                "who": point.holder,
                "what_they_are_to_you": point.relation,
                "said_to_be_right": _text(point.confirmed_at),
                "verified": _text(point.verified_at),
                "ended": _text(point.ended_at),
                "told_staff": point.told_how,
                "told_staff_on": point.told_on.isoformat() if point.told_on else None,
            }
            for point in points
        ],
        "consents": _consents(person_id),
        "requests": request_privacy.export(person_id),
        "failures_of_protection": breach_privacy.export(person_id),
    }
    if user is not None:
        found["account"] = {
            "email": user.email,
            "registered_as": ComesAs(user.came_as) if user.came_as else None,
            "registered": _text(user.create_datetime),
            "confirmed": _text(user.confirmed_at),
            "second_factor": bool(user.tf_totp_secret),
            "closes": _text(user.closes_at),
            "roles": sorted(
                Role(role) for role in rows.scalars(select(UserRole.role).where(UserRole.user_id == user.id))
            ),
        }
        found["providers"] = [
            {
                "issuer": each.issuer,
                "subject": each.subject,
                "connected": _text(each.linked_at),
                "last_used": _text(each.arrived_at),
            }
            for each in rows.scalars(
                select(ProviderIdentity)
                .where(ProviderIdentity.user_id == user.id)
                .order_by(ProviderIdentity.id)
            )
        ]
        found["passkeys"] = [
            {"name": each.name, "added": _text(each.added_at), "last_used": _text(each.last_used_at)}
            for each in rows.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id))
        ]
        found["staff_invitations"] = [
            {
                "roles": [Role(role) for role in invitation.roles],
                "sent_at": _text(invitation.sent_at),
                "taken_up_at": _text(invitation.used_at),
            }
            for invitation in rows.scalars(
                select(StaffInvitation)
                .where(StaffInvitation.email == user.email)
                .order_by(StaffInvitation.id)
            )
        ]
        found["address_changes"] = [
            {
                "from": change.old_address,
                "to": change.new_address,
                "asked": _text(change.asked_at),
                "done": _text(change.done_at),
                "ended": _text(change.ended_at),
            }
            for change in rows.scalars(
                select(AddressChange).where(AddressChange.user_id == user.id).order_by(AddressChange.id)
            )
        ]
        found["sign_ins"] = [
            {
                "begun": _text(each.begun_at),
                "ended": _text(each.ended_at),
                "network": each.network,
                "device": each.device,
            }
            for each in rows.scalars(select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id))
        ]
    return found


def _consents(person_id: int) -> list[dict[str, Any]]:
    found = session().execute(
        select(Consent, ConsentText)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(Consent.person_id == person_id)
        .order_by(Consent.id)
    )
    return [
        {
            "purpose": Purpose(consent.purpose),
            "recipient": RecipientKind(consent.recipient_kind),
            "whom": consent.recipient_ref,
            "country": consent.country,
            "given": _text(consent.given_at),
            "way": consent.way,
            "taken_back": _text(consent.withdrawn_at),
            "version": text.version,
            "language": text.language,
            "words": text.body,
            "words_hash": consent.words_hash,
        }
        for consent, text in found
    ]


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def before_closing(person_id: int) -> list[StrEnum]:
    """Somebody must be left to administer the service."""
    user = session().scalar(select(User).where(User.person_id == person_id))
    if user is None or Role.ADMINISTRATOR not in roles_of(user):
        return []
    try:
        demand_another_administrator(user)
    except Refused as refusal:
        return [refusal.reason]
    return []


def erase(person_id: int, now: datetime) -> None:
    """Take the name and every way in from a person, and from every row that was put together with the person's. Consents
    that hold are ended; their rows stay as proof.
    """
    request_privacy.erase_asked_by_mail(addresses_of(person_id))
    erase_row(person_id, now)
    for sign_id in session().scalars(select(Person.id).where(Person.merged_into_id == person_id)).all():
        erase(sign_id, now)
    session().execute(
        delete(PersonMerge).where((PersonMerge.kept_id == person_id) | (PersonMerge.merged_id == person_id))
    )


def erase_row(person_id: int, now: datetime) -> None:
    """The same for one row alone."""
    rows = session()
    rows.flush()
    users = select(User.id).where(User.person_id == person_id)
    addresses = select(User.email).where(User.person_id == person_id)
    rows.execute(delete(StaffInvitation).where(StaffInvitation.email.in_(addresses)))
    rows.execute(
        delete(PeopleApart).where((PeopleApart.one_id == person_id) | (PeopleApart.other_id == person_id))
    )
    rows.execute(delete(SignIn).where(SignIn.user_id.in_(users)))
    rows.execute(delete(AddressChange).where(AddressChange.user_id.in_(users)))
    rows.execute(delete(ProviderIdentity).where(ProviderIdentity.user_id.in_(users)))
    rows.execute(delete(Passkey).where(Passkey.user_id.in_(users)))
    rows.execute(delete(UserRole).where(UserRole.user_id.in_(users)))
    rows.execute(delete(User).where(User.person_id == person_id))
    rows.execute(delete(ContactPoint).where(ContactPoint.person_id == person_id))
    rows.execute(delete(PersonWord).where(PersonWord.person_id == person_id))
    request_privacy.erase(person_id)
    rows.execute(
        update(Consent)
        .where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    rows.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(display_name="", search_key="", country_now="", zone="UTC", anonymised_at=now)
    )
    rows.expire_all()


def forget_address_changes(now: datetime) -> int:
    """Delete changes of address that were asked for long ago; gives how many."""
    old = AddressChange.asked_at < ADDRESS_CHANGES.before(now)
    return len(session().scalars(delete(AddressChange).where(old).returning(AddressChange.id)).all())


def forget_invitations(now: datetime) -> int:
    """Delete invitations to staff that ended a while ago; gives how many."""
    old = delete(StaffInvitation).where(StaffInvitation.expires_at < INVITATIONS.before(now))
    return len(session().scalars(old.returning(StaffInvitation.id)).all())


def forget_consents(now: datetime) -> int:
    """Delete the proof of consents that were taken back long ago; gives how many."""
    old = delete(Consent).where(Consent.withdrawn_at < CONSENT_PROOF.before(now))
    return len(session().scalars(old.returning(Consent.id)).all())


PURGES = {
    Kept.SIGN_INS: forget_old_sign_ins,
    Kept.TRIES: limits.forget_old_windows,
    Kept.REQUESTS: request_actions.forget_old,
    Kept.CONSENTS: forget_consents,
    Kept.BREACHES: breach_privacy.forget_old,
    Kept.ADDRESS_CHANGES: forget_address_changes,
    Kept.STAFF_INVITATIONS: forget_invitations,
}


def names_of(person_id: int) -> set[str]:
    """The names and the addresses by which others were told of a person, under every entry that was put together with theirs."""
    rows = session()
    ids = select(Person.id).where((Person.id == person_id) | (Person.merged_into_id == person_id))
    names = set(rows.scalars(select(Person.display_name).where(Person.id.in_(ids))))
    sign_ins = set(rows.scalars(select(User.email).where(User.person_id.in_(ids))))
    points = select(ContactPoint.value).where(ContactPoint.person_id.in_(ids))
    return names | sign_ins | set(rows.scalars(points))


def addresses_of(person_id: int) -> set[str]:
    """Every mail address that a person has proved to read, past ones too, under every entry that was put together with theirs.
    What a stranger typed and never confirmed takes nothing away from who owns the address.
    """
    rows = session()
    ids = select(Person.id).where((Person.id == person_id) | (Person.merged_into_id == person_id))
    sign_ins = rows.scalars(select(User.email).where(User.person_id.in_(ids), User.confirmed_at.is_not(None)))
    kinds = (ContactKind.MAIL, ContactKind.MAIL_TO_CONFIRM)
    points = select(ContactPoint.value).where(
        ContactPoint.person_id.in_(ids), ContactPoint.kind.in_(kinds), ContactPoint.verified_at.is_not(None)
    )
    return {address.lower() for address in (*sign_ins, *rows.scalars(points))}


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these work here."""
    rows = session().scalars(select(User.person_id).join(UserRole).where(User.person_id.in_(person_ids)))
    return set(rows)
