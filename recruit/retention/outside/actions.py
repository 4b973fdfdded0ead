"""The moves: a company agrees that everybody reads how many of its people stay, or takes that back."""

from datetime import datetime

from sqlalchemy import delete

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations.rules import Rights
from recruit.retention.outside import queries
from recruit.retention.outside.models import StayingShown


def show_staying(*, by: Visitor, now: datetime) -> None:
    """From the next closed quarter on, as soon as twenty people stand behind the figure. A second press changes nothing."""
    organisation_id = _own(by)
    if queries.agrees(organisation_id):
        return
    session().add(StayingShown(organisation_id=organisation_id, since_at=now))
    session().flush()
    _record("staying.shown", by, now)


def hide_staying(*, by: Visitor, now: datetime) -> None:
    """At once. What was read before is known."""
    organisation_id = _own(by)
    if not queries.agrees(organisation_id):
        return
    session().execute(delete(StayingShown).where(StayingShown.organisation_id == organisation_id))
    _record("staying.hidden", by, now)


def _own(by: Visitor) -> int:
    if not by.acts_for("company") or by.acting is None or by.acting.rights != Rights.OWNER:
        raise Missing
    return by.acting.organisation_id


def _record(action: str, by: Visitor, now: datetime) -> None:
    assert by.acting is not None
    ref = by.acting.organisation_ref
    audit.record(action, by=by, now=now, subject_kind="organisation", subject_ref=ref, for_ref=ref)
