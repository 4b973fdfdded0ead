"""Alerts: a submitted response is looked at once, and every worrying answer leads to a case."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.models import Person
from recruit.cases import rules
from recruit.cases.actions.cases import open_case
from recruit.cases.events import AlertRaised
from recruit.cases.models import Alert, AlertCheck, Case
from recruit.cases.rules import CaseOrigin, CaseState, Level
from recruit.core.db import changes_one, database, session
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.surveys.forms import alerts_of, parse
from recruit.surveys.models import Response
from recruit.surveys.queries.answering import plain_of


def ask_for_check(response_id: int, *, now: datetime) -> None:
    """The answers are in: a job looks at them. Asked twice, it is one check."""
    insert = (sqlite if database().is_sqlite else postgresql).insert(AlertCheck)
    session().execute(
        insert.values(response_id=response_id, asked_at=now).on_conflict_do_nothing(
            index_elements=["response_id"]
        )
    )


def check_answers(check_id: int, *, by: Visitor, now: datetime) -> int:
    """Look at one response; gives how many alerts are new. Whoever comes second finds it done.

    The mark and the alerts land together: a worker that dies leaves the check open, and nothing half done.
    """
    claim = (
        update(AlertCheck).where(AlertCheck.id == check_id, AlertCheck.done_at.is_(None)).values(done_at=now)
    )
    if not changes_one(claim):
        return 0
    response = (
        session()
        .scalars(
            select(Response)
            .join(AlertCheck, AlertCheck.response_id == Response.id)
            .where(AlertCheck.id == check_id)
        )
        .one()
    )
    answers = {answer.item: plain_of(answer) for answer in response.answers}
    found = alerts_of(parse(response.instrument_version.definition), answers)
    if not found:
        return 0
    placement = session().get_one(Placement, response.contact.placement_id)
    # Two workers with two responses of one person wait here for each other, so that one case comes of it.
    session().scalar(select(Person.id).where(Person.id == placement.person_id).with_for_update())
    return sum(
        _raise(alert.rule, Level(alert.level.value), response, placement, by=by, now=now) for alert in found
    )


def _raise(
    rule: str, level: Level, response: Response, placement: Placement, *, by: Visitor, now: datetime
) -> bool:
    insert = (sqlite if database().is_sqlite else postgresql).insert(Alert)
    alert_id = session().scalar(
        insert.values(
            rule=rule,
            person_id=placement.person_id,
            placement_id=placement.id,
            response_id=response.id,
            level=level,
            raised_at=now,
        )
        .on_conflict_do_nothing(index_elements=["rule", "response_id"])
        .returning(Alert.id)
    )
    if alert_id is None:
        return False
    case = _join_or_open(rule, level, placement, by=by, now=now)
    session().execute(update(Alert).where(Alert.id == alert_id).values(case_id=case.id))
    session().expire(case, ["alerts"])
    announce(AlertRaised(alert_id=alert_id, by=by, now=now))
    return True


def _join_or_open(rule: str, level: Level, placement: Placement, *, by: Visitor, now: datetime) -> Case:
    due_at = rules.due_at(level, now, rule=rule)
    case = session().scalar(
        select(Case)
        # A case about a step of the procedure is another matter, and other people may know of it.
        .where(
            Case.person_id == placement.person_id, Case.state != CaseState.CLOSED, Case.about_kind.is_(None)
        )
        .order_by(Case.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if case is None:
        return open_case(
            origin=CaseOrigin.ALERT,
            level=level,
            due_at=due_at,
            person_id=placement.person_id,
            placement_id=placement.id,
            by=by,
            now=now,
        )
    case.level, case.due_at = rules.more_urgent(case.level, level), min(case.due_at, due_at)
    session().flush()
    return case
