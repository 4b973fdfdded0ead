"""Ask for ways to mend a timetable, keep what a worker found, take one of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.fairs import rules
from recruit.fairs.actions.instances import closed_slots, speakers_among
from recruit.fairs.events import TimetableMended
from recruit.fairs.interpreting import language_between
from recruit.fairs.models import Fair, FairSlot, Timetable, TimetableRepair
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.repairs import queries, telling, walking_in
from recruit.fairs.repairs.applying import apply
from recruit.fairs.rules import FairRefusal, RepairState, TimetableState
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.reading import read_instance
from recruit.fairs.timetable.repairing import Day, Repair
from recruit.fairs.timetable.result import Meeting as Held
from recruit.students.models import Student


def ask_for_repair(
    timetable: Timetable,
    day: Day,
    *,
    operator_may: bool,
    by: Visitor,
    now: datetime,
    walk_ins: Iterable[str] = (),
) -> TimetableRepair:
    """Ways are looked for by a worker. `day` says what is different from the plan, from a slot on that has not begun;
    `walk_ins` are students who came without a conversation and want some with companies that have time.
    """
    wanted = sorted(set(walk_ins))
    fair = session().get_one(Fair, timetable.fair_id)
    _demand_arranging(fair, operator_may=operator_may)
    # What both sides agreed on is theirs: staff do not move it.
    if timetable.state is not TimetableState.PUBLISHED or timetable.method == AGREED:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    if telling.is_as_planned(day) and not wanted:
        raise Refused(FairRefusal.NOTHING_IS_WRONG)
    if not _is_to_come(fair, day.from_slot, now):
        raise Refused(FairRefusal.FAIR_IS_OVER, field="from_slot")
    repair = TimetableRepair(
        timetable_id=timetable.id,
        state=RepairState.ASKED,
        day={**telling.day_as_json(day), "walk_ins": wanted},
        asked_at=now,
        asked_by_ref=by.person_ref,
    )
    session().add(repair)
    session().flush()
    _note("repair.ask", repair, by, now)
    return repair


def claim_repair(repair_id: int, *, worker: str, now: datetime) -> tuple[Instance, list[Held], Day] | None:
    """Take a question for computing; None where another worker has it."""
    won = changes_one(
        update(TimetableRepair)
        .where(
            TimetableRepair.id == repair_id,
            TimetableRepair.state == RepairState.ASKED,
            or_(TimetableRepair.claimed_by == "", TimetableRepair.lease_until < now),
        )
        .values(claimed_by=worker, lease_until=now + rules.SOLVING_LEASE)
    )
    if not won:
        return None
    repair = session().get_one(TimetableRepair, repair_id, populate_existing=True)
    timetable = session().get_one(Timetable, repair.timetable_id)
    more = _walking_in(timetable, repair.day.get("walk_ins", ()))
    repair.day = {**repair.day, "added": more}
    instance = read_instance(walking_in.merged(timetable.instance, more))
    held = queries.as_held(queries.standing_meetings(timetable.id))
    repair.meetings_hash = telling.hash_of_meetings(held)
    day = telling.day_of(repair.day)
    # Who has given the seat or the booth back since the timetable was made cannot come either.
    day = replace(
        day,
        absent=day.absent
        | queries.without_seat(timetable.fair_id, (student.id for student in instance.students)),
        gone=day.gone
        | queries.without_booth(timetable.fair_id, (company.id for company in instance.companies)),
    )
    session().flush()
    return instance, held, day


def keep_proposals(repair_id: int, found: list[Repair], *, worker: str, now: datetime) -> bool:
    """What staff choose from; False where the claim had passed to somebody else. Without any way it has failed."""
    written: list[dict[str, Any]] = [telling.proposal_as_json(one) for one in found]
    return changes_one(
        update(TimetableRepair)
        .where(
            TimetableRepair.id == repair_id,
            TimetableRepair.state == RepairState.ASKED,
            TimetableRepair.claimed_by == worker,
        )
        .values(
            state=RepairState.PROPOSED if written else RepairState.FAILED,
            proposals=written,
            lease_until=None,
            solved_at=now,
        )
    )


def accept_repair(
    repair: TimetableRepair, number: int, *, operator_may: bool, by: Visitor, now: datetime
) -> None:
    """Go one of the ways: meetings change in place, each change is kept, and whom it disturbs is told.

    A second click changes nothing. A way holds only for the plan it was made for, and only until its first slot begins.
    """
    session().execute(select(Timetable.id).where(Timetable.id == repair.timetable_id).with_for_update())
    session().refresh(repair)
    if repair.state is RepairState.ACCEPTED and repair.accepted == number:
        return
    timetable = session().get_one(Timetable, repair.timetable_id)
    fair = session().get_one(Fair, timetable.fair_id)
    _demand_arranging(fair, operator_may=operator_may)
    if repair.state is not RepairState.PROPOSED or not 0 <= number < len(repair.proposals):
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    standing = queries.standing_meetings(timetable.id)
    is_same = telling.hash_of_meetings(queries.as_held(standing)) == repair.meetings_hash
    added = repair.proposals[number]["added"]
    # Who is added has no meeting yet by which the plan would show that they left meanwhile.
    left = (
        queries.without_seat(fair.event_id, (one[0] for one in added))
        | queries.without_booth(fair.event_id, (one[1] for one in added))
        | queries.taken_back_pairs(fair, {one[0] for one in added}).intersection(
            (one[0], one[1]) for one in added
        )
    )
    if left or not is_same or not _is_to_come(fair, repair.day["from_slot"], now):
        raise Refused(FairRefusal.PLAN_HAS_CHANGED)
    repair.state, repair.accepted, repair.accepted_at = RepairState.ACCEPTED, number, now
    timetable.instance = walking_in.merged(timetable.instance, repair.day.get("added"))
    changed = apply(timetable, repair, repair.proposals[number], standing, by=by, now=now)
    _note("repair.accept", repair, by, now, f"meetings: {len(changed)}")
    announce(TimetableMended(repair.id, tuple(sorted(changed)), by, now))


def discard_repair(repair: TimetableRepair, *, by: Visitor, now: datetime) -> None:
    """None of the ways is gone; everybody keeps what they were told."""
    if repair.state is RepairState.DISCARDED:
        return
    won = changes_one(
        update(TimetableRepair)
        .where(
            TimetableRepair.id == repair.id,
            TimetableRepair.state.in_((RepairState.ASKED, RepairState.PROPOSED, RepairState.FAILED)),
        )
        .values(state=RepairState.DISCARDED, lease_until=None)
    )
    if not won:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    session().refresh(repair)
    _note("repair.discard", repair, by, now)


def _walking_in(timetable: Timetable, walk_ins: Iterable[str]) -> dict[str, Any]:
    """What the question gains by students who came without a conversation."""
    wanted = set(walk_ins)
    fair = session().get_one(Fair, timetable.fair_id)
    speaks = queries.companies_with_time(fair.event_id)
    return walking_in.added(
        timetable.instance,
        wanted,
        with_time=speaks,
        unwanted=queries.unwanted_pairs(fair.event_id, wanted) | queries.taken_back_pairs(fair, wanted),
        late=queries.tables_at(fair.event_id),
        breaks=frozenset(slot.number for slot in fair.slots if slot.closed),
        most=fair.meetings_per_student,
        closed=closed_slots(fair.event_id),
        languages={
            (student, company): language
            for student, speaker in speakers_among(Student.public_id.in_(wanted)).items()
            for company, spoken in speaks.items()
            if (language := language_between(speaker, spoken))
        },
    )


def _demand_arranging(fair: Fair, *, operator_may: bool) -> None:
    refusal = rules.why_not_arrange(
        operator_may=operator_may, fair_arranges=fair.arranging, is_published=False
    )
    if refusal is not None:
        raise Refused(refusal)


def _is_to_come(fair: Fair, slot: int, now: datetime) -> bool:
    starts_at = session().scalar(
        select(FairSlot.starts_at).where(FairSlot.fair_id == fair.event_id, FairSlot.number == slot)
    )
    return starts_at is not None and now < starts_at


def _note(action: str, repair: TimetableRepair, by: Visitor, now: datetime, change: str = "") -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="timetable_repair",
        subject_ref=repair.public_id,
        change=change,
    )
