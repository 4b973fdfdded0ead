"""Which sign-ups of an event a list, a file or a mail is about."""

from sqlalchemy import ColumnElement, and_, func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import Among, RegistrationState

# Which sign-ups a list holds; None for all.
Which = RegistrationState | Among | None


def which_are(event: Event, which: Which) -> ColumnElement[bool]:
    """The same as a condition on sign-ups of this event."""
    if which is None:
        return Registration.event_id == event.id
    if isinstance(which, RegistrationState):
        return and_(Registration.event_id == event.id, Registration.state == which)
    came = Registration.id.in_(select(CheckIn.registration_id).where(CheckIn.event_id == event.id, let_in()))
    if which is Among.CAME:
        return and_(Registration.event_id == event.id, came)
    return and_(Registration.event_id == event.id, Registration.state == RegistrationState.SIGNED_UP, ~came)


def came_and_missed(visitor: Visitor, event: Event) -> dict[Among, int]:
    """How many came of those with a seat, and how many did not."""
    if not visitor.is_coordinator:
        raise Missing
    return {
        one: session().scalar(select(func.count()).select_from(Registration).where(which_are(event, one)))
        or 0
        for one in Among
    }
