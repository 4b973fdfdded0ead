"""Whether a consent still carries what rests on it, in plain Python."""

from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How a consent stands."""

    HOLDS = "holds"
    # The words have changed since: what was given stays given, and nothing new is given before they are agreed to.
    OUTDATED = "outdated"
    ENDED = "ended"
    REPLACED = "replaced"


def standing_of(
    *, version: int, newest: int, withdrawn_at: datetime | None, is_replaced: bool = False
) -> Standing:
    """How a consent to words of that version stands, where the newest words are of version `newest`."""
    if withdrawn_at is not None:
        return Standing.REPLACED if is_replaced else Standing.ENDED
    return Standing.HOLDS if version >= newest else Standing.OUTDATED


def may_provide(standing: Standing | None) -> bool:
    """Whether something may be given to the recipient now."""
    return standing is Standing.HOLDS
