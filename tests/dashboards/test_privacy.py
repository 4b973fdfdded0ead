"""What somebody agreed to, who may see them, and who has looked: for the person alone."""

from collections.abc import Callable
import csv
from datetime import datetime, timedelta
import io
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts import personal_data
from recruit.accounts.models import Consent
from recruit.core.db import writing
from recruit.core.models import Sighting
from recruit.core.visitor import WORKER, Seen
from recruit.organisations.models import Organisation
from recruit.students.models import Student
from tests import people
from tests.conftest import CountQueries
from tests.factories.organisations import join, make_company
from tests.factories.placements import add_placement
from tests.factories.students import make_student


def shown(app: Flask, client: FlaskClient) -> tuple[Organisation, Student, FlaskClient]:
    """A student (who reads with `client`) has shown the profile to a company, which reads with the third."""
    user, member, company = people.student(), people.company_member(), make_company()
    join(member, company)
    student = make_student(user)
    people.sign_in(client, user)
    address = f"/en/me/privacy/companies/{company.slug}"
    assert client.post(address, data={"agrees": "y"}).status_code == 303
    return company, student, people.sign_in(app.test_client(), member)


def test_agreeing_looking_and_taking_back_stand_on_one_page(
    app: Flask, client: FlaskClient, db: Session
) -> None:
    company, student, by_company = shown(app, client)
    page = client.get("/en/me/privacy").text
    assert "Kazahayahara" in page
    assert "can no longer open your profile because of it, at once" in page
    assert "Nobody has opened a page about you so far." in page
    profile = f"/en/company/students/{student.public_id}"
    assert by_company.get(profile).status_code == 200
    page = client.get("/en/me/privacy").text
    assert "Owner (manages members)" in page
    assert "佐藤" not in page, "an organisation's people are not named"
    ref = db.scalars(select(Consent.public_id)).one()
    for _press in range(2):
        answer = client.post(f"/en/account/consents/{ref}/withdraw", follow_redirects=True)
        assert "What rested on it can no longer be opened." in answer.text
    assert by_company.get(profile).status_code == 404
    page = client.get("/en/me/privacy").text
    assert "What no longer holds" in page
    assert "Take it back" not in page
    assert company.public_id not in page


def test_a_receipt_holds_the_words_in_the_language_shown(
    app: Flask, client: FlaskClient, db: Session
) -> None:
    _company, _student, by_company = shown(app, client)
    ref = db.scalars(select(Consent.public_id)).one()
    for language in ("vi", "ja"):
        page = client.get(f"/{language}/me/privacy/consents/{ref}").text
        assert "What the company must do" in page
        assert 'lang="en"' in page
    assert by_company.get(f"/en/me/privacy/consents/{ref}").status_code == 404
    assert app.test_client().get(f"/en/me/privacy/consents/{ref}").status_code == 303


def _look(by: people.User, at: str, now: datetime, what: str, office: str, ref: str = "") -> Sighting:
    return Sighting(
        at=now, by_ref=by.person.public_id, organisation_ref=ref, office=office, person_ref=at, what=what
    )


def test_looks_stand_under_the_readers_days_and_staff_by_office(
    client: FlaskClient, now: datetime, clock: time_machine.Traveller
) -> None:
    user, officer, other = people.student(), people.retention_officer(), people.other_student()
    ref = user.person.public_id
    late = now.replace(hour=16) - timedelta(days=1)
    with writing() as rows:
        rows.add(_look(officer, ref, late, "hire", "administrator coordinator"))
        rows.add(_look(officer, ref, now, "response", "retention_officer"))
        rows.add(_look(officer, other.person.public_id, now, "profile", "coordinator"))
        rows.add(_look(user, ref, now, "profile", ""))
    page = people.sign_in(client, user).get("/en/me/privacy").text
    # 16:00 in UTC is 23:00 in Hanoi: the same day there.
    assert page.index("Wednesday 25 November 2026") < page.index("Tuesday 24 November 2026")
    assert "Administrator, Coordinator" in page
    assert page.count(officer.person.display_name) == 1, "by name where answers were read, and nowhere else"
    answer = client.get("/en/me/privacy/who-looked.csv")
    rows_of_file = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row[3] for row in rows_of_file[1:]] == [
        "Your answers after you have started work",
        "What is known about your work and your follow-ups",
    ]
    # What is taken along says no more than the page.
    with writing():
        found = personal_data.export(ref, by=WORKER, now=now)["core"]["looks_at_you"]
    assert [(look["what"], look["by"]) for look in found] == [
        (Seen.HIRE, ""),
        (Seen.RESPONSE, officer.person.display_name),
    ]
    assert officer.person.public_id not in str(found)


def test_many_looks_come_in_pages(client: FlaskClient, now: datetime, count_queries: CountQueries) -> None:
    user, officer = people.student(), people.retention_officer()
    ref = user.person.public_id
    with writing() as rows:
        rows.add_all(
            _look(officer, ref, now + timedelta(minutes=number), "profile", "coordinator")
            for number in range(60)
        )
    people.sign_in(client, user)
    with count_queries(13):
        page = client.get("/en/me/privacy").text
    assert page.count("03:49") + page.count("10:49") == 1
    link = page.split("after=")[1].split("#")[0]
    with count_queries(13):
        rest = client.get(f"/en/me/privacy?after={link}").text
    looked = rest[rest.index('id="have-seen"') : rest.index('id="rights"')]
    assert len(re.findall(r"\b\d\d:\d\d\b", looked)) == 10
    assert looked.count("Your profile") == 1, "the same reader at the same thing stands in one line"


def test_a_hire_without_a_profile_has_the_page_too(client: FlaskClient, db: Session) -> None:
    user, company = people.other_student(), make_company()
    with writing():
        add_placement(employer=company, person=user.person)
    page = people.sign_in(client, user).get("/vi/me/privacy")
    assert page.status_code == 200
    assert "Kazahayahara" in page.text
    assert db.scalar(select(func.count()).select_from(Student)) == 0


@pytest.mark.parametrize("who", [people.company_member, people.university_member, people.coordinator])
def test_everybody_has_the_page(client: FlaskClient, who: Callable[[], people.User]) -> None:
    assert people.sign_in(client, who()).get("/ja/me/privacy").status_code == 200
