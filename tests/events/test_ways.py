"""Seats that staff or a draw give, seats that are held for a time, and what is asked before."""

from concurrent.futures import ThreadPoolExecutor
import csv
from datetime import timedelta
import io
import threading

import pytest
from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core import clock as the_clock
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.events import actions, drawing, jobs, privacy, queries
from recruit.events.asking import actions as asking
from recruit.events.asking.models import RegistrationAnswer
from recruit.events.asking.rules import Answer, AskedOf, QuestionFacts, QuestionForm, QuestionWords
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventRefusal, RefusedFor, RegistrationState, SignUpWay
from tests import people
from tests.factories.events import make_event, make_profile

ASKED, OFFERED = RegistrationState.ASKED, RegistrationState.OFFERED
SIGNED_UP, WAITING = RegistrationState.SIGNED_UP, RegistrationState.WAITING


def _event(way: SignUpWay = SignUpWay.FIRST_COME, *, seats: int | None = 2, **values) -> Event:
    event = make_event(seats=seats, vi="Ngày hội", slug=values.pop("slug", ""))
    with writing() as rows:
        fresh = rows.get_one(Event, event.id)
        fresh.way, fresh.seed = way, drawing.new_seed()
        for name, value in values.items():
            setattr(fresh, name, value)
    return event


def _student(number: int):
    user = people.make_user(f"student{number}@demo.example", language="vi")
    make_profile(user)
    return people.visitor_of(user)


def _user(email: str) -> User:
    return session().scalars(select(User).where(User.email == email)).one()


@pytest.fixture
def staff(app, db):
    return people.coordinator()


def _all_sign_up(event: Event, many: int, now) -> list[Registration]:
    rows = []
    for visitor in [_student(number) for number in range(many)]:
        with writing():
            rows.append(actions.sign_up(event, by=visitor, now=now))
    return rows


def _states(rows, db) -> list[RegistrationState]:
    for one in rows:
        db.refresh(one)
    return [one.state for one in rows]


def test_staff_answer_several_at_once(app, db, staff, now, outbox):
    event = _event(SignUpWay.APPROVAL)
    rows = _all_sign_up(event, 5, now)
    assert _states(rows, db) == [ASKED] * 5
    assert event.signed_up_count == 0 and outbox.kinds == ["seat_asked"] * 5
    refs = [one.public_id for one in rows]
    with writing():
        assert (
            actions.refuse(
                event, refs[:1], RefusedFor.ANSWERS, "パスポート", by=people.visitor_of(staff), now=now
            )
            == 1
        )
    for count in ((2, 1), (0, 0)):
        with writing():
            assert actions.approve(event, refs[1:4], by=people.visitor_of(staff), now=now) == count
    assert _states(rows, db) == [RegistrationState.REFUSED, SIGNED_UP, SIGNED_UP, WAITING, ASKED]
    db.refresh(event)
    assert event.signed_up_count == 2
    assert outbox.kinds[5:] == ["seat_refused", "sign_up_ticket", "sign_up_ticket", "on_waiting_list"]
    with pytest.raises(Refused) as refused, writing():
        actions.sign_up(event, by=people.visitor_of(_user("student0@demo.example")), now=now)
    assert refused.value.reason is EventRefusal.REFUSED_BEFORE
    refusal = next(
        mail for mail in outbox.hand_over() if "パスポート" in mail.get_body(("plain",)).get_content()
    )
    assert "thiếu" in refusal.get_body(("plain",)).get_content()
    # Staff change their mind, after the deadline too.
    with writing():
        assert actions.approve(event, refs[:1], by=people.visitor_of(staff), now=event.sign_up_until) == (
            0,
            1,
        )
    for words in ("", "なし"):
        reason = RefusedFor.OTHER if not words else RefusedFor.TOO_MANY
        late = event.ends_at if words else now
        with pytest.raises(Refused), writing():
            actions.refuse(event, refs, reason, words, by=people.visitor_of(staff), now=late)


def test_a_draw_is_done_once_at_the_deadline_and_can_be_checked(app, db, staff, client, now, clock, outbox):
    event = _event(SignUpWay.LOTTERY, slug="hanoi")
    rows = _all_sign_up(event, 6, now)
    with writing():
        actions.cancel(rows[0], by=people.visitor_of(_user("student0@demo.example")), now=now)
    before = client.get("/vi/fairs/hanoi/draw").get_data(as_text=True)
    assert drawing.mark_of(event.seed) in before and event.seed not in before
    assert client.get("/vi/fairs/hanoi/draw.csv").status_code == 404
    assert jobs.draw_lotteries(event.sign_up_until - timedelta(seconds=1)) == 0
    assert jobs.draw_lotteries(event.sign_up_until) == 5
    assert jobs.draw_lotteries(event.sign_up_until) == 0
    wanted = drawing.drawn_order(event.seed, [one.public_id for one in rows[1:]])
    assert jobs.tell_drawn(event.sign_up_until) == 5 and jobs.tell_drawn(event.sign_up_until) == 0
    states = dict(zip([one.public_id for one in rows], _states(rows, db), strict=True))
    assert [states[number] for number in wanted] == [SIGNED_UP] * 2 + [WAITING] * 3
    db.refresh(event)
    assert (event.signed_up_count, event.drawn_seats) == (2, 2)
    assert sorted(outbox.kinds[-5:]) == ["on_waiting_list"] * 3 + ["sign_up_ticket"] * 2
    # A seat that comes free goes to the next lot.
    first = next(one for one in rows if one.public_id == wanted[0])
    with writing():
        actions.cancel(first, by=people.visitor_of(staff), now=event.sign_up_until)
    states = dict(zip([one.public_id for one in rows], _states(rows, db), strict=True))
    assert states[wanted[2]] is SIGNED_UP
    # The published file still says what the lots said.
    clock.move_to(event.sign_up_until)
    file = list(csv.reader(io.StringIO(client.get("/vi/fairs/hanoi/draw.csv").data.decode("utf-8-sig"))))
    assert [(row[0], row[1], row[2]) for row in file[1:]] == [
        (str(place), number, drawing.lot_of(event.seed, number)) for place, number in enumerate(wanted, 1)
    ]
    assert event.seed in client.get("/vi/fairs/hanoi/draw").get_data(as_text=True)


def test_a_held_seat_is_taken_or_passed_on(app, db, staff, client, now, clock, outbox):
    event = _event(seats=1, offer_hours=24, slug="hanoi")
    rows = _all_sign_up(event, 4, now)
    holder = people.visitor_of(staff)
    with writing():
        actions.cancel(rows[0], by=holder, now=now)
    assert _states(rows[1:], db) == [OFFERED, WAITING, WAITING]
    assert rows[1].offered_until_at == now + timedelta(hours=24)
    # The held seat is nobody else's.
    db.refresh(event)
    assert event.signed_up_count == 1
    assert jobs.pass_on_seats(now + timedelta(hours=23)) == 0
    later = now + timedelta(hours=24)
    with pytest.raises(Refused) as refused, writing():
        actions.accept_offer(rows[1], by=holder, now=later)
    assert refused.value.reason is EventRefusal.OFFER_OVER
    assert jobs.pass_on_seats(later) == 1 and jobs.pass_on_seats(later) == 0
    assert _states(rows[1:], db) == [RegistrationState.CANCELLED, OFFERED, WAITING]
    assert outbox.kinds[-2:] == ["offer_lapsed", "seat_held"]
    clock.move_to(later)
    people.sign_in(client, _user("student2@demo.example"))
    assert "/vi/fairs/hanoi/accept" in client.get("/vi/fairs/hanoi").get_data(as_text=True)
    for _ in range(2):
        assert client.post("/vi/fairs/hanoi/accept").status_code == 303
    assert _states(rows[1:], db) == [RegistrationState.CANCELLED, SIGNED_UP, WAITING]
    db.refresh(event)
    assert event.signed_up_count == 1
    assert "sign_up_ticket" in outbox.kinds[-2:]
    assert queries.place_in_waiting_list(rows[3]) == 1


def _ask(
    staff: User,
    event: Event,
    form: QuestionForm,
    vi: str,
    *,
    must: bool,
    choices: tuple[str, ...] = (),
    whom=AskedOf.EVERYBODY,
):
    facts = QuestionFacts(form, must, whom, 1, {"vi": QuestionWords(vi, choices=choices)})
    with writing():
        return asking.add_question(event, facts, by=people.visitor_of(staff), now=the_clock.now())


def test_questions_are_asked_answered_listed_taken_along_and_forgotten(app, db, staff, client, now):
    event = _event(seats=None, slug="hanoi")
    food = _ask(staff, event, QuestionForm.CHOICE, "Bạn ăn gì?", must=True, choices=("Cơm", "Chay"))
    _ask(staff, event, QuestionForm.YES_NO, "Cần xe lăn?", must=False)
    _ask(staff, event, QuestionForm.TEXT, "Không hỏi sinh viên", must=True, whom=AskedOf.OTHERS)
    user = people.student()
    make_profile(user)
    people.sign_in(client, user)
    page = client.get("/vi/fairs/hanoi/sign-up").get_data(as_text=True)
    assert "Bạn ăn gì?" in page and "Không hỏi sinh viên" not in page
    assert 'lang="vi"' in client.get("/ja/fairs/hanoi/sign-up").get_data(as_text=True)
    unanswered = client.post("/vi/fairs/hanoi/sign-up")
    assert unanswered.status_code == 422 and "error-summary" in unanswered.get_data(as_text=True)
    wrong = client.post("/vi/fairs/hanoi/sign-up", data={f"answer_{food.public_id}": "7"})
    assert wrong.status_code == 422 and db.scalars(select(Registration)).all() == []
    assert client.post("/vi/fairs/hanoi/sign-up", data={f"answer_{food.public_id}": "1"}).status_code == 303
    registration = db.scalars(select(Registration)).one()
    answer = db.scalars(select(RegistrationAnswer)).one()
    assert (registration.state, answer.question_id, answer.choice) == (SIGNED_UP, food.id, 1)

    desk = app.test_client()
    people.sign_in(desk, staff)
    assert "Chay" in desk.get("/vi/staff/events/hanoi/sign-ups").get_data(as_text=True)
    file = desk.get("/vi/staff/events/hanoi/sign-ups.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert dict(zip(rows[0], rows[1], strict=True))["Bạn ăn gì?"] == "Chay"
    with writing():
        asking.retire_question(event, food, by=people.visitor_of(staff), now=now)
    assert "Chay" in desk.get("/vi/staff/events/hanoi/sign-ups").get_data(as_text=True)

    [export] = privacy.export(user.person_id)["sign_ups"]
    assert export["answers"] == [{"question": "Bạn ăn gì?", "answer": "Chay"}]
    with writing():
        assert privacy.forget_answers(event.ends_at + timedelta(days=89)) == 0
    with writing():
        assert privacy.forget_answers(event.ends_at + timedelta(days=91)) == 1
    with writing():
        asking.keep_answers(registration, [Answer(food.id, choice=0)])
    with writing():
        privacy.erase(user.person_id, now)
    assert db.scalars(select(RegistrationAnswer)).all() == []


def test_staff_write_questions_and_answer_requests_by_page(app, db, staff, client, now):
    event = _event(SignUpWay.APPROVAL, slug="hanoi")
    _all_sign_up(event, 2, now)
    people.sign_in(client, staff)
    here = "/ja/staff/events/hanoi/questions"
    values = {"form": "choice", "asked_of": "everybody", "position": "1", "texts_vi-words": "Ăn gì?"}
    wrong = client.post(f"{here}/new", data=values)
    assert wrong.status_code == 422 and "Ăn gì?" in wrong.get_data(as_text=True)
    assert client.post(f"{here}/new", data={**values, "texts_vi-choices": "Cơm\nPhở"}).location == here
    db.refresh(event)
    assert event.asks and "Ăn gì?" in client.get(here).get_data(as_text=True)

    listed = client.get("/ja/staff/events/hanoi/sign-ups?state=asked").get_data(as_text=True)
    refs = [one.public_id for one in db.scalars(select(Registration).order_by(Registration.id))]
    assert all(f'value="{ref}"' in listed for ref in refs)
    decide = "/ja/staff/events/hanoi/sign-ups/decide"
    client.post(decide, data={"act": "approve", "chosen": refs[0], "state": "asked"})
    client.post(decide, data={"act": "refuse", "chosen": refs[1]})
    client.post(decide, data={"act": "refuse", "chosen": refs[1], "reason": "too_many"})
    found = db.execute(select(Registration.state, Registration.refused_for).order_by(Registration.id)).all()
    assert [tuple(one) for one in found] == [
        (SIGNED_UP, None),
        (RegistrationState.REFUSED, RefusedFor.TOO_MANY),
    ]
    drawn = client.get("/ja/staff/events/hanoi/sign-ups/figures").get_data(as_text=True)
    assert "2026年11月25日" in drawn and drawn.count("<svg") >= 6
    stranger = app.test_client()
    people.sign_in(stranger, _user("student0@demo.example"))
    assert [stranger.get(path).status_code for path in (here, f"{here}/new")] == [403, 403]
    assert stranger.post(decide).status_code == 403
    assert stranger.post("/ja/events/hanoi/accept").status_code == 404


# ------------------------------------------------------------------------------------------------ many at once


def _rush(database, visitors, event, now) -> list[object]:
    barrier = threading.Barrier(len(visitors))

    def take(visitor):
        with database.scope():
            barrier.wait()
            with writing():
                return actions.sign_up(event, by=visitor, now=now).state

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(take, visitors))


def test_forty_people_ten_seats(own_app, own_database, clock, now):
    with own_database.scope():
        event = make_event(kind=EventKind.SEMINAR, seats=10)
        visitors = [people.visitor_of(people.make_user(f"p{number}@demo.example")) for number in range(40)]
    results = _rush(own_database, visitors, event, now)
    assert (results.count(SIGNED_UP), results.count(WAITING)) == (10, 30)
    with own_database.scope() as rows:
        assert rows.get_one(Event, event.id).signed_up_count == 10
        places = rows.scalars(select(Registration.place_in_line).order_by(Registration.place_in_line))
        assert list(places) == list(range(1, 41))
        waiting = rows.scalars(
            select(Registration).where(Registration.state == WAITING).order_by(Registration.place_in_line)
        ).all()
        assert [queries.place_in_waiting_list(one) for one in waiting] == list(range(1, 31))
