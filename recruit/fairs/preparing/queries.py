"""Reads of what companies do before a fair."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.fairs.booths.models import BoothPerson, BoothPosition
from recruit.fairs.models import Booth, Fair, Wish
from recruit.fairs.preparing.models import BoothTask, FairTask
from recruit.fairs.preparing.rules import Task, TaskKind, due_at, in_order
from recruit.fairs.rules import BoothState, Side
from recruit.organisations.models import Organisation


def tasks_of(fair: Fair) -> list[FairTask]:
    """The list of a fair, by the day on which each is due."""
    rows = session().scalars(select(FairTask).where(FairTask.fair_id == fair.event_id).order_by(FairTask.id))
    by_ref = {one.public_id: one for one in rows}
    return [by_ref[one.ref] for one in in_order(with_days(fair, list(by_ref.values())))]


def with_days(fair: Fair, rows: Sequence[FairTask]) -> list[Task]:
    """The same with their last moments."""
    event = fair.event
    return [
        Task(
            row.public_id,
            row.kind,
            due_at(
                event.starts_at,
                event.zone,
                row.days_before,
                wishes_until=fair.wishes_until if row.kind is TaskKind.WISHES else None,
            ),
        )
        for row in rows
    ]


def done_by_booth(booths: Collection[Booth], rows: Sequence[FairTask]) -> dict[int, set[str]]:
    """Which tasks each booth has done: ticked off, or seen by the program. Four statements, however many booths and fairs."""
    ids = [one.id for one in booths]
    done: dict[int, set[str]] = {one: set() for one in ids}
    for booth_id, ref in session().execute(
        select(BoothTask.booth_id, FairTask.public_id)
        .join(FairTask, FairTask.id == BoothTask.task_id)
        .where(BoothTask.booth_id.in_(ids))
    ):
        done[booth_id].add(ref)
    refs = {(row.fair_id, row.kind): row.public_id for row in rows if row.kind is not TaskKind.OWN}
    named = set(
        session().scalars(select(BoothPerson.booth_id).where(BoothPerson.booth_id.in_(ids)).distinct())
    )
    showing = set(
        session().scalars(select(BoothPosition.booth_id).where(BoothPosition.booth_id.in_(ids)).distinct())
    )
    wishing: set[tuple[int, int]] = {
        (row[0], row[1])
        for row in session().execute(
            select(Wish.fair_id, Wish.company_id)
            .where(
                Wish.fair_id.in_({one.fair_id for one in booths}),
                Wish.side == Side.COMPANY,
                Wish.company_id.in_({one.company_id for one in booths}),
            )
            .distinct()
        )
    }
    for booth in booths:
        seen = {
            TaskKind.PEOPLE: booth.id in named,
            TaskKind.POSITIONS: booth.id in showing,
            TaskKind.WISHES: (booth.fair_id, booth.company_id) in wishing,
        }
        done[booth.id] |= {
            refs[booth.fair_id, kind]
            for kind, is_done in seen.items()
            if is_done and (booth.fair_id, kind) in refs
        }
    return done


@dataclass(frozen=True)
class OwnTasks:
    """The list of a fair as one company reads it."""

    rows: list[FairTask]
    tasks: list[Task]
    done: set[str]


def own_tasks(fair: Fair, booth: Booth) -> OwnTasks:
    """Of a booth that is confirmed; of another there is nothing to do yet."""
    return own_tasks_at([(fair, booth)]).get(fair.event_id, OwnTasks([], [], set()))


def own_tasks_at(pairs: Sequence[tuple[Fair, Booth]]) -> dict[int, OwnTasks]:
    """The same for several fairs, by fair; those without a list are not there. At most five statements."""
    confirmed = [(fair, booth) for fair, booth in pairs if booth.state is BoothState.CONFIRMED]
    if not confirmed:
        return {}
    rows = list(
        session().scalars(
            select(FairTask)
            .where(FairTask.fair_id.in_([fair.event_id for fair, _booth in confirmed]))
            .order_by(FairTask.id)
        )
    )
    if not rows:
        return {}
    done = done_by_booth([booth for _fair, booth in confirmed], rows)
    found = {}
    for fair, booth in confirmed:
        of_fair = {one.public_id: one for one in rows if one.fair_id == fair.event_id}
        if of_fair:
            tasks = in_order(with_days(fair, list(of_fair.values())))
            found[fair.event_id] = OwnTasks([of_fair[one.ref] for one in tasks], tasks, done[booth.id])
    return found


def task_for_company(fair: Fair, public_id: str) -> FairTask:
    """One of the fair's tasks."""
    return _task(fair, public_id)


def task_for_staff(visitor: Visitor, fair: Fair, public_id: str) -> FairTask:
    if not visitor.is_coordinator:
        raise Missing
    return _task(fair, public_id)


def _task(fair: Fair, public_id: str) -> FairTask:
    found = session().scalar(
        select(FairTask).where(FairTask.fair_id == fair.event_id, FairTask.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def confirmed_booths(visitor: Visitor, fair: Fair) -> list[Booth]:
    """For the board of staff: companies that take part, by booth number."""
    if not visitor.is_coordinator:
        raise Missing
    rows = session().scalars(
        select(Booth)
        .options(joinedload(Booth.organisation).selectinload(Organisation.texts))
        .where(Booth.fair_id == fair.event_id, Booth.state == BoothState.CONFIRMED)
        .order_by(Booth.number, Booth.id)
    )
    return list(rows)
