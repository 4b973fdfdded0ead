"""What cases do about news from earlier rooms."""

from recruit.arrivals.events import StepStuck
from recruit.arrivals.models import PlanStep
from recruit.cases.actions import ask_for_check, open_case_about
from recruit.cases.rules import AboutKind, CaseOrigin, Level
from recruit.core.db import session
from recruit.fairs.answer_mails import booth_of
from recruit.fairs.events import AnswerOverdue
from recruit.fairs.models import Meeting
from recruit.surveys.events import ResponseSubmitted


def ask_for_alert_check(event: ResponseSubmitted) -> None:
    """Answers are looked at by a job, so that whoever hands them in never waits and nothing is lost."""
    ask_for_check(event.response_id, now=event.now)


def open_for_overdue_answers(event: AnswerOverdue) -> None:
    """A company that lets its day pass is asked by staff too: one case for a company and a fair."""
    booth = booth_of(session().get_one(Meeting, event.meeting_id))
    if booth is not None:
        open_case_about(
            AboutKind.BOOTH,
            booth.public_id,
            origin=CaseOrigin.SILENCE,
            level=Level.YELLOW,
            by=event.by,
            now=event.now,
        )


def open_for_stuck_step(event: StepStuck) -> None:
    """What cannot go on needs somebody: one case for a step, however often it is said."""
    step = session().get_one(PlanStep, event.plan_step_id)
    placement = step.plan.placement
    open_case_about(
        AboutKind.STEP,
        step.public_id,
        origin=CaseOrigin.PROCEDURE,
        level=Level.ORANGE,
        person_id=placement.person_id,
        placement_id=placement.id,
        by=event.by,
        now=event.now,
    )
