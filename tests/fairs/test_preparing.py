"""What companies do before a fair: days, what is next, what ticks itself, who is reminded, what staff see."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs.booths import actions as booth_actions
from recruit.fairs.booths.values import BroughtAlong, Comes
from recruit.fairs.preparing import actions, jobs, queries, rules
from recruit.fairs.preparing.models import BoothTask
from recruit.fairs.preparing.rules import PreparingRefusal, Task, TaskKind, TaskStanding
from recruit.fairs.rules import BoothState
from tests import people
from tests.factories.events import make_event
from tests.factories.fairs import make_booth, make_company_with, make_fair

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
FIRST = Task("first", TaskKind.RULES, NOON + timedelta(days=2))
SECOND = Task("second", TaskKind.SIGNS, NOON + timedelta(days=9))


def test_a_task_is_due_at_the_end_of_a_day_of_the_venue():
    starts = datetime(2026, 12, 12, 1, 30, tzinfo=UTC)
    assert rules.due_at(starts, "Asia/Ho_Chi_Minh", 3) == datetime(2026, 12, 9, 16, 59, tzinfo=UTC)
    # 01:30 in UTC is the evening before in New York.
    assert rules.due_at(starts, "America/New_York", 0).date().isoformat() == "2026-12-11"
    wishes_until = datetime(2026, 12, 1, 0, tzinfo=UTC)
    assert rules.due_at(starts, "Asia/Tokyo", 3, wishes_until=wishes_until) == wishes_until


def test_what_is_next_and_how_far_it_is():
    tasks = [SECOND, FIRST]
    assert rules.next_task(tasks, ()) == FIRST
    assert rules.next_task(tasks, {"first"}) == SECOND
    assert rules.next_task(tasks, {"first", "second"}) is None
    for done, days, expected in (
        ({"first"}, 30, TaskStanding.DONE),
        ((), 3, TaskStanding.LATE),
        ((), 0, TaskStanding.SOON),
        ((), -6, TaskStanding.OPEN),
    ):
        assert rules.standing(FIRST, done, NOON + timedelta(days=days)) is expected


def test_a_company_is_told_once_for_each_day_that_comes_near():
    tasks = [FIRST, SECOND]
    assert rules.tell_until(tasks, (), None, NOON - timedelta(days=2)) is None
    assert rules.tell_until(tasks, (), None, NOON) == FIRST.due_at
    assert rules.tell_until(tasks, (), FIRST.due_at, NOON + timedelta(days=1)) is None
    assert rules.tell_until(tasks, {"first"}, None, NOON) is None
    # A worker that stood still says all of it in one mail.
    assert rules.tell_until(tasks, (), None, NOON + timedelta(days=20)) == SECOND.due_at


def test_staff_write_the_list_and_companies_tick_off(app, db, now, outbox, clock):
    fair = make_fair(make_event(seats=None))
    company, acting = make_company_with(people.company_member())
    _other, stranger = make_company_with(people.other_company_member())
    booth = make_booth(fair, company)
    staff = people.visitor_of(people.coordinator())
    with writing():
        assert actions.add_usual_tasks(fair, by=staff, now=now) == len(rules.USUAL)
        assert actions.add_usual_tasks(fair, by=staff, now=now) == 0
        own = actions.add_task(fair, {"ja": "宿を知らせる", "vi": "Báo khách sạn"}, 1, by=staff, now=now)
    with writing(), pytest.raises(Refused) as refused:
        actions.add_task(fair, {"vi": "Báo khách sạn"}, 1, by=staff, now=now)
    assert refused.value.reason is PreparingRefusal.WORDS_WANTED
    by_kind = {one.kind: one for one in queries.tasks_of(fair)}
    with writing(), pytest.raises(Refused) as refused:
        actions.tick(booth, by_kind[TaskKind.PEOPLE], done=True, by=acting, now=now)
    assert refused.value.reason is PreparingRefusal.TICKS_ITSELF
    with writing(), pytest.raises(Missing):
        actions.tick(booth, own, done=True, by=stranger, now=now)
    for done in (True, True, False, True):
        with writing():
            actions.tick(booth, own, done=done, by=acting, now=now)
    assert db.scalar(select(func.count()).select_from(BoothTask)) == 1
    with writing():
        booth_actions.bring(fair, booth, BroughtAlong(people=(Comes("佐藤"),)), by=acting, now=now)
    done = queries.own_tasks(fair, booth).done
    assert done == {own.public_id, by_kind[TaskKind.PEOPLE].public_id}

    clock.move_to(fair.event.starts_at - timedelta(days=6))
    later = fair.event.starts_at - timedelta(days=6)
    assert jobs.remind_companies(later) == 1
    assert jobs.remind_companies(later) == 0
    (mail,) = outbox.hand_over()
    words = mail.get_body(("plain",)).get_content()
    # What is ticked off is not named; everything else is, once.
    assert "宿を知らせる" not in words and words.count("\n- ") == len(rules.USUAL) - 1
    with writing():
        actions.remove_task(fair, own, by=staff, now=later)
    assert own.public_id not in queries.own_tasks(fair, booth).done


def test_the_board_of_staff_and_its_file(client, app, db, now):
    fair = make_fair(make_event(slug="hanoi", seats=None, starts_at=now + timedelta(days=10)))
    for name in ("会社1", "会社2"):
        company, _acting = make_company_with(people.make_user(f"{name[-1]}@demo.example"), name=name)
        make_booth(fair, company)
    staff = people.coordinator()
    people.sign_in(client, staff)
    assert client.post("/ja/staff/fairs/hanoi/preparation/usual").status_code == 303
    page = client.get("/ja/staff/fairs/hanoi/preparation").get_data(as_text=True)
    assert page.count("会社1") == 2 and page.count("is-late") > 0
    lines = client.get("/ja/staff/fairs/hanoi/preparation.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 4 and lines[2].split(",")[1] == "会社1"
    faulty = client.post(
        "/ja/staff/fairs/hanoi/preparation/new", data={"days_before": "400", "words_vi": "Báo"}
    )
    assert faulty.status_code == 422 and "Báo" in faulty.get_data(as_text=True)


def test_the_pages_of_booths(client, app, db, now, count_queries):
    fair = make_fair(make_event(slug="hanoi", seats=None))
    owner = people.company_member()
    company, _acting = make_company_with(owner)
    people.sign_in(client, owner)
    # Nothing was asked for, so there is nothing to bring.
    assert client.get("/ja/company/fairs/hanoi/booth").status_code == 404
    booth = make_booth(fair, company)
    data = {"person-1-name": "佐藤", "person-2-name": "Trần", "person-2-languages": "vi", "notes": "x" * 601}
    faulty = client.post("/ja/company/fairs/hanoi/booth", data=data)
    assert faulty.status_code == 422 and "Trần" in faulty.get_data(as_text=True)
    assert client.post("/ja/company/fairs/hanoi/booth", data={**data, "notes": ""}).status_code == 303
    db.refresh(booth)
    assert booth.languages == ["vi"]

    staff = client.application.test_client()
    people.sign_in(staff, people.coordinator())
    path = "/ja/staff/fairs/hanoi/booths"
    wrong = staff.post(path, data={"booths": "1", "tables_each": "2", "first": "host_region"})
    assert wrong.status_code == 422
    data = {"booths": "1", "tables_each": "2", "first": "first_time", "demands": "y"}
    assert staff.post(path, data=data).status_code == 303
    waiting, _acting = make_company_with(people.make_user("waits@demo.example"), name="待つ会社")
    asked = make_booth(fair, waiting, state=BoothState.ASKED)
    with count_queries(18):
        assert "待つ会社" in staff.get(path).get_data(as_text=True)
    let_in = f"{path}/{asked.public_id}/let-in"
    assert staff.post(let_in, data={"why": ""}).status_code == 422
    assert staff.post(let_in, data={"why": "支社が近い"}).status_code == 303
    assert staff.post(f"{path}/give-out").location == path
    db.refresh(asked)
    assert asked.state is BoothState.WAITING
