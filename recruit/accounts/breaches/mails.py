"""Mail kinds of the log of failures: the letter to the people affected, and word to the other administrators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts import queries as account_queries
from recruit.accounts.breaches import queries, rules
from recruit.accounts.breaches.events import AffectedToTell, BreachLogged
from recruit.accounts.breaches.models import Breach
from recruit.accounts.models import ContactPoint, Person, User, UserRole
from recruit.accounts.rules import ContactKind
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

TOKYO = "Asia/Tokyo"


def _breach(params: Params) -> Breach:
    found = session().scalar(select(Breach).where(Breach.public_id == params["breach"]))
    if found is None:
        raise Missing
    return found


def _letter(params: Params, language: str) -> Mapping[str, Any]:
    breach = _breach(params)
    person = session().scalar(select(Person).where(Person.public_id == params["person"]))
    if person is None:
        raise Missing
    return {
        "name": person.display_name,
        "number": breach.number,
        # Whoever changes the language after it was sent gets the letter as it was sent.
        "letter": queries.letter_of(breach, params.get("language", language)),
        "url": page_url("requests.ask", _external=True),
    }


def _word(params: Params, _language: str) -> Mapping[str, Any]:
    breach = _breach(params)
    due_at = rules.next_due_at(queries.notices_of(breach))
    return {
        "number": breach.number,
        "known": two_clocks(breach.known_at, TOKYO),
        "due": two_clocks(due_at, TOKYO) if due_at else None,
        "url": page_url("breaches.breach", public_id=breach.public_id, _external=True),
    }


def _is_open(params: Params, _now: datetime) -> bool:
    return _breach(params).state in rules.OPEN


KINDS = (
    MailKind(
        name="breach_letter",
        room="breaches",
        template="breaches/mail/breach_letter",
        context=_letter,
        necessary=True,
    ),
    MailKind(
        name="breach_logged",
        room="breaches",
        template="breaches/mail/breach_logged",
        context=_word,
        still_wanted=_is_open,
        necessary=True,
    ),
)


def _address_of(person: Person) -> str:
    user = session().scalar(select(User).where(User.person_id == person.id))
    if user is not None:
        return account_queries.address_now(person.public_id, user.email)
    point = session().scalar(
        select(ContactPoint.value)
        .where(
            ContactPoint.person_id == person.id,
            ContactPoint.kind == ContactKind.MAIL,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.priority, ContactPoint.id)
        .limit(1)
    )
    return point or ""


def send_letter(event: AffectedToTell) -> None:
    """One mail to each person affected: nobody sees another's address."""
    breach = session().get_one(Breach, event.breach_id)
    person = session().get_one(Person, event.person_id)
    queue(
        "breach_letter",
        to_address=_address_of(person),
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"breach": breach.public_id, "person": person.public_id, "language": person.language},
        unique_key=f"breach_letter:{breach.public_id}:{person.public_id}",
        now=event.at,
        subject_kind="breach",
        subject_ref=breach.public_id,
    )


def tell_other_administrators(event: BreachLogged) -> None:
    """The clocks run: whoever else may answer for it knows at once."""
    breach = session().get_one(Breach, event.breach_id)
    users = session().scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.ADMINISTRATOR, User.active)
        .order_by(User.id)
    )
    for user in users:
        if user.person.public_id == event.by_ref:
            continue
        queue(
            "breach_logged",
            to_address=user.email,
            to_ref=user.person.public_id,
            language=user.person.language,
            zone=user.person.zone,
            params={"breach": breach.public_id},
            unique_key=f"breach_logged:{breach.public_id}:{user.person.public_id}",
            now=event.at,
            subject_kind="breach",
            subject_ref=breach.public_id,
        )
