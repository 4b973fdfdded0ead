"""Booths: who goes first and why, who waits and moves up, what is missing, what a company brings."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import threading

import pytest
from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry
from recruit.events.models import Event
from recruit.fairs import actions
from recruit.fairs.actions import booths as booth_moves
from recruit.fairs.booths import actions as giving, queries, rules
from recruit.fairs.booths.models import FairBooths
from recruit.fairs.booths.readiness import CompanyForFair, Lack, lacks_of, why_not_ready
from recruit.fairs.booths.rules import Application, BoothsRefusal, Priority, Room
from recruit.fairs.booths.values import BoothsPlan, BroughtAlong, Comes
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState, FairRefusal
from tests import people
from tests.factories.events import make_event
from tests.factories.fairs import make_booth, make_company_with, make_fair

NOON = datetime(2026, 11, 1, 3, tzinfo=UTC)
APPLICATIONS = (
    Application(
        "late-guest", NOON + timedelta(hours=5), earlier_fairs=2, prefecture="hokkaido", staff_count=80
    ),
    Application("first-timer", NOON + timedelta(hours=1), prefecture="osaka", staff_count=12),
    Application("guest", NOON + timedelta(hours=2), earlier_fairs=1, prefecture="osaka", staff_count=300),
    Application("unknown-size", NOON, prefecture="hokkaido"),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((), ["unknown-size", "first-timer", "guest", "late-guest"]),
        ((Priority.EARLIER_GUESTS,), ["guest", "late-guest", "unknown-size", "first-timer"]),
        ((Priority.FIRST_TIME,), ["unknown-size", "first-timer", "guest", "late-guest"]),
        (
            (Priority.EARLIER_GUESTS, Priority.HOST_REGION),
            ["late-guest", "guest", "unknown-size", "first-timer"],
        ),
        (
            (Priority.HOST_REGION, Priority.EARLIER_GUESTS),
            ["late-guest", "unknown-size", "guest", "first-timer"],
        ),
        ((Priority.SMALL_COMPANIES,), ["first-timer", "unknown-size", "guest", "late-guest"]),
    ],
)
def test_the_order_is_that_of_the_rules_however_the_companies_come_in(order, expected):
    for given in (APPLICATIONS, tuple(reversed(APPLICATIONS))):
        places = rules.order_of(given, order, {"hokkaido"})
        assert [one.application.ref for one in places] == expected
        assert [one.number for one in places] == [1, 2, 3, 4]
    small = next(one for one in places if one.application.ref == "first-timer")
    said = {Priority.FIRST_TIME, Priority.SMALL_COMPANIES} & set(order)
    assert set(small.holds) == said


def test_who_waits_already_stays_before_whom_the_rules_would_prefer():
    waits = replace(APPLICATIONS[1], line=1)
    places = rules.order_of((APPLICATIONS[2], waits), (Priority.EARLIER_GUESTS,))
    assert [one.application.ref for one in places] == ["first-timer", "guest"]
    # Two asked in the same moment: their references decide, so that the order is always the same.
    twins = [Application("b", NOON), Application("a", NOON)]
    assert [one.application.ref for one in rules.order_of(twins, ())] == ["a", "b"]


@pytest.mark.parametrize(
    ("room", "given", "waiting"),
    [
        (Room(None, None), {"a": 2, "b": 3, "c": 1}, []),
        (Room(2, None), {"a": 2, "b": 3}, ["c"]),
        # The last tables go to who is next, also where more were asked for; nobody is passed over for a smaller wish.
        (Room(3, 4), {"a": 2, "b": 2}, ["c"]),
        (Room(0, 9), {}, ["a", "b", "c"]),
        (Room(9, 0), {}, ["a", "b", "c"]),
    ],
)
def test_booths_and_tables_are_given_in_order(room, given, waiting):
    places = rules.order_of([Application(ref, NOON) for ref in "abc"], ())
    wanted = {"a": 2, "b": 3, "c": 1}
    assert rules.give_out(places, wanted, room) == (given, waiting)
    assert [ref for ref in "abc" if rules.passes_over(ref, places, wanted, room)] == waiting


def test_free_numbers_and_single_booths():
    assert rules.free_numbers({"1", "3", "A1"}, 3) == ["2", "4", "5"]
    for room, was, expected in (
        (Room(0, 5), False, BoothsRefusal.NO_BOOTH_LEFT),
        (Room(0, 1), True, None),
        (Room(1, 1), False, BoothsRefusal.NO_TABLE_LEFT),
        (Room(0, 0), True, BoothsRefusal.NO_TABLE_LEFT),
        (Room(None, None), False, None),
    ):
        assert rules.why_not_confirm(room, 2, was_confirmed=was, had_tables=1) is expected, room


def test_what_is_missing():
    ready = CompanyForFair(
        is_approved=True,
        has_facts=True,
        page_in={"ja", "vi"},
        open_positions=1,
        people_who_act=1,
        has_telephone=True,
    )
    assert lacks_of(ready, "VN") == ()
    assert lacks_of(ready, "ID") == (Lack.PAGE_IN_INDONESIAN,)
    assert lacks_of(ready, "LA") == (Lack.PAGE_IN_ENGLISH,)
    assert lacks_of(replace(ready, open_positions=0, has_telephone=False), "VN") == (
        Lack.POSITION,
        Lack.TELEPHONE,
    )
    lacks = (Lack.FACTS, Lack.POSITION)
    assert why_not_ready(lacks, demands=True, is_let_in=False) == lacks
    assert why_not_ready(lacks, demands=True, is_let_in=True) == ()
    assert why_not_ready(lacks, demands=False, is_let_in=False) == ()
    # Nobody comes without approval.
    assert why_not_ready((Lack.APPROVAL, *lacks), demands=False, is_let_in=True) == (Lack.APPROVAL,)


PLAN = BoothsPlan(booths=1, tables=None, tables_each=2, closes_at=None, demands=False)


def _fair_with_companies(count: int, **limits) -> tuple[Fair, list[Booth], list]:
    fair = make_fair(make_event(seats=None))
    booths, visitors = [], []
    for number in range(count):
        company, acting = make_company_with(people.make_user(f"owner{number}@demo.example"))
        booths.append(make_booth(fair, company, state=BoothState.ASKED))
        visitors.append(acting)
    with writing() as rows:
        for number, booth in enumerate(booths):
            booth.asked_at += timedelta(hours=number)
            booth.number = ""
        rows.add(FairBooths(fair_id=fair.event_id, **{"booths": 1, "demands": False, **limits}))
    return fair, booths, visitors


def test_one_press_gives_the_booths_and_the_rest_move_up_in_order(app, db, now, outbox):
    fair, booths, _visitors = _fair_with_companies(4)
    staff = people.visitor_of(people.coordinator())
    with writing():
        assert giving.give_out_booths(fair, by=staff, now=now) == (1, 3)
    states = [one.state for one in booths]
    assert states == [BoothState.CONFIRMED, *[BoothState.WAITING] * 3]
    assert [one.line for one in booths] == [None, 1, 2, 3]
    assert sorted(outbox.kinds) == ["booth_confirmed", "booth_waits", "booth_waits", "booth_waits"]
    assert queries.own_place(fair, booths[2]).ahead_waiting == 1
    with writing(), pytest.raises(Refused) as refused:
        actions.confirm_booth(booths[3], number="9", tables=1, by=staff, now=now)
    assert refused.value.reason is BoothsRefusal.NO_BOOTH_LEFT
    # Who waits and withdraws frees nothing; the booth of who had one goes to the next.
    with writing():
        actions.withdraw_booth(booths[1], by=staff, now=now)
    assert booths[2].state is BoothState.WAITING
    with writing():
        actions.withdraw_booth(booths[0], by=staff, now=now)
    assert (booths[2].state, booths[2].number) == (BoothState.CONFIRMED, "1")
    with writing():
        giving.set_booths(fair, replace(PLAN, booths=2), by=staff, now=now)
    assert (booths[3].state, booths[3].number) == (BoothState.CONFIRMED, "2")


def test_whoever_has_a_booth_before_others_has_it_for_a_reason(app, db, client, now):
    fair, booths, _visitors = _fair_with_companies(2)
    people.sign_in(client, people.coordinator())
    address = f"/en/staff/fairs/{fair.event.slug}/booths/{booths[1].public_id}/confirm"
    given = {f"{booths[1].public_id}-{name}": value for name, value in (("number", "9"), ("tables", "1"))}
    refused = client.post(address, data=given)
    assert refused.status_code == 422 and "Others stand before this company" in refused.text
    assert booths[1].state is BoothState.ASKED
    why = {f"{booths[1].public_id}-why": "Brings the interpreters"}
    assert client.post(address, data=given | why).status_code == 303
    db.refresh(booths[1])
    assert booths[1].state is BoothState.CONFIRMED
    said = db.scalars(select(AuditEntry.change).where(AuditEntry.action == "booth.confirm")).one()
    assert said.endswith("why: Brings the interpreters")


def test_what_staff_cannot_set_and_when_nothing_is_given(app, db, now):
    fair, booths, _visitors = _fair_with_companies(2, closes_at=now + timedelta(days=1), demands=True)
    staff = people.visitor_of(people.coordinator())
    with writing(), pytest.raises(Refused) as refused:
        giving.give_out_booths(fair, by=staff, now=now)
    assert refused.value.reason is BoothsRefusal.STILL_OPEN
    later = now + timedelta(days=2)
    # Everything is missing here, so nobody has a booth until staff let somebody in by name.
    with writing(), pytest.raises(Refused) as refused:
        giving.give_out_booths(fair, by=staff, now=later)
    assert refused.value.reason is BoothsRefusal.NOBODY_ASKS
    with writing(), pytest.raises(Refused) as refused:
        actions.confirm_booth(booths[0], number="1", tables=1, by=staff, now=later)
    assert refused.value.reason is BoothsRefusal.SOMETHING_IS_MISSING
    with writing():
        giving.let_in(booths[1], "親会社が推薦", by=staff, now=later)
        assert giving.give_out_booths(fair, by=staff, now=later) == (1, 0)
    assert [one.state for one in booths] == [BoothState.ASKED, BoothState.CONFIRMED]
    for plan, reason in (
        (replace(PLAN, booths=0), BoothsRefusal.FEWER_THAN_GIVEN),
        (replace(PLAN, tables=0), BoothsRefusal.FEWER_THAN_GIVEN),
        (replace(PLAN, rules=(Priority.HOST_REGION,)), BoothsRefusal.REGION_WANTED),
        (replace(PLAN, rules=(Priority.FIRST_TIME,) * 2), BoothsRefusal.RULE_TWICE),
        (
            replace(PLAN, rules=(Priority.FIRST_TIME, Priority.EARLIER_GUESTS)),
            BoothsRefusal.CONTRADICTING_RULES,
        ),
        (replace(PLAN, closes_at=fair.event.starts_at), BoothsRefusal.CLOSES_TOO_LATE),
    ):
        with writing(), pytest.raises(Refused) as refused:
            giving.set_booths(fair, plan, by=staff, now=later)
        assert refused.value.reason is reason
    assert db.scalars(select(FairBooths)).one().booths == 1


def test_asking_keeps_the_place_and_the_limits(app, db, now):
    fair, booths, (first, *_others) = _fair_with_companies(
        1, tables_each=2, closes_at=now + timedelta(days=1)
    )
    asked_at = booths[0].asked_at
    with writing():
        actions.ask_for_booth(fair, tables=2, people_who_come="2名", by=first, now=now + timedelta(hours=9))
    assert (booths[0].tables, booths[0].asked_at) == (2, asked_at)
    for tables, at, reason in (
        (3, now, BoothsRefusal.TOO_MANY_TABLES),
        (1, now + timedelta(days=1), FairRefusal.BOOTHS_CLOSED),
    ):
        with writing(), pytest.raises(Refused) as refused:
            actions.ask_for_booth(fair, tables=tables, people_who_come="", by=first, now=at)
        assert refused.value.reason is reason


def test_who_comes_speaks_so_nobody_interprets(app, db, now):
    fair, booths, (own, other) = _fair_with_companies(2)
    brought = BroughtAlong(people=(Comes("佐藤", "人事"), Comes("Trần", "先輩", ("vi",))), notes="ポスター")
    for _ in range(2):
        with writing():
            giving.bring(fair, booths[0], brought, by=own, now=now)
    assert booths[0].languages == ["vi"]
    assert [one.name for one in queries.people_of([booths[0].id])[booths[0].id]] == ["佐藤", "Trần"]
    with writing(), pytest.raises(Missing):
        giving.bring(fair, booths[0], brought, by=other, now=now)
    with writing(), pytest.raises(Refused) as refused:
        giving.bring(fair, booths[0], replace(brought, positions=("of-another",)), by=own, now=now)
    assert refused.value.reason is BoothsRefusal.NOT_YOUR_POSITION


def _at_once(own_database, moves) -> list[str]:
    """Each move in a thread of its own, all in the same moment; gives what was refused."""
    barrier = threading.Barrier(len(moves))

    def run(number: int) -> str:
        move, booth_id = moves[number]
        with own_database.scope():
            barrier.wait()
            try:
                with writing():
                    move(session().get_one(Booth, booth_id))
            except Refused as refusal:
                return str(refusal.reason)
        return ""

    with ThreadPoolExecutor(len(moves)) as pool:
        return [one for one in pool.map(run, range(len(moves))) if one]


def _states(own_database) -> list[BoothState]:
    with own_database.scope() as rows:
        return [one.state for one in rows.scalars(select(Booth).order_by(Booth.id))]


def test_two_withdraw_while_staff_give_one_by_hand(own_app, own_database, clock, now):
    with own_database.scope():
        fair, booths, _visitors = _fair_with_companies(6, booths=2)
        staff = people.visitor_of(people.coordinator())
        with writing():
            giving.give_out_booths(fair, by=staff, now=now)
        ids = [one.id for one in booths]

    def withdraw(booth: Booth) -> None:
        actions.withdraw_booth(booth, by=staff, now=now)

    def confirm(booth: Booth) -> None:
        actions.confirm_booth(booth, number="X", tables=1, why="late", by=staff, now=now)

    _at_once(own_database, [(withdraw, ids[0]), (withdraw, ids[1]), (confirm, ids[5])])
    states = _states(own_database)
    assert states[:2] == [BoothState.WITHDRAWN] * 2
    assert states.count(BoothState.CONFIRMED) == 2


def _three_for_the_last_booth(own_database, now) -> list[str]:
    with own_database.scope():
        _fair, booths, _visitors = _fair_with_companies(3, booths=1)
        staff = people.visitor_of(people.coordinator())
        ids = [one.id for one in booths]

    def confirm(booth: Booth) -> None:
        actions.confirm_booth(booth, number="X", tables=1, why="late", by=staff, now=now)

    return _at_once(own_database, [(confirm, one) for one in ids])


def test_the_last_booth_is_given_once(own_app, own_database, clock, now):
    assert _three_for_the_last_booth(own_database, now) == [BoothsRefusal.NO_BOOTH_LEFT] * 2
    assert _states(own_database).count(BoothState.CONFIRMED) == 1


def test_without_the_lock_the_last_booth_is_given_three_times(own_app, own_database, clock, now, monkeypatch):
    """The test of the test: all count before anybody gives."""
    if own_database.is_sqlite:
        pytest.skip("SQLite lets one writer in at a time, with or without the lock")
    counted, count = threading.Barrier(3, timeout=60), queries.room_of

    def counted_together(fair_id: int, found: FairBooths | None) -> Room:
        room = count(fair_id, found)
        counted.wait(timeout=20)
        return room

    monkeypatch.setattr(queries, "room_of", counted_together)
    monkeypatch.setattr(booth_moves, "lock_event", lambda event_id: session().get_one(Event, event_id))
    assert _three_for_the_last_booth(own_database, now) == []
    assert _states(own_database).count(BoothState.CONFIRMED) == 3
