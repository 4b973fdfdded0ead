"""What follows every change of a way in: a line in the audit trail, and a mail to the owner of the account."""

from datetime import datetime
import secrets

from sqlalchemy import select

from recruit.accounts.models import SignIn, User
from recruit.core import audit
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.messages.actions import queue


def note_and_tell(
    what: str, user: User, label: str = "", *, by: Visitor, now: datetime, device: str = ""
) -> None:
    """`what` names the line and the kind of the mail alike; `label` is the owner's word for the way in. The device is that
    of the sign-in it was done with, where no other is given.
    """
    audit.record(what, by=by, now=now, subject_kind="person", subject_ref=user.person.public_id)
    tell(what, user, label=label, device=device or device_of(by), now=now)


def tell(kind: str, user: User, *, now: datetime, label: str = "", device: str = "") -> None:
    """Queue one mail about a way into this account."""
    person = user.person
    queue(
        kind,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "label": label, "device": device, "at": now.isoformat()},
        unique_key=f"{kind}:{person.public_id}:{secrets.token_urlsafe(16)}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def device_of(by: Visitor) -> str:
    """The kind of device the visitor is signed in with; empty where there is none."""
    if by.sign_in_id is None:
        return ""
    return session().scalar(select(SignIn.device).where(SignIn.id == by.sign_in_id)) or ""
