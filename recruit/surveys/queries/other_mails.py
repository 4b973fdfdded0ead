"""Mails about other questionnaires than those of a hire's points: the contact budget counts them as well."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from recruit.core.db import session
from recruit.messages.models import Mail
from recruit.messages.rules import MailState

OTHER_KINDS = ("event_survey",)
# It went, or is about to, or nobody knows.
_COUNTS = (
    MailState.QUEUED,
    MailState.CLAIMED,
    MailState.HANDING_OVER,
    MailState.SENT,
    MailState.UNKNOWN,
    MailState.BOUNCED,
)


WENT_AT = func.coalesce(Mail.handed_over_at, Mail.queued_at)


def count_for_the_budget(now: datetime, span: timedelta) -> ColumnElement[bool]:
    """The mails that count, whoever got them."""
    return Mail.kind.in_(OTHER_KINDS) & Mail.state.in_(_COUNTS) & (now - span < WENT_AT)


def other_mails_to(person_refs: Collection[str], now: datetime, span: timedelta) -> dict[str, list[datetime]]:
    """When such mails went to each of these people within the span. One statement."""
    found: dict[str, list[datetime]] = {}
    for ref, at in session().execute(
        select(Mail.to_ref, WENT_AT)
        .where(Mail.to_ref.in_(person_refs), count_for_the_budget(now, span))
        .order_by(Mail.id)
    ):
        found.setdefault(ref, []).append(at)
    return found
