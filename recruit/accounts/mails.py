"""Mail kinds of accounts. Links are made at hand-over, so that the outbox holds none."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from recruit.accounts import queries, rules, tokens
from recruit.accounts.events import LanguageOrZoneChanged, PersonRegistered
from recruit.accounts.models import User
from recruit.accounts.rules import LinkPurpose
from recruit.core.errors import Missing
from recruit.messages.actions import change_language, queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _user(params: Params) -> User:
    user = queries.user_by_ref(params["person_ref"])
    if user is None:
        raise Missing
    return user


def _link(purpose: LinkPurpose, endpoint: str) -> Callable[[Params, str], Mapping[str, Any]]:
    def context(params: Params, _language: str) -> dict[str, Any]:
        user = _user(params)
        token = tokens.link_token(
            purpose,
            user.person.public_id,
            queries.state_of(user, purpose),
            onward=params.get("onward", ""),
        )
        valid_for = rules.LINK_VALID_FOR[purpose]
        return {
            "name": user.person.display_name,
            "url": page_url(endpoint, token=token, _external=True),
            "token": token,
            "days": valid_for.days,
            "hours": valid_for.seconds // 3600,
            "minutes": valid_for.seconds // 60,
        }

    return context


def _pages(params: Params, _language: str) -> dict[str, Any]:
    return {
        "name": _user(params).person.display_name,
        "sign_in_url": page_url("accounts.sign_in", _external=True),
        "reset_url": page_url("accounts.ask_for_reset", _external=True),
    }


def _sign_in_address(params: Params) -> str:
    """Links that open an account go to the address it is signed in with, and nowhere else."""
    return _user(params).email


def _is_unconfirmed(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.active and user.confirmed_at is None


def _is_newest_link(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.active and user.link_stamp == params["stamp"]


def _is_there(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.active


KINDS = (
    MailKind(
        name="confirm_address",
        room="accounts",
        template="accounts/mail/confirm_address",
        context=_link(LinkPurpose.CONFIRM_ADDRESS, "accounts.confirm"),
        still_wanted=_is_unconfirmed,
        address=_sign_in_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="sign_in_link",
        room="accounts",
        template="accounts/mail/sign_in_link",
        context=_link(LinkPurpose.SIGN_IN, "accounts.sign_in_by_link"),
        still_wanted=_is_newest_link,
        address=_sign_in_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="reset_password",
        room="accounts",
        template="accounts/mail/reset_password",
        context=_link(LinkPurpose.RESET_PASSWORD, "accounts.reset"),
        still_wanted=_is_newest_link,
        address=_sign_in_address,
        necessary=True,
        secrets=("token",),
    ),
    MailKind(
        name="address_in_use",
        room="accounts",
        template="accounts/mail/address_in_use",
        context=_pages,
        still_wanted=_is_there,
        address=_sign_in_address,
        necessary=True,
    ),
)


def ask_to_confirm(event: PersonRegistered) -> None:
    """Queue the mail that asks the new person to confirm the address."""
    user = queries.user_by_ref(event.person_ref)
    if user is None or user.confirmed_at is not None:
        return
    person = user.person
    queue(
        "confirm_address",
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "onward": event.onward},
        unique_key=f"confirm_address:{person.public_id}:{user.link_stamp}",
        now=event.at,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def follow_language(event: LanguageOrZoneChanged) -> None:
    """Unsent mail takes the person's new language and zone."""
    change_language(event.person_ref, event.language, event.zone)
