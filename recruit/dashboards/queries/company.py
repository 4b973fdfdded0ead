"""What a company has to do, and by when. Nothing here touches a table of a hire's survey answers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import lazyload

from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationState, OfferState
from recruit.arrivals.models import Plan, PlanStep, StepRule
from recruit.arrivals.queries import is_to_tick_off
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.dashboards.rules import CompanyAct, Duty, end_of
from recruit.events.models import Event
from recruit.events.rules import EventKind, EventState
from recruit.fairs.booths.models import FairBooths
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, Timetable, Wish
from recruit.fairs.preparing.queries import OwnTasks, own_tasks_at
from recruit.fairs.preparing.rules import TaskKind
from recruit.fairs.proposing.models import OfferedTime
from recruit.fairs.proposing.queries import waiting_for_answer
from recruit.fairs.proposing.rules import both_sides_propose
from recruit.fairs.rules import BoothState, MeetingState, Side, TimetableState
from recruit.organisations.rules import OrganisationState
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.placements.stay.queries import listed as by_stay
from recruit.placements.stay.rules import StayList
from recruit.postings.life.models import PostingQuestion
from recruit.postings.models import Posting, PostingMove
from recruit.postings.rules import PostingState
from recruit.surveys.pairing.queries.forms import open_forms_of_company

TOKYO = "Asia/Tokyo"
_TO_ANSWER = (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW)


def company_duties(
    visitor: Visitor, language: str, now: datetime, *, operator_may: bool = True
) -> list[Duty]:
    """Everything that waits for the company the visitor acts for. The number of statements is fixed. `operator_may`: arrange
    meetings at fairs.
    """
    if visitor.acting is None or not visitor.acts_for("company"):
        raise Missing
    company_id = visitor.acting.organisation_id
    state = OrganisationState(visitor.acting.organisation_state)
    if state is OrganisationState.APPLIED:
        # A draft may be written while staff check the company.
        return [Duty(_STANDING[state]), *_positions(company_id)]
    if state in _STANDING:
        return [Duty(_STANDING[state])]
    today = clock.day_in(now, TOKYO)
    return [
        *_positions(company_id),
        *_applications(company_id),
        *_fairs(company_id, language, now, operator_may=operator_may),
        *_meetings(company_id, now),
        *_times(company_id, now),
        *_hires(company_id, today),
        *_steps(company_id, today),
        *_some_by(CompanyAct.FILL_IN_FORMS, *open_forms_of_company(company_id, now)),
    ]


_STANDING = {
    OrganisationState.APPLIED: CompanyAct.WAIT_FOR_CHECK,
    OrganisationState.ASKED_BACK: CompanyAct.COMPLETE_APPLICATION,
    OrganisationState.SUSPENDED: CompanyAct.ASK_WHY_SUSPENDED,
}


def _some(act: CompanyAct, count: int, by_at: datetime | None = None) -> list[Duty]:
    return [Duty(act, count=count, by_at=by_at)] if count else []


def _some_by(act: CompanyAct, count: int, by_on: date | None) -> list[Duty]:
    by_at = end_of(by_on, TOKYO) if by_on else None
    return [Duty(act, count=count, by_at=by_at, zone=TOKYO, day_only=True)] if count else []


def _positions(company_id: int) -> list[Duty]:
    last = (
        select(func.max(PostingMove.id))
        .where(PostingMove.posting_id == Posting.id)
        .correlate(Posting)
        .scalar_subquery()
    )
    # As postings.life.queries.asked_back.
    sent_back = and_(
        PostingMove.from_state == PostingState.IN_REVIEW,
        PostingMove.to_state == PostingState.DRAFT,
        PostingMove.reason != "",
    )
    rows = session().execute(
        select(
            Posting.state,
            func.count(),
            func.count(PostingQuestion.id),
            func.min(PostingQuestion.answer_by_at),
            func.count(case((sent_back, 1))),
        )
        .outerjoin(PostingMove, PostingMove.id == last)
        .outerjoin(
            PostingQuestion,
            and_(PostingQuestion.posting_id == Posting.id, PostingQuestion.ended_at.is_(None)),
        )
        .where(Posting.company_id == company_id)
        .group_by(Posting.state)
    )
    found = {state: (count, asked, by_at, back) for state, count, asked, by_at, back in rows}
    counts = {state: said[0] for state, said in found.items()}
    _count, asked, answer_by_at, _sent_back = found.get(PostingState.PUBLISHED, (0, 0, None, 0))
    live = sum(
        counts.get(state, 0)
        for state in (PostingState.IN_REVIEW, PostingState.SCHEDULED, PostingState.PUBLISHED)
    )
    drafts, _asked, _by_at, to_mend = found.get(PostingState.DRAFT, (0, 0, None, 0))
    first = [Duty(CompanyAct.WRITE_POSITION)] if not live and not drafts else []
    return [
        *_some(CompanyAct.CONFIRM_POSITIONS, asked, answer_by_at),
        *_some(CompanyAct.ANSWER_ABOUT_POSITIONS, to_mend),
        *_some(CompanyAct.FINISH_DRAFTS, drafts - to_mend),
        *first,
    ]


def _applications(company_id: int) -> list[Duty]:
    to_answer, answer_by_at = (
        session()
        .execute(
            select(func.count(), func.min(Application.answer_by_at))
            .join(Posting, Posting.id == Application.posting_id)
            .where(Posting.company_id == company_id, Application.state.in_(_TO_ANSWER))
        )
        .one()
    )
    waiting, offer_by_at = (
        session()
        .execute(
            select(func.count(), func.min(Offer.answer_by_at))
            .join(Application, Application.id == Offer.application_id)
            .join(Posting, Posting.id == Application.posting_id)
            .where(Posting.company_id == company_id, Offer.state == OfferState.MADE)
        )
        .one()
    )
    return [
        *_some(CompanyAct.ANSWER_APPLICATIONS, to_answer, answer_by_at),
        *_some(CompanyAct.WAIT_FOR_OFFERS, waiting, offer_by_at),
    ]


def _fairs(company_id: int, language: str, now: datetime, *, operator_may: bool) -> list[Duty]:
    """Fairs a company may still ask to come to, and fairs that wait for its wishes."""
    offers = (
        select(OfferedTime.id)
        .where(OfferedTime.fair_id == Fair.event_id, OfferedTime.company_id == company_id)
        .exists()
    )
    found = (
        session()
        .execute(
            select(Fair, Booth, FairBooths.closes_at, offers)
            .join(Event, Event.id == Fair.event_id)
            .outerjoin(FairBooths, FairBooths.fair_id == Fair.event_id)
            .outerjoin(Booth, (Booth.fair_id == Fair.event_id) & (Booth.company_id == company_id))
            .where(
                Event.kind == EventKind.FAIR,
                Event.state.in_((EventState.OPEN, EventState.CLOSED)),
                Event.ends_at > now,
            )
            .options(lazyload(Booth.organisation))
            .order_by(Event.starts_at, Event.id)
        )
        .all()
    )
    rows: list[tuple[Fair, Booth | None]] = [(row[0], row[1]) for row in found]
    closed = {row[0].event_id for row in found if row[2] is not None and row[2] <= now}
    offering = {row[0].event_id for row in found if row[3]}
    said = dict(
        session()
        .execute(
            select(Wish.fair_id, func.count())
            .where(
                Wish.company_id == company_id,
                Wish.side == Side.COMPANY,
                Wish.fair_id.in_([fair.event_id for fair, _booth in rows]),
            )
            .group_by(Wish.fair_id)
        )
        .all()
    )
    to_do = own_tasks_at([(fair, booth) for fair, booth in rows if booth is not None])
    duties = []
    for fair, booth in rows:
        event = fair.event
        text = best_text(event.texts, language)
        about = Duty(
            CompanyAct.GIVE_WISHES,
            by_at=fair.wishes_until,
            zone=event.zone,
            ref=event.slug,
            name=text.title if text else event.slug,
            name_language=text.language if text else "",
        )
        has_booth = booth is not None and booth.state is not BoothState.WITHDRAWN
        may_ask = event.state is EventState.OPEN and fair.event_id not in closed
        if not has_booth and may_ask and fair.wishes_until > now:
            duties.append(replace(about, act=CompanyAct.ASK_FOR_BOOTH))
        confirmed = booth is not None and booth.state is BoothState.CONFIRMED
        if fair.event_id in to_do and now < event.starts_at:
            duties += _preparing(to_do[fair.event_id], about)
        if confirmed and both_sides_propose(
            operator_may=operator_may, fair_arranges=fair.arranging, method=None
        ):
            if now < event.starts_at and fair.event_id not in offering:
                duties.append(replace(about, act=CompanyAct.OFFER_TIMES, by_at=event.starts_at))
        elif confirmed and fair.wishes_until > now and not said.get(fair.event_id):
            duties.append(about)
    return duties


def _preparing(own: OwnTasks, about: Duty) -> list[Duty]:
    """What is still to be done before a fair that has a list of tasks; marking students has a duty of its own."""
    still_open = [one for one in own.tasks if one.ref not in own.done and one.kind is not TaskKind.WISHES]
    if not still_open:
        return []
    return [replace(about, act=CompanyAct.PREPARE_FAIR, count=len(still_open), by_at=still_open[0].due_at)]


def _meetings(company_id: int, now: datetime) -> list[Duty]:
    """Meetings of the coming day, and meetings held that wait for an answer."""
    soon = (
        Meeting.state.in_((MeetingState.PLANNED, MeetingState.RUNNING, MeetingState.MOVED))
        & (FairSlot.starts_at > now - timedelta(hours=1))
        & (FairSlot.starts_at < now + timedelta(hours=24))
    )
    owed = (Meeting.state == MeetingState.HELD) & Meeting.outcome.is_(None)
    rows = session().execute(
        select(
            Event.slug,
            Event.zone,
            func.sum(case((soon, 1), else_=0)),
            func.min(case((soon, FairSlot.starts_at))),
            func.sum(case((owed, 1), else_=0)),
            func.min(case((owed, Meeting.answer_by_at))),
        )
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(Event, Event.id == Timetable.fair_id)
        .join(FairSlot, (FairSlot.fair_id == Timetable.fair_id) & (FairSlot.number == Meeting.slot))
        .where(Meeting.company_id == company_id, Timetable.state == TimetableState.PUBLISHED, soon | owed)
        .group_by(Event.slug, Event.zone)
        .order_by(Event.slug)
    )
    duties = []
    for slug, zone, today, first_at, owing, answer_by_at in rows:
        if today:
            duties.append(Duty(CompanyAct.MEET_TODAY, count=today, by_at=first_at, zone=zone, ref=slug))
        if owing:
            duties.append(
                Duty(CompanyAct.ANSWER_MEETINGS, count=owing, by_at=answer_by_at, zone=TOKYO, ref=slug)
            )
    return duties


def _times(company_id: int, now: datetime) -> list[Duty]:
    """Times that students have proposed and that wait for an answer."""
    return [
        Duty(CompanyAct.ANSWER_TIMES, count=one.count, by_at=one.answer_by_at, zone=one.zone, ref=one.slug)
        for one in waiting_for_answer(now, company_id=company_id)
    ]


def _hires(company_id: int, today: date) -> list[Duty]:
    begun = and_(Placement.state == PlacementState.EXPECTED, Placement.planned_start_on <= today)
    ending, unknown = by_stay(StayList.ENDING, today), by_stay(StayList.END_UNKNOWN, today)
    starts, first_on, stays, until_on, to_enter = (
        session()
        .execute(
            select(
                func.count(case((begun, 1))),
                func.min(case((begun, Placement.planned_start_on))),
                func.count(case((ending, 1))),
                func.min(case((ending, Placement.stay_until_on))),
                func.count(case((unknown, 1))),
            ).where(Placement.employer_id == company_id)
        )
        .one()
    )
    return [
        *_some_by(CompanyAct.CONFIRM_STARTS, starts, first_on),
        *_some_by(CompanyAct.RENEW_STAYS, stays, until_on),
        *_some(CompanyAct.ENTER_STAYS, to_enter),
    ]


def _steps(company_id: int, today: date) -> list[Duty]:
    """Open steps of the procedure that are the company's own, and those that only wait to be ticked off."""
    behind = is_to_tick_off(today)
    count, due_on, to_tick_off = (
        session()
        .execute(
            select(
                func.count(case((~behind, PlanStep.id))),
                func.min(case((~behind, PlanStep.due_on))),
                func.count(case((behind, PlanStep.id))),
            )
            .join(StepRule, StepRule.id == PlanStep.step_rule_id)
            .join(Plan, Plan.id == PlanStep.plan_id)
            .join(Placement, Placement.id == Plan.placement_id)
            .where(
                Placement.employer_id == company_id,
                Plan.closed_at.is_(None),
                PlanStep.owner == StepOwner.COMPANY,
                PlanStep.state.in_((StepState.OPEN, StepState.STUCK)) | behind,
            )
        )
        .one()
    )
    ticks = [Duty(CompanyAct.TICK_OFF_STEPS, count=to_tick_off)] if to_tick_off else []
    return [*_some_by(CompanyAct.DO_STEPS, count, due_on), *ticks]
