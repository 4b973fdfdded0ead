"""What the clock does about follow-ups: open, send, remind, close. Any number of workers may run it at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
import logging

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core.db import changes_one, count_anew, session, writing
from recruit.messages.models import AddressState, Mail
from recruit.placements.models import Placement
from recruit.surveys.actions.breaking import note_broken, people_broken, try_again
from recruit.surveys.actions.contacts import give_out_due
from recruit.surveys.actions.together import give_out_together
from recruit.surveys.models import Contact, Wave
from recruit.surveys.queries.known_together import TABLES
from recruit.surveys.rules import ContactState

log = logging.getLogger(__name__)
PEOPLE_A_READ = 10_000
# So many are planned in one transaction, which holds SQLite's only pen for about a tenth of a second.
PEOPLE_TOGETHER = 200
# From so many on a tick changes tables so much that PostgreSQL must look at them anew.
MANY = 1_000


def _nothing() -> None:
    return None


def tick(now: datetime, *, after_each: Callable[[], object] = _nothing) -> int:
    """Look at everybody for whom something may have come due. Returns how much was done.

    Most go by the clock alone and are done many in a transaction; the others one person a transaction. A worker that dies in the
    middle leaves those people as before. What breaks for one person is logged, shown to staff and tried again, and does not
    stop the others.
    """
    done = plan_broken(now) + plan_added(now)
    for people in _with_right_plans(_people(Contact.check_at <= now), now):
        done += _many(people, now)
        for _person in people:
            after_each()
    for people in _people(_found_again(now)):
        for person_id in people:
            done += _alone(person_id, now)
            after_each()
    return done


def plan_added(now: datetime) -> int:
    """Plan the waves that staff have added for everybody who was here before; some thousands a tick, in the order of people.

    How far this has come is written down after the people are done: whoever dies in between does some of them again, which
    changes nothing. Of two workers at once one notes it.
    """
    done = 0
    waves = (
        session()
        .execute(
            select(Wave.id, Wave.key, Wave.planned_up_to)
            .where(Wave.planned_up_to.is_not(None))
            .order_by(Wave.id)
        )
        .all()
    )
    for wave_id, key, planned_up_to in waves:
        last = planned_up_to or 0
        for _batch in range(PEOPLE_A_READ // PEOPLE_TOGETHER):
            people = _next_people(last)
            if people:
                done += _many(people, now, also={key})
            with writing() as rows:
                noted = changes_one(
                    update(Wave)
                    # An edit begins anew, and gives a wave whose day it changes another key.
                    .where(Wave.id == wave_id, Wave.key == key, Wave.planned_up_to == last)
                    .values(planned_up_to=people[-1] if people else None, planned_at=None if people else now)
                )
                rows.expire_all()
            if not people or not noted:
                break
            last = people[-1]
    return done


def plan_broken(now: datetime) -> int:
    """Try again whom planning broke for, until it works: of a point that was added nothing else would bring them."""
    return sum(_alone(person_id, now, do=try_again) for person_id in people_broken(now, PEOPLE_TOGETHER))


def _next_people(last: int) -> Sequence[int]:
    return (
        session()
        .scalars(
            select(Placement.person_id)
            .where(Placement.person_id > last)
            .distinct()
            .order_by(Placement.person_id)
            .limit(PEOPLE_TOGETHER)
        )
        .all()
    )


def _many(people: Sequence[int], now: datetime, *, also: Collection[str] = frozenset()) -> int:
    try:
        with writing():
            together = give_out_together(people, now, also=also)
    except Exception:
        session().rollback()
        log.exception("follow-ups of many people broke; each is looked at alone")
        return sum(_alone(person_id, now) for person_id in people)
    # Who is held by another worker comes again by the clock; of a new wave there is no row yet that would bring them.
    alone = [*together.alone, *(together.passed_over if also else ())]
    return together.count + sum(_alone(person_id, now) for person_id in alone)


def _alone(person_id: int, now: datetime, *, do: Callable[[int, datetime], int] | None = None) -> int:
    try:
        with writing():
            return (do or give_out_due)(person_id, now)
    except Exception:
        session().rollback()
        log.exception("follow-ups of one person broke", extra={"person_id": person_id})
    try:
        with writing():
            note_broken(person_id, now)
    except Exception:
        session().rollback()
        log.exception("nobody is told that follow-ups of one person broke", extra={"person_id": person_id})
    return 0


def _people(is_due: ColumnElement[bool]) -> Iterator[Sequence[int]]:
    last = 0
    while True:
        people = (
            session()
            .scalars(
                select(Placement.person_id)
                .join(Contact, Contact.placement_id == Placement.id)
                .where(Placement.person_id > last, is_due)
                .distinct()
                .order_by(Placement.person_id)
                .limit(PEOPLE_A_READ)
            )
            .all()
        )
        for first in range(0, len(people), PEOPLE_TOGETHER):
            yield people[first : first + PEOPLE_TOGETHER]
        if len(people) < PEOPLE_A_READ:
            return
        last = people[-1]


def _with_right_plans(batches: Iterable[Sequence[int]], now: datetime) -> Iterator[Sequence[int]]:
    """The same, with PostgreSQL's statistics of the tables made anew before many, and those of the outbox each time four times as
    many are done: it may be empty at the beginning of a tick and hold a hundred thousand mails at its end.
    """
    some = select(Contact.id).where(Contact.check_at <= now).limit(MANY).subquery()
    if session().scalar(select(func.count()).select_from(some)) == MANY:
        count_anew(*TABLES)
    seen, next_look = 0, MANY
    for people in batches:
        yield people
        seen += len(people)
        if seen >= next_look:
            count_anew(Mail)
            next_look *= 4


def people_due(now: datetime) -> int:
    """How many people a tick would look at."""
    return (
        session().scalar(
            select(func.count(Placement.person_id.distinct()))
            .join(Contact, Contact.placement_id == Placement.id)
            .where(or_(Contact.check_at <= now, _found_again(now)))
        )
        or 0
    )


def _found_again(now: datetime) -> ColumnElement[bool]:
    """Somebody who could not be reached has an address by now."""
    is_paused = exists().where(
        AddressState.address == func.lower(ContactPoint.value),
        or_(AddressState.bounced_at.is_not(None), AddressState.complaint_at.is_not(None)),
    )
    return and_(
        Contact.state == ContactState.UNREACHABLE,
        Contact.outcome.is_(None),
        Contact.closes_at > now,
        exists().where(
            ContactPoint.person_id == Placement.person_id,
            ContactPoint.kind == PointKind.MAIL,
            ContactPoint.ended_at.is_(None),
            ~is_paused,
        ),
    )
