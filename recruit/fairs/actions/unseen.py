"""Who no longer shows the profile to a company does not meet it at a fair either."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from recruit.core.db import session
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.locking import lock_event
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.actions.meetings import drop_meetings_of
from recruit.fairs.models import Booth, Fair, FairPin, Meeting, Wish
from recruit.fairs.proposing import actions as proposing, queries as proposed, taking
from recruit.fairs.proposing.events import ProposalClosed
from recruit.fairs.proposing.rules import AGREED, ProposalState
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.rules import MeetingState, Side
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureScope


def end_with_unseen(student: Student, *, by: Visitor, now: datetime) -> None:
    """At fairs that are not over, with companies that do not read the profile: wishes, fixed times, proposals and meetings to
    come end, and the other side is told of what it knew. The seat stays.
    """
    session().flush()
    fairs = session().scalars(
        select(Fair)
        .join(Event, Event.id == Fair.event_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.person_id == student.person_id,
            Registration.state == RegistrationState.SIGNED_UP,
            Event.ends_at > now,
        )
        .order_by(Fair.event_id)
    )
    for fair in fairs.all():
        # Whoever publishes a timetable in this moment sees what is taken back, or is seen.
        lock_event(fair.event_id)
        unseen = _unseen(fair, student)
        if unseen:
            _end(fair, student, unseen, by=by, now=now)


def _unseen(fair: Fair, student: Student) -> list[int]:
    """The companies of a fair that do not read this profile."""
    seen = (
        select(Disclosure.id)
        .where(
            Disclosure.student_id == student.id,
            Disclosure.organisation_id == Booth.company_id,
            Disclosure.scope != DisclosureScope.CARD,
            Disclosure.until_at.is_(None),
        )
        .exists()
    )
    rows = session().scalars(
        select(Booth.company_id).where(Booth.fair_id == fair.event_id, ~seen).order_by(Booth.company_id)
    )
    return list(rows)


def _end(fair: Fair, student: Student, companies: Collection[int], *, by: Visitor, now: datetime) -> None:
    for table in (Wish, FairPin):
        session().execute(
            delete(table).where(
                table.fair_id == fair.event_id,
                table.student_id == student.id,
                table.company_id.in_(companies),
            )
        )
    mover = Mover(Side.STUDENT, operator_may=False, by=by, now=now)
    for proposal in proposed.open_proposals(fair.event_id, student_id=student.id):
        if proposal.company_id in companies:
            taking.close(proposal, ProposalState.WITHDRAWN, now)
            announce(ProposalClosed(proposal.id, Side.STUDENT, by, now))
    if proposed.method_of_plan(fair.event_id) != AGREED:
        drop_meetings_of(student.id, fair, Meeting.company_id.in_(companies), by=by, now=now)
        return
    to_come = {slot.number for slot in fair.slots if slot.starts_at > now}
    for meeting in proposed.meetings_of(fair.event_id, student_id=student.id):
        is_planned = meeting.state is MeetingState.PLANNED and meeting.slot in to_come
        if is_planned and meeting.company_id in companies:
            proposing.drop(meeting, mover)
