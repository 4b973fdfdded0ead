"""The state of one contact at an instant, with the reason. Every silent path is a state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recruit.surveys.planning.contacts import Answer, Delivery, Kind, Outcome, State, Window
from recruit.surveys.planning.facts import Facts
from recruit.surveys.planning.local_time import local_clock
from recruit.surveys.planning.programme import Wave
from recruit.surveys.planning.windows import why_anchor_is_gone, why_not_employed

STAFF_REVIEW_DAYS = 7
LATE_ANSWER_DAYS = 14
INSTANT = timedelta(microseconds=1)

Verdict = tuple[State, str | None]


@dataclass(frozen=True)
class Situation:
    """All that decides one contact. `due_on` is the contact's own day: a reminder's day, not the wave's.

    `due_at` is its first possible instant with leaves heeded; `resume_on` is set where a leave is in the way.
    """

    facts: Facts
    wave: Wave
    kind: Kind
    window: Window
    due_on: date
    due_at: datetime | None
    resume_on: date | None
    leave_is_in_the_way: bool
    answer: Answer | None
    was_missed: bool = False
    released: bool = False
    over_budget: bool = False


def state_when_unsent(case: Situation, now: datetime) -> Verdict:
    """The state of a contact that was never given out."""
    closes_at = case.window.closes_at
    moment = now if case.released else min(now, closes_at - INSTANT)
    if case.answer is not None and case.answer.submitted_at is not None:
        if case.kind is not Kind.INVITATION:
            return State.CANCELLED, "answered"
        return _answered(case.answer.submitted_at, closes_at)
    cancelled = _why_cancelled(case)
    if cancelled is not None:
        return State.CANCELLED, cancelled
    if case.facts.start_needs_confirmation and case.facts.confirmed_at is None:
        return State.HELD, "start_not_confirmed"
    if case.kind is not Kind.INVITATION and case.due_on > case.window.close_on:
        return State.NOT_APPLICABLE, "after_close"
    days_late = _days_known_after_close(case)
    if days_late > STAFF_REVIEW_DAYS and not case.released and not case.was_missed:
        return State.NOT_APPLICABLE, "late_entry"
    is_late = days_late > 0 or _known_too_late_to_send(case)
    barred = _why_barred(case, now if is_late else moment)
    if barred is not None:
        return barred
    without_consent = _without_consent(case, now)
    if without_consent is not None:
        return without_consent
    if case.released:
        # What staff send off waits for a leave too; until then nothing is planned.
        return (State.PAUSED, "leave") if case.leave_is_in_the_way else (State.PLANNED, "released")
    if case.was_missed:
        return State.MISSED_BY_US, None
    if is_late:
        return State.HELD, "late_registration"
    if case.leave_is_in_the_way:
        return _on_leave(case, now)
    if now < closes_at:
        return State.PLANNED, None
    if case.over_budget:
        return (State.MISSED_BY_US if case.kind is Kind.INVITATION else State.CANCELLED), "budget"
    if case.due_at is None or case.due_at >= closes_at:
        return State.MISSED_BY_US, "closed_days"
    return State.MISSED_BY_US, None


def state_when_given_out(case: Situation, delivery: Delivery, now: datetime) -> Verdict:
    """The state of a contact that left our hands. It is never planned again, whatever becomes known."""
    submitted_at = case.answer.submitted_at if case.answer is not None else None
    if case.kind is not Kind.INVITATION:
        return _state_of_follow_up(case, delivery, submitted_at)
    if submitted_at is not None:
        return _answered(submitted_at, case.window.closes_at)
    closes_at = max(case.window.closes_at, _late_close(case, delivery))
    refused = _refusal(case, min(now, closes_at - INSTANT))
    if refused is not None:
        return State.OPTED_OUT, refused
    if delivery.outcome is Outcome.UNKNOWN:
        return State.UNKNOWN, None
    if delivery.outcome is Outcome.BOUNCED or _bounced_since(case, delivery, min(now, closes_at - INSTANT)):
        return State.BOUNCED, None
    if delivery.outcome is Outcome.FAILED:
        return State.UNREACHABLE, "mail_failed"
    if delivery.outcome is Outcome.QUEUED:
        return State.PLANNED, "queued"
    gone = _why_cancelled(case)
    if now >= closes_at:
        if gone is not None:
            return State.NOT_APPLICABLE, gone
        return State.EXPIRED, "unfinished" if _is_begun(case) else None
    return (State.STARTED if _is_begun(case) else State.SENT), gone


def _state_of_follow_up(case: Situation, delivery: Delivery, submitted_at: datetime | None) -> Verdict:
    if delivery.outcome is Outcome.QUEUED:
        return State.PLANNED, "queued"
    if delivery.outcome is Outcome.UNKNOWN:
        return State.UNKNOWN, None
    if delivery.outcome is Outcome.BOUNCED:
        return State.BOUNCED, None
    if delivery.outcome is Outcome.FAILED:
        return State.UNREACHABLE, "mail_failed"
    if case.kind is Kind.CALL:
        return (State.COMPLETE, "answered") if submitted_at is not None else (State.SENT, "call_list")
    return State.SENT, None


def _answered(submitted_at: datetime, closes_at: datetime) -> Verdict:
    return (State.COMPLETE if submitted_at < closes_at else State.LATE), None


def _bounced_since(case: Situation, delivery: Delivery, moment: datetime) -> bool:
    """A later mail of ours came back while this one waited for its answer: silence is no refusal then."""
    return any(
        span.reason == "bounced"
        and delivery.at <= span.since <= moment
        and (span.until is None or moment < span.until)
        for span in case.facts.unreachable
    )


def _is_begun(case: Situation) -> bool:
    return case.answer is not None and case.answer.begun_at is not None


def _late_close(case: Situation, delivery: Delivery) -> datetime:
    """What staff sent off after the window stays open for a while."""
    if delivery.at < case.window.closes_at or not case.released:
        return case.window.closes_at
    return delivery.at + timedelta(days=LATE_ANSWER_DAYS)


def _why_cancelled(case: Situation) -> str | None:
    facts = case.facts
    if facts.never_started_at is not None:
        return "never_started"
    if facts.died is not None and (
        facts.died.known_at < case.window.closes_at
        or (facts.died.value is not None and facts.died.value <= case.window.due_on)
    ):
        return "died"
    gone = why_anchor_is_gone(facts, case.wave)
    if gone is not None:
        return gone
    return why_not_employed(facts, case.wave, case.due_on)


def _days_known_after_close(case: Situation) -> int:
    known_on = local_clock(case.facts.whereabouts, case.window.known_at).date()
    return (known_on - case.window.close_on).days


def _known_too_late_to_send(case: Situation) -> bool:
    """Known inside the window, but with no mail hour left in it: its last evening, or a last Sunday."""
    if case.kind is not Kind.INVITATION or case.leave_is_in_the_way or case.due_at is None:
        return False
    known_on = local_clock(case.facts.whereabouts, case.window.known_at).date()
    return known_on > case.due_on and case.due_at >= case.window.closes_at


def _why_barred(case: Situation, moment: datetime) -> Verdict | None:
    refused = _refusal(case, moment)
    if refused is not None:
        return State.OPTED_OUT, refused
    if case.kind is Kind.CALL:
        return None
    for span in case.facts.unreachable:
        if span.since <= moment and (span.until is None or moment < span.until):
            return State.UNREACHABLE, span.reason
    return None


def _without_consent(case: Situation, now: datetime) -> Verdict | None:
    """Held while the person may still say yes; what closed before the yes, or left no hour for it, was never ours to send."""
    facts, closes_at = case.facts, case.window.closes_at
    if not facts.asks_consent:
        return None
    if facts.consented_at is None:
        return (State.HELD, "consent_awaited") if now < closes_at else (State.NOT_APPLICABLE, "no_consent")
    if facts.consented_at >= closes_at:
        return State.NOT_APPLICABLE, "no_consent"
    if case.kind is not Kind.INVITATION or case.leave_is_in_the_way or case.due_at is None:
        return None
    agreed_on = local_clock(facts.whereabouts, facts.consented_at).date()
    if agreed_on > case.due_on and case.due_at >= closes_at:
        return State.NOT_APPLICABLE, "no_consent"
    return None


def _refusal(case: Situation, moment: datetime) -> str | None:
    for refusal in case.facts.opt_outs:
        if refusal.level == "survey" and refusal.wave != case.wave.name:
            continue
        if refusal.since <= moment and (refusal.until is None or moment < refusal.until):
            return refusal.level
    return None


def _on_leave(case: Situation, now: datetime) -> Verdict:
    over = case.resume_on is not None and local_clock(case.facts.whereabouts, now).date() >= case.resume_on
    if over and now >= case.window.closes_at:
        return State.NOT_APPLICABLE, "leave"
    return State.PAUSED, "leave"
