"""What waits for staff across rooms: how much, and since when. Which of it a role sees is decided by the page each leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from recruit.accounts.breaches.models import Breach
from recruit.accounts.breaches.rules import OPEN as OPEN_BREACHES
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import ALARM_AFTER, RequestState
from recruit.arrivals.models import Plan, PlanStep, StepRule
from recruit.arrivals.queries import concerns_staff
from recruit.arrivals.rules import StepState
from recruit.cases.models import Case
from recruit.cases.rules import CaseState
from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.dashboards.rules import Duty, StaffAct, by_when, end_of
from recruit.events.models import Event
from recruit.events.rules import COMING_STATES, EventState
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.joining.queries import still_late
from recruit.fairs.models import Booth, Fair, Timetable
from recruit.fairs.rules import BoothState, TimetableState
from recruit.handbook.models import ReaderQuestion
from recruit.handbook.readers.queries import waits
from recruit.messages.models import Mail
from recruit.messages.rules import LATE_AFTER, NEEDS_A_PERSON, MailState
from recruit.organisations.models import Organisation, OrganisationMove
from recruit.organisations.rules import OrganisationState
from recruit.placements.models import Confirmation, Placement
from recruit.placements.stay.queries import is_to_renew
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.surveys.calling.holding import hires_to_find
from recruit.surveys.queries.tasks import open_things_at_all
from recruit.surveys.rules import OTHER_TASKS, TaskKind

TOKYO = "Asia/Tokyo"
CASE_ROLES = frozenset({Role.RETENTION_OFFICER, Role.ADMINISTRATOR})
# Who runs an event sees it in the list from the morning before.
EVENTS_AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class _Question:
    """How much of one kind of work waits, beside the earliest of its moments: until when (`is_deadline`) or since when."""

    act: StaffAct
    query: Select[Any, Any]
    is_deadline: bool = False


def staff_duties(visitor: Visitor, now: datetime, *, operator_may: bool = True) -> list[Duty]:
    """Every kind of work that waits, with how much there is of it and by when or since when. One statement.

    `operator_may`: arrange meetings at fairs.
    """
    if not visitor.is_staff:
        raise Missing
    questions = [
        *_requests(now),
        *_mails(now),
        *_follow_ups(now),
        *_arrivals(now),
        *_fairs(now),
        *_others(now),
    ]
    # Cases are seen by who works on them; to everybody else not even their number is shown.
    cases = _ask(Case.id, Case.due_at).where(Case.state != CaseState.CLOSED)
    if visitor.roles & CASE_ROLES:
        questions.append(_Question(StaffAct.SEE_TO_CASES, cases, is_deadline=True))
    elif Role.COORDINATOR in visitor.roles:
        own = cases.where(Case.owner_id == visitor.person_id)
        questions.append(_Question(StaffAct.SEE_TO_CASES, own, is_deadline=True))
    if not operator_may:
        questions = [one for one in questions if one.act is not StaffAct.MAKE_TIMETABLES]
    return _answers(questions)


def _ask(counted: Any, moment: Any) -> Select[Any, Any]:
    return select(func.count(counted), func.min(moment))


def _answers(questions: list[_Question]) -> list[Duty]:
    # Each question is a table of one row; side by side they are one row.
    tables = [one.query.cte(f"asked_{place}") for place, one in enumerate(questions)]
    side_by_side: Any = tables[0]
    for table in tables[1:]:
        side_by_side = side_by_side.join(table, true())
    row = (
        session()
        .execute(select(*(column for table in tables for column in table.c)).select_from(side_by_side))
        .one()
    )
    duties = []
    for question, count, moment in zip(questions, row[::2], row[1::2], strict=True):
        if count:
            since = None if question.is_deadline else _instant(moment)
            by_at = _instant(moment) if question.is_deadline else since and by_when(question.act, since)
            duties.append(
                Duty(
                    question.act,
                    count=count,
                    by_at=by_at,
                    since=since,
                    day_only=not isinstance(moment, datetime),
                )
            )
    return duties


def _instant(moment: datetime | date | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return end_of(moment, TOKYO).astimezone(UTC)


def _requests(now: datetime) -> Iterator[_Question]:
    breaches = _ask(Breach.id, Breach.known_at).where(Breach.state.in_(OPEN_BREACHES))
    yield _Question(StaffAct.SEE_TO_BREACHES, breaches)
    unanswered = _ask(DataRequest.id, DataRequest.answer_by_at).where(
        DataRequest.state == RequestState.RECEIVED
    )
    waiting = unanswered.where(DataRequest.received_at <= now - ALARM_AFTER)
    yield _Question(StaffAct.ANSWER_WAITING_REQUESTS, waiting, is_deadline=True)
    fresh = unanswered.where(DataRequest.received_at > now - ALARM_AFTER)
    yield _Question(StaffAct.ANSWER_REQUESTS, fresh, is_deadline=True)
    decided = _ask(DataRequest.id, DataRequest.finish_by_at).where(DataRequest.state == RequestState.DECIDED)
    yield _Question(StaffAct.CARRY_OUT_REQUESTS, decided, is_deadline=True)


def _mails(now: datetime) -> Iterator[_Question]:
    mails = _ask(Mail.id, Mail.due_at)
    yield _Question(StaffAct.LOOK_AT_MAILS, mails.where(Mail.state.in_(NEEDS_A_PERSON)))
    late = mails.where(Mail.state == MailState.QUEUED, Mail.due_at < now - LATE_AFTER)
    yield _Question(StaffAct.LOOK_AT_LATE_MAILS, late)


def _follow_ups(now: datetime) -> Iterator[_Question]:
    yield _Question(StaffAct.LOOK_AT_MISSED, open_things_at_all(kinds=[TaskKind.MISSED_BY_US]))
    yield _Question(StaffAct.ASK_ABOUT_UNKNOWN, open_things_at_all(kinds=[TaskKind.UNKNOWN]))
    yield _Question(StaffAct.CALL_HIRES, hires_to_find(TaskKind.CALL, now))
    yield _Question(StaffAct.FIND_HIRES, hires_to_find(TaskKind.UNREACHABLE, now))
    yield _Question(StaffAct.FIND_ADDRESSES, hires_to_find(TaskKind.BOUNCED, now))
    yield _Question(StaffAct.DO_FOLLOW_UP_TASKS, open_things_at_all(kinds=OTHER_TASKS))
    overdue = _ask(Confirmation.id, Confirmation.due_on).where(
        Confirmation.answered_at.is_(None), Confirmation.due_on < clock.day_in(now, TOKYO)
    )
    yield _Question(StaffAct.ASK_AGAIN_ABOUT_HIRES, overdue, is_deadline=True)


def _arrivals(now: datetime) -> Iterator[_Question]:
    steps = (
        _ask(PlanStep.id, PlanStep.due_on)
        .join(Plan, Plan.id == PlanStep.plan_id)
        .join(Placement, Placement.id == Plan.placement_id)
        .join(StepRule, StepRule.id == PlanStep.step_rule_id)
        .where(concerns_staff(), Plan.closed_at.is_(None))
    )
    stuck = steps.where(PlanStep.state == StepState.STUCK)
    yield _Question(StaffAct.HELP_STUCK_STEPS, stuck, is_deadline=True)
    late = steps.where(PlanStep.state == StepState.OPEN, PlanStep.due_on < clock.day_in(now, TOKYO))
    yield _Question(StaffAct.HURRY_LATE_STEPS, late, is_deadline=True)
    ending = is_to_renew(clock.day_in(now, TOKYO))
    stays = _ask(Placement.id, Placement.stay_until_on).where(ending)
    yield _Question(StaffAct.SEE_TO_STAYS, stays, is_deadline=True)


def _fairs(now: datetime) -> Iterator[_Question]:
    to_come: ColumnElement[bool] = Event.state.in_((EventState.OPEN, EventState.CLOSED)) & (
        Event.ends_at > now
    )
    to_come_or_running = Event.state.in_(COMING_STATES) & (Event.ends_at > now)
    held = _ask(Event.id, Event.starts_at).where(to_come_or_running, Event.starts_at <= now + EVENTS_AHEAD)
    yield _Question(StaffAct.HOLD_EVENTS, held, is_deadline=True)
    has_timetable = (
        select(Timetable.id)
        .where(Timetable.fair_id == Fair.event_id, Timetable.state == TimetableState.PUBLISHED)
        .exists()
    )
    # The timetable is wanted from the moment the wishes are in.
    wishes_in = (
        _ask(Fair.event_id, Fair.wishes_until)
        .join(Event, Event.id == Fair.event_id)
        .where(to_come, Fair.arranging.is_(True), Fair.wishes_until <= now, ~has_timetable)
    )
    yield _Question(StaffAct.MAKE_TIMETABLES, wishes_in)
    # Who joined a fair late is helped before it begins.
    late = (
        _ask(LateRequest.id, Event.starts_at)
        .join(Event, Event.id == LateRequest.fair_id)
        .where(to_come_or_running, still_late())
    )
    yield _Question(StaffAct.FIND_PLACES, late, is_deadline=True)
    asked = (
        _ask(Booth.id, Booth.asked_at)
        .join(Event, Event.id == Booth.fair_id)
        .where(to_come, Booth.state == BoothState.ASKED)
    )
    yield _Question(StaffAct.DECIDE_BOOTHS, asked)


def _others(_now: datetime) -> Iterator[_Question]:
    applied_at = (
        select(func.max(OrganisationMove.at))
        .where(
            OrganisationMove.organisation_id == Organisation.id,
            OrganisationMove.to_state == OrganisationState.APPLIED,
        )
        .scalar_subquery()
    )
    applied = _ask(Organisation.id, func.coalesce(applied_at, Organisation.created_at)).where(
        Organisation.state == OrganisationState.APPLIED
    )
    yield _Question(StaffAct.CHECK_ORGANISATIONS, applied)
    in_review = _ask(Posting.id, Posting.saved_at).where(Posting.state == PostingState.IN_REVIEW)
    yield _Question(StaffAct.REVIEW_POSITIONS, in_review)
    asked = _ask(ReaderQuestion.id, ReaderQuestion.asked_at).where(waits())
    yield _Question(StaffAct.ANSWER_READERS, asked)
