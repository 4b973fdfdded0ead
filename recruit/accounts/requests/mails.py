"""Mail kinds of the request desk: confirm, receipt, letter, done; and the alarm to administrators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts import queries as account_queries
from recruit.accounts.models import User, UserRole
from recruit.accounts.requests import queries, rules
from recruit.accounts.requests.events import (
    RequestAsked,
    RequestDecided,
    RequestDone,
    RequestReceived,
    RequestWaitsTooLong,
)
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import RequestKind, RequestState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def _request(params: Params) -> DataRequest:
    found = session().scalar(select(DataRequest).where(DataRequest.public_id == params["request"]))
    if found is None:
        raise Missing
    return found


def _address(params: Params) -> str:
    """Of who has no sign-in the address that was confirmed; of everybody else the present one."""
    request = _request(params)
    if request.address or request.person is None:
        return request.address
    user = account_queries.user_by_ref(request.person.public_id)
    return account_queries.address_now(request.person.public_id, user.email) if user else ""


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    request = _request(params)
    key = queries.key_of(request) if request.address else ""
    return {
        "name": request.name or (request.person.display_name if request.person else ""),
        "number": request.number,
        "kind": request.kind,
        "is_complaint": request.kind is RequestKind.COMPLAIN,
        "outcome": request.outcome,
        "answer": queries.answer_of(request),
        "is_over": request.state in rules.OVER,
        "received": _clocks(request.received_at),
        "answer_by": _clocks(request.answer_by_at),
        "finish_by": _clocks(request.finish_by_at),
        "days": rules.UNCONFIRMED_KEPT_FOR.days,
        "key": key,
        "url": page_url("requests.by_key", key=key, _external=True)
        if key
        else page_url("requests.own", public_id=request.public_id, _external=True),
    }


def _clocks(instant: datetime | None) -> Any:
    return two_clocks(instant, rules.TOKYO) if instant else None


def _alarm(params: Params, _language: str) -> Mapping[str, Any]:
    request = _request(params)
    return {
        "number": request.number,
        "kind": request.kind,
        "answer_by": _clocks(request.answer_by_at),
        "url": page_url("requests.for_staff", public_id=request.public_id, _external=True),
    }


def _is_unconfirmed(params: Params, _now: datetime) -> bool:
    return _request(params).state is RequestState.UNCONFIRMED


def _is_unanswered(params: Params, _now: datetime) -> bool:
    return _request(params).state is RequestState.RECEIVED


def _kind(name: str, **more: Any) -> MailKind:
    return MailKind(
        name=name,
        room="requests",
        template=f"requests/mail/{name}",
        context=_context,
        address=_address,
        necessary=True,
        secrets=("key", "answer"),
        **more,
    )


KINDS = (
    _kind("request_confirm", still_wanted=_is_unconfirmed),
    _kind("request_received"),
    _kind("request_decided"),
    _kind("request_done"),
    MailKind(
        name="request_waits",
        room="requests",
        template="requests/mail/request_waits",
        context=_alarm,
        still_wanted=_is_unanswered,
        necessary=True,
    ),
)


def _tell(kind: str, request_id: int, now: datetime) -> None:
    request = session().get_one(DataRequest, request_id)
    person = request.person
    address = _address({"request": request.public_id})
    queue(
        kind,
        to_address=address,
        to_ref=person.public_id if person else "",
        language=request.language if request.address or person is None else person.language,
        zone=request.zone if request.address or person is None else person.zone,
        params={"request": request.public_id},
        unique_key=f"{kind}:{request.public_id}",
        now=now,
        subject_kind="data_request",
        subject_ref=request.public_id,
    )


def ask_to_confirm(event: RequestAsked) -> None:
    """Does this address belong to who asks?"""
    _tell("request_confirm", event.request_id, event.at)


def send_receipt(event: RequestReceived) -> None:
    """The number, and by when."""
    _tell("request_received", event.request_id, event.at)


def send_letter(event: RequestDecided) -> None:
    """The answer."""
    _tell("request_decided", event.request_id, event.at)


def tell_done(event: RequestDone) -> None:
    """It is carried out."""
    _tell("request_done", event.request_id, event.at)


def tell_administrators(event: RequestWaitsTooLong) -> None:
    """A request has waited for a day."""
    request = session().get_one(DataRequest, event.request_id)
    administrators = session().scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.ADMINISTRATOR, User.active)
        .order_by(User.id)
    )
    for user in administrators:
        queue(
            "request_waits",
            to_address=user.email,
            to_ref=user.person.public_id,
            language=user.person.language,
            zone=user.person.zone,
            params={"request": request.public_id},
            unique_key=f"request_waits:{request.public_id}:{user.person.public_id}",
            now=event.at,
            subject_kind="data_request",
            subject_ref=request.public_id,
        )
