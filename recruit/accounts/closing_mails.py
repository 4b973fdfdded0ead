"""The mail that says when an account closes, and how to keep it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.accounts import queries
from recruit.accounts.actions.closing import MAIL
from recruit.accounts.rules import CLOSING_GRACE
from recruit.core import clock
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    user = queries.user_by_ref(params["person_ref"])
    if user is None:
        raise Missing
    return {
        "name": user.person.display_name,
        # A preview shows what somebody would read who asked just now.
        "day": user.closes_at or clock.now() + CLOSING_GRACE,
        "url": page_url("accounts.keep", _external=True),
    }


def _is_closing(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.closes_at is not None


def _sign_in_address(params: Params) -> str:
    user = queries.user_by_ref(params["person_ref"])
    return user.email if user is not None else ""


KINDS = (
    MailKind(
        name=MAIL,
        room="accounts",
        template="accounts/mail/account_closing",
        context=_context,
        still_wanted=_is_closing,
        address=_sign_in_address,
        necessary=True,
    ),
)
