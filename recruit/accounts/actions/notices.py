"""What follows every change of a way in: a line in the audit trail, and a mail to the owner of the account."""

from datetime import datetime

from recruit.accounts.actions.people import new_stamp
from recruit.accounts.models import User
from recruit.core import audit
from recruit.core.visitor import Visitor
from recruit.messages.actions import queue


def note_and_tell(what: str, user: User, label: str, *, by: Visitor, now: datetime) -> None:
    """`what` names the line and the kind of the mail alike; `label` is the owner's word for the way in."""
    person = user.person
    audit.record(what, by=by, now=now, subject_kind="person", subject_ref=person.public_id)
    queue(
        what,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "label": label, "at": now.isoformat()},
        unique_key=f"{what}:{person.public_id}:{new_stamp()}",
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
    )
