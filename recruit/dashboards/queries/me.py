"""What waits for one student or hire, what others are doing for them, and how far their road is walked."""

from dataclasses import dataclass
from datetime import datetime

from recruit.applications.rules import LIVE
from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.queries import next_step_of, plan_of, steps_to_tick_off
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core import clock
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.my_duties import (
    address_duty,
    agreeing_duties,
    agreement_duties,
    first_duties,
    interview_duties,
    meeting_duties,
    offer_duties,
    profile_duties,
    reach_duties,
    seat_duties,
    stay_duties,
    step_duties,
    survey_duties,
    time_duties,
    wish_duties,
)
from recruit.dashboards.queries.my_road import Waiting, journey_of, waiting_for
from recruit.dashboards.queries.my_rows import (
    applications_of,
    interviews_of,
    meetings_of,
    offers_of,
    open_surveys_of,
    registrations_of,
)
from recruit.dashboards.queries.public import coming_fairs
from recruit.dashboards.rules import Duty, JourneyFacts, home_of
from recruit.events.models import Registration
from recruit.events.queries import own_coming_registrations
from recruit.placements.models import Placement
from recruit.placements.queries import placements_of_person
from recruit.placements.rules import PlacementState
from recruit.students.queries import own_student

TOKYO = "Asia/Tokyo"
_GOES_ON = (PlacementState.EXPECTED, PlacementState.WORKING, PlacementState.ON_LEAVE)


@dataclass(frozen=True)
class MyWay:
    """Everything the page "what is next for me" is made of."""

    call_name: str
    duties: list[Duty]
    waiting: list[Waiting]
    sign_ups: list[Registration]
    journey: JourneyFacts
    placement: Placement | None
    plan: Plan | None
    next_step: PlanStep | None
    steps_done: int
    steps_all: int


def my_way(visitor: Visitor, language: str, now: datetime, *, operator_may: bool = True) -> MyWay:
    """The visitor's own way. The number of statements does not grow with what is found. `operator_may`: arrange meetings at
    fairs.
    """
    person_id = visitor.person_id or 0
    today = clock.day_in(now, TOKYO)
    student = own_student(visitor)
    placements = placements_of_person(person_id)
    placement = next((one for one in placements if one.state in _GOES_ON), None)
    plan = plan_of(placement.id) if placement else None
    open_plan = plan if plan and plan.closed_at is None else None
    step = next_step_of(open_plan, StepOwner.STUDENT, today) if open_plan else None
    behind = steps_to_tick_off(open_plan, StepOwner.STUDENT, today) if open_plan else []
    registrations = registrations_of(person_id)
    coming = own_coming_registrations(visitor, now)
    meetings = meetings_of(student)
    applications = applications_of(student)
    offers = offers_of(applications)
    interviews = interviews_of(applications)
    contacts = open_surveys_of(placement)

    duties = [*address_duty(visitor), *offer_duties(offers, applications, language)]
    duties += seat_duties(coming, language, now)
    duties += time_duties(student, now)
    duties += interview_duties(interviews, applications, language, now)
    duties += meeting_duties(meetings, registrations, language, now)
    duties += survey_duties(contacts)
    duties += step_duties(step, behind, language)
    if placement is not None:
        duties += stay_duties(placement, today)
        duties += reach_duties(visitor, now)
        duties += agreement_duties(visitor, now)
    else:
        duties += wish_duties(student, registrations, language, now, operator_may=operator_may)
        duties += agreeing_duties(registrations, meetings, language, now, operator_may=operator_may)
        duties += profile_duties(student)
        if not any(row.state in LIVE for row in applications.values()):
            has_seat = any(registration.event.ends_at > now for registration, _fair in registrations)
            home = home_of(visitor.zone or "", student.nationality if student else "")
            duties += first_duties([] if has_seat else coming_fairs(language, now, country=home))

    needed = [one for one in plan.steps if one.state is not StepState.NOT_NEEDED] if plan else []
    done = [one for one in needed if one.state is StepState.DONE]
    return MyWay(
        call_name=(student.call_name if student else "") or visitor.display_name,
        duties=duties,
        waiting=waiting_for(plan, placement, applications, language, today),
        sign_ups=coming,
        journey=journey_of(registrations, meetings, interviews, offers, placements, plan, now),
        placement=placement,
        plan=plan,
        next_step=step,
        steps_done=len(done),
        steps_all=len(needed),
    )
