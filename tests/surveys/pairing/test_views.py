"""The company fills in a form, hands it in once, and never learns what its hire says or whether the hire answers."""

from dataclasses import replace
from datetime import date, timedelta
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry, Sighting
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.models import Response
from recruit.surveys.pairing import following, jobs
from recruit.surveys.pairing.models import CompanyAnswer, CompanyResponse, GapRelease, GapSignal
from recruit.surveys.pairing.privacy import erase, export
from recruit.surveys.pairing.queries import forms
from recruit.surveys.rules import ResponseState
from tests import people
from tests.factories import pairing as make, placements

START = date(2026, 8, 25)


@pytest.fixture
def company(app: Flask) -> Organisation:
    return placements.make_company()


@pytest.fixture
def clerk(app: Flask, company: Organisation) -> FlaskClient:
    user = people.make_user("clerk@yamada.example", language="ja")
    placements.make_member(user, company)
    return people.sign_in(app.test_client(), user)


def test_a_form_is_kept_answer_by_answer_and_handed_in_once(
    clerk: FlaskClient, company: Organisation, db: Session, count_queries: Any
) -> None:
    hire = make.make_hire(company, starts_on=START)
    form = make.form_of(hire, "m3")
    url = f"/ja/company/surveys/{form.public_id}"
    with count_queries(6):
        page = clerk.get("/ja/company/surveys")
    assert page.text.count(form.public_id) == 2 and "Bình 1" in page.text
    # A choice that does not exist and a good one on the same page: the good one is kept, the other is said and asked again.
    answers = {"answer-c_performance": "above", "answer-c_site_share": "all"}
    page = clerk.post(f"{url}/part_point", data=answers)
    assert page.status_code == 422 and 'id="answer-c_site_share-error"' in page.text
    assert re.search(r'value="above" checked', page.text)
    assert db.scalars(select(CompanyAnswer.item)).all() == ["c_performance"]
    assert clerk.post(f"{url}/part_point", data={"answer-c_site_share": "half"}).location.endswith(
        "/part_both_sides"
    )
    # What was taken back on the way is gone; stopping keeps what there is.
    assert db.scalars(select(CompanyAnswer.item)).all() == ["c_site_share"]
    paired = {"answer-q_safe": "5", "answer-q_astold": "4", "reserved-p_overtime": "dont_know"}
    assert clerk.post(f"{url}/part_both_sides", data={**paired, "act": "stop"}).location.endswith(
        "/company/surveys"
    )
    page = clerk.get(f"{url}/part_both_sides").text
    assert page.count(" checked") >= 3
    # A colleague has changed one answer since this page was opened; what was not touched here does not take its place.
    seen = dict(re.findall(r'name="(seen-\w+)" value="(\w+)"', page))
    clerk.post(f"{url}/part_both_sides", data={**paired, "answer-q_astold": "2", **seen})
    clerk.post(f"{url}/part_both_sides", data={**paired, "answer-q_safe": "3", **seen})
    kept = dict(db.execute(select(CompanyAnswer.item, CompanyAnswer.value)).all())
    assert (kept["q_astold"], kept["q_safe"]) == (["2"], ["3"])
    clerk.post(f"{url}/part_both_sides", data={**paired, "answer-q_astold": "2"})
    words = clerk.post(f"{url}/part_words", data={"answer-c_say_more": "寮が遠い"})
    assert words.location.endswith("/check") and "寮が遠い" in clerk.get(f"{url}/check").text
    assert clerk.get(f"{url}/part_of_no_form").status_code == 404
    for _press in range(2):
        assert clerk.post(f"{url}/hand-in").status_code == 303
    response = db.scalars(select(CompanyResponse)).one()
    assert (response.state, response.late) == (ResponseState.SUBMITTED, False)
    trail = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "company_form.handed_in")
    assert db.scalar(trail) == 1
    late = clerk.post(f"{url}/part_both_sides", data={"answer-q_safe": "1"})
    assert late.location.endswith(form.public_id) and "寮が遠い" in clerk.get(url).text
    safe = select(CompanyAnswer.value).where(CompanyAnswer.item == "q_safe")
    assert db.scalars(safe).all() == [["5"]]
    for number in (2, 3):
        make.make_hire(company, starts_on=START, number=number)
    with count_queries(6):
        clerk.get("/ja/company/surveys")


def test_a_form_is_nobody_elses(app: Flask, company: Organisation, clerk: FlaskClient, db: Session) -> None:
    hire = make.make_hire(company, starts_on=START)
    url = f"/en/company/surveys/{make.form_of(hire, 'm3').public_id}"
    stranger, looks = people.make_user("clerk@sato.example"), people.make_user("looks@yamada.example")
    placements.make_member(stranger, placements.make_company("佐藤建設"))
    placements.make_member(looks, company, Rights.VIEWER)
    acting = placements.make_member(people.make_user("recruiter@yamada.example"), company)
    public_id = make.form_of(hire, "m3").public_id
    assert forms.form_for(acting, public_id) and forms.company_forms(acting, core_clock.now())
    # Who was hired, and recruits for the company by now, does not see what is said about themselves.
    themselves = replace(acting, person_id=hire.person_id)
    assert forms.company_forms(themselves, core_clock.now()) == []
    with pytest.raises(Missing):
        forms.form_for(themselves, public_id)
    other = people.sign_in(app.test_client(), stranger)
    viewer = people.sign_in(app.test_client(), looks)
    for path in ("", "/check", "/part_point"):
        assert other.get(url + path).status_code == 404
        assert viewer.get(url + path).status_code == 403
    assert other.post(f"{url}/part_point", data={"answer-c_performance": "above"}).status_code == 404
    assert other.post(f"{url}/hand-in").status_code == 404
    assert "Bình 1" in viewer.get("/en/company/surveys").text
    assert "Bình 1" not in other.get("/en/company/surveys").text
    assert db.scalar(select(func.count()).select_from(CompanyResponse)) == 0


def test_gaps_by_name_are_for_retention_officers_who_leave_a_sighting(
    app: Flask, company: Organisation, clerk: FlaskClient, db: Session
) -> None:
    now = core_clock.now()
    hire = make.make_hire(company, starts_on=START)
    make.company_said(hire, "m3", {"q_safe": 5, "q_useskill": 4, "q_japanese": 3}, now)
    said = make.hire_said(hire, "m3", {"q_safe": 2, "q_useskill": 4, "q_japanese": 2}, now)
    # What one side has only begun is compared with nothing.
    for number in (2, 3):
        other = make.make_hire(company, starts_on=START, number=number)
        make.company_said(other, "m3", {"q_safe": 5}, now)
        answered: Response | CompanyResponse = make.hire_said(other, "m3", {"q_safe": 1}, now)
        if number == 3:
            answered = db.scalars(select(CompanyResponse).order_by(CompanyResponse.id.desc())).all()[0]
        with writing():
            answered.state, answered.submitted_at = ResponseState.BEGUN, None
    news = ResponseSubmitted(response_id=said.id, by=people.visitor_of(people.student()), now=now)
    for _twice in range(2):
        with writing():
            following.notice_gaps(news)
    signal = db.scalars(select(GapSignal)).one()
    assert (signal.item, signal.point) == ("q_safe", "m3")
    officer = people.sign_in(app.test_client(), people.retention_officer())
    page = officer.get("/en/staff/surveys/gaps").text
    assert page.index("+3") < page.index("+1") and signal.public_id in page
    seen = select(Sighting.person_ref).where(Sighting.what == "response")
    assert db.scalars(seen).all() == [hire.person.public_id]
    # What waits for a look stands there whatever the list below is narrowed to.
    assert page.count("+3") == 2
    assert officer.get("/en/staff/surveys/gaps?item=q_japanese").text.count("+3") == 1
    for _press in range(2):
        assert officer.post(f"/en/staff/surveys/gaps/{signal.public_id}/seen-to").status_code == 303
    assert signal.public_id not in officer.get("/en/staff/surveys/gaps").text
    form = f"/en/staff/surveys/company-forms/{make.form_of(hire, 'm3').public_id}"
    assert "Strongly agree" in officer.get(form).text
    assert (
        officer.get(
            form.replace(make.form_of(hire, "m3").public_id, make.form_of(hire, "m6").public_id)
        ).status_code
        == 404
    )
    for user in (people.coordinator(), people.administrator()):
        staff = people.sign_in(app.test_client(), user)
        assert staff.get("/en/staff/surveys/gaps").status_code == staff.get(form).status_code == 403
        assert staff.post(f"/en/staff/surveys/gaps/{signal.public_id}/seen-to").status_code == 403
    assert clerk.get("/en/staff/surveys/gaps").status_code == 403


def test_the_company_reads_the_same_whatever_one_hire_says(
    company: Organisation, clerk: FlaskClient, db: Session
) -> None:
    """Six hires, five of whom have answered: with nobody, one or two of them agreeing every page reads alike, byte for byte."""
    october = core_clock.now() - timedelta(days=40)
    hires = [make.make_hire(company, number=number) for number in range(6)]
    for hire in hires:
        make.company_said(hire, "m3", {"q_safe": 5}, october)
    below = clerk.get("/en/company/surveys/both-sides").text
    answers = [
        make.hire_said(hire, "m3", {"q_safe": 1, "q_useskill": 5}, october + timedelta(hours=number))
        for number, hire in enumerate(hires[:4])
    ]
    assert jobs.release_gaps(core_clock.now()) == 0
    assert clerk.get("/en/company/surveys/both-sides").text == below
    answers.append(make.hire_said(hires[4], "m3", {"q_safe": 1}, october + timedelta(hours=5)))
    pages = []
    for agreeing in range(3):
        with writing() as rows:
            rows.query(GapRelease).delete()
            for place, response in enumerate(answers):
                response.answers[0].value = ["5"] if place < agreeing else ["1"]
        assert jobs.release_gaps(core_clock.now()) == 1 and jobs.release_gaps(core_clock.now()) == 0
        pages.append(
            tuple(
                clerk.get(f"/en/company/{path}").text
                for path in ("surveys/both-sides", "surveys", f"placements/{hires[0].public_id}")
            )
        )
    assert pages[0] == pages[1] == pages[2] and "40 % or fewer" in pages[0][0]
    # One more answer within the month changes nothing before the first of the next, and alone nothing then.
    make.hire_said(hires[5], "m3", {"q_safe": 5}, core_clock.now())
    assert jobs.release_gaps(core_clock.now() + timedelta(days=30)) == 0


def test_what_is_kept_of_a_person_can_be_taken_along_and_goes(company: Organisation, db: Session) -> None:
    now = core_clock.now()
    hire = make.make_hire(company, starts_on=START)
    make.company_said(hire, "m3", {"q_safe": 5}, now)
    with writing() as rows:
        response = db.scalars(select(CompanyResponse)).one()
        rows.add(CompanyAnswer(response_id=response.id, item="c_say_more", words=b"sealed", answered_at=now))
    # What was begun and not handed in is taken along by nobody, and goes whole.
    make.company_said(hire, "m6", {"q_astold": 1}, now)
    begun = db.scalars(select(CompanyResponse).where(CompanyResponse.id != response.id)).one()
    with writing():
        begun.state, begun.submitted_at = ResponseState.BEGUN, None
    told = export(hire.person_id)["employer_answers"]
    assert [(one["item"], one["code"]) for one in told[0]["answers"]] == [("q_safe", "5")]
    with writing():
        erase(hire.person_id, now)
    assert db.scalars(select(CompanyAnswer.item)).all() == ["q_safe"]
    assert {state.partition(" ")[2] for point, state in make.states_of(hire).items() if point != "m3"} == {
        "erased"
    }
