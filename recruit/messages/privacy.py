"""What the outbox holds about a person, and how it leaves again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from recruit.core.db import session
from recruit.core.periods import MAIL_TEXTS, Kept
from recruit.messages import actions
from recruit.messages.models import AddressState, Mail, MailPreference
from recruit.messages.rules import UNSENT, MailState

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "mail": "Address, subject, text and ids are emptied; kind, state and times stay. What is unsent is cancelled.",
    "mail_preference": "Deleted.",
    "address_state": "Deleted, unless another person has the same address.",
}


def export(person_ref: str) -> dict[str, Any]:
    """Every mail to this person and every wish about mails, as plain data."""
    mails = session().scalars(select(Mail).where(Mail.to_ref == person_ref).order_by(Mail.id))
    wishes = session().scalars(
        select(MailPreference).where(MailPreference.person_ref == person_ref).order_by(MailPreference.id)
    )
    return {
        "mails": [
            {
                "kind": mail.kind,
                "to": mail.to_address,
                "language": mail.language,
                "queued_at": mail.queued_at.isoformat(),
                "state": mail.state,
                "handed_over_at": mail.handed_over_at and mail.handed_over_at.isoformat(),
                "subject": mail.subject_line,
                "text": mail.body,
            }
            for mail in mails
        ],
        "mail_preferences": [
            {"kind": wish.kind, "wish": wish.wish, "since": wish.since.isoformat()} for wish in wishes
        ],
    }


def erase(person_ref: str, now: datetime, *, addresses: Collection[str] = ()) -> None:
    """Nothing more goes out; of what went only kind, state and times stay. The same holds for mails to these addresses that were
    queued before it was known whose they are, such as an invitation.
    """
    if not person_ref:
        raise ValueError("whom?")
    actions.cancel_unsent_to(person_ref, reason="erased")
    theirs: ColumnElement[bool] = Mail.to_ref == person_ref
    if addresses:
        written = func.lower(Mail.to_address).in_([one.lower() for one in addresses])
        theirs = or_(theirs, and_(Mail.to_ref == "", written))
    session().execute(
        update(Mail)
        .where(theirs, Mail.to_ref == "", Mail.state.in_(UNSENT))
        .values(state=MailState.CANCELLED, last_error="")
    )
    addresses = set(session().scalars(select(Mail.to_address).where(theirs, Mail.to_address != "")))
    session().execute(
        update(Mail).where(theirs).values(to_address="", subject_line="", body="", params={}, last_error="")
    )
    still_used = set(session().scalars(select(Mail.to_address).where(Mail.to_address.in_(addresses))))
    gone = [address.lower() for address in addresses - still_used]
    session().execute(delete(AddressState).where(AddressState.address.in_(gone)))
    session().execute(
        delete(MailPreference).where(
            or_(MailPreference.person_ref == person_ref, MailPreference.address.in_(gone))
        )
    )


def forget_words(words: Collection[str], *, after: int = 0, size: int = 5000) -> int | None:
    """Empty the texts of mails to others in which these words stand: a company's mail names who applied. Looks at `size` mails
    with a number beyond `after`; gives the last number it saw, None where there are no more.
    """
    ids = session().scalars(select(Mail.id).where(Mail.id > after).order_by(Mail.id).limit(size)).all()
    if not ids:
        return None
    found = [
        or_(Mail.body.contains(word, autoescape=True), Mail.subject_line.contains(word, autoescape=True))
        for word in sorted(words)
    ]
    session().execute(
        update(Mail)
        .where(Mail.id > after, Mail.id <= ids[-1], or_(*found))
        .values(body="", subject_line="")
        .execution_options(synchronize_session=False)
    )
    return ids[-1]


def purge(now: datetime) -> int:
    """Texts are emptied when their time is over, and addresses of nobody we know; that a mail went stays. Returns how many were
    emptied.
    """
    of_nobody = Mail.to_ref == ""
    old = (
        select(Mail.id)
        .where(
            Mail.queued_at < MAIL_TEXTS.before(now),
            or_(Mail.body != "", and_(of_nobody, Mail.to_address != "")),
            Mail.state.not_in(UNSENT),
        )
        .order_by(Mail.id)
        .limit(5000)
    )
    ids = session().scalars(old).all()
    emptied = update(Mail).where(Mail.id.in_(ids))
    session().execute(emptied.values(body="", subject_line=""))
    session().execute(emptied.where(of_nobody).values(to_address="", last_error=""))
    return len(ids)


PURGES = {Kept.MAIL_TEXTS: purge}
