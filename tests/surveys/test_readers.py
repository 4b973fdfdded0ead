"""Who may read which answer: the table, the sentences on the pages, and what each role can really fetch say the same."""

import re

from flask import Flask, g
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.cases import jobs as case_jobs
from recruit.cases.actions import cases
from recruit.cases.models import Case
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement
from recruit.surveys.actions import answering
from recruit.surveys.forms import load_shipped
from recruit.surveys.models import Response
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.readers import (
    LEAST_PEOPLE,
    SIGHTS,
    AnswerKind,
    Reader,
    Sight,
    kinds_of,
    reads_every_answer,
)
from recruit.surveys.views.reading import reader_rows, short_line
from tests import people
from tests.factories import placements, surveys as make

# What is read does not depend on the kind of database.
ONCE = pytest.mark.parametrize("database_place", ["sqlite"], indirect=True)
HANDED_IN = [kind for kind in AnswerKind if kind is not AnswerKind.KEPT]
FORMS = {form.key: form for form in load_shipped() if form.audience == "hire"}
# One question of every kind that the first week asks.
ASKED = {
    "w_arrival": AnswerKind.CHOICE,
    "w_safety": AnswerKind.WATCHED,
    "a_trouble": AnswerKind.TROUBLE,
    "say_more": AnswerKind.WORDS,
}


def test_the_table_says_of_everybody_and_everything() -> None:
    assert set(SIGHTS) == set(AnswerKind)
    assert all(set(sights) == set(Reader) for sights in SIGHTS.values())
    # Whatever is added: no employer sees an answer, nobody else what is not handed in, and a number is about many.
    assert {sights[Reader.EMPLOYER] for sights in SIGHTS.values()} == {Sight.NOTHING}
    kept = [reader for reader in Reader if SIGHTS[AnswerKind.KEPT][reader] is not Sight.NOTHING]
    assert kept == [Reader.HIRE]
    for kind in HANDED_IN:
        is_counted = SIGHTS[kind][Reader.ORGANISATIONS] is Sight.NUMBERS
        assert is_counted == (LEAST_PEOPLE.get(kind, 0) >= 5)
    assert {role for role in ("coordinator", "retention_officer", "editor", "administrator", "") if reads_every_answer({role})} == {"retention_officer"}  # fmt: skip


def test_every_question_has_the_kind_of_what_it_asks() -> None:
    assert {name: kinds_of(FORMS["hire_w1"])[name] for name in ASKED} == ASKED
    for form in FORMS.values():
        kinds = kinds_of(form)
        assert kinds["a_share"] is AnswerKind.TROUBLE, "asked because of a trouble"
        assert kinds["say_more"] is AnswerKind.WORDS
    # Alone none of these worries anybody; their sum does.
    assert kinds_of(FORMS["hire_m6"])["lonely_left_out"] is AnswerKind.TROUBLE


@ONCE
def test_the_sentences_are_made_from_the_table(app: Flask) -> None:
    for language in ("ja", "en", "id", "vi"):
        with app.test_request_context(f"/{language}/"):
            g.language = language
            lines = set()
            for kind in HANDED_IN:
                rows = reader_rows({kind})
                [_officers, case, others, kept, organisations, employer] = rows
                reads = SIGHTS[kind][Reader.CASE_COORDINATOR] is Sight.OF_A_CASE
                assert case["icon"] == ("eye" if reads else "eye-off")
                assert (others["icon"], kept["icon"], employer["icon"]) == ("eye-off", "lock", "eye-off")
                is_counted = SIGHTS[kind][Reader.ORGANISATIONS] is Sight.NUMBERS
                told = re.findall(r"\d+", organisations["words"])
                assert told == ([str(LEAST_PEOPLE[kind])] if is_counted else [])
                lines.add((reads, short_line(kind)))
            assert len({line for _reads, line in lines}) == len(lines) == 2
            every = reader_rows(set(HANDED_IN))[4]["words"]
            assert re.findall(r"\d+", every) == ["5", "10"]


@pytest.fixture
def hire(app: Flask) -> tuple[FlaskClient, Placement]:
    user = people.student()
    placement = make.make_hire(user=user, employer=placements.make_company())
    survey = survey_of_contact(make.contact_of(placement, "w1"))
    with writing():
        for name in ASKED:
            item = survey.form.item(name)
            values = [value for rule in item.alerts for value in rule.values]
            values += [choice.value for choice in item.choices]
            value = values[0] if values else "Phòng hơi lạnh."
            answering.answer(survey, item, value, language="vi", now=core_clock.now())
    return people.sign_in(app.test_client(), user), placement


def _cast(placement: Placement) -> dict[str, tuple[Reader, User]]:
    employer, other = placement.employer, placements.make_company("別の会社")
    assert employer is not None
    owner, viewer, stranger = people.company_member(), people.company_viewer(), people.other_company_member()
    placements.make_member(owner, employer, Rights.OWNER)
    placements.make_member(viewer, employer, Rights.VIEWER)
    placements.make_member(stranger, other)
    return {
        "owner": (Reader.EMPLOYER, owner),
        "viewer": (Reader.EMPLOYER, viewer),
        "other company": (Reader.ORGANISATIONS, stranger),
        "university": (Reader.ORGANISATIONS, people.university_member()),
        "retention officer": (Reader.RETENTION_OFFICER, people.retention_officer()),
        "coordinator": (Reader.CASE_COORDINATOR, people.coordinator()),
        "administrator": (Reader.OTHER_STAFF, people.administrator()),
        "editor": (Reader.OTHER_STAFF, people.editor()),
        "another student": (Reader.OTHER_STAFF, people.other_student()),
    }


def _asked_on(browser: FlaskClient, addresses: list[str]) -> set[str]:
    """Which of the questions stand with an answer on any of these pages, for who is signed in here."""
    pages = [browser.get(address) for address in addresses]
    text = "".join(page.text for page in pages if page.status_code == 200)
    return {name for name in ASKED if FORMS["hire_w1"].item(name).label["ja"] in text}


@ONCE
def test_each_role_fetches_what_the_sentences_say(
    app: Flask, hire: tuple[FlaskClient, Placement], db: Session
) -> None:
    own, placement = hire
    invitation = make.contact_of(placement, "w1")
    response = db.scalars(select(Response)).one()
    addresses = [
        f"/ja/me/surveys/{invitation.public_id}/check",
        f"/ja/staff/surveys/responses/{response.public_id}",
        f"/ja/staff/placements/{placement.public_id}",
        f"/ja/company/placements/{placement.public_id}",
        "/ja/staff/followups",
        "/ja/staff/cases",
    ]
    cast = _cast(placement)
    browsers = {name: people.sign_in(app.test_client(), user) for name, (_reader, user) in cast.items()}
    assert _asked_on(own, addresses) == set(ASKED)
    for name, browser in browsers.items():
        assert _asked_on(browser, addresses) == set(), f"{name} reads what is not handed in"

    own.post(f"/ja/me/surveys/{invitation.public_id}/submit")
    case_jobs.raise_alerts(core_clock.now())
    case = db.scalars(select(Case)).one()
    addresses.append(f"/ja/staff/cases/{case.public_id}")
    before = _asked_on(browsers["coordinator"], addresses)
    assert before == set(), "a coordinator reads before the case was handed over"
    officer, coordinator = (people.visitor_of(cast[name][1]) for name in ("retention officer", "coordinator"))
    with writing():
        cases.hand_over(case, coordinator.person_ref, by=officer, now=core_clock.now())
    for name, (reader, _user) in cast.items():
        wanted = {
            one for one, kind in ASKED.items() if SIGHTS[kind][reader] in (Sight.WHOLE, Sight.OF_A_CASE)
        }
        assert _asked_on(browsers[name], addresses) == wanted, name
