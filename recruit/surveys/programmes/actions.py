"""Edits of the rules. A version is never changed: every edit makes the next one, and what was sent keeps its days."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit
from recruit.core.db import changes_one, database, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.placements.models import PlacementFact
from recruit.surveys.models import Contact, Instrument, Programme, SurveyOptOut, Wave
from recruit.surveys.planning import programme as rules
from recruit.surveys.planning.naming import PointDay, day_of_key, key_of_point
from recruit.surveys.planning.order import place_of
from recruit.surveys.planning.versions import edited
from recruit.surveys.planning.written import kept_rules
from recruit.surveys.programmes.consequences import Effect
from recruit.surveys.programmes.counting import Batch
from recruit.surveys.programmes.models import CountedChange
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.programmes.queries import is_no_use
from recruit.surveys.queries.known import PROGRAMME, hold_rules, newest_programme, rules_of
from recruit.surveys.rules import SurveyRefusal

EDITABLE = ("anchor", "months", "days", "open_days", "close_days", "reminder_days", "call_days", "send_local")


def change_wave(
    wanted: rules.Wave, *, seen_version: int, counts: Mapping[Effect, int], by: Visitor, now: datetime
) -> Programme:
    """Make the next version of the rules with this wave as wanted. `counts` is what the editor was shown, for the trail.

    A point that was added is called by its new day from now on. The hires it touches are planned anew by the worker; nothing
    is sent here.
    """
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    before = _going_on(by_rules, wanted.name)
    if same_rules(before, wanted):
        raise Refused(SurveyRefusal.NOTHING_CHANGED)
    day = _day_of(wanted)
    others = [wave for wave in by_rules.going_on().waves if wave.name != before.name]
    if day != _day_of(before) and any(_day_of(wave) == day for wave in others):
        raise Refused(SurveyRefusal.POINT_EXISTS, field="day" if wanted.is_yearly else "after")
    after = edited(before, replace(wanted, name=_named_by(day, before, standing)), now=now)
    waves = tuple(after if wave.name == before.name else wave for wave in by_rules.waves)
    programme = _next_version(standing, replace(by_rules, waves=waves), now)
    row = next(wave for wave in programme.waves if wave.key == before.name)
    row.anchor, row.months, row.days = wanted.anchor, wanted.months, wanted.days
    row.open_days, row.close_days = wanted.open_days, wanted.close_days
    row.reminder_days, row.call_days = list(wanted.reminder_days), list(wanted.call_days)
    row.send_local = wanted.send_local.strftime("%H:%M")
    if before.added_at is not None:
        # It may reach people who have no contact at it, whom nothing else would bring.
        row.planned_up_to, row.planned_at = 0, None
    changes = changes_of(before, wanted)
    if after.name != before.name:
        _rename(row, after.name, programme)
        changes.append(f"now={after.name}")
    _put_in_order(programme, waves)
    _look_again_at(row, programme, now)
    _record(programme, [before.name, *changes, *_counted(counts)], by=by, now=now)
    return programme


def _day_of(wave: rules.Wave) -> PointDay:
    return PointDay(wave.anchor, wave.months, wave.days)


def _named_by(day: PointDay, before: rules.Wave, standing: Programme) -> str:
    """Those that ship keep their name; an added one is called by its day. No name is given twice."""
    if day_of_key(before.name) is None or day == _day_of(before):
        return before.name
    return key_of_point(day, _names(standing))


def _names(standing: Programme) -> set[str]:
    """Every name that a wave has or has had."""
    return {wave.key for wave in standing.waves} | set(standing.rules.get("moved", {}))


def _rename(row: Wave, name: str, programme: Programme) -> None:
    """The row stays, and with it everybody's contacts: who was asked is not asked again. Refusals of this wave go along."""
    programme.rules = {**programme.rules, "moved": {**programme.rules.get("moved", {}), row.key: name}}
    session().execute(
        update(SurveyOptOut)
        .where(SurveyOptOut.wave == row.key)
        .values(wave=name)
        .execution_options(synchronize_session=False)
    )
    row.key = name


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
    day = _day_of(wanted)
    if any(_day_of(one) == day for one in by_rules.going_on().waves):
        raise Refused(SurveyRefusal.POINT_EXISTS, field="after")
    instrument_id = session().scalars(select(Instrument.id).where(Instrument.key == instrument)).one()
    wave = replace(wanted, name=key_of_point(day, _names(standing)), added_at=now, ended_at=None)
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
    _look_again_at(row, programme, now)
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


def _look_again_at(row: Wave, programme: Programme, now: datetime) -> None:
    _bring_up(programme, Contact.wave_id == row.id, now=now)


def _bring_up(programme: Programme, *which: ColumnElement[bool], now: datetime) -> None:
    """The worker looks at these contacts next. How many they are stands with the version, so that people see how far it has come."""
    done = session().execute(
        update(Contact)
        .where(*which, Contact.closes_at > now)
        .values(check_at=now)
        .execution_options(synchronize_session=False)
    )
    programme.rules = {**programme.rules, "to_look_at": cast("CursorResult[Any]", done).rowcount}


def _counted(counts: Mapping[Effect, int]) -> list[str]:
    return [f"{effect}={number}" for effect, number in counts.items() if number]


def change_budget(budget: rules.Budget, *, seen_version: int, by: Visitor, now: datetime) -> Programme:
    """Make the next version of the rules with another contact budget. Who waits for room is looked at again at once."""
    standing = _held(seen_version)
    by_rules = rules_of(standing)
    if by_rules.budget == budget:
        raise Refused(SurveyRefusal.NOTHING_CHANGED)
    programme = _next_version(standing, replace(by_rules, budget=budget), now)
    _bring_up(programme, Contact.reason == "budget", now=now)
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
        rules={
            **kept_rules(by_rules),
            "by_staff": True,
            "since": now.isoformat(),
            "moved": standing.rules.get("moved", {}),
        },
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


def ask_to_count(proposal: Proposal, *, version: int, people: int, now: datetime) -> None:
    """Let the worker count what would follow from this. Whoever asks the same again has it counted anew, unless it is
    being counted.
    """
    rows, named = session(), proposal.hash(version)
    standing = rows.scalars(select(CountedChange).where(CountedChange.hash == named)).one_or_none()
    if standing is not None and standing.done_at is None:
        return
    if standing is not None:
        rows.delete(standing)
        rows.flush()
    newest_fact = rows.scalar(select(func.max(PlacementFact.id)))
    insert = (sqlite if database().is_sqlite else postgresql).insert(CountedChange)
    # Of two who ask at once the first has asked for both.
    rows.execute(
        insert.values(
            hash=named,
            version=version,
            change=proposal.written(),
            asked_at=now,
            people=people,
            facts_up_to=newest_fact or 0,
            up_to=0,
            batches=[],
        ).on_conflict_do_nothing(index_elements=["hash"])
    )


def note_batch(
    count_id: int, batch: Batch, *, asked_at: datetime, last: int, is_last: bool, now: datetime
) -> bool:
    """Write down what one batch of people has given; False where another worker has done it, or it was asked anew."""
    row = session().get(CountedChange, count_id)
    if row is None:
        return False
    return changes_one(
        update(CountedChange)
        .where(
            CountedChange.id == count_id,
            CountedChange.asked_at == asked_at,
            CountedChange.up_to == last,
            CountedChange.done_at.is_(None),
        )
        .values(
            up_to=batch.up_to,
            batches=[*row.batches, batch.written()],
            done_at=now if is_last else None,
        )
    )


def forget_counts(before: datetime) -> int:
    """What was counted for rules that hold no more, or long ago, goes."""
    gone = session().scalars(
        delete(CountedChange)
        .where(is_no_use(before))
        .returning(CountedChange.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
