"""Two at once: a table is taken once, a student is at one place; and the test sees it where the guards are out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
import threading

import pytest
from sqlalchemy import select, text

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.fairs.models import Booth, Fair, Meeting
from recruit.fairs.proposing import actions
from recruit.fairs.proposing.rules import ProposingRefusal
from recruit.fairs.rules import MeetingState, Side
from recruit.students.models import Student
from tests.factories.fairs import make_fair
from tests.fairs.proposing.people_at_fairs import company_at, mover, offer, student_at


def _at_once(own_database, moves: list[Callable[[], object]]) -> list[str]:
    """Each move in a thread of its own, all in the same moment; gives what was refused."""
    barrier = threading.Barrier(len(moves))

    def run(move: Callable[[], object]) -> str:
        with own_database.scope():
            session().execute(text("SELECT 1"))
            barrier.wait()
            try:
                with writing():
                    move()
            except Refused as refusal:
                return refusal.reason
            return ""

    with ThreadPoolExecutor(len(moves)) as pool:
        return sorted(pool.map(run, moves))


def _pick(fair_id: int, booth_id: int, student_id: int, slot: int, by, now) -> Callable[[], object]:
    return lambda: actions.pick_time(
        session().get_one(Fair, fair_id),
        session().get_one(Booth, booth_id),
        session().get_one(Student, student_id),
        slot,
        mover(Side.STUDENT, by, now),
    )


def _places(own_database) -> list[tuple[int, int, int, int]]:
    with own_database.scope() as rows:
        found = rows.scalars(select(Meeting).where(Meeting.state != MeetingState.DROPPED))
        return [(one.student_id, one.company_id, one.slot, one.table_number) for one in found]


def _students_for_one_table(own_database, now) -> list[Callable[[], object]]:
    with own_database.scope():
        fair = make_fair()
        booth, acting, _owner = company_at(fair)
        moves = []
        for number in range(1, 5):
            student, visitor, _user = student_at(fair, now, number)
            moves.append(_pick(fair.event_id, booth.id, student.id, 0, visitor, now))
        offer(fair, booth, {0: 1}, acting, now)
    return moves


def test_four_students_take_the_last_table_and_one_has_it(own_app, own_database, clock, now):
    refused = _at_once(own_database, _students_for_one_table(own_database, now))
    assert refused == ["", *[ProposingRefusal.TIME_IS_TAKEN] * 3]
    assert len(_places(own_database)) == 1


def test_the_race_is_seen_where_nothing_is_guarded(own_app, own_database, clock, now, monkeypatch):
    """With what each had read before the other wrote, and without the index, both have the table: the test above would fail."""
    moves = _students_for_one_table(own_database, now)[:2]
    with own_database.scope() as rows, writing():
        rows.execute(text("DROP INDEX uq_meeting_timetable_id_company_id_slot_table_number"))
    with own_database.scope() as rows:
        fair, booth = rows.scalars(select(Fair)).one(), rows.scalars(select(Booth)).one()
        student = rows.scalars(select(Student)).first()
        before = actions.queries.places(fair, booth, student, mover=Side.STUDENT, offered_only=True)
    monkeypatch.setattr(actions.queries, "places", lambda *_given, **_named: before)
    monkeypatch.setattr(actions.queries, "taken_tables", lambda *_given, **_named: {})
    assert _at_once(own_database, moves) == ["", ""]
    assert len(_places(own_database)) == 2 and len({place[1:] for place in _places(own_database)}) == 1


@pytest.mark.parametrize("kind", ["two companies", "one company twice"])
def test_a_student_is_at_one_place_at_a_time(own_app, own_database, clock, now, kind):
    with own_database.scope():
        fair = make_fair()
        companies = [company_at(fair, number, tables=2) for number in (1, 2)]
        student, visitor, _user = student_at(fair, now)
        for booth, acting, _owner in companies:
            offer(fair, booth, {0: 2}, acting, now)
        booths = [booth for booth, _acting, _owner in companies]
        ids = [booth.id for booth in (booths if kind == "two companies" else (booths[0], booths[0]))]
        moves = [_pick(fair.event_id, booth_id, student.id, 0, visitor, now) for booth_id in ids]
    refused = _at_once(own_database, moves)
    assert len(_places(own_database)) == 1
    # The same click twice finds the meeting there; another company finds the student taken.
    assert refused == (["", ProposingRefusal.YOU_ARE_NOT_FREE] if kind == "two companies" else ["", ""])


def test_a_student_takes_no_more_than_the_fair_allows(own_app, own_database, clock, now):
    with own_database.scope():
        fair = make_fair()
        with writing():
            fair.meetings_per_student = 1
        companies = [company_at(fair, number) for number in (1, 2)]
        student, visitor, _user = student_at(fair, now)
        moves = []
        for slot, (booth, acting, _owner) in enumerate(companies):
            offer(fair, booth, {slot: 1}, acting, now)
            moves.append(_pick(fair.event_id, booth.id, student.id, slot, visitor, now))
    assert _at_once(own_database, moves) == ["", ProposingRefusal.TOO_MANY_MEETINGS]
    assert len(_places(own_database)) == 1
