"""All that the house holds about one person: taken along as plain data, or erased, room by room."""

from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person
from recruit.core import audit, privacy as core_privacy
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.messages import privacy as message_privacy
from recruit.registers import PRIVACY

# Those that know people by reference only, beside the rooms of `PRIVACY`.
BY_REFERENCE = ("recruit.core.privacy", "recruit.messages.privacy")


def _person(person_ref: str) -> Person:
    found = session().scalar(select(Person).where(Person.public_id == person_ref))
    if found is None or found.anonymised_at is not None:
        raise Missing
    return found


def export(person_ref: str, *, by: Visitor, now: datetime) -> dict[str, Any]:
    """Everything about a person by room, as plain data. That it was taken out is noted. Raises Missing for nobody."""
    person = _person(person_ref)
    found = {
        "core": core_privacy.export(person_ref),
        "messages": message_privacy.export(person_ref),
        **{name.split(".")[1]: import_module(name).export(person.id) for name in PRIVACY},
    }
    audit.record("person.exported", by=by, now=now, subject_kind="person", subject_ref=person_ref)
    return found


def erase(person_ref: str, *, by: Visitor, now: datetime) -> None:
    """Take a person out of every room. Rows that figures need stay without a name. Raises Missing for nobody.

    Mail comes last: rooms that give something up on the way (a seat at a fair) would otherwise still write to the person.
    """
    person = _person(person_ref)
    session().flush()
    for name in PRIVACY:
        import_module(name).erase(person.id, now)
    message_privacy.erase(person_ref, now)
    audit.record("person.erased", by=by, now=now, subject_kind="person", subject_ref=person_ref)
    session().expire_all()
