"""The two mails that ask somebody who stayed away for long whether the account is still wanted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.accounts import queries
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _context(params: Params, _language: str) -> Mapping[str, Any]:
    user = queries.user_by_ref(params["person_ref"])
    if user is None:
        raise Missing
    return {
        "name": user.person.display_name,
        "day": datetime.fromisoformat(params["erased_at"]),
        "sign_in_url": page_url("accounts.sign_in", _external=True),
    }


def _still_away(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.asked_to_stay_at is not None


def _sign_in_address(params: Params) -> str:
    user = queries.user_by_ref(params["person_ref"])
    return user.email if user is not None else ""


KINDS = (
    MailKind(
        name="asked_to_stay",
        room="accounts",
        template="accounts/mail/asked_to_stay",
        context=_context,
        still_wanted=_still_away,
        address=_sign_in_address,
        necessary=True,
    ),
)
