"""Moves of the outbox: queue, cancel, change the language, send again, note a bounce, keep wishes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit
from recruit.core.db import database, session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.messages import queries, rules
from recruit.messages.events import MailBounced, MailWishesChanged
from recruit.messages.kinds import kind_named, known_kinds
from recruit.messages.models import AddressState, Mail, MailPreference
from recruit.messages.rules import MailGroup, MailRefusal, MailState, Noted, Wish


def queue(
    kind: str,
    *,
    to_address: str,
    to_ref: str,
    language: str,
    zone: str,
    params: Mapping[str, Any],
    unique_key: str,
    now: datetime,
    due_at: datetime | None = None,
    subject_kind: str = "",
    subject_ref: str = "",
) -> Mail | None:
    """Put one mail to one recipient into the outbox.

    `params` holds ids only; the text is made at hand-over. `unique_key` names the occasion: the same occasion gives back
    the mail that is already there, whatever became of it. None where there is no address to send to.
    """
    kind_named(kind)
    if not to_address:
        return None
    insert = (sqlite if database().is_sqlite else postgresql).insert(Mail)
    statement = insert.values(
        kind=kind,
        to_address=to_address,
        to_ref=to_ref,
        language=language,
        zone=zone,
        params=dict(params),
        unique_key=unique_key,
        queued_at=now,
        due_at=due_at or now,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
    ).on_conflict_do_nothing(index_elements=["unique_key"])
    queued = session().scalars(statement.returning(Mail)).one_or_none()
    return queued or session().scalars(select(Mail).where(Mail.unique_key == unique_key)).one()


@dataclass(frozen=True)
class Recipient:
    """Whom one of many mails goes to, and about what."""

    address: str
    ref: str
    language: str
    zone: str
    params: Mapping[str, Any]
    unique_key: str
    subject_ref: str


def queue_all(
    kind: str, recipients: Iterable[Recipient], *, now: datetime, subject_kind: str
) -> dict[str, int]:
    """Put a mail of one kind to each of many into the outbox, in one statement; what holds for `queue` holds here.

    Gives the ids of what was put in, by their unique keys: an occasion that is missing had its mail before, or no address.
    """
    kind_named(kind)
    rows = [
        {
            "kind": kind,
            "to_address": one.address,
            "to_ref": one.ref,
            "language": one.language,
            "zone": one.zone,
            "params": dict(one.params),
            "unique_key": one.unique_key,
            "queued_at": now,
            "due_at": now,
            "subject_kind": subject_kind,
            "subject_ref": one.subject_ref,
        }
        for one in recipients
        if one.address
    ]
    if not rows:
        return {}
    insert = (sqlite if database().is_sqlite else postgresql).insert(cast(Table, Mail.__table__))
    queued = (
        session()
        .connection()
        .execute(
            insert.on_conflict_do_nothing(index_elements=["unique_key"]).returning(Mail.unique_key, Mail.id),
            rows,
        )
    )
    return {unique_key: mail_id for unique_key, mail_id in queued}  # noqa: C416 - rows are no pairs to `dict`


def take_out(mail_ids: Collection[int]) -> None:
    """What this transaction has put into the outbox goes out of it again, as if it had never been there."""
    session().execute(delete(Mail).where(Mail.id.in_(mail_ids)).execution_options(synchronize_session=False))


def cancel_for(
    subject_kind: str, subject_ref: str, *, reason: str, kinds: Collection[str] | None = None
) -> int:
    """Cancel what is unsent about a thing (only those `kinds`, where given). `reason` is a code. Returns how many."""
    statement = update(Mail).where(Mail.subject_kind == subject_kind, Mail.subject_ref == subject_ref)
    if kinds is not None:
        statement = statement.where(Mail.kind.in_(kinds))
    return _cancel(statement, reason)


def cancel_unsent_to(person_ref: str, *, reason: str = "person") -> int:
    """Cancel what is unsent to a person. Returns how many."""
    return _cancel(update(Mail).where(Mail.to_ref == person_ref), reason) if person_ref else 0


def _cancel(statement: Any, reason: str) -> int:
    return _rows_of(
        statement.where(Mail.state.in_(rules.UNSENT)).values(
            state=MailState.CANCELLED, last_error=reason[:300]
        )
    )


def _rows_of(statement: Any) -> int:
    return cast("CursorResult[Any]", session().execute(statement)).rowcount


def change_language(person_ref: str, language: str, zone: str) -> int:
    """Unsent mail to a person takes the person's new language and zone."""
    return _rows_of(
        update(Mail)
        .where(Mail.to_ref == person_ref, Mail.state.in_(rules.UNSENT))
        .values(language=language, zone=zone)
    )


def send_again(mail: Mail, *, by: Visitor, now: datetime) -> None:
    """A person decides to send again what failed or what nobody knows about."""
    # Of who was erased nothing is left that could go.
    refusal = rules.why_not_again(mail.state) if mail.to_address else MailRefusal.NOT_SENT_AGAIN
    if refusal:
        raise Refused(refusal)
    set_state(
        mail,
        mail.state,
        MailState.QUEUED,
        due_at=now,
        attempts=0,
        claimed_by="",
        lease_until=None,
        handed_over_at=None,
    )
    audit.record("mail.send_again", by=by, now=now, subject_kind="mail", subject_ref=mail.public_id)


def doubt_unsent(now: datetime, *, reason: str) -> int:
    """After a restore: what was due when the copy was made may have gone since, so a person decides. Returns how many."""
    open_states = (*rules.UNSENT, MailState.HANDING_OVER)
    return _rows_of(
        update(Mail)
        .where(Mail.state.in_(open_states), Mail.due_at <= now)
        .values(state=MailState.UNKNOWN, claimed_by="", lease_until=None, last_error=reason)
    )


def note_bounce(mail: Mail, *, reason: str, by: Visitor, now: datetime, pauses: bool = True) -> None:
    """A mail came back: its address is paused for everything that is not necessary, unless only this mail failed."""
    refusal = rules.why_not_bounced(mail.state)
    if refusal:
        raise Refused(refusal)
    set_state(mail, mail.state, MailState.BOUNCED, last_error=reason[:300])
    if pauses:
        pause_address(mail.to_address, reason=reason, now=now)
    audit.record("mail.bounced", by=by, now=now, subject_kind="mail", subject_ref=mail.public_id)
    announce(
        MailBounced(
            mail.id, mail.kind, mail.subject_kind, mail.subject_ref, mail.to_ref, mail.to_address, now
        )
    )


def pause_address(address: str, *, reason: str, now: datetime) -> None:
    """Remember that an address does not take mail."""
    known = session().scalar(select(AddressState).where(AddressState.address == address.lower()))
    if known is None:
        session().add(AddressState(address=address.lower(), bounced_at=now, reason=reason[:300]))
    else:
        known.bounced_at, known.reason = now, reason[:300]
    session().flush()


def note_complaint(address: str, *, reason: str, now: datetime) -> None:
    """Remember that somebody reported our mail as unwanted: nothing that is not necessary goes there any more."""
    known = session().scalar(select(AddressState).where(AddressState.address == address.lower()))
    if known is None:
        session().add(AddressState(address=address.lower(), complaint_at=now, reason=reason[:300]))
    else:
        known.complaint_at, known.reason = now, reason[:300]
    session().flush()


def note_reported(mail: Mail, *, reason: str, by: Visitor, now: datetime) -> Noted:
    """A reader reported a mail of ours as unwanted. Told again, nothing changes."""
    known = session().scalar(select(AddressState).where(AddressState.address == mail.to_address.lower()))
    if not mail.to_address or (known is not None and known.complaint_at is not None):
        return Noted.ALREADY
    note_complaint(mail.to_address, reason=reason, now=now)
    audit.record("mail.reported", by=by, now=now, subject_kind="mail", subject_ref=mail.public_id)
    return Noted.NEW


_STATE_OF_ADDRESS = select(AddressState.id).where(AddressState.address == bindparam("wanted"))


def address_works(address: str) -> None:
    """An address took mail again, or its owner confirmed it."""
    if session().scalar(_STATE_OF_ADDRESS, {"wanted": address.lower()}) is None:
        # Nothing is held against nearly all of them.
        return
    session().execute(
        update(AddressState)
        .where(AddressState.address == address.lower())
        .values(
            bounced_at=None,
            # A complaint holds, whatever arrives afterwards.
            reason=case((AddressState.complaint_at.is_not(None), AddressState.reason), else_=""),
        )
    )


def say_address_works(mail: Mail, *, by: Visitor, now: datetime) -> None:
    """A person of the staff takes back that the address of this mail does not work. A complaint holds."""
    address_works(mail.to_address)
    audit.record("mail.address_works", by=by, now=now, subject_kind="mail", subject_ref=mail.public_id)


def set_wish(
    kind_or_group: str, wish: Wish, *, now: datetime, person_ref: str = "", address: str = ""
) -> None:
    """Keep what a person (or an address without a person) wants of a kind or of a group of kinds."""
    found = session().scalar(
        select(MailPreference).where(
            MailPreference.person_ref == person_ref,
            MailPreference.address == address.lower(),
            MailPreference.kind == kind_or_group,
        )
    )
    if found is None:
        session().add(
            MailPreference(
                person_ref=person_ref, address=address.lower(), kind=kind_or_group, wish=wish, since=now
            )
        )
    elif found.wish == wish:
        return
    else:
        found.wish, found.since = wish, now
    session().flush()
    if person_ref:
        announce(MailWishesChanged(person_ref=person_ref, at=now))


def follow_group(kind: str, *, now: datetime, person_ref: str = "", address: str = "") -> None:
    """What is wanted of this kind is again what is wanted of its group."""
    gone = _rows_of(
        delete(MailPreference).where(
            MailPreference.person_ref == person_ref,
            MailPreference.address == address.lower(),
            MailPreference.kind == kind,
        )
    )
    if gone and person_ref:
        announce(MailWishesChanged(person_ref=person_ref, at=now))


def say_no(
    group: MailGroup, *, now: datetime, person_ref: str = "", address: str = "", kind: str = ""
) -> None:
    """Somebody wants no more mails of this kind, or of the whole group. No to the day's summary is no to all that would have
    come in it.
    """
    wishes = queries.wishes_of(person_ref, address)
    if group is MailGroup.SUMMARY:
        names = [name for name, wish in wishes.items() if wish is Wish.DIGEST]
    else:
        names = [kind or group]
    for name in names:
        set_wish(name, Wish.OFF, now=now, person_ref=person_ref, address=address)
    if kind:
        return
    # No to all of them outweighs a yes to one of them that was said before.
    own = {one.name for one in known_kinds() if one.group == group}
    for name in sorted(own & {name for name, wish in wishes.items() if wish is not Wish.OFF}):
        follow_group(name, now=now, person_ref=person_ref, address=address)


def take_no_back(
    group: MailGroup, *, now: datetime, person_ref: str = "", address: str = "", kind: str = ""
) -> None:
    """Mails of this kind, or of the whole group, come again."""
    whole = queries.wishes_of(person_ref, address).get(group)
    if kind and whole is not Wish.OFF:
        follow_group(kind, now=now, person_ref=person_ref, address=address)
    else:
        set_wish(kind or group, Wish.ON, now=now, person_ref=person_ref, address=address)


def forget_wishes(person_ref: str) -> None:
    """A person is erased."""
    session().execute(delete(MailPreference).where(MailPreference.person_ref == person_ref))
