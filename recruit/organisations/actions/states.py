"""The one place that changes an organisation's state."""

from datetime import datetime

from recruit.core import audit
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.organisations import rules
from recruit.organisations.models import Organisation, OrganisationMove
from recruit.organisations.rules import OrganisationRefusal, OrganisationState


def move(
    organisation: Organisation, after: OrganisationState, *, by: Visitor, now: datetime, reason: str = ""
) -> None:
    """Compare and set; who comes second in a race gets a Conflict."""
    before = organisation.state
    if not rules.may_move(before, after):
        raise Refused(OrganisationRefusal.MOVE_NOT_POSSIBLE)
    set_state(organisation, before, after)
    session().add(
        OrganisationMove(
            organisation_id=organisation.id,
            from_state=before,
            to_state=after,
            at=now,
            by_ref=by.person_ref,
            reason=reason,
        )
    )
    audit.record(
        "organisation_moved",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=f"{before} → {after}",
    )
