"""The one place that changes an organisation's state."""

from datetime import datetime

from sqlalchemy import update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Conflict, Refused
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
    session().flush()
    moved = session().scalars(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.state == before)
        .values(state=after)
        .returning(Organisation.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise Conflict(f"organisation {organisation.public_id} is no longer {before}")
    session().refresh(organisation, ["state"])
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
