"""What happens in a spell besides start and end: leave, another employer in the same group, death.

Every move adds facts; the columns of the placement follow them.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from recruit.core.clock import day_in
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements import queries, rules
from recruit.placements.actions import TOKYO, add_fact, note, said_by_of
from recruit.placements.events import Died, EmployerChanged, LeaveBegun, LeaveEnded
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementRefusal, PlacementState


def begin_leave(
    placement: Placement, first_on: date, last_on: date | None, *, by: Visitor, now: datetime
) -> None:
    """A leave of absence has begun; the last day may not be known yet."""
    refusal = rules.why_not_begin_leave(
        placement.state, placement.started_on, first_on, last_on, day_in(now, TOKYO)
    )
    if refusal:
        is_end = refusal is PlacementRefusal.LEAVE_ENDS_TOO_EARLY
        raise Refused(refusal, field="last_on" if is_end else "first_on")
    set_state(placement, PlacementState.WORKING, PlacementState.ON_LEAVE)
    _add_leave(placement, first_on, last_on, by=by, now=now)
    note("placement.leave_begun", placement, by, now, change="state")
    announce(LeaveBegun(placement_id=placement.id, by=by, now=now))


def end_leave(placement: Placement, last_on: date, *, by: Visitor, now: datetime) -> None:
    """The person works again; the leave that was begun last gets its last day."""
    begun = queries.newest_leave(placement)
    refusal = rules.why_not_end_leave(
        placement.state, begun.valid_on if begun else None, last_on, day_in(now, TOKYO)
    )
    if refusal or begun is None:
        raise Refused(refusal or PlacementRefusal.NOT_ON_LEAVE, field="last_on")
    set_state(placement, PlacementState.ON_LEAVE, PlacementState.WORKING)
    _add_leave(placement, begun.valid_on, last_on, by=by, now=now)
    note("placement.leave_ended", placement, by, now, change="state")
    announce(LeaveEnded(placement_id=placement.id, by=by, now=now))


def change_employer(
    placement: Placement, organisation_ref: str, from_on: date, *, by: Visitor, now: datetime
) -> None:
    """A transfer inside a group: the spell goes on with another employer. One that was known already changes nothing.

    Who employs now is who was last joined, in whatever order the transfers became known.
    """
    employer = session().scalar(
        select(Organisation).where(
            Organisation.public_id == organisation_ref,
            Organisation.kind == OrganisationKind.COMPANY,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    if employer is None:
        raise Refused(PlacementRefusal.EMPLOYER_UNKNOWN, field="employer")
    history, before = queries.employers_known(placement), placement.employer
    first_on = placement.started_on or from_on
    known = history or ([(first_on, before.public_id)] if before is not None else [])
    if rules.employer_on(known, from_on) == employer.public_id:
        return
    refusal = rules.why_not_transfer(placement.state, placement.started_on, from_on, day_in(now, TOKYO))
    if refusal:
        raise Refused(refusal, field="from_on")
    if before is not None and not history:
        # The one that was known so far becomes the first entry of the history.
        _add_employer(placement, before, first_on, by=by, now=now)
    _add_employer(placement, employer, from_on, by=by, now=now)
    if rules.employer_on([*known, (from_on, employer.public_id)], date.max) == employer.public_id:
        # The new employer has been told nothing yet of a stay that ends soon.
        set_state(placement, placement.state, placement.state, employer_id=employer.id, stay_notice=None)
    note("placement.employer_changed", placement, by, now, change="employer")
    announce(EmployerChanged(placement_id=placement.id, by=by, now=now))


def _add_employer(
    placement: Placement, employer: Organisation, from_on: date, *, by: Visitor, now: datetime
) -> None:
    add_fact(
        placement,
        PlacementFactKind.EMPLOYER,
        employer.public_id,
        valid_on=from_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )


def record_death(placement: Placement, died_on: date, *, by: Visitor, now: datetime) -> None:
    """The person has died: the spell ends with it, or never began. Nothing is sent to or about the person any more."""
    refusal = rules.why_not_died(placement.state, placement.started_on, died_on, day_in(now, TOKYO))
    if refusal:
        raise Refused(refusal, field="died_on")
    said_by = said_by_of(by)
    if placement.state is PlacementState.EXPECTED:
        set_state(placement, PlacementState.EXPECTED, PlacementState.NEVER_STARTED)
    else:
        ended_on = died_on + timedelta(days=1)
        set_state(
            placement, placement.state, PlacementState.LEFT, ended_on=ended_on, exit_kind=ExitKind.DEATH
        )
        add_fact(
            placement,
            PlacementFactKind.ENDED,
            str(ExitKind.DEATH),
            valid_on=ended_on,
            by=by,
            said_by=said_by,
            now=now,
        )
    add_fact(placement, PlacementFactKind.DIED, valid_on=died_on, by=by, said_by=said_by, now=now)
    note("placement.died", placement, by, now, change="state")
    announce(Died(placement_id=placement.id, by=by, now=now))


def _add_leave(
    placement: Placement, first_on: date, last_on: date | None, *, by: Visitor, now: datetime
) -> None:
    add_fact(
        placement,
        PlacementFactKind.LEAVE,
        last_on.isoformat() if last_on else "",
        valid_on=first_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )
