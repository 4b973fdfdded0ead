"""What others have in hand for a person, and how far the person's road is walked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recruit.applications.models import Application, Interview, Offer
from recruit.applications.rules import ApplicationState, InterviewState, OfferState
from recruit.arrivals.models import Plan
from recruit.arrivals.queries import steps_to_tick_off
from recruit.arrivals.rules import ARRIVAL_BEFORE_START, StepOwner, StepState
from recruit.core import clock
from recruit.core.texts import best_text
from recruit.dashboards.queries.my_rows import Meetings, SignUps, came_through_an_interview, name_of
from recruit.dashboards.rules import JourneyFacts
from recruit.events.rules import RegistrationState
from recruit.fairs.rules import MeetingState
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState

TOKYO = "Asia/Tokyo"


@dataclass(frozen=True)
class Waiting:
    """Somebody else's turn: who, what, by when, and whether they are late."""

    who: str
    who_language: str
    owner: StepOwner | None
    what: str
    what_language: str
    by_on: date | None
    late: bool


def waiting_for(
    plan: Plan | None,
    placement: Placement | None,
    applications: dict[int, Application],
    language: str,
    today: date,
) -> list[Waiting]:
    """What others have in hand: open steps that are not the person's, and answers that companies owe."""
    waiting = []
    employer, employer_language = name_of(placement.employer if placement else None, language)
    steps = plan.steps if plan and plan.closed_at is None else ()
    behind = set(steps_to_tick_off(plan, None, today)) if plan else ()
    for step in (one for one in steps if one not in behind):
        owners = step.step_rule.owners
        if step.state in (StepState.OPEN, StepState.STUCK) and str(StepOwner.STUDENT) not in owners:
            text = best_text(step.step_rule.texts, language)
            is_company = step.owner is StepOwner.COMPANY
            waiting.append(
                Waiting(
                    who=employer if is_company else "",
                    who_language=employer_language if is_company else "",
                    owner=step.owner,
                    what=text.title if text else step.step_rule.key,
                    what_language=text.language if text else "",
                    by_on=step.due_on,
                    late=step.due_on < today,
                )
            )
    if placement is None:
        for application in applications.values():
            if application.state in (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW):
                name, written_in = name_of(application.posting.organisation, language)
                title = best_text(application.posting.texts, language)
                by_on = clock.day_in(application.answer_by_at, TOKYO) if application.answer_by_at else None
                waiting.append(
                    Waiting(
                        who=name,
                        who_language=written_in,
                        owner=None,
                        what=title.title if title else "",
                        what_language=title.language if title else "",
                        by_on=by_on,
                        late=by_on is not None and by_on < today,
                    )
                )
    return sorted(waiting, key=lambda one: (one.by_on or date.max, one.what))


def journey_of(
    registrations: SignUps,
    meetings: Meetings,
    interviews: Sequence[Interview],
    offers: Sequence[Offer],
    placements: Sequence[Placement],
    plan: Plan | None,
    now: datetime,
) -> JourneyFacts:
    """What the road is drawn from. The newest spell counts, also one that has ended."""
    seats = [
        registration.event
        for registration, _fair in registrations
        if registration.state is RegistrationState.SIGNED_UP
    ]
    fairs = [clock.day_in(event.starts_at, event.zone) for event in seats if event.ends_at <= now]
    coming = [clock.day_in(event.starts_at, event.zone) for event in seats if event.ends_at > now]
    talks = [starts_at for meeting, starts_at, _fair in meetings if meeting.state is MeetingState.HELD]
    talks += [one.starts_at for one in interviews if one.state is InterviewState.HELD and one.starts_at]
    planned = [at for meeting, at, _fair in meetings if at > now]
    planned += [one.starts_at for one in interviews if one.starts_at and one.state is InterviewState.AGREED]
    accepted = [one.answered_at for one in offers if one.state is OfferState.ACCEPTED and one.answered_at]
    spell = next((one for one in placements if one.state is not PlacementState.NEVER_STARTED), None)
    arrived = spell.arrived_on if spell else None
    steps = [one for one in plan.steps if one.state is not StepState.NOT_NEEDED] if plan else []
    steps = [one for one in steps if one.step_rule.needed_for_start]
    start = (spell.started_on or spell.planned_start_on) if spell else None
    return JourneyFacts(
        fair_on=max(fairs, default=None),
        fair_planned_on=min(coming, default=None),
        interview_on=clock.day_in(max(talks), TOKYO) if talks else None,
        interviewed=bool(talks) or came_through_an_interview(offers),
        interview_planned_on=clock.day_in(min(planned), TOKYO) if planned else None,
        has_offer=any(one.state is OfferState.MADE for one in offers),
        accepted_on=clock.day_in(max(accepted), TOKYO) if accepted else None,
        papers_done=sum(one.state is StepState.DONE for one in steps),
        papers_all=len(steps),
        arrived_on=arrived,
        arrival_planned_on=start - ARRIVAL_BEFORE_START if start and not arrived else None,
        started_on=spell.started_on if spell else None,
        start_planned_on=spell.planned_start_on if spell else None,
        ended_on=spell.ended_on if spell else None,
        hired=spell is not None,
    )
