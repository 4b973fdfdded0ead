"""Which days a wave asks for: anchor, window, and since when both are known."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
import itertools

from recruit.core.months import months_after
from recruit.surveys.planning.contacts import Window
from recruit.surveys.planning.facts import Facts, Known
from recruit.surveys.planning.local_time import end_of_day, instant_at
from recruit.surveys.planning.programme import EVENT_END, LEAVING, START, Wave


def window_of(facts: Facts, wave: Wave) -> Window | None:
    """The window that the newest known anchor gives; a withdrawn anchor keeps its last date."""
    version = _newest_dated(facts.versions(START if wave.is_yearly else wave.anchor))
    if version is None or version.value is None:
        return None
    return _window(facts, wave, version.value, version.known_at)


def yearly_rounds(
    facts: Facts, wave: Wave, horizon: date, rules_of: Callable[[int], Wave]
) -> list[tuple[int, Window, Wave]]:
    """The occurrences of a fixed day of the year since the start, each under the rules of its round: the first, and all that
    open by `horizon`.

    They are numbered from the start that was known first, so a correction does not renumber what was sent. With the first
    day on which the person no longer works here they end.
    """
    found: list[tuple[int, Window, Wave]] = []
    for sequence in range(200):
        rules = rules_of(sequence)
        window = yearly_window(facts, rules, sequence, first_day=first_day_of(wave))
        if window is None:
            if found or not facts.versions(START):
                break
            continue
        if found and window.open_on > horizon:
            break
        found.append((sequence, window, rules))
        if facts.never_started_at is not None or why_not_employed(facts, rules, window.due_on) is not None:
            break
    return found


def first_day_of(wave: Wave) -> str:
    """The day of the year that the wave had first. Its rounds are numbered by it for ever, one a year whatever the day is now."""
    return wave.earlier[0].wave.anchor if wave.earlier else wave.anchor


def yearly_window(facts: Facts, wave: Wave, sequence: int, *, first_day: str) -> Window | None:
    """One occurrence of a fixed day of the year; None for a day before the start that is known now."""
    versions = facts.versions(START)
    newest = _newest_dated(versions)
    first = next((version for version in versions if version.value is not None), None)
    if newest is None or newest.value is None or first is None or first.value is None:
        return None
    year = first.value.year + (_fixed_day(first_day, first.value.year) < first.value)
    anchor_on = _fixed_day(wave.anchor, year + sequence)
    if anchor_on < newest.value:
        return None
    return _window(facts, wave, anchor_on, newest.known_at)


def opens_at(facts: Facts, window: Window) -> datetime:
    return instant_at(facts.whereabouts, window.open_on, time(0))


def why_not_employed(facts: Facts, wave: Wave, due_on: date) -> str | None:
    """The reason why the person no longer works in this spell on the due day, or None."""
    if wave.anchor in (LEAVING, EVENT_END):
        return None
    last_day = facts.last_working_day()
    if last_day is not None and due_on > last_day:
        return "left"
    if facts.replaced is not None and facts.replaced.value is not None and due_on >= facts.replaced.value:
        return "rehired"
    return None


def why_anchor_is_gone(facts: Facts, wave: Wave) -> str | None:
    """The reason why the day it counts from is none any more: taken back, or it never comes."""
    versions = facts.versions(wave.anchor)
    if not versions or versions[-1].value is not None:
        return None
    return f"{wave.anchor}_{'none' if versions[-1].never_comes else 'withdrawn'}"


def _window(facts: Facts, wave: Wave, anchor_on: date, anchor_known_at: datetime) -> Window:
    due_on = months_after(anchor_on, wave.months) + timedelta(days=wave.days)
    close_on = due_on + timedelta(days=wave.close_days)
    known_at = max(
        [
            anchor_known_at,
            *_employed_again_since(facts, wave, due_on),
            *([facts.confirmed_at] if facts.start_needs_confirmation and facts.confirmed_at else []),
            *([wave.added_at] if wave.added_at else []),
        ]
    )
    return Window(
        anchor_on=anchor_on,
        open_on=due_on + timedelta(days=wave.open_days),
        due_on=due_on,
        close_on=close_on,
        closes_at=end_of_day(facts.whereabouts, close_on),
        known_at=known_at,
    )


def _employed_again_since(facts: Facts, wave: Wave, due_on: date) -> list[datetime]:
    """When a leaving date that had ruled this wave out was withdrawn or moved behind it."""
    if wave.anchor in (LEAVING, EVENT_END):
        return []
    versions = facts.versions(LEAVING)
    return [
        later.known_at
        for earlier, later in itertools.pairwise(versions)
        if _ends_before(earlier, due_on) and not _ends_before(later, due_on)
    ]


def _ends_before(leaving: Known, due_on: date) -> bool:
    return leaving.value is not None and leaving.value < due_on


def _newest_dated(versions: tuple[Known, ...]) -> Known | None:
    """The newest date; where it was said more than once in a row, since it was first said."""
    dated = [version for version in versions if version.value is not None]
    if not dated:
        return None
    newest = dated[-1]
    for version in reversed(versions):
        if version.value != newest.value and not (version.value is None and version is versions[-1]):
            break
        if version.value is not None:
            newest = version
    return newest


def _fixed_day(month_and_day: str, year: int) -> date:
    month, day = (int(part) for part in month_and_day.split("-"))
    return months_after(date(2000, month, day), (year - 2000) * 12)
