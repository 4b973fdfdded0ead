"""What the clock does for fairs: it computes the timetables that were asked for, and ends what was shown."""

from collections.abc import Callable
from datetime import datetime
import logging
import os
import socket

from sqlalchemy import or_, select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.each import each_by_itself, each_in_steps
from recruit.core.visitor import WORKER
from recruit.events.models import Event
from recruit.events.rules import EventKind
from recruit.fairs import actions, disclosures, rules
from recruit.fairs.computing import Reached, SolverEnded, solve_apart
from recruit.fairs.interpreters.actions import forget_after
from recruit.fairs.models import Meeting, Timetable
from recruit.fairs.rules import TimetableState
from recruit.fairs.timetable.verifying import verify
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureReason

log = logging.getLogger(__name__)


def _never() -> bool:
    return False


def solve_timetables(now: datetime, worker: str = "", should_stop: Callable[[], bool] = _never) -> int:
    """Compute what is due; gives how many. Claim, commit, compute, keep: a worker that dies holds up nobody for long.

    A worker that is told to stop lets go, and the next one begins at once.
    """
    worker = worker or f"{socket.gethostname()[:40]}:{os.getpid()}"
    due = (
        session()
        .scalars(
            select(Timetable.id)
            .where(
                Timetable.state == TimetableState.SOLVING,
                or_(Timetable.claimed_by == "", Timetable.lease_until < now),
            )
            .order_by(Timetable.id)
        )
        .all()
    )

    def compute(timetable_id: int) -> int:
        with writing():
            # The one before may have taken minutes, and the lease counts from when the claim is made.
            instance = actions.claim(timetable_id, worker=worker, now=max(now, clock.now()))
        if instance is None:
            return 0

        def note(reached: Reached) -> None:
            with writing():
                actions.note_reached(timetable_id, reached.objective, reached.bound, worker=worker)

        try:
            solved = solve_apart(
                instance,
                seconds=rules.seconds_for(len(instance.requests)),
                go_on=lambda: not should_stop() and actions.is_wanted(timetable_id, worker=worker),
                hear=note,
            )
        except SolverEnded:
            log.exception("the computing of a timetable was ended from outside", extra={"what": timetable_id})
            with writing():
                actions.let_go(timetable_id, worker=worker, until=clock.now() + rules.BEGIN_AGAIN_AFTER)
            return 0
        if solved is None:
            with writing():
                actions.let_go(timetable_id, worker=worker)
            return 0
        wrong = verify(instance, solved)
        with writing():
            if wrong:
                log.error("a timetable breaks the rules", extra={"what": timetable_id, "thing": wrong[:20]})
                return int(actions.refuse_result(timetable_id, worker=worker, now=clock.now()))
            return int(actions.keep_result(timetable_id, solved, worker=worker, now=clock.now()))

    return each_in_steps("timetables asked for", due, compute)


def note_overdue_answers(now: datetime) -> int:
    """Find the conversations whose company has let its day pass; gives how many. One conversation, one transaction."""
    due = (
        session()
        .scalars(
            select(Meeting.id)
            .join(Timetable, Timetable.id == Meeting.timetable_id)
            .where(
                Timetable.state == TimetableState.PUBLISHED,
                Meeting.state.in_(rules.MAY_BE_ANSWERED),
                Meeting.outcome.is_(None),
                Meeting.overdue_at.is_(None),
                Meeting.answer_by_at < now,
            )
            .order_by(Meeting.answer_by_at, Meeting.id)
        )
        .all()
    )
    return each_by_itself(
        "overdue answers", due, lambda meeting_id: actions.note_overdue(meeting_id, by=WORKER, now=now)
    )


def end_what_fairs_showed(now: datetime) -> int:
    """When companies had their time to answer, a fair is no longer a reason to see profiles. Gives how many fairs ended.

    The addresses of interpreters, and their keys, have no use any more by then.
    """
    over = (
        session()
        .scalars(
            select(Event.slug)
            .where(
                Event.kind == EventKind.FAIR,
                Event.ends_at <= now - rules.ANSWER_WITHIN,
                select(Disclosure.id)
                .where(
                    Disclosure.reason == DisclosureReason.FAIR,
                    Disclosure.reason_ref == Event.slug,
                    Disclosure.until_at.is_(None),
                )
                .exists(),
            )
            .order_by(Event.id)
        )
        .all()
    )

    def end(slug: str) -> bool:
        disclosures.end(slug, now=now)
        return True

    with writing():
        forgotten = forget_after(rules.ANSWER_WITHIN, now=now)
    return forgotten + each_by_itself("what fairs showed", over, end)
