"""Invitations by mail: the register of their kinds, what a mailed token opens, and how the token of a mail is made.

Later rooms invite too: each says in an `InvitationKind` what its invitations offer and what follows when one is taken up.
One page answers them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from recruit.accounts import invitation_rules, queries, tokens
from recruit.accounts.invitation_rules import INVITATION_VALID_FOR, WayIn
from recruit.accounts.models import Invitation, User
from recruit.core.db import session
from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class Offer:
    """What an invitation offers, in the reader's language."""

    title: str
    sentence: str
    done: str


@dataclass(frozen=True)
class InvitationKind:
    """One kind of invitation.

    `came_as` is what an account opened by it is registered as. `why_not(invitation, user, visitor)` says why the account of
    who is signed in cannot take it up; None where it can. `accept(invitation, user, by, now)` does what was offered, inside
    `writing()`, once.
    """

    model: type[Invitation]
    offer: Callable[[Any], Offer]
    accept: Callable[[Any, User, Visitor, datetime], None]
    came_as: Callable[[Any], str] = lambda _invitation: ""
    why_not: Callable[[Any, User, Visitor], StrEnum | None] = lambda _invitation, _user, _visitor: None
    asks_consent: bool = False


@dataclass(frozen=True)
class Opened:
    """An open invitation, found by its token."""

    kind: InvitationKind
    invitation: Invitation


_kinds: list[InvitationKind] = []


def install(kinds: Iterable[InvitationKind]) -> None:
    """Set all kinds. Called once, when the house is built."""
    _kinds[:] = kinds


def opened_by(token: str, now: datetime) -> Opened | None:
    """The open invitation whose newest mail holds this token; None where it is used, withdrawn, replaced or too old."""
    hashed = tokens.hash_of_secret(token)
    for kind in _kinds:
        row = session().scalar(select(kind.model).where(kind.model.token_hash == hashed))
        if row is not None:
            return Opened(kind, row) if is_open(row, now) else None
    return None


def is_open(invitation: Invitation, now: datetime) -> bool:
    return invitation_rules.is_open(
        expires_at=invitation.expires_at,
        used_at=invitation.used_at,
        withdrawn_at=invitation.withdrawn_at,
        now=now,
    )


def way_in(invitation: Invitation, visitor: Visitor) -> WayIn:
    """What whoever has opened this invitation does next."""
    user = queries.user_by_address(invitation.email)
    return invitation_rules.way_in(
        invited=invitation.email,
        signed_in_as=visitor.email if visitor.is_signed_in else "",
        has_account=user is not None,
        is_confirmed=user is not None and user.confirmed_at is not None,
        is_active=user is not None and user.active,
    )


def new_columns(email: str, *, language: str, now: datetime) -> dict[str, Any]:
    """The columns of a new invitation. Its token is made when the mail is handed over; until then none opens it."""
    return {
        "email": email.strip().lower(),
        "language": language,
        "token_hash": hash_of_nothing(),
        "sent_at": now,
        "times_sent": 1,
        "expires_at": now + INVITATION_VALID_FOR,
    }


def hash_of_nothing() -> str:
    """The hash of a token that nobody holds."""
    return tokens.hash_of_secret(tokens.new_sign_in_secret())


def new_token() -> str:
    """A token for one mail. It opens nothing until it is kept."""
    return tokens.new_sign_in_secret()


def keep_token(invitation: Invitation, token: str) -> None:
    """The token of the mail that is handed over now; that of any mail before dies."""
    invitation.token_hash = tokens.hash_of_secret(token)
    session().flush()
