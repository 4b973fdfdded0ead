"""What is true about invitations and about the team, in plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_VALID_FOR = timedelta(days=7)
# A second press on "send again" is no second mail.
SENT_AGAIN_AFTER = timedelta(minutes=1)


class InvitationRefusal(StrEnum):
    """Why something about an invitation cannot be done."""

    NO_LONGER_OPEN = "invitation_no_longer_open"
    ALREADY_INVITED = "already_invited"


class TeamRefusal(StrEnum):
    """Why something about the team cannot be done."""

    ALREADY_ON_STAFF = "already_on_staff"
    LAST_ADMINISTRATOR = "last_administrator"
    OWN_ACCOUNT = "own_account"
    ACTS_FOR_AN_ORGANISATION = "acts_for_an_organisation"


class TeamWorry(StrEnum):
    """What about the team may fail people tomorrow."""

    NO_ADMINISTRATOR = "no_administrator"
    ONE_ADMINISTRATOR = "one_administrator"
    NO_RETENTION_OFFICER = "no_retention_officer"


def worries_about(*, administrators: int, retention_officers: int) -> tuple[TeamWorry, ...]:
    """What an operator should know about how many can act in the roles that nobody else can take over."""
    worries = []
    if administrators == 0:
        worries.append(TeamWorry.NO_ADMINISTRATOR)
    if administrators == 1:
        worries.append(TeamWorry.ONE_ADMINISTRATOR)
    if retention_officers == 0:
        worries.append(TeamWorry.NO_RETENTION_OFFICER)
    return tuple(worries)


class WayIn(StrEnum):
    """What stands between an invitation that has been opened and taking it up."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    ACCEPT = "accept"
    OF_ANOTHER = "of_another"
    SWITCHED_OFF = "switched_off"


def way_in(
    *, invited: str, signed_in_as: str, has_account: bool, is_confirmed: bool, is_active: bool
) -> WayIn:
    """Whoever is signed in with the invited address accepts; with another one is told so, and nothing is put together.
    An account that nobody has confirmed yet belongs to nobody: the mail proves whose address it is.
    """
    if signed_in_as:
        return WayIn.ACCEPT if signed_in_as == invited else WayIn.OF_ANOTHER
    if has_account and not is_active:
        return WayIn.SWITCHED_OFF
    return WayIn.SIGN_IN if has_account and is_confirmed else WayIn.REGISTER


def is_open(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> bool:
    """Whether an invitation can still be taken up."""
    return used_at is None and withdrawn_at is None and now < expires_at


def may_send_again(*, sent_at: datetime, now: datetime) -> bool:
    return now - sent_at >= SENT_AGAIN_AFTER
