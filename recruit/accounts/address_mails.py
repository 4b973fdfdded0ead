"""Mail kinds of a change of address. Each goes to the one address it is about, wherever the account has moved since."""

from datetime import datetime
from typing import Any

from recruit.accounts import address_links, queries, rules
from recruit.accounts.models import AddressChange
from recruit.accounts.rules import LinkPurpose
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _change(params: Params) -> AddressChange:
    change = address_links.change_by_ref(params["change"])
    if change is None:
        raise Missing
    return change


def _confirm(params: Params, _language: str) -> dict[str, Any]:
    change = _change(params)
    token = address_links.token_of(change, LinkPurpose.NEW_ADDRESS)
    return {
        "old_address": change.old_address,
        "url": page_url("accounts.confirm_new_address", token=token, _external=True),
        "token": token,
        "days": rules.NEW_ADDRESS_VALID_FOR.days,
    }


def _notice(params: Params, _language: str) -> dict[str, Any]:
    change = _change(params)
    token = address_links.token_of(change, LinkPurpose.KEEP_ADDRESS)
    return {
        "name": address_links.user_of(change).person.display_name,
        "old_address": change.old_address,
        "new_address": change.new_address,
        "is_done": change.done_at is not None,
        "url": page_url("accounts.keep_old_address", token=token, _external=True),
        "token": token,
        "days": rules.OLD_ADDRESS_HELD_FOR.days,
    }


def _wanted(params: Params, _language: str) -> dict[str, Any]:
    user = queries.user_by_ref(params["person_ref"])
    if user is None:
        raise Missing
    return {
        "name": user.person.display_name,
        "address": user.email,
        "url": page_url("accounts.sign_in", _external=True),
    }


def _is_open(params: Params, now: datetime) -> bool:
    change = address_links.change_by_ref(params["change"])
    return (
        change is not None
        and change.done_at is None
        and change.ended_at is None
        and now - change.asked_at <= rules.NEW_ADDRESS_VALID_FOR
    )


def _may_be_taken_back(params: Params, _now: datetime) -> bool:
    change = address_links.change_by_ref(params["change"])
    return change is not None and (change.ended_at is None or change.done_at is None)


def _is_there(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.active


def _new_address(params: Params) -> str:
    return _change(params).new_address


def _old_address(params: Params) -> str:
    return _change(params).old_address


def _sign_in_address(params: Params) -> str:
    user = queries.user_by_ref(params["person_ref"])
    return user.email if user else ""


KINDS = (
    MailKind(
        name="confirm_new_address",
        room="accounts",
        template="accounts/mail/confirm_new_address",
        context=_confirm,
        still_wanted=_is_open,
        address=_new_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="address_change_notice",
        room="accounts",
        template="accounts/mail/address_change_notice",
        context=_notice,
        still_wanted=_may_be_taken_back,
        address=_old_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="address_wanted",
        room="accounts",
        template="accounts/mail/address_wanted",
        context=_wanted,
        still_wanted=_is_there,
        address=_sign_in_address,
        necessary=True,
    ),
)
