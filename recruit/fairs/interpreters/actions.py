"""Where an interpreter is reached, and the keys to the own day."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from recruit.accounts.tokens import hash_of_secret
from recruit.core import audit
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.fairs.models import Fair, FairInterpreter, FairInterpreterLink


def keep_key(interpreter: FairInterpreter, token: str, *, now: datetime) -> None:
    """The key of one mail; only its hash is kept. Every mail has its own, and all open the same day."""
    session().add(
        FairInterpreterLink(interpreter_id=interpreter.id, token_hash=hash_of_secret(token), made_at=now)
    )
    session().flush()


def change_contact(
    interpreter: FairInterpreter, *, email: str, reads: str, by: Visitor, now: datetime
) -> bool:
    """Where and in which language this person is written to; whether the address is another one.

    Keys that went to the old address open nothing any more.
    """
    is_other = bool(interpreter.email) and interpreter.email != email
    is_new = email != interpreter.email
    interpreter.email, interpreter.reads = email, reads
    if is_other:
        session().execute(
            delete(FairInterpreterLink).where(FairInterpreterLink.interpreter_id == interpreter.id)
        )
    session().flush()
    audit.record(
        "fair.interpreter_contact",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=session().get_one(Fair, interpreter.fair_id).event.slug,
        change=f"reads: {reads}",
    )
    return is_new


def forget_after(span: timedelta, *, now: datetime) -> int:
    """Addresses and keys of fairs that are over so long; gives how many interpreters were forgotten."""
    over = select(Event.id).where(Event.ends_at <= now - span)
    ids = (
        session()
        .scalars(
            select(FairInterpreter.id)
            .where(
                FairInterpreter.fair_id.in_(over),
                (FairInterpreter.email != "")
                | select(FairInterpreterLink.id)
                .where(FairInterpreterLink.interpreter_id == FairInterpreter.id)
                .exists(),
            )
            .order_by(FairInterpreter.id)
        )
        .all()
    )
    session().execute(
        delete(FairInterpreterLink)
        .where(FairInterpreterLink.interpreter_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    session().execute(
        update(FairInterpreter)
        .where(FairInterpreter.id.in_(ids))
        .values(email="")
        .execution_options(synchronize_session=False)
    )
    return len(ids)
