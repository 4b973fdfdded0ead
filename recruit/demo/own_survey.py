"""The mail with the open survey of hire@demo.example: it leaves when the worker starts, so that it lies in the mailbox."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.messages.actions import queue
from recruit.placements.models import Placement
from recruit.surveys.actions.filling import LOOK_AGAIN_AFTER
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import ContactKind, ContactState

OWN = "hire@demo.example"


def ask_own_hire(now: datetime) -> None:
    """Queue the open invitation of the data that was loaded, whatever the hour: what has gone long since brings no mail."""
    contact = session().scalar(
        select(Contact)
        .join(Placement)
        .join(User, User.person_id == Placement.person_id)
        .where(
            User.email == OWN,
            Contact.kind == ContactKind.INVITATION,
            Contact.state == ContactState.SENT,
            Contact.closes_at > now,
        )
        .order_by(Contact.opens_at.desc())
        .limit(1)
    )
    if contact is None:
        return
    person = contact.placement.person
    mail = queue(
        "survey_invitation",
        to_address=OWN,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"contact": contact.public_id},
        unique_key=f"contact:{contact.public_id}",
        now=now,
        subject_kind="contact",
        subject_ref=contact.public_id,
    )
    if mail is None:
        return
    session().flush()
    contact.mail_id, contact.given_at, contact.sent_at = mail.id, now, None
    contact.state, contact.outcome = ContactState.QUEUED, Outcome.QUEUED
    contact.check_at = now + LOOK_AGAIN_AFTER
