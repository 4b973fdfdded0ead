"""Questionnaires in rows: versions beside each other, what is known about who is asked, and the pages of the staff."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
import re
from typing import Any

from flask import Flask, g
from flask_babel import force_locale
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.postings.models import PostingVersion
from recruit.students.models import Experience
from recruit.students.rules import ExperienceKind
from recruit.surveys import jobs
from recruit.surveys.actions.shipped import load_instrument
from recruit.surveys.forms import AnswerRefusal, DefinitionError, by_screen, parse, screens
from recruit.surveys.forms.definition import shipped_definitions
from recruit.surveys.models import Answer, InstrumentVersion, Response
from recruit.surveys.promised import promised_to
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.queries.facts import facts_for
from recruit.surveys.refusal_words import refusal_words
from tests import people
from tests.factories import placements, postings, students, surveys as make
from tests.mail import Outbox

SHIPPED: dict[str, dict[str, Any]] = {row["key"]: row for row in shipped_definitions()}


def next_week_one() -> dict[str, Any]:
    """A later version: one question is gone, one has other words."""
    later = deepcopy(SHIPPED["hire_w1"])
    later["number"] += 1
    later["items"] = [item for item in later["items"] if item["name"] != "w_money"]
    del later["choices"]["enough"]
    later["items"][0]["label"]["vi"] = "Bạn đến nơi có thuận lợi không?"
    return later


def test_who_is_half_way_goes_on_with_the_version_that_was_begun(
    app: Flask, outbox: Outbox, db: Session
) -> None:
    make.make_hire(address="binh@hires.example")
    make.make_hire(address="an@hires.example")
    jobs.tick(core_clock.now())
    key, theirs = make.keys_in(outbox)
    client, other = app.test_client(), app.test_client()
    assert client.post(f"/vi/s/{key}/begin").status_code == 303
    kept = client.post(f"/vi/s/{key}/question/w_arrival", data={"answer": "well"})
    assert kept.status_code == 303
    with writing():
        assert load_instrument(parse(next_week_one())) == 1
        assert load_instrument(parse(next_week_one())) == 0
    assert "Những ngày đầu" in client.get(f"/vi/s/{key}/question/w_arrival").text
    assert client.get(f"/vi/s/{key}/question/w_money").status_code == 200
    assert other.post(f"/vi/s/{theirs}/begin").status_code == 303
    assert "Bạn đến nơi" in other.get(f"/vi/s/{theirs}/question/w_arrival").text
    assert other.get(f"/vi/s/{theirs}/question/w_money").status_code == 404
    client.post(f"/vi/s/{key}/question/w_money", data={"answer": "no"})
    client.post(f"/vi/s/{key}/submit")
    asked = db.scalars(
        select(InstrumentVersion.number)
        .join(Response, Response.instrument_version_id == InstrumentVersion.id)
        .order_by(Response.id)
    )
    assert asked.all() == [1, 2]
    staff = people.sign_in(app.test_client(), people.coordinator())
    page = staff.get("/vi/staff/surveys/hire_w1").text
    assert "w_money" in page
    assert "Câu hỏi này không còn được hỏi." in page
    assert "Câu hỏi này không còn được hỏi." not in staff.get("/vi/staff/surveys/hire_w1?version=1").text
    assert staff.get("/vi/staff/surveys/hire_w1?version=3").status_code == 404


def test_a_version_that_uses_a_code_for_something_else_is_refused(db: Session) -> None:
    make.load()
    later = deepcopy(SHIPPED["hire_w1"])
    later["choices"]["agree"].pop()
    # The pair of it must be given up first: both sides answer on the same scale.
    for item in later["items"]:
        item.pop("paired", None)
    with pytest.raises(DefinitionError, match=r"hire_w1\.q_astold: scale"), writing():
        load_instrument(parse(later))
    numbers = select(InstrumentVersion.number).where(
        InstrumentVersion.definition["key"].as_string() == "hire_w1"
    )
    assert db.scalars(numbers).all() == [1]


def test_what_is_known_decides_and_what_was_promised_is_said(app: Flask, db: Session) -> None:
    company = placements.make_company(staff_count=40)
    posting = postings.make_published(company)
    student = students.make_student()
    placement = make.make_hire(employer=company, starts_on=date(2026, 5, 25))
    contact = make.contact_of(placement, "m6")
    form = parse(SHIPPED["hire_m6"])
    facts = facts_for(form, contact)
    assert (facts["wave"], facts["country"], facts["company_size"]) == ("m6", "VN", "from_30")
    assert facts["has_position"] == "no"
    assert "promises" not in [screen.name for screen in screens(form, {}, facts)]
    with writing():
        placement.person_id = student.person_id
        placement.posting_version_id = db.scalar(
            select(PostingVersion.id).where(PostingVersion.posting_id == posting.id)
        )
    known = facts_for(form, contact)
    assert (known["has_position"], known["company_housing"]) == ("yes", "yes")
    assert (known["first_job"], known["japanese_at_start"]) == ("yes", "n3")
    shown = next(screen for screen in survey_of_contact(contact).screens() if screen.name == "promises")
    with app.test_request_context("/en/"):
        said = promised_to(placement, shown.items)
    assert said["promise_housing"].startswith("Company housing")
    assert "225,000" in said["promise_pay"]
    assert set(said) == {item.name for item in form.items if item.recalls}
    with writing():
        student.experiences.append(Experience(kind=ExperienceKind.JOB, title="Site engineer"))
    assert facts_for(form, contact)["first_job"] == "no"
    # A questionnaire that asks for no fact reads none.
    assert facts_for(parse(SHIPPED["hire_w1"]), contact) == {}


def test_every_screen_can_be_looked_at_in_every_language(app: Flask) -> None:
    make.load()
    staff = people.sign_in(app.test_client(), people.coordinator())
    address = "/ja/staff/surveys/hire_m6/preview"
    names = [screen.name for screen in by_screen(parse(SHIPPED["hire_m6"]).items)]
    assert names[-1] in staff.get(f"{address}?screen=lonely").text
    for language, words, none_fits in (
        ("vi", "Thỉnh thoảng", "Không biết hoặc không muốn trả lời"),
        ("id", "Kadang-kadang", "Tidak tahu atau tidak ingin menjawab"),
        ("ja", "ときどきある", "わからない・答えたくない"),
    ):
        page = staff.get(f"{address}?screen=lonely&in={language}").text
        assert words in page
        assert none_fits in page
        # The page around it stays in the language of who looks.
        assert "すべての画面" in page
        assert "プライバシー" in page
        assert "次にすること" in page
    for wrong in ("screen=nothing", "in=fr", "version=9"):
        assert staff.get(f"{address}?{wrong}").status_code == 404
    scales = app.test_client().get("/id/survey-scales").text
    assert "Hughes, M. E." in scales
    assert "Bebas digunakan dengan menyebut sumbernya" in scales


def test_rows_of_a_grid_are_kept_also_where_one_was_left_open(
    app: Flask, outbox: Outbox, db: Session
) -> None:
    make.make_hire(starts_on=date(2026, 8, 25))
    jobs.tick(core_clock.now())
    key = make.keys_in(outbox)[0]
    client = app.test_client()
    address = f"/id/s/{key}/question/work_now"
    client.post(f"/id/s/{key}/begin")
    page = client.post(address, data={"answer-p_overtime": "2", "answer-p_langhelp": "dont_know"})
    assert page.status_code == 422
    assert re.findall(r'class="field-error" id="([^"]+)"', page.text) == ["answer-p_nextwork-error"]
    kept = select(Answer.item, Answer.value, Answer.reserved).order_by(Answer.id)
    assert [tuple(row) for row in db.execute(kept)] == [
        ("p_overtime", ["2"], ""),
        ("p_langhelp", None, "dont_know"),
    ]
    wrong = client.post(address, data={"answer-p_nextwork": "9", "asked": "work_now"})
    assert wrong.status_code == 422
    rest = {"answer-p_overtime": "2", "answer-p_nextwork": "5", "asked": "work_now"}
    assert client.post(address, data=rest).status_code == 303
    # The last press says what stands: the row that it leaves open is taken back.
    assert sorted(row.item for row in db.execute(kept)) == ["p_nextwork", "p_overtime"]


REFUSED: list[tuple[dict[str, Any], AnswerRefusal, str]] = [
    ({"least": 0, "most": 240}, AnswerRefusal.TOO_LARGE, "Tuliskan angka dari 0 sampai 240."),
    ({"least": 5}, AnswerRefusal.TOO_SMALL, "Tuliskan angka 5 atau lebih."),
    ({"most": 5}, AnswerRefusal.TOO_LARGE, "Tuliskan angka 5 atau kurang."),
    ({"latest": "today"}, AnswerRefusal.TOO_LATE, "Pilih tanggal 26 November 2026 atau sebelumnya."),
    ({"earliest": "2026-04-01"}, AnswerRefusal.TOO_EARLY, "Pilih tanggal 1 April 2026 atau sesudahnya."),
    ({"most": 3}, AnswerRefusal.TOO_MANY_CHOICES, "Pilih paling banyak 3 jawaban."),
    ({"most": 30}, AnswerRefusal.TOO_LONG, "paling banyak 30 karakter"),
    ({}, AnswerRefusal.NOT_A_CHOICE, "Pilih salah satu jawaban"),
]


def test_a_refused_answer_is_told_what_can_be_answered(app: Flask) -> None:
    item = parse(SHIPPED["hire_w1"]).item("say_more")
    with app.test_request_context("/id/"), force_locale("id"):
        for bounds, refusal, sentence in REFUSED:
            assert sentence in refusal_words(replace(item, **bounds), refusal, date(2026, 11, 26))
        g.language = "id"
        trouble = parse(SHIPPED["hire_w1"]).item("a_trouble")
        assert refusal_words(trouble, AnswerRefusal.STANDS_ALONE).startswith("“Tidak ada” tidak dapat")
