"""`plan`: every contact that the rules make of the facts, each with its state at `now`."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from recruit.surveys.planning.added import as_ended, last_horizon, was_never_asked
from recruit.surveys.planning.contacts import (
    NOTHING_YET,
    Answer,
    Journal,
    Key,
    Kind,
    Outcome,
    PlannedContact,
    State,
    Window,
)
from recruit.surveys.planning.facts import Facts
from recruit.surveys.planning.local_time import (
    Calendar,
    instant_at,
    local_clock,
    next_mail_instant,
    whereabouts_on,
)
from recruit.surveys.planning.programme import STATUS_EXPIRY, Programme, Wave
from recruit.surveys.planning.states import Situation, state_when_given_out, state_when_unsent
from recruit.surveys.planning.versions import round_of_sequence, rules_in_force, sequence_of
from recruit.surveys.planning.windows import opens_at, window_of, yearly_rounds

ASK_AGAIN_AFTER_DAYS = 60


def plan(
    facts: Facts,
    programme: Programme,
    calendar: Calendar,
    *,
    now: datetime,
    journal: Journal = NOTHING_YET,
    horizon: date | None = None,
) -> tuple[PlannedContact, ...]:
    """All contacts of one spell with one recipient, in the order of the waves; no two share a key.

    `facts` must be what is known at `now`. Reminders and calls appear once their invitation was really sent.
    Pass only the waves of this recipient (`programme.for_audience`). `horizon` bounds waves that return
    every year (default: today).
    """
    contacts: list[PlannedContact] = []
    until = horizon or local_clock(facts.whereabouts, now).date()
    for newest in programme.waves:
        for sequence, window, wave in _rounds(facts, newest, journal, until):
            key = Key(facts.subject, wave.name, Kind.INVITATION, sequence)
            answer = journal.answer(facts.subject, wave.name, sequence)
            invitation = _contact(
                facts,
                wave,
                calendar,
                journal,
                now,
                window,
                key,
            )
            if was_never_asked(wave, window, invitation, answer):
                continue
            follow_ups = _follow_ups(facts, wave, calendar, journal, now, window, invitation)
            contacts.extend(
                as_ended(contact, wave, journal, answer, now) for contact in (invitation, *follow_ups)
            )
    return tuple(contacts)


def as_queued(invitation: PlannedContact) -> PlannedContact:
    """What the next plan says of an invitation that was planned and has just been put into the outbox, at the same instant.

    It changes no other contact; a reminder does: it takes the place of earlier ones.
    """
    return replace(invitation, reason="queued", next_send_at=None)


def _rounds(facts: Facts, wave: Wave, journal: Journal, horizon: date) -> list[tuple[int, Window, Wave]]:
    """The times this wave is asked, each with the rules it is asked under. An answered round keeps the dates it was
    answered under; when a corrected anchor moves the due day more than 60 days from that answer, the wave is asked once more.
    So is what was asked, answered or not, before the end of a stay that has been renewed since.
    """
    if wave.is_yearly:
        return _yearly_rounds(facts, wave, journal, last_horizon(wave, horizon))
    found: list[tuple[int, Window, Wave]] = []
    while True:
        sequence = len(found)
        delivery = journal.delivery(Key(facts.subject, wave.name, Kind.INVITATION, sequence))
        asked_at = delivery.at if delivery is not None else None
        answer = journal.answer(facts.subject, wave.name, sequence)
        answered_at = answer.submitted_at if answer is not None else None
        if answered_at is None:
            rules = rules_in_force(facts, wave, asked_at=asked_at)
            newest = window_of(facts, rules)
            if newest is None:
                return found
            if asked_at is None or not _is_another_end(facts, wave, newest, asked_at):
                return [*found, (sequence, newest, rules)]
        settled_at = answered_at or asked_at
        assert settled_at is not None
        known_then = facts.known_until(settled_at)
        rules = rules_in_force(known_then, wave, asked_at=asked_at, answered_at=answered_at)
        newest = window_of(facts, rules)
        if newest is None:
            return found
        frozen = window_of(known_then, rules) or newest
        found.append((sequence, frozen, rules))
        settled_on = local_clock(facts.whereabouts, settled_at).date()
        if frozen.due_on == newest.due_on or abs((newest.due_on - settled_on).days) <= ASK_AGAIN_AFTER_DAYS:
            return found


def _is_another_end(facts: Facts, wave: Wave, newest: Window, asked_at: datetime) -> bool:
    """A renewed stay ends on another day, which is no correction: the old mail must not stay open for years, nor be all that
    is ever asked.
    """
    asked_on = local_clock(facts.whereabouts, asked_at).date()
    return wave.anchor == STATUS_EXPIRY and (newest.due_on - asked_on).days > ASK_AGAIN_AFTER_DAYS


def _yearly_rounds(
    facts: Facts, wave: Wave, journal: Journal, horizon: date
) -> list[tuple[int, Window, Wave]]:
    """Every occurrence of a fixed day, each with the rules it is asked under."""

    def rules_of(sequence: int) -> Wave:
        delivery = journal.delivery(Key(facts.subject, wave.name, Kind.INVITATION, sequence))
        answer = journal.answer(facts.subject, wave.name, sequence)
        return rules_in_force(
            facts,
            wave,
            asked_at=delivery.at if delivery is not None else None,
            answered_at=answer.submitted_at if answer is not None else None,
            sequence=sequence,
        )

    return yearly_rounds(facts, wave, horizon, rules_of)


def _follow_ups(
    facts: Facts,
    wave: Wave,
    calendar: Calendar,
    journal: Journal,
    now: datetime,
    window: Window,
    invitation: PlannedContact,
) -> list[PlannedContact]:
    delivery = journal.delivery(invitation.key)
    if delivery is None or delivery.outcome not in (Outcome.SENT, Outcome.BOUNCED):
        return []
    base = max(local_clock(facts.whereabouts, delivery.at).date(), window.due_on)
    found: list[PlannedContact] = []
    for kind, days_after in ((Kind.REMINDER, wave.reminder_days), (Kind.CALL, wave.call_days)):
        keys = [
            Key(facts.subject, wave.name, kind, sequence_of(wave, kind, invitation.key.sequence, index))
            for index in range(len(days_after))
        ]
        for index, days in enumerate(days_after):
            key, later = keys[index], keys[index + 1 :]
            contact = _contact(facts, wave, calendar, journal, now, window, key, base + timedelta(days=days))
            if (
                contact.state is State.PLANNED
                and contact.sent_at is None
                and any(map(journal.delivery, later))
            ):
                contact = replace(contact, state=State.CANCELLED, reason="superseded", next_send_at=None)
            found.append(contact)
    return found


def _contact(
    facts: Facts,
    wave: Wave,
    calendar: Calendar,
    journal: Journal,
    now: datetime,
    window: Window,
    key: Key,
    due_on: date | None = None,
) -> PlannedContact:
    due_on = due_on or window.due_on
    case, can_go_at = _situation(facts, wave, calendar, journal, now, window, key, due_on)
    delivery = journal.delivery(key)
    if delivery is not None:
        state, reason = state_when_given_out(case, delivery, now)
    else:
        state, reason = state_when_unsent(case, now)
    sends = delivery is None and state in (State.PLANNED, State.PAUSED)
    return PlannedContact(
        key=key,
        anchor=wave.anchor,
        anchor_on=window.anchor_on,
        open_on=window.open_on,
        due_on=due_on,
        close_on=window.close_on,
        opens_at=opens_at(facts, window),
        closes_at=window.closes_at,
        due_at=case.due_at,
        next_send_at=can_go_at if sends else None,
        zone=whereabouts_on(facts.whereabouts, due_on).zone,
        zone_is_known=facts.zone_is_known,
        state=state,
        reason=reason,
        sent_at=delivery.at if delivery is not None and delivery.outcome is not Outcome.QUEUED else None,
        resume_on=case.resume_on if state is State.PAUSED else None,
        audience=wave.audience,
        priority=wave.priority,
        employer=facts.employer_on(due_on) if wave.audience == "company" else None,
    )


def _situation(
    facts: Facts,
    wave: Wave,
    calendar: Calendar,
    journal: Journal,
    now: datetime,
    window: Window,
    key: Key,
    due_on: date,
) -> tuple[Situation, datetime | None]:
    """The case to judge, and the first instant from now on at which it can go."""
    released_at = journal.released.get(key)
    ready_at = max(instant_at(facts.whereabouts, due_on, wave.send_local), window.known_at)
    if released_at is not None:
        ready_at = max(ready_at, released_at)
    if facts.asks_consent and facts.consented_at is not None:
        ready_at = max(ready_at, facts.consented_at)
    away = _away(facts, wave)
    due_at = _next_instant(facts, wave, calendar, ready_at, away)
    can_go_at = due_at if ready_at >= now else _next_instant(facts, wave, calendar, now, away)
    if now < window.closes_at or released_at is not None:
        resumes_at = can_go_at
        leave_is_in_the_way = away != () and can_go_at != _next_instant(
            facts, wave, calendar, max(ready_at, now)
        )
    else:
        resumes_at = due_at
        leave_is_in_the_way = (
            away != ()
            and _is_before(_next_instant(facts, wave, calendar, ready_at), window.closes_at)
            and not _is_before(due_at, window.closes_at)
        )
    case = Situation(
        facts=facts,
        wave=wave,
        kind=key.kind,
        window=window,
        due_on=due_on,
        due_at=due_at,
        resume_on=local_clock(facts.whereabouts, resumes_at).date() if resumes_at else None,
        leave_is_in_the_way=leave_is_in_the_way,
        answer=_answer(journal, wave, key),
        was_missed=_was_missed(facts, wave, calendar, journal, window, key),
        released=released_at is not None,
        over_budget=key in journal.over_budget,
    )
    return case, can_go_at


def _is_before(instant: datetime | None, limit: datetime) -> bool:
    return instant is not None and instant < limit


def _was_missed(
    facts: Facts, wave: Wave, calendar: Calendar, journal: Journal, window: Window, key: Key
) -> bool:
    """Whether we had already missed this invitation under what was known before its dates last changed.

    A correction made afterwards must not turn our own omission into a late registration.
    """
    if key.kind is not Kind.INVITATION or wave.is_yearly or journal.delivery(key) is not None:
        return False
    if window.known_at < window.closes_at:
        return False
    before = facts.known_until(window.known_at, inclusive=False)
    earlier = window_of(before, wave)
    if earlier is None or earlier.known_at >= window.known_at:
        return False
    contact = _contact(before, wave, calendar, journal, window.known_at, earlier, key)
    return contact.state is State.MISSED_BY_US


def _next_instant(
    facts: Facts,
    wave: Wave,
    calendar: Calendar,
    earliest: datetime,
    away: tuple[tuple[date, date | None], ...] = (),
) -> datetime | None:
    return next_mail_instant(
        earliest, whereabouts=facts.whereabouts, calendar=calendar, send_local=wave.send_local, away=away
    )


def _away(facts: Facts, wave: Wave) -> tuple[tuple[date, date | None], ...]:
    """A hire on leave is left alone; their employer may still be asked. Whoever has left is on leave no more."""
    if wave.audience == "company":
        return ()
    last_day = facts.last_working_day()
    return tuple(
        (leave.first_on, min(filter(None, (leave.last_on, last_day)), default=None))
        for leave in facts.leaves
        if last_day is None or leave.first_on <= last_day
    )


def _answer(journal: Journal, wave: Wave, key: Key) -> Answer | None:
    """The answer to the round that this contact belongs to."""
    return journal.answer(key.subject, wave.name, round_of_sequence(wave, key.kind, key.sequence))
