"""What waits for staff across rooms: counts only. Which of them a role sees is decided by the page each leads to."""

from datetime import datetime

from sqlalchemy import func, select

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
from recruit.dashboards.rules import Duty, StaffAct
from recruit.events.models import Event
from recruit.events.rules import COMING_STATES, EventState
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.joining.queries import still_late
from recruit.fairs.models import Booth, Fair, Timetable
from recruit.fairs.rules import BoothState, TimetableState
from recruit.messages.models import Mail
from recruit.messages.rules import LATE_AFTER, NEEDS_A_PERSON, MailState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.placements.models import Confirmation, Placement
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.surveys.calling.holding import count_of_hires_to_find
from recruit.surveys.queries.tasks import count_of_open_things
from recruit.surveys.rules import OTHER_TASKS, TaskKind

TOKYO = "Asia/Tokyo"
CASE_ROLES = frozenset({Role.RETENTION_OFFICER, Role.ADMINISTRATOR})


def staff_duties(visitor: Visitor, now: datetime, *, operator_may: bool = True) -> list[Duty]:
    """Every kind of work that waits, with how much there is of it. One statement. `operator_may`: arrange meetings at fairs."""
    if not visitor.is_staff:
        raise Missing
    today = clock.day_in(now, TOKYO)
    to_come = Event.state.in_((EventState.OPEN, EventState.CLOSED)) & (Event.ends_at > now)
    to_come_or_running = Event.state.in_(COMING_STATES) & (Event.ends_at > now)
    has_timetable = (
        select(Timetable.id)
        .where(Timetable.fair_id == Fair.event_id, Timetable.state == TimetableState.PUBLISHED)
        .exists()
    )
    open_plan = Plan.closed_at.is_(None)
    steps = (
        select(func.count(PlanStep.id))
        .join(Plan, Plan.id == PlanStep.plan_id)
        .join(Placement, Placement.id == Plan.placement_id)
        .join(StepRule, StepRule.id == PlanStep.step_rule_id)
        .where(concerns_staff())
    )
    unanswered = select(func.count(DataRequest.id)).where(DataRequest.state == RequestState.RECEIVED)
    counts = {
        StaffAct.SEE_TO_BREACHES: select(func.count(Breach.id)).where(Breach.state.in_(OPEN_BREACHES)),
        StaffAct.ANSWER_WAITING_REQUESTS: unanswered.where(DataRequest.received_at <= now - ALARM_AFTER),
        StaffAct.ANSWER_REQUESTS: unanswered.where(DataRequest.received_at > now - ALARM_AFTER),
        StaffAct.CARRY_OUT_REQUESTS: select(func.count(DataRequest.id)).where(
            DataRequest.state == RequestState.DECIDED
        ),
        StaffAct.SEE_TO_CASES: select(func.count(Case.id)).where(Case.state != CaseState.CLOSED),
        StaffAct.LOOK_AT_MAILS: select(func.count(Mail.id)).where(Mail.state.in_(NEEDS_A_PERSON)),
        StaffAct.LOOK_AT_LATE_MAILS: select(func.count(Mail.id)).where(
            Mail.state == MailState.QUEUED, Mail.due_at < now - LATE_AFTER
        ),
        StaffAct.LOOK_AT_MISSED: count_of_open_things(kinds=[TaskKind.MISSED_BY_US]),
        StaffAct.ASK_ABOUT_UNKNOWN: count_of_open_things(kinds=[TaskKind.UNKNOWN]),
        StaffAct.CALL_HIRES: count_of_hires_to_find(TaskKind.CALL, now),
        StaffAct.FIND_HIRES: count_of_hires_to_find(TaskKind.UNREACHABLE, now),
        StaffAct.FIND_ADDRESSES: count_of_hires_to_find(TaskKind.BOUNCED, now),
        StaffAct.DO_FOLLOW_UP_TASKS: count_of_open_things(kinds=OTHER_TASKS),
        StaffAct.HELP_STUCK_STEPS: steps.where(open_plan, PlanStep.state == StepState.STUCK),
        StaffAct.HURRY_LATE_STEPS: steps.where(
            open_plan, PlanStep.state == StepState.OPEN, PlanStep.due_on < today
        ),
        StaffAct.MAKE_TIMETABLES: select(func.count(Fair.event_id))
        .join(Event, Event.id == Fair.event_id)
        .where(to_come, Fair.arranging.is_(True), Fair.wishes_until <= now, ~has_timetable),
        StaffAct.FIND_PLACES: select(func.count(LateRequest.id))
        .join(Event, Event.id == LateRequest.fair_id)
        .where(to_come_or_running, still_late()),
        StaffAct.DECIDE_BOOTHS: select(func.count(Booth.id))
        .join(Event, Event.id == Booth.fair_id)
        .where(to_come, Booth.state == BoothState.ASKED),
        StaffAct.CHECK_ORGANISATIONS: select(func.count(Organisation.id)).where(
            Organisation.state == OrganisationState.APPLIED
        ),
        StaffAct.REVIEW_POSITIONS: select(func.count(Posting.id)).where(
            Posting.state == PostingState.IN_REVIEW
        ),
        StaffAct.ASK_AGAIN_ABOUT_HIRES: select(func.count(Confirmation.id)).where(
            Confirmation.answered_at.is_(None), Confirmation.due_on < today
        ),
    }
    # Cases are seen by who works on them; to everybody else not even their number is shown.
    if Role.COORDINATOR in visitor.roles and not visitor.roles & CASE_ROLES:
        counts[StaffAct.SEE_TO_CASES] = counts[StaffAct.SEE_TO_CASES].where(
            Case.owner_id == visitor.person_id
        )
    elif not visitor.roles & CASE_ROLES:
        del counts[StaffAct.SEE_TO_CASES]
    if not operator_may:
        del counts[StaffAct.MAKE_TIMETABLES]
    # Who joined a fair late is helped before it begins.
    first_fair = (
        select(func.min(Event.starts_at))
        .join(LateRequest, LateRequest.fair_id == Event.id)
        .where(to_come_or_running, still_late())
    )
    *row, fair_begins = (
        session()
        .execute(
            select(*(query.scalar_subquery() for query in counts.values()), first_fair.scalar_subquery())
        )
        .one()
    )
    return [
        Duty(act, count=count, by_at=fair_begins if act is StaffAct.FIND_PLACES else None)
        for act, count in zip(counts, row, strict=True)
        if count
    ]
