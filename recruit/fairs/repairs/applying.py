"""A way to mend a timetable becomes rows: nobody who is not disturbed changes the time or the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.fairs.actions.instances import interpreters_of
from recruit.fairs.interpreting import Interpreted, assigned
from recruit.fairs.models import Fair, Meeting, MeetingChange, Timetable, TimetableRepair
from recruit.fairs.repairs import queries
from recruit.fairs.rules import ANSWER_WITHIN, MeetingState
from recruit.fairs.timetable.result import UnmetReason

Pair = tuple[int, int]


def apply(
    timetable: Timetable,
    repair: TimetableRepair,
    proposal: Mapping[str, Any],
    standing: list[Meeting],
    *,
    by: Visitor,
    now: datetime,
) -> set[int]:
    """Change the meetings; gives the ids of those that are changed, also the new ones."""
    fair = session().get_one(Fair, timetable.fair_id)
    students, companies = queries.named(
        (one[0] for one in proposal["meetings"]), (one[1] for one in proposal["meetings"])
    )
    wanted: dict[Pair, int] = {
        (students[student].id, companies[company].id): slot for student, company, slot in proposal["meetings"]
    }
    future = [one for one in standing if one.slot >= repair.day["from_slot"]]
    before = {one.id: (one.slot, one.table_number, one.state) for one in future}
    interpreters = {one.id: one.interpreter_id for one in future}
    for meeting in future:
        if (meeting.student_id, meeting.company_id) not in wanted:
            meeting.state = MeetingState.DROPPED
    session().flush()
    rows = _rows_for(timetable, wanted, future, before)
    tables = _tables(repair, rows, wanted, companies)
    # Two that change places would meet each other on the way, so all that move step aside first.
    for pair, meeting in rows.items():
        if (meeting.slot, meeting.table_number) != (wanted[pair], tables[pair]):
            meeting.slot = -1 - meeting.id
    session().flush()
    for pair, meeting in rows.items():
        meeting.slot, meeting.table_number = wanted[pair], tables[pair]
        meeting.state = MeetingState.PLANNED
        meeting.answer_by_at = meeting.answer_by_at or fair.event.ends_at + ANSWER_WITHIN
    _interpret(timetable, rows)
    changed = set()
    for meeting in {one.id: one for one in (*future, *rows.values())}.values():
        change = _difference(before.get(meeting.id), meeting)
        if change:
            changed.add(meeting.id)
            meeting.sequence += 1
        # Who interprets is no change for the two who meet, but it is one for both interpreters.
        had = interpreters.get(meeting.id, meeting.interpreter_id)
        if had != meeting.interpreter_id:
            change["interpreter"] = [had, meeting.interpreter_id]
        if change:
            session().add(
                MeetingChange(
                    meeting_id=meeting.id,
                    change=change,
                    at=now,
                    by_ref=by.person_ref or str(by.via),
                    why=f"repair:{repair.public_id}",
                )
            )
    _note_unmet(timetable, repair, proposal)
    session().flush()
    return changed


def _rows_for(
    timetable: Timetable,
    wanted: Mapping[Pair, int],
    future: list[Meeting],
    before: Mapping[int, Any],
) -> dict[Pair, Meeting]:
    """The row of each pair: its own, the one it had before it was dropped, or a new one put aside."""
    rows = {(one.student_id, one.company_id): one for one in future if one.state is not MeetingState.DROPPED}
    missing = [pair for pair in wanted if pair not in rows]
    old = session().scalars(
        select(Meeting).where(
            Meeting.timetable_id == timetable.id,
            Meeting.student_id.in_({student for student, _company in missing}),
        )
    )
    known = {(one.student_id, one.company_id): one for one in old}
    languages = {
        (one["student"], one["company"]): one.get("language", "") for one in timetable.instance["requests"]
    }
    for number, pair in enumerate(missing):
        meeting = known.get(pair)
        if meeting is None:
            meeting = Meeting(
                timetable_id=timetable.id,
                student_id=pair[0],
                company_id=pair[1],
                slot=-1_000_000 - number,
                table_number=0,
                state=MeetingState.DROPPED,
            )
            session().add(meeting)
            session().flush()
            session().refresh(meeting)
            meeting.language = languages.get((meeting.student.public_id, meeting.organisation.public_id), "")
        rows[pair] = meeting
    return rows


def _tables(
    repair: TimetableRepair,
    rows: Mapping[Pair, Meeting],
    wanted: Mapping[Pair, int],
    companies: Mapping[str, Any],
) -> dict[Pair, int]:
    """Whoever stays in a slot keeps the table where it is still there; the others take the first that is free."""
    most = {companies[ref].id: count for ref, count in repair.day["tables"].items() if ref in companies}
    found: dict[Pair, int] = {}
    taken: set[tuple[int, int, int]] = set()
    for pair, meeting in rows.items():
        place = (pair[1], wanted[pair], meeting.table_number)
        stays = meeting.slot == wanted[pair] and meeting.state is not MeetingState.DROPPED
        if stays and meeting.table_number < most.get(pair[1], 1_000):
            found[pair] = meeting.table_number
            taken.add(place)
    for pair in sorted(rows):
        if pair in found:
            continue
        number = 0
        while (pair[1], wanted[pair], number) in taken:
            number += 1
        found[pair] = number
        taken.add((pair[1], wanted[pair], number))
    return found


def _interpret(timetable: Timetable, rows: Mapping[Pair, Meeting]) -> None:
    """Whoever interprets a conversation that stays goes on with it."""
    found = assigned(
        (
            Interpreted(one.id, one.company_id, one.slot, one.language)
            for one in rows.values()
            if one.language
        ),
        interpreters_of(timetable.fair_id),
        kept={one.id: one.interpreter_id for one in rows.values() if one.interpreter_id},
    )
    for meeting in rows.values():
        meeting.interpreter_id = found.get(meeting.id)


def _difference(before: tuple[int, int, MeetingState] | None, meeting: Meeting) -> dict[str, list[Any]]:
    """What became different of what both sides hold in their hands."""
    slot, table, state = before or (None, None, None)
    pairs = (
        ("slot", slot, meeting.slot),
        ("table", table, meeting.table_number),
        ("state", state, meeting.state),
    )
    return {
        name: [str(old) if isinstance(old, MeetingState) else old, str(new) if name == "state" else new]
        for name, old, new in pairs
        if old != new
    }


def _note_unmet(timetable: Timetable, repair: TimetableRepair, proposal: Mapping[str, Any]) -> None:
    """Who was dropped is left out now, each with the reason; who was added no longer is."""
    met = {(student, company) for student, company, _slot in proposal["meetings"]}
    absent, gone = set(repair.day["absent"]), set(repair.day["gone"])
    kept = [one for one in timetable.unmet if (one["student"], one["company"]) not in met]
    dropped = [
        {
            "student": student,
            "company": company,
            "reason": str(
                UnmetReason.NO_COMMON_SLOT
                if student in absent or company in gone
                else UnmetReason.NO_FREE_SLOT
            ),
        }
        for student, company, _slot in proposal["dropped"]
    ]
    timetable.unmet = [*kept, *dropped]
