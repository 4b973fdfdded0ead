"""Days of the should-and-is board: what should have gone, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select

from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.placements.stay.queries import listed as by_stay
from recruit.placements.stay.rules import StayList
from recruit.surveys.boards.queries import joined, listed
from recruit.surveys.boards.question import Question
from recruit.surveys.boards.rules import Day, Part, day_from, day_span
from recruit.surveys.models import Contact, FollowUpTask
from recruit.surveys.planning.programme import ARRIVAL, STATUS_EXPIRY
from recruit.surveys.queries.known import newest_programme, rules_of
from recruit.surveys.rules import ContactKind, ContactState, TaskKind


def days_up_to(question: Question, until: date, number: int = 30) -> list[Day]:
    """The last days up to `until`, each with what should have gone and what became of it. One statement."""
    spans = [
        (on, *day_span(on)) for on in (until - timedelta(days=back) for back in range(number - 1, -1, -1))
    ]
    # Days are told apart by their ends: both databases compare instants alike, but not what they call a day.
    place = case(*((Contact.due_at < ends, at) for at, (_on, _begins, ends) in enumerate(spans)), else_=-1)
    query = joined(
        select(place, Contact.state, Contact.reason, func.count()).select_from(Contact),
        question.without_figures(),
    ).where(Contact.kind != ContactKind.CALL, Contact.due_at >= spans[0][1], Contact.due_at < spans[-1][2])
    counts: list[dict[tuple[ContactState, str], int]] = [{} for _span in spans]
    for at, state, reason, count in session().execute(query.group_by(place, Contact.state, Contact.reason)):
        counts[at][state, reason] = count
    return [day_from(on, found) for (on, _begins, _ends), found in zip(spans, counts, strict=True)]


@dataclass(frozen=True)
class DateUnknown:
    """Points that count from a day of the stay, and how many of those at work nobody knows it of: nothing is planned for them."""

    points: tuple[str, ...]
    which: StayList
    hires: int


_LISTS = {ARRIVAL: StayList.ARRIVAL_UNKNOWN, STATUS_EXPIRY: StayList.END_UNKNOWN}


def dates_unknown(today: date) -> list[DateUnknown]:
    """For each day of the stay that points in force count from. A fixed number of statements."""
    programme, points = newest_programme(), dict[str, list[str]]()
    for wave in rules_of(programme).going_on().waves if programme is not None else ():
        if wave.anchor in _LISTS:
            points.setdefault(wave.anchor, []).append(wave.name)
    if not points:
        return []
    counts = (
        session()
        .execute(
            select(*(func.count(case((by_stay(_LISTS[anchor], today), Placement.id))) for anchor in points))
        )
        .one()
    )
    return [
        DateUnknown(tuple(names), _LISTS[anchor], count)
        for (anchor, names), count in zip(points.items(), counts, strict=True)
        if count
    ]


def unknown_of(question: Question, on: date, now: datetime) -> list[tuple[Contact, FollowUpTask | None]]:
    """Mails of a day of which nobody knows whether they arrived, each with its open task."""
    asked = replace(question.without_figures(), day=on, part=Part.UNKNOWN)
    contacts = listed(asked, now).rows
    tasks = {
        task.contact_id: task
        for task in session().scalars(
            select(FollowUpTask)
            .where(
                FollowUpTask.contact_id.in_([contact.id for contact in contacts]),
                FollowUpTask.kind == TaskKind.UNKNOWN,
                FollowUpTask.done_at.is_(None),
            )
            .order_by(FollowUpTask.id)
        )
    }
    return [(contact, tasks.get(contact.id)) for contact in contacts]
