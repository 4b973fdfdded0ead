"""Edits of the rules. A version is never changed: every edit makes the next one, and what was sent keeps its days."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select, update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.surveys.models import Contact, Instrument, Programme, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.naming import PointDay, key_of_point
from recruit.surveys.planning.order import place_of
from recruit.surveys.planning.versions import edited
from recruit.surveys.planning.written import kept_rules
from recruit.surveys.programmes.consequences import Effect
from recruit.surveys.queries.known import PROGRAMME, hold_rules, newest_programme, rules_of
from recruit.surveys.rules import SurveyRefusal

EDITABLE = ("months", "days", "open_days", "close_days", "reminder_days", "call_days", "send_local")


def change_wave(
    wanted: rules.Wave, *, seen_version: int, counts: Mapping[Effect, int], by: Visitor, now: datetime
) -> Programme:
    """Make the next version of the rules with this wave as wanted. `counts` is what the editor was shown, for the trail.

    The hires it touches are planned anew by the worker, each in a transaction of their own; nothing is sent here.
    """
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    before = _going_on(by_rules, wanted.name)
    if same_rules(before, wanted):
        raise Refused(SurveyRefusal.NOTHING_CHANGED)
    after = edited(before, wanted, now=now)
    waves = tuple(after if wave.name == wanted.name else wave for wave in by_rules.waves)
    programme = _next_version(standing, replace(by_rules, waves=waves), now)
    row = next(wave for wave in programme.waves if wave.key == wanted.name)
    row.months, row.days = wanted.months, wanted.days
    row.open_days, row.close_days = wanted.open_days, wanted.close_days
    row.reminder_days, row.call_days = list(wanted.reminder_days), list(wanted.call_days)
    row.send_local = wanted.send_local.strftime("%H:%M")
    _put_in_order(programme, waves)
    _look_again_at(row, now)
    _record(programme, [wanted.name, *changes_of(before, wanted), *_counted(counts)], by=by, now=now)
    return programme


def add_wave(
    wanted: rules.Wave,
    instrument: str,
    *,
    seen_version: int,
    counts: Mapping[Effect, int],
    by: Visitor,
    now: datetime,
) -> Programme:
    """Make the next version of the rules with one wave more, which asks this questionnaire. Its key follows from its day.

    The worker plans it person by person for everybody who is here; nothing is sent here.
    """
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    day = PointDay(wanted.anchor, wanted.months, wanted.days)
    if any(PointDay(one.anchor, one.months, one.days) == day for one in by_rules.going_on().waves):
        raise Refused(SurveyRefusal.POINT_EXISTS, field="after")
    instrument_id = session().scalars(select(Instrument.id).where(Instrument.key == instrument)).one()
    wave = replace(
        wanted, name=key_of_point(day, {one.name for one in by_rules.waves}), added_at=now, ended_at=None
    )
    programme = _next_version(standing, replace(by_rules, waves=(*by_rules.waves, wave)), now)
    session().add(
        Wave(
            programme_id=programme.id,
            key=wave.name,
            position=len(by_rules.waves),
            anchor=wave.anchor,
            months=wave.months,
            days=wave.days,
            open_days=wave.open_days,
            close_days=wave.close_days,
            reminder_days=list(wave.reminder_days),
            call_days=list(wave.call_days),
            priority=wave.priority,
            send_local=wave.send_local.strftime("%H:%M"),
            audience=wave.audience,
            instrument_id=instrument_id,
            planned_up_to=0,
        )
    )
    session().flush()
    session().expire(programme)
    _put_in_order(programme, (*by_rules.waves, wave))
    _record(programme, [f"added={wave.name}", f"asks={instrument}", *_counted(counts)], by=by, now=now)
    return programme


def end_wave(
    name: str, *, seen_version: int, counts: Mapping[Effect, int], by: Visitor, now: datetime
) -> Programme:
    """Make the next version of the rules, in which this wave has ended. What went out stays; the worker cancels what did not."""
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    ended = replace(_going_on(by_rules, name), ended_at=now)
    waves = tuple(ended if wave.name == name else wave for wave in by_rules.waves)
    programme = _next_version(standing, replace(by_rules, waves=waves), now)
    row = next(wave for wave in programme.waves if wave.key == name)
    row.planned_up_to = None
    session().flush()
    _look_again_at(row, now)
    _record(programme, [f"ended={name}", *_counted(counts)], by=by, now=now)
    return programme


def _put_in_order(programme: Programme, waves: Collection[rules.Wave]) -> None:
    """Points stand by their days, wherever they are read."""
    places = {wave.name: place for place, wave in enumerate(sorted(waves, key=place_of))}
    for row in programme.waves:
        row.position = places[row.key]
    session().flush()
    session().expire(programme)


def _going_on(by_rules: rules.Programme, name: str) -> rules.Wave:
    found = next((wave for wave in by_rules.going_on().waves if wave.name == name), None)
    if found is None:
        raise Refused(SurveyRefusal.RULES_CHANGED)
    return found


def _look_again_at(row: Wave, now: datetime) -> None:
    session().execute(
        update(Contact)
        .where(Contact.wave_id == row.id, Contact.closes_at > now)
        .values(check_at=now)
        .execution_options(synchronize_session=False)
    )


def _counted(counts: Mapping[Effect, int]) -> list[str]:
    return [f"{effect}={number}" for effect, number in counts.items() if number]


def change_budget(budget: rules.Budget, *, seen_version: int, by: Visitor, now: datetime) -> Programme:
    """Make the next version of the rules with another contact budget. Who waits for room is looked at again at once."""
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    if by_rules.budget == budget:
        raise Refused(SurveyRefusal.NOTHING_CHANGED)
    programme = _next_version(standing, replace(by_rules, budget=budget), now)
    session().execute(
        update(Contact)
        .where(Contact.reason == "budget", Contact.closes_at > now)
        .values(check_at=now)
        .execution_options(synchronize_session=False)
    )
    before = by_rules.budget
    was = f"{before.mails}/{before.days}" if before else "none"
    _record(programme, ["budget", f"{was}>{budget.mails}/{budget.days}"], by=by, now=now)
    return programme


def same_rules(one: rules.Wave, other: rules.Wave) -> bool:
    """Whether two waves are asked alike, whatever held before."""
    return not changes_of(one, other)


def changes_of(before: rules.Wave, after: rules.Wave) -> list[str]:
    """What an edit changes, as `close_days=30>40`."""
    return [
        f"{field.name}={_plain(getattr(before, field.name))}>{_plain(getattr(after, field.name))}"
        for field in fields(rules.Wave)
        if field.name in EDITABLE and getattr(before, field.name) != getattr(after, field.name)
    ]


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return "+".join(str(day) for day in value) or "none"
    return str(value)[:5]


def _held(seen_version: int) -> Programme:
    """The newest version, which nobody else changes until the end of this transaction."""
    hold_rules(to_change=True)
    standing = newest_programme()
    if standing is None or standing.version != seen_version:
        raise Refused(SurveyRefusal.RULES_CHANGED)
    return standing


def _next_version(standing: Programme, by_rules: rules.Programme, now: datetime) -> Programme:
    """The version before keeps its rules in words of its own, because the rows of its waves go on to the next."""
    rows = session()
    if "waves" not in standing.rules:
        standing.rules = {**kept_rules(rules_of(standing)), **standing.rules}
    programme = Programme(
        key=PROGRAMME,
        version=standing.version + 1,
        rules={**kept_rules(by_rules), "by_staff": True, "since": now.isoformat()},
    )
    rows.add(programme)
    rows.flush()
    for wave in rows.scalars(select(Wave).where(Wave.programme_id == standing.id)):
        wave.programme_id = programme.id
    rows.flush()
    rows.expire(standing)
    rows.expire(programme)
    return programme


def _record(programme: Programme, change: list[str], *, by: Visitor, now: datetime) -> None:
    audit.record(
        "programme.changed",
        by=by,
        now=now,
        subject_kind="programme",
        subject_ref=f"{programme.key}-{programme.version}",
        change=" ".join(change),
    )
