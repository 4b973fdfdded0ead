"""Edited rules: which version a point is asked under, and how its follow-ups are numbered through all of them.

A point that was closed or answered when the rules changed keeps the rules of then. One that was asked and is still open keeps
its days and closes no earlier than its mail said; its reminders and calls follow the new rules. What was not sent yet
follows the new rules altogether.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from recruit.surveys.planning.contacts import Kind
from recruit.surveys.planning.facts import Facts
from recruit.surveys.planning.programme import EarlierRules, Wave
from recruit.surveys.planning.windows import first_day_of, window_of, yearly_window

# Follow-ups beyond the places of the first rules have numbers of their own, so that no edit gives a number another meaning.
BEYOND = 1000


def rules_in_force(
    facts: Facts,
    wave: Wave,
    *,
    asked_at: datetime | None = None,
    answered_at: datetime | None = None,
    sequence: int = 0,
) -> Wave:
    """The rules under which one round is asked. `asked_at` is when its invitation was given out, `sequence` its number where
    the wave returns every year.

    For whom the wave had closed before it was there, it was never a point: an edit adds it for them, and `added_at` of what
    is returned says so.
    """
    added_at = wave.added_at
    for index, past in enumerate(wave.earlier):
        then = _as_asked(past.wave, wave.earlier[:index], asked_at)
        if answered_at is not None and answered_at <= past.until:
            return _numbered_as(wave, then, added_at)
        window = (
            yearly_window(facts, then, sequence, first_day=first_day_of(wave))
            if wave.is_yearly
            else window_of(facts, then)
        )
        if window is None or window.closes_at > past.until:
            continue
        was_never_a_point = added_at is not None and window.closes_at <= added_at
        if not was_never_a_point or (asked_at is not None and asked_at <= past.until):
            return _numbered_as(wave, then, added_at)
        added_at = past.until
    return replace(_as_asked(wave, wave.earlier, asked_at), added_at=added_at)


def sequence_of(wave: Wave, kind: Kind, asked: int, index: int) -> int:
    """The number of a round's reminder or call; `asked` is the round, `index` its place among its kind."""
    places = _places(wave, kind)
    if index < places:
        return asked * places + index + 1
    return BEYOND * (index - places + 1) + asked + 1


def round_of_sequence(wave: Wave, kind: Kind, sequence: int) -> int:
    """The round that a contact with this number belongs to."""
    if kind is Kind.INVITATION:
        return sequence
    if sequence > BEYOND:
        return (sequence - 1) % BEYOND
    return (sequence - 1) // max(_places(wave, kind), 1)


def _places(wave: Wave, kind: Kind) -> int:
    days, places = (
        (wave.reminder_days, wave.reminder_places)
        if kind is Kind.REMINDER
        else (wave.call_days, wave.call_places)
    )
    return len(days) if places is None else places


def _as_asked(wave: Wave, before: Sequence[EarlierRules], asked_at: datetime | None) -> Wave:
    """`wave` for who was asked under one of the rules `before`: days as in the mail, open at least as long."""
    passed = [past.wave for past in before if asked_at is not None and asked_at <= past.until]
    if not passed:
        return wave
    first = passed[0]
    return replace(
        wave,
        anchor=first.anchor,
        months=first.months,
        days=first.days,
        open_days=first.open_days,
        close_days=max(one.close_days for one in (*passed, wave)),
    )


def _numbered_as(wave: Wave, then: Wave, added_at: datetime | None) -> Wave:
    """`then`, as one of the wave's own: an edit of its day gives it another name, and its contacts stay what they are."""
    return replace(
        then,
        name=wave.name,
        reminder_places=_places(wave, Kind.REMINDER),
        call_places=_places(wave, Kind.CALL),
        added_at=added_at,
        ended_at=wave.ended_at,
    )


def edited(standing: Wave, wanted: Wave, *, now: datetime) -> Wave:
    """The wave under its new rules, with what held until now kept beside them."""
    return replace(
        wanted,
        earlier=(*standing.earlier, EarlierRules(replace(standing, earlier=()), now)),
        reminder_places=_places(standing, Kind.REMINDER),
        call_places=_places(standing, Kind.CALL),
        added_at=standing.added_at,
        ended_at=standing.ended_at,
    )
