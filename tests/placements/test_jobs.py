"""Hires are asked whether their numbers and addresses are still right, before these go stale."""

from datetime import date, datetime, timedelta

from flask import Flask
import pytest
from sqlalchemy.orm import Session

from recruit.accounts.actions import ways
from recruit.accounts.models import User
from recruit.core.db import writing
from recruit.placements import actions as placements, jobs
from recruit.placements.rules import ExitKind
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox


def test_a_hire_is_asked_once_and_again_half_a_year_later(
    app: Flask, db: Session, outbox: Outbox, clock, now
) -> None:
    make.make_hire(starts_on=date(2026, 11, 1), user=people.student())
    assert jobs.ask_about_ways(now + timedelta(days=168)) == 0
    assert jobs.ask_about_ways(now + timedelta(days=170)) == 1
    assert jobs.ask_about_ways(now + timedelta(days=171)) == 0
    assert jobs.ask_about_ways(now + timedelta(days=352)) == 0
    assert jobs.ask_about_ways(now + timedelta(days=354)) == 1
    assert jobs.ask_about_ways(now + timedelta(days=355)) == 0
    assert outbox.kinds.count("ways_still_right") == 2


def test_who_has_said_so_meanwhile_gets_no_mail(app: Flask, db: Session, outbox: Outbox, clock, now) -> None:
    student = people.student()
    make.make_hire(starts_on=date(2026, 11, 1), user=student)
    clock.shift(timedelta(days=170))
    assert jobs.ask_about_ways(now + timedelta(days=170)) == 1
    with writing():
        ways.confirm_ways(by=people.visitor_of(student), now=now + timedelta(days=170))
    assert [mail for mail in outbox.hand_over() if "/account/ways" in str(mail)] == []
    assert [str(mail.state) for mail in outbox.of_kind("ways_still_right")] == ["not_wanted"]
    assert jobs.ask_about_ways(now + timedelta(days=330)) == 0


def test_moves_ask_once_each_and_not_who_has_said_so_lately(
    app: Flask, db: Session, outbox: Outbox, clock, now
) -> None:
    student = people.student()
    day = timedelta(days=1)
    make.make_hire(starts_on=date(2027, 4, 1), user=student, expected=True)
    assert jobs.ask_before_moves(now + 95 * day) == 0
    assert jobs.ask_before_moves(now + 100 * day) == 1
    assert jobs.ask_before_moves(now + 101 * day) == 0
    with writing():
        ways.confirm_ways(by=people.visitor_of(student), now=now + 99 * day)
    assert jobs.ask_before_moves(now + 120 * day) == 0
    clock.move_to(now + 100 * day)
    outbox.hand_over()
    assert [str(mail.state) for mail in outbox.of_kind("ways_still_right")] == ["not_wanted"]


def test_who_does_not_answer_before_leaving_keeps_nobody_behind_from_being_asked(
    app: Flask, db: Session, outbox: Outbox, now
) -> None:
    day = timedelta(days=1)
    leaver = make.make_hire(starts_on=date(2026, 11, 1), user=people.student())
    staff = people.visitor_of(people.coordinator())
    with writing():
        placements.enter_end(leaver, date(2027, 1, 31), ExitKind.RETURNED_HOME, by=staff, now=now)
    asked = [jobs.ask_before_moves(now + after * day) for after in (37, 39, 68, 70, 80)]
    assert asked == [0, 1, 0, 0, 0]


def test_every_end_of_a_stay_asks_once(app: Flask, db: Session, outbox: Outbox, clock, now) -> None:
    day, today = timedelta(days=1), date(2026, 11, 25)
    hire = make.make_hire(starts_on=date(2026, 11, 1), user=people.student())

    def asked(after: int) -> int:
        return jobs.ask_before_moves(now + after * day)

    with writing():
        hire.stay_until_on = today + 100 * day
    assert [asked(69), asked(70), asked(71), asked(99), asked(130)] == [0, 1, 0, 0, 0]
    [mail] = outbox.of_kind("ways_still_right")
    assert mail.params["move"] == "stay"
    with writing():
        hire.stay_until_on = today + 200 * day
    assert [asked(169), asked(170), asked(171)] == [0, 1, 0]


@pytest.mark.parametrize("language", ["ja", "vi", "id", "en"])
def test_the_mail_is_in_the_language_of_the_hire(
    app: Flask, db: Session, outbox: Outbox, clock, now, language: str
) -> None:
    student = people.make_user("hire@demo.example", name="Nguyễn Thị An", language=language)
    make.make_hire(starts_on=date(2026, 11, 1), user=student)
    clock.shift(timedelta(days=170))
    jobs.ask_about_ways(now + timedelta(days=170))
    [mail] = [
        mail for mail in outbox.hand_over() if "/account/ways" in str(mail.get_body(("plain",)).get_content())
    ]
    assert f"/{language}/account/ways" in mail.get_body(("plain",)).get_content()


def test_students_and_leavers_are_not_asked(app: Flask, db: Session, outbox: Outbox, now) -> None:
    people.student()
    assert jobs.ask_about_ways(now + timedelta(days=400)) == 0
    assert outbox.kinds == []


def test_one_who_cannot_be_asked_keeps_back_nobody(
    app: Flask, db: Session, outbox: Outbox, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = people.student(), people.other_student()
    for user in (first, second):
        make.make_hire(starts_on=date(2026, 11, 1), user=user)
    asks = jobs.ask_whether_right

    def breaks_for_the_first(user: User, since: datetime, *, now: datetime) -> None:
        if user.id == first.id:
            raise RuntimeError("cannot")
        asks(user, since, now=now)

    monkeypatch.setattr(jobs, "ask_whether_right", breaks_for_the_first)
    assert jobs.ask_about_ways(now + timedelta(days=170)) == 1
    assert [mail.to_ref for mail in outbox.of_kind("ways_still_right")] == [second.person.public_id]
