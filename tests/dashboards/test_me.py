"""What is next for me: for students, hires, and who comes to the wrong page."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
import pytest

from recruit.accounts.actions import ways
from recruit.accounts.rules import ContactKind
from recruit.applications.models import ApplicationMove
from recruit.applications.rules import ApplicationState, OfferState
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core.db import writing
from recruit.dashboards.queries.me import my_way
from recruit.dashboards.roads import drawn
from recruit.dashboards.rules import JourneyFacts, StudentAct, road_of, split_next
from recruit.events.rules import EventKind, RegistrationState
from recruit.fairs.models import Fair
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.rules import Side
from recruit.organisations.rules import OrganisationKind
from recruit.placements.rules import PlacementState
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make


def acts_of(user: people.User, now: datetime) -> list[StudentAct]:
    first, rest = split_next(my_way(people.visitor_of(user), "en", now).duties, now)
    return [duty.act for duty in ([first, *rest] if first else [])]


def test_a_newcomer_begins_with_the_profile(client: FlaskClient, now: datetime) -> None:
    user = people.student()
    make.make_fair("hanoi", now)
    assert acts_of(user, now) == [
        StudentAct.COMPLETE_PROFILE,
        StudentAct.SIGN_UP_FOR_FAIR,
        StudentAct.LOOK_AT_POSITIONS,
    ]
    page = people.sign_in(client, user).get("/vi/me")
    assert page.status_code == 200
    assert "Nguyễn Thị An" in page.text


def test_a_fair_in_another_country_is_no_first_step(db: object, now: datetime) -> None:
    user = people.student()
    with writing():
        user.person.zone = "Asia/Jakarta"
    make.make_fair("hanoi", now)
    assert acts_of(user, now) == [StudentAct.COMPLETE_PROFILE, StudentAct.LOOK_AT_POSITIONS]
    near = make.make_fair("bandung", now)
    with writing():
        near.country = "ID"
    assert StudentAct.SIGN_UP_FOR_FAIR in acts_of(user, now)


def test_an_offer_comes_before_the_wishes_for_a_later_day(client: FlaskClient, now: datetime) -> None:
    user = people.student()
    student = make.make_student(user, now)
    company = make.make_organisation("works", now, name="旭川建設")
    fair = make.make_fair("hanoi", now, wishes_days=5)
    make.sign_up(user, fair, now)
    application = make.apply(
        student, make.make_position(company, "site-engineer", now), now, ApplicationState.OFFERED
    )
    make.make_offer(application, now, days=3)
    assert acts_of(user, now)[:2] == [StudentAct.ANSWER_OFFER, StudentAct.GIVE_WISHES]
    page = people.sign_in(client, user).get("/en/me").text
    assert "Answer the offer of 旭川建設" in page
    assert "Hello Đức," in page


def test_where_both_sides_agree_on_times_a_proposal_waits_with_its_deadline(
    client: FlaskClient, now: datetime
) -> None:
    user = people.student()
    student = make.make_student(user, now)
    fair = make.make_fair("hanoi", now, wishes_days=5)
    make.sign_up(user, fair, now)
    with writing() as rows:
        rows.get_one(Fair, fair.id).arranging = False
    assert StudentAct.AGREE_ON_TIMES in acts_of(user, now)
    assert StudentAct.GIVE_WISHES not in acts_of(user, now)
    proposal = TimeProposal(
        fair_id=fair.id,
        student_id=student.id,
        company_id=make.make_organisation("works", now).id,
        side=Side.COMPANY,
        slot=0,
        made_at=now,
        answer_by_at=now + timedelta(days=2),
    )
    with writing() as rows:
        rows.add(proposal)
    browser = people.sign_in(client, user)
    page = browser.get("/en/me").text
    assert "1 company proposes a time at the fair" in page and "/me/fairs/hanoi/times" in page
    assert acts_of(user, now)[0] is StudentAct.ANSWER_TIMES
    assert StudentAct.ANSWER_TIMES not in acts_of(user, now + timedelta(days=2))
    assert "/me/fairs/hanoi/times" in browser.get("/en/fairs/hanoi").text


def test_every_seat_to_come_is_found_again_and_a_held_one_waits_for_an_answer(
    client: FlaskClient, now: datetime
) -> None:
    user = people.student()
    evening = make.make_fair("evening", now)
    with writing():
        evening.kind = EventKind.SEMINAR
    make.sign_up(user, evening, now, RegistrationState.OFFERED)
    make.sign_up(user, make.make_fair("hanoi", now), now, RegistrationState.WAITING)
    make.sign_up(user, make.make_fair("given-back", now), now, RegistrationState.CANCELLED)
    make.sign_up(user, make.make_fair("over", now, days=-3), now)
    assert acts_of(user, now)[0] is StudentAct.TAKE_SEAT
    page = people.sign_in(client, user).get("/en/me").text
    assert page.count('href="/en/events/evening"') == 2  # the next step, and the list
    assert page.count('href="/en/fairs/hanoi"') == 1
    assert "On the waiting list" in page
    assert "/given-back" not in page
    assert "/over" not in page


@pytest.mark.parametrize("state", [RegistrationState.CANCELLED, RegistrationState.REFUSED])
def test_who_gave_up_the_seat_is_not_asked_for_wishes(
    db: object, now: datetime, state: RegistrationState
) -> None:
    user = people.student()
    make.make_student(user, now)
    make.sign_up(user, make.make_fair("hanoi", now), now, state)
    assert StudentAct.GIVE_WISHES not in acts_of(user, now)


def test_a_free_seat_and_coming_meetings_are_said_with_their_time(client: FlaskClient, now: datetime) -> None:
    user = people.student()
    student = make.make_student(user, now)
    company = make.make_organisation("works", now)
    soon = make.make_fair("soon", now, days=2, wishes_days=-1)
    make.sign_up(user, soon, now)
    make.make_meeting(soon, student, company, now)
    make.sign_up(user, make.make_fair("later", now), now, RegistrationState.OFFERED)
    acts = acts_of(user, now)
    assert {StudentAct.TAKE_SEAT, StudentAct.GO_TO_MEETINGS} <= set(acts)
    assert StudentAct.SIGN_UP_FOR_FAIR not in acts
    assert "10:00" in people.sign_in(client, user).get("/vi/me").text


def test_a_hire_sees_the_step_the_others_and_the_road(client: FlaskClient, now: datetime) -> None:
    user = people.student()
    student = make.make_student(user, now)
    company = make.make_organisation("works", now, name="旭川建設")
    application = make.apply(
        student, make.make_position(company, "site-engineer", now), now, ApplicationState.HIRED
    )
    make.make_offer(application, now - timedelta(days=9), OfferState.ACCEPTED)
    placement = make.make_placement(user.person, company, "1")
    make.make_plan(
        placement,
        [
            ("A", StepOwner.STUDENT, StepState.DONE, date(2026, 11, 1)),
            ("B", StepOwner.STUDENT, StepState.OPEN, date(2027, 1, 20)),
            ("C", StepOwner.COMPANY, StepState.OPEN, date(2026, 11, 20)),
            ("D", StepOwner.COMPANY, StepState.WAITING, date(2027, 2, 5)),
        ],
        now,
    )
    way = my_way(people.visitor_of(user), "en", now)
    assert [duty.act for duty in way.duties] == [
        StudentAct.DO_STEP,
        StudentAct.SAY_HOW_TO_REACH,
        StudentAct.SAY_WHETHER_ASKED,
    ]
    assert [(one.who, one.what, one.late) for one in way.waiting] == [("旭川建設", "Step C", True)]
    page = people.sign_in(client, user).get("/en/me").text
    assert "Step 2 of 4" in page
    assert "1 of 4 steps done" in page
    assert "Step D" not in page


def test_a_hire_is_asked_how_to_be_reached_until_they_say_and_before_it_goes_stale(
    client: FlaskClient, now: datetime
) -> None:
    user = people.student()
    make.make_student(user, now)
    make.make_placement(user.person, make.make_organisation("works", now), "1")
    asks = people.visitor_of(user)

    def asked(at: datetime) -> list[int]:
        return [one.count for one in my_way(asks, "en", at).duties if one.act == StudentAct.SAY_HOW_TO_REACH]

    assert asked(now) == [0]
    with writing():
        ways.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
    assert asked(now + timedelta(days=168)) == []
    assert asked(now + timedelta(days=169)) == [1]
    with writing():
        ways.confirm_ways(by=asks, now=now + timedelta(days=169))
    assert asked(now + timedelta(days=169)) == []


def test_an_interview_is_known_from_what_became_of_the_application(
    client: FlaskClient, now: datetime
) -> None:
    user = people.student()
    company = make.make_organisation("works", now)
    application = make.apply(
        make.make_student(user, now), make.make_position(company, "one", now), now, ApplicationState.INTERVIEW
    )
    make.make_offer(application, now, OfferState.ACCEPTED)
    make.make_placement(user.person, company, "1")
    assert not my_way(people.visitor_of(user), "en", now).journey.interviewed
    with writing() as rows:
        before, after = ApplicationState.INTERVIEW, ApplicationState.OFFERED
        rows.add(
            ApplicationMove(
                application_id=application.id, from_state=before, to_state=after, at=now, by_ref="x"
            )
        )
    assert my_way(people.visitor_of(user), "en", now).journey.interviewed
    page = people.sign_in(client, user).get("/en/me").text
    assert "Interview" in page
    assert "not part of your road" not in page


def test_the_number_of_statements_does_not_grow(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    user = people.student()
    student = make.make_student(user, now)
    people.sign_in(client, user)

    def add(number: int) -> None:
        company = make.make_organisation(f"works-{number}", now)
        fair = make.make_fair(f"fair-{number}", now, days=5)
        make.sign_up(user, fair, now)
        make.make_meeting(fair, student, company, now)
        posting = make.make_position(company, f"position-{number}", now)
        application = make.apply(student, posting, now, ApplicationState.OFFERED)
        make.make_offer(application, now)

    add(1)
    with count_queries(STATEMENTS):
        client.get("/en/me")
    add(2)
    add(3)
    with count_queries(STATEMENTS):
        client.get("/en/me")


STATEMENTS = 25


def test_nobody_is_led_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.get("/vi/me")
    assert answer.status_code == 303
    assert answer.location.startswith("/vi/account/sign-in?next=")


def test_everybody_is_led_to_the_own_desk(client: FlaskClient, now: datetime) -> None:
    company = make.make_organisation("works", now)
    university = make.make_organisation("huce", now, kind=OrganisationKind.UNIVERSITY, country="VN")
    member, teacher = people.company_member(), people.university_member()
    make.join(member, company, now)
    make.join(teacher, university, now)
    for user, desk in (
        (member, "/en/company/"),
        (teacher, "/en/university/"),
        (people.coordinator(), "/en/staff/"),
        (people.student(), "/en/me"),
    ):
        browser = people.sign_in(client.application.test_client(), user)
        assert browser.get("/en/start").location == desk
        if desk != "/en/me":
            assert browser.get("/en/me").location == desk
        assert browser.get(desk).status_code == 200


def test_who_registered_for_a_company_is_led_to_its_registration(client: FlaskClient, now: datetime) -> None:
    browser = people.sign_in(client, people.company_member())
    for address in ("/en/start", "/en/me"):
        assert browser.get(address).location == "/en/company/apply"
    page = browser.get("/en/company/apply").text
    assert 'href="/en/company/apply"' in page
    assert 'href="/en/me/profile"' not in page


def test_an_ended_spell_leaves_no_duty(db: object, now: datetime) -> None:
    user = people.student()
    company = make.make_organisation("works", now)
    make.make_placement(
        user.person,
        company,
        "1",
        state=PlacementState.LEFT,
        started_on=date(2024, 4, 1),
        ended_on=date(2025, 4, 1),
    )
    way = my_way(people.visitor_of(user), "en", now)
    assert way.placement is None
    assert way.journey.ended_on == date(2025, 4, 1)


def test_who_was_hired_elsewhere_is_not_shown_what_never_was(app: Flask) -> None:
    facts = JourneyFacts(hired=True, started_on=date(2026, 10, 25))
    with app.test_request_context("/en/me"), force_locale("en"):
        shown = drawn(road_of(facts, date(2026, 11, 25)))
    assert [stop.title for stop in shown] == ["First weeks at work", "Year one", "Year three"]
    with app.test_request_context("/en/me"), force_locale("en"):
        late = drawn(road_of(replace(facts, fair_on=date(2026, 1, 16)), date(2026, 11, 25)))
    assert late[0].state == "done"
    assert late[1].words == "not part of your road"
