"""The procedure drawn as a road: one shape for the person, the employer and staff."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _, ngettext

from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.queries import timing
from recruit.arrivals.rules import StepOwner, StepState, Timing
from recruit.core.texts import best_text
from recruit.web.gate import current_language
from recruit.web.times import format_day
from recruit.web.words import words_for


@dataclass(frozen=True)
class Station:
    """One station of the road, ready to be drawn."""

    key: str
    public_id: str
    state: str
    title: str
    title_lang: str | None
    explanation: str
    when: str
    words: str
    owners: str
    verified: bool
    mine: bool
    is_open: bool
    to_tick_off: bool
    may_be_stuck: bool


def stations_of(plan: Plan, *, owner: StepOwner | None, today: date) -> list[Station]:
    """All steps of a plan in order of their days, as seen by one of its owners (None: staff)."""
    return [
        _station(step, plan, owner, today)
        for step in sorted(plan.steps, key=lambda one: (one.due_on, one.step_rule.key))
    ]


def _station(step: PlanStep, plan: Plan, owner: StepOwner | None, today: date) -> Station:
    text = best_text(step.step_rule.texts, current_language())
    mine = owner is not None and str(owner) in step.step_rule.owners
    stands = timing(step, plan, today)
    when = _("by %(day)s", day=format_day(step.due_on, "medium"))
    if step.state is StepState.DONE:
        state, words = "done", _("done")
    elif step.state is StepState.NOT_NEEDED:
        state, words = "none", _("not needed")
    elif stands is Timing.TO_TICK_OFF:
        state, words = "unknown", _("please tick it off if it is done") if mine else _("not ticked off yet")
        when = _("was due %(day)s", day=format_day(step.due_on, "medium"))
    elif step.state is StepState.STUCK:
        state, words = "late", _("stuck: staff know")
    elif stands is Timing.LATE:
        days = (today - step.due_on).days
        state, words = "late", ngettext("late by %(num)d day", "late by %(num)d days", days)
    elif step.state is StepState.OPEN and step.start_on <= today:
        state, words = ("here", _("your turn")) if mine else ("waiting", _("open"))
    else:
        state, words = "planned", ""
    return Station(
        key=step.step_rule.key,
        public_id=step.public_id,
        state=state,
        title=text.title if text else step.step_rule.key,
        title_lang=text.language if text and text.language != current_language() else None,
        explanation=text.explanation if text else "",
        when=when,
        words=words,
        owners=", ".join(words_for(StepOwner(code)) for code in step.step_rule.owners),
        verified=step.step_rule.verified,
        mine=mine,
        is_open=step.state in (StepState.OPEN, StepState.STUCK) and stands is not Timing.TO_TICK_OFF,
        to_tick_off=stands is Timing.TO_TICK_OFF,
        may_be_stuck=step.state is StepState.OPEN,
    )
