"""Answering on a phone: by the key in the mail or signed in, in four languages, once, and never seen by an employer."""

from datetime import date, timedelta
import json
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
import time_machine
from werkzeug.test import TestResponse

from recruit.accounts.models import User
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.models import Sighting
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement
from recruit.surveys import jobs
from recruit.surveys.actions import contacts
from recruit.surveys.forms import load_shipped
from recruit.surveys.models import Answer, Contact, FollowUpTask, Response, SurveyLink
from recruit.surveys.queries.answering import hash_of, mark_of
from recruit.surveys.rules import ContactKind, ContactState, ResponseState
from tests import people
from tests.factories import placements, surveys as make
from tests.mail import Outbox

FORM = next(form for form in load_shipped() if form.key == "hire_w1")
WORDS = "Ký túc xá hơi xa công ty, <b>nhưng</b> ổn."


@pytest.fixture
def placement(app: Flask) -> Placement:
    """Somebody who began a week ago, to the day."""
    return make.make_hire()


@pytest.fixture
def key(placement: Placement, outbox: Outbox) -> str:
    """The key in the first mail."""
    jobs.tick(core_clock.now())
    return make.keys_in(outbox)[0]


def answer(client: FlaskClient, key: str, item: str, language: str = "vi", **data: object) -> str:
    """Answer one question; where the page leads."""
    reply = client.post(f"/{language}/s/{key}/question/{item}", data={"asked": item, **data})
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]


def answer_all(client: FlaskClient, key: str, **given: object) -> None:
    """Begin, answer every question that comes, and stand before handing in."""
    where = client.post(f"/vi/s/{key}/begin").headers["Location"]
    while "/question/" in where:
        item = where.rpartition("/")[2]
        choices = FORM.item(item).choices
        value = given.get(item, choices[-1].value if choices else "")
        where = answer(client, key, item, answer=value)


def test_the_mail_holds_a_key_whose_hash_alone_is_kept(key: str, outbox: Outbox, db: Session) -> None:
    assert db.scalars(select(SurveyLink.token_hash)).all() == [hash_of(key)]
    assert key not in outbox.mails[0].body
    assert "***" in outbox.mails[0].body


def test_opening_changes_nothing_and_needs_no_sign_in(client: FlaskClient, key: str, db: Session) -> None:
    page = client.get(f"/vi/s/{key}")
    assert page.status_code == 200
    for address in (f"/vi/s/{key}/question/w_housing", f"/vi/s/{key}/check", f"/vi/s/{key}/refuse"):
        assert client.get(address).status_code in (200, 303)
    assert db.scalar(select(func.count()).select_from(Response)) == 0
    assert client.get("/vi/s/" + "x" * 43).status_code == 404
    assert client.get(f"/vi/s/{key}/question/nothing").status_code == 404


def test_pages_behind_a_key_stay_in_no_cache(client: FlaskClient, key: str) -> None:
    assert client.get(f"/vi/s/{key}").headers["Cache-Control"] == "no-store"
    assert client.get("/vi/s/no-such-key").headers["Cache-Control"] == "no-store"


def test_answers_are_kept_one_by_one_and_another_device_goes_on(
    app: Flask,
    client: FlaskClient,
    placement: Placement,
    key: str,
    outbox: Outbox,
    clock: time_machine.Traveller,
) -> None:
    first = client.post(f"/vi/s/{key}/begin").headers["Location"].rpartition("/")[2]
    following = answer(client, key, first, answer=FORM.item(first).choices[0].value)
    assert make.contact_of(placement, "w1").state is ContactState.STARTED
    clock.shift(timedelta(days=3))
    jobs.tick(core_clock.now())
    [second_key] = make.keys_in(outbox)
    assert second_key != key
    other_device = app.test_client()
    # Before a button is pressed there, the list of questions is covered too: which are asked tells of the answers.
    covered = other_device.get(f"/id/s/{second_key}/check")
    assert (covered.status_code, covered.headers.get("Location", "")[-len(second_key) :]) == (303, second_key)
    assert (
        other_device.post(f"/id/s/{second_key}/begin").headers["Location"].rpartition("/")[2]
        == (following.rpartition("/")[2])
    )
    reminder = outbox.of_kind("survey_reminder")
    assert len(reminder) == 1


def test_handing_in_twice_is_thanked_twice_and_kept_once(
    client: FlaskClient,
    placement: Placement,
    key: str,
    db: Session,
    outbox: Outbox,
    clock: time_machine.Traveller,
) -> None:
    # A trouble is told, and what may be done about it; then taken back: what was asked because of it goes too.
    client.post(f"/vi/s/{key}/begin")
    answer(client, key, "a_trouble", answer="a_unpaid")
    answer(client, key, "a_share", answer=FORM.item("a_share").choices[0].value)
    answer_all(client, key, say_more=WORDS)
    assert (
        "<b>" not in client.get(f"/vi/s/{key}/check").text.partition("<main")[2].partition("hơi xa")[2][:40]
    )
    for _press in range(2):
        assert client.post(f"/vi/s/{key}/submit").status_code == 303
        assert client.get(f"/vi/s/{key}").status_code == 200
    [response] = db.scalars(select(Response)).all()
    assert (response.state, response.late, response.language) == (ResponseState.SUBMITTED, False, "vi")
    kept = set(db.scalars(select(Answer.item)))
    assert "a_trouble" in kept and "a_share" not in kept
    words = db.scalar(select(Answer.words).where(Answer.item == "say_more"))
    assert words is not None and WORDS.encode() not in words
    assert make.contact_of(placement, "w1").state is ContactState.COMPLETE
    assert client.post(f"/vi/s/{key}/question/w_housing", data={"answer": "1"}).status_code == 303
    clock.shift(timedelta(days=4))
    jobs.tick(core_clock.now())
    outbox.hand_over()
    assert outbox.of_kind("survey_reminder") == []
    open_reminders = select(Contact).where(
        Contact.kind == ContactKind.REMINDER, Contact.state == ContactState.PLANNED
    )
    assert db.scalars(open_reminders).all() == []


def test_the_last_reminder_says_so_and_how_long_is_left(
    client: FlaskClient, key: str, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    client.post(f"/vi/s/{key}/begin")
    texts = []
    for days in (3, 4):
        clock.shift(timedelta(days=days))
        jobs.tick(core_clock.now())
        [mail] = outbox.hand_over()
        body = mail.get_body(("plain",))
        assert body is not None
        texts.append((str(mail["Subject"]), body.get_content()))
    [(first, first_text), (last, last_text)] = texts
    assert first.startswith("Nhắc lại") and "còn 11 ngày" in first_text and "câu 1 trong" in first_text
    assert last.startswith("Nhắc lần cuối") and "còn 7 ngày" in last_text
    assert "email cuối cùng" in last_text and "email cuối cùng" not in first_text


def test_a_browser_that_was_without_network_is_told_what_became_of_each_answer(
    app: Flask, client: FlaskClient, key: str, db: Session
) -> None:
    by_script = {"X-Answered-Here": "1"}
    first = client.post(f"/vi/s/{key}/begin").headers["Location"]
    item = first.rpartition("/")[2]
    one, other = (choice.value for choice in FORM.item(item).choices[:2])
    seen = mark_of("")

    def send(value: str) -> TestResponse:
        return client.post(first, data={"answer": value, "seen": seen, "asked": item}, headers=by_script)

    reply = send(one)
    assert reply.status_code == 204
    assert reply.headers["X-Next"].rpartition("/question/")[2] not in ("", item)
    # Whoever changes it on the same page has seen what is kept now.
    assert json.loads(reply.headers["X-Seen"]) == {"seen": mark_of(one)}
    # Sent again by a phone that had not heard of it: nothing changes. Another answer replaces nothing.
    assert [send(value).status_code for value in (one, other, "nonsense")] == [204, 409, 422]
    assert db.scalars(select(Answer.value)).all() == [[one]]
    # Without the script the page shows both, and the second press is a choice.
    page = client.post(first, data={"answer": other, "seen": seen})
    assert page.status_code == 409
    shown = re.search(r'name="seen" value="(\w+)"', page.text)
    assert shown is not None and shown[1] == mark_of(one)
    assert client.post(first, data={"answer": other, "seen": shown[1]}).status_code == 303
    assert db.scalars(select(Answer.value)).all() == [[other]]
    # The questions that a browser keeps hold no answer; a browser in which nothing was pressed shows none either.
    kept = client.get(f"/vi/s/{key}/questions")
    pieces = json.loads(kept.text)
    drawn = "".join(screen["html"] for screen in pieces["screens"])
    reads = {screen["name"]: screen["reads"] for screen in pieces["screens"]}
    assert reads["a_trouble"] == "trouble" and "10" in pieces["readers"]["trouble"]
    assert re.findall(r'value="([^"]*)" checked', drawn).count("") == drawn.count(" checked") > 0
    assert app.test_client().get(first).status_code == 303
    client.post(f"/vi/s/{key}/submit")
    assert send(one).status_code == 410
    assert db.scalars(select(Answer.value)).all() == [[other]]


def test_switching_the_language_in_a_question_keeps_what_was_typed(
    client: FlaskClient, key: str, db: Session
) -> None:
    client.post(f"/vi/s/{key}/begin")
    there = re.search(
        r'formaction="([^"]+)" name="switch_language" value="id"',
        client.get(f"/vi/s/{key}/question/say_more").text,
    )
    assert there is not None
    page = client.post(there[1], data={"answer": WORDS, "switch_language": "id"})
    assert page.status_code == 200
    assert "Ký túc xá hơi xa công ty" in page.text
    assert FORM.item("say_more").label["id"] in page.text
    assert db.scalar(select(func.count()).select_from(Answer)) == 0


def test_a_question_left_open_is_asked_once_more_and_then_let_go(client: FlaskClient, key: str) -> None:
    client.post(f"/vi/s/{key}/begin")
    asked = client.post(f"/vi/s/{key}/question/w_housing", data={})
    assert asked.status_code == 422
    assert re.search(r'name="asked" value="w_housing"', asked.text)
    assert "/question/" in answer(client, key, "w_housing")
    wrong = client.post(f"/ja/s/{key}/question/w_housing", data={"answer": "nonsense"})
    assert wrong.status_code == 422
    assert 'id="error"' in wrong.text


def test_a_question_that_other_answers_ask_for_is_covered_as_they_are_and_leads_on_when_they_change(
    app: Flask, client: FlaskClient, key: str, db: Session
) -> None:
    client.post(f"/vi/s/{key}/begin")
    answer(client, key, "a_trouble", answer="a_violence")
    asked = f"/vi/s/{key}/question/a_share"

    def how_far() -> list[str]:
        """What somebody else reads who opens the link."""
        return re.findall(r'<p class="answer">(.+)</p>', app.test_client().get(f"/vi/s/{key}").text)

    with_trouble = how_far()
    assert client.get(asked).status_code == 200
    assert app.test_client().get(asked).headers["Location"].endswith(f"/vi/s/{key}")
    answer(client, key, "a_trouble", answer="a_none")
    assert [with_trouble] == [how_far()] and len(with_trouble) == 1
    for reply in (client.get(asked), client.post(asked, data={"answer": "staff"})):
        assert (reply.status_code, reply.headers["Location"].rpartition("/")[2]) == (303, FORM.items[0].name)
    assert db.scalar(select(func.count()).select_from(Answer).where(Answer.item == "a_share")) == 0


def test_a_worrying_answer_shows_help_at_once_and_again_at_the_end(client: FlaskClient, key: str) -> None:
    client.post(f"/vi/s/{key}/begin")
    following = answer(client, key, "a_trouble", answer=["a_violence", "a_unpaid"])
    assert 'href="tel:110"' in client.get(following).text
    answer(client, key, "a_trouble", answer="a_none")
    assert 'aria-labelledby="worry-title"' not in client.get(f"/vi/s/{key}/check").text
    answer_all(client, key, a_trouble="a_violence")
    client.post(f"/vi/s/{key}/submit")
    assert 'aria-labelledby="worry-title"' in client.get(f"/vi/s/{key}").text


def test_late_answers_are_taken_for_some_days_and_then_no_more(
    client: FlaskClient, key: str, db: Session, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=20))
    answer_all(client, key)
    client.post(f"/vi/s/{key}/submit")
    assert db.scalars(select(Response.late)).all() == [True]


def test_a_survey_that_is_over_says_so_kindly(
    client: FlaskClient, key: str, db: Session, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=40))
    assert client.get(f"/vi/s/{key}").status_code == 200
    assert client.post(f"/vi/s/{key}/begin").status_code == 303
    assert db.scalar(select(func.count()).select_from(Response)) == 0


def test_a_survey_that_is_not_open_yet_takes_nothing(app: Flask, db: Session) -> None:
    client, _user, placement = _signed_in_hire(app)
    own = f"/vi/me/surveys/{make.contact_of(placement, 'm3').public_id}"
    assert client.get(own).status_code == 200
    for page, data in (("begin", {}), ("question/a_trouble", {"answer": "a_none"}), ("submit", {})):
        assert client.post(f"{own}/{page}", data=data).status_code == 303
    assert db.scalar(select(func.count()).select_from(Response)) == 0


def test_a_key_ends_a_month_after_its_survey(
    client: FlaskClient, placement: Placement, key: str, clock: time_machine.Traveller
) -> None:
    """An old mail in somebody's hands tells nothing and changes nothing."""
    answer_all(client, key, a_trouble="a_violence")
    client.post(f"/vi/s/{key}/submit")
    before = make.states_of(placement)
    clock.shift(timedelta(days=70))
    assert client.get(f"/vi/s/{key}").status_code == 404
    assert client.post(f"/vi/s/{key}/refuse", data={"act": "surveys"}).status_code == 404
    assert make.states_of(placement) == before


def test_a_key_sent_off_by_hand_lives_as_long_as_its_survey(
    app: Flask, client: FlaskClient, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    """Its window closed long ago; it counts from the day it was sent."""
    late = make.contact_of(
        make.make_hire(starts_on=date(2026, 10, 1), registered_on=date(2026, 11, 24)), "m1"
    )
    clock.shift(timedelta(days=91))
    by = people.visitor_of(people.coordinator())
    with writing():
        contacts.release(late, by=by, now=core_clock.now())
    [key] = make.keys_in(outbox)
    assert client.post(f"/vi/s/{key}/begin").headers["Location"].count("/question/") == 1
    clock.shift(timedelta(days=30))
    assert client.get(f"/vi/s/{key}").status_code == 200
    clock.shift(timedelta(days=40))
    assert client.get(f"/vi/s/{key}").status_code == 404


def test_who_does_not_want_to_be_asked_is_not_asked(
    client: FlaskClient, placement: Placement, key: str, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    assert client.post(f"/vi/s/{key}/refuse", data={"act": "surveys"}).status_code == 200
    assert set(make.states_of(placement).values()) == {"opted_out surveys"}
    clock.shift(timedelta(days=25))
    jobs.tick(core_clock.now())
    assert len(outbox.mails) == 1
    client.post(f"/vi/s/{key}/refuse", data={"act": "again"})
    assert make.states_of(placement)["m3"] == "planned"


def _signed_in_hire(app: Flask) -> tuple[FlaskClient, User, Placement]:
    user = people.student()
    placement = make.make_hire(user=user, employer=placements.make_company())
    return people.sign_in(app.test_client(), user), user, placement


def test_the_own_list_opens_the_same_answers(app: Flask, outbox: Outbox, db: Session) -> None:
    client, _user, placement = _signed_in_hire(app)
    jobs.tick(core_clock.now())
    [key] = make.keys_in(outbox)
    own = make.contact_of(placement, "w1").public_id
    assert f"/vi/me/surveys/{own}" in client.get("/vi/me/surveys").text
    first = client.post(f"/vi/me/surveys/{own}/begin").headers["Location"].rpartition("/")[2]
    reply = client.post(
        f"/vi/me/surveys/{own}/question/{first}",
        data={"answer": FORM.item(first).choices[0].value},
    )
    assert reply.status_code == 303
    next_by_key = app.test_client().post(f"/vi/s/{key}/begin").headers["Location"]
    assert next_by_key.rpartition("/")[2] == reply.headers["Location"].rpartition("/")[2]
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert stranger.get(f"/vi/me/surveys/{own}").status_code == 404
    assert stranger.post(f"/vi/me/surveys/{own}/begin").status_code == 404


STAFF_PAGES = ("/staff/followups", "/staff/surveys", "/staff/surveys/hire_w1", "/staff/cases")


def test_employers_and_universities_see_nothing(
    app: Flask, client: FlaskClient, outbox: Outbox, db: Session
) -> None:
    _hire, _user, placement = _signed_in_hire(app)
    jobs.tick(core_clock.now())
    [key] = make.keys_in(outbox)
    answer_all(client, key, a_trouble="a_unpaid")
    client.post(f"/vi/s/{key}/submit")
    response = db.scalars(select(Response)).one()
    employer, other = placement.employer, placements.make_company("別の会社")
    assert employer is not None
    member, viewer, stranger = people.company_member(), people.company_viewer(), people.other_company_member()
    placements.make_member(member, employer, Rights.OWNER)
    placements.make_member(viewer, employer, Rights.VIEWER)
    placements.make_member(stranger, other)
    task = db.scalars(select(FollowUpTask.public_id)).first()
    pages = [
        *STAFF_PAGES,
        f"/staff/surveys/responses/{response.public_id}",
        f"/me/surveys/{response.contact.public_id}",
        f"/me/surveys/{response.contact.public_id}/check",
    ]
    for user in (member, viewer, stranger, people.university_member()):
        browser = people.sign_in(app.test_client(), user)
        for page in pages:
            assert browser.get(f"/ja{page}").status_code in (403, 404), (user.email, page)
        assert (
            browser.post(f"/ja/staff/followups/contacts/{response.contact.public_id}/send").status_code == 403
        )
        assert task is None or browser.post(f"/ja/staff/followups/tasks/{task}/done").status_code == 403
    shown = people.sign_in(app.test_client(), member).get(f"/ja/company/placements/{placement.public_id}")
    assert shown.status_code == 200
    assert "/staff/surveys/responses/" not in shown.text


def test_a_single_response_is_for_the_retention_officer_and_leaves_a_trace(
    app: Flask, client: FlaskClient, placement: Placement, key: str, db: Session
) -> None:
    answer_all(client, key, say_more=WORDS)
    client.post(f"/vi/s/{key}/submit")
    response = db.scalars(select(Response)).one()
    page = f"/ja/staff/surveys/responses/{response.public_id}"
    coordinator = people.coordinator()
    for user in (coordinator, people.editor(), people.administrator()):
        assert people.sign_in(app.test_client(), user).get(page).status_code == 403
    officer = people.sign_in(app.test_client(), people.retention_officer())
    assert "Ký túc xá hơi xa" in officer.get(page).text
    seen = db.scalars(select(Sighting)).one()
    assert (seen.what, seen.person_ref) == ("response", placement.person.public_id)
    staff_page = f"/ja/staff/placements/{placement.public_id}"
    assert response.public_id in officer.get(staff_page).text
    assert response.public_id not in people.sign_in(app.test_client(), coordinator).get(staff_page).text


def test_what_is_not_handed_in_is_nobodys_but_the_hires(
    app: Flask, client: FlaskClient, placement: Placement, key: str, db: Session
) -> None:
    assert client.post(f"/vi/s/{key}/begin").status_code == 303
    client.post(f"/vi/s/{key}/question/say_more", data={"answer": WORDS})
    response = db.scalars(select(Response)).one()
    officer = people.sign_in(app.test_client(), people.retention_officer())
    assert officer.get(f"/ja/staff/surveys/responses/{response.public_id}").status_code == 404
    assert response.public_id not in officer.get(f"/ja/staff/placements/{placement.public_id}").text
    assert not db.scalars(select(Sighting).where(Sighting.what == "response")).all()


def test_a_hire_sees_who_has_read_the_answers(
    app: Flask, client: FlaskClient, outbox: Outbox, db: Session
) -> None:
    hire, _user, _placement = _signed_in_hire(app)
    jobs.tick(core_clock.now())
    [key] = make.keys_in(outbox)
    answer_all(client, key)
    client.post(f"/vi/s/{key}/submit")
    response = db.scalars(select(Response)).one()
    assert "中村 さくら" not in hire.get("/vi/me/surveys").text
    officer = people.sign_in(app.test_client(), people.retention_officer())
    assert officer.get(f"/ja/staff/surveys/responses/{response.public_id}").status_code == 200
    assert "中村 さくら" in hire.get("/vi/me/surveys").text
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert "中村 さくら" not in stranger.get("/vi/me/surveys").text
