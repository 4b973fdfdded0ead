"""Mails about other questionnaires than those of a hire's points: the contact budget counts them as well."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

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


def other_mails_to(person_refs: Collection[str], now: datetime, span: timedelta) -> dict[str, list[datetime]]:
    """When such mails went to each of these people within the span. One statement."""
    went_at = func.coalesce(Mail.handed_over_at, Mail.queued_at)
    found: dict[str, list[datetime]] = {}
    for ref, at in session().execute(
        select(Mail.to_ref, went_at)
        .where(
            Mail.to_ref.in_(person_refs),
            Mail.kind.in_(OTHER_KINDS),
            Mail.state.in_(_COUNTS),
            went_at > now - span,
        )
        .order_by(Mail.id)
    ):
        found.setdefault(ref, []).append(at)
    return found
