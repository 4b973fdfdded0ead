"""The link with which an owner says that it was somebody else: made for a mail, and read again."""

from datetime import UTC, datetime

from recruit.accounts import queries, tokens
from recruit.accounts.models import User
from recruit.accounts.rules import LinkPurpose


def _state_of(user: User, since: int) -> str:
    """It dies when it has served or the account moves to another address, but not with the password: whoever was there may
    have changed that first.
    """
    return f"{since}.{tokens.fingerprint(LinkPurpose.NOT_ME, user.email, user.devices_stamp, since)}"


def token_of(user: User, at: datetime) -> str:
    """The token of a mail about what happened at this instant."""
    return tokens.link_token(LinkPurpose.NOT_ME, user.person.public_id, _state_of(user, int(at.timestamp())))


def meant_by(token: str, now: datetime) -> tuple[User, datetime] | None:
    """Whose account it is, and since when somebody else may have been in; None where the link opens nothing (any more)."""
    read = tokens.read_link_token(LinkPurpose.NOT_ME, token, now)
    user = queries.user_by_ref(read[0]) if read else None
    if read is None or user is None or not user.active:
        return None
    since = int(read[1].partition(".")[0])
    if _state_of(user, since) != read[1]:
        return None
    return user, datetime.fromtimestamp(since, UTC)
