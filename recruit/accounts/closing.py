"""Closing an account: what must be done first, who has asked for it, and the end of the days of grace."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
import logging
from types import ModuleType

from sqlalchemy import select

from recruit.accounts import personal_data
from recruit.accounts.events import AccountClosed
from recruit.accounts.models import Person, User
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core.db import session, writing
from recruit.core.events import announce
from recruit.core.visitor import WORKER

log = logging.getLogger(__name__)

_modules: list[ModuleType] = []


def install(modules: Sequence[ModuleType]) -> None:
    """Set who may know something to be done before somebody goes (`before_closing`). Called once, when the house is built."""
    _modules[:] = [module for module in modules if hasattr(module, "before_closing")]


def to_do_first(person_id: int) -> list[StrEnum]:
    """What stands in the way, as refusals that have words. Of two who go at once the second waits here."""
    return [refusal for module in _modules for refusal in module.before_closing(person_id)]


def closes_at_of(user_id: int | None) -> datetime | None:
    """When this account closes, where its owner has asked for it."""
    return session().scalar(select(User.closes_at).where(User.id == user_id))


def closes_at_of_person(person_ref: str) -> datetime | None:
    """The same, for who has just signed in."""
    return session().scalar(
        select(User.closes_at).join(Person, Person.id == User.person_id).where(Person.public_id == person_ref)
    )


def close_due(now: datetime) -> int:
    """Erase whose days of grace are over, one at a time; gives how many."""
    due = session().scalars(select(User.id).where(User.closes_at <= now).order_by(User.closes_at, User.id))
    closed = 0
    for user_id in due.all():
        try:
            with writing():
                closed += _close(user_id, now)
        except Exception:
            # What one room cannot let go of must not keep the others' accounts open.
            log.exception("account could not be closed", extra={"user_id": user_id})
    return closed


def _close(user_id: int, now: datetime) -> bool:
    user = session().scalar(
        select(User)
        .where(User.id == user_id)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    )
    # Kept, or closed by another worker, in the meantime.
    if user is None or user.closes_at is None or user.closes_at > now:
        return False
    person_ref = user.person.public_id
    announce(AccountClosed(person_id=user.person_id, person_ref=person_ref, at=now))
    personal_data.erase(person_ref, because=ErasedBecause.CLOSED, by=WORKER, now=now)
    return True
