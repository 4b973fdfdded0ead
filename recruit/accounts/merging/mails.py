"""The mail to somebody who had two accounts: they are one now, and this address no longer opens it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.merging import rules
from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url


def _merge(params: Params) -> PersonMerge:
    found = session().scalar(select(PersonMerge).where(PersonMerge.public_id == params["merge"]))
    if found is None:
        raise Missing
    return found


def _address(params: Params) -> str:
    """The address whose account has ended: whoever reads there must hear of it."""
    return session().scalar(select(User.email).where(User.person_id == _merge(params).merged_id)) or ""


def _context(params: Params, _language: str) -> dict[str, Any]:
    return {
        # Of this row alone: were it a mistake, it must not tell one person of the other.
        "name": _merge(params).merged.display_name,
        "address": _address(params),
        "days": rules.UNDONE_WITHIN.days,
        "url": page_url("accounts.sign_in", _external=True),
    }


def _still_stands(params: Params, _now: datetime) -> bool:
    merge = _merge(params)
    return merge.undone_at is None and merge.settled_at is None


KINDS = (
    MailKind(
        name="sign_in_merged",
        room="accounts",
        template="accounts/mail/sign_in_merged",
        context=_context,
        still_wanted=_still_stands,
        address=_address,
        necessary=True,
    ),
)
