"""Mails about ways to reach a person: one asks the reader of a new address, one asks whether the ways are still right."""

from datetime import datetime
from typing import Any

from recruit.accounts import queries as accounts
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways import queries, rules
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _person(params: Params) -> Person:
    person = accounts.person_by_ref(params["person_ref"])
    if person is None:
        raise Missing
    return person


def _way(params: Params) -> ContactPoint | None:
    person = accounts.person_by_ref(params["person_ref"])
    return queries.marked_of(person.id, params["mark"]) if person else None


def _confirm(params: Params, _language: str) -> dict[str, Any]:
    point = _way(params)
    if point is None:
        raise Missing
    token = queries.token_of_way(point)
    # Nothing that somebody typed stands here but the address itself: it may be a stranger's.
    return {
        "address": point.value,
        "url": page_url("accounts.confirm_way", token=token, _external=True),
        "token": token,
        "days": rules.CONFIRMATION_VALID_FOR.days,
    }


def _still_right(params: Params, _language: str) -> dict[str, Any]:
    return {
        "name": _person(params).display_name,
        "url": page_url("accounts.ways", _external=True),
        "since": datetime.fromisoformat(params["since"]),
        "move": params.get("move", ""),
    }


def _waits(params: Params, _now: datetime) -> bool:
    point = _way(params)
    return point is not None and point.kind is ContactKind.MAIL_TO_CONFIRM


def _is_still_asked(params: Params, now: datetime) -> bool:
    person = accounts.person_by_ref(params["person_ref"])
    if person is None or person.anonymised_at is not None:
        return False
    said = queries.confirmed_since(queries.live_ways(person.id))
    if params.get("move"):
        return said is None or now - said >= rules.SAID_LATELY
    return said is None or rules.asks_again_at(said) <= now


def _address(params: Params) -> str:
    point = _way(params)
    return point.value if point else ""


KINDS = (
    MailKind(
        name="confirm_way",
        room="accounts",
        template="accounts/mail/confirm_way",
        context=_confirm,
        still_wanted=_waits,
        address=_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="ways_still_right",
        room="accounts",
        template="accounts/mail/ways_still_right",
        context=_still_right,
        still_wanted=_is_still_asked,
        group="surveys",
    ),
)
