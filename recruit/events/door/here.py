"""Who counts as let in: a line that lets somebody in and was not taken back."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from recruit.events.models import CheckIn
from recruit.events.rules import ScanResult


def let_in() -> ColumnElement[bool]:
    """As a condition on rows of `CheckIn`; at most one of each ticket has it."""
    back = aliased(CheckIn)
    taken_back = (
        select(back.id)
        .where(
            back.registration_id == CheckIn.registration_id,
            back.entry == CheckIn.entry,
            back.result == ScanResult.TAKEN_BACK,
        )
        .correlate(CheckIn)
        .exists()
    )
    return (CheckIn.result == ScanResult.LET_IN) & ~taken_back
