"""A profile belongs to who looks for work: nobody who works for an organisation or for the operator opens one."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.students.models import Student
from recruit.students.opening import own_or_new
from tests import people


@pytest.mark.parametrize("who", [people.coordinator, people.administrator, people.company_member])
def test_who_works_for_an_organisation_or_here_opens_no_profile(app, db, now, who):
    user = who()
    asks = replace(people.visitor_of(user), came_as=user.came_as)
    with writing(), pytest.raises(Missing):
        own_or_new(asks, now=now)
    assert db.scalar(select(func.count()).select_from(Student)) == 0


@pytest.mark.parametrize("who", [people.coordinator, people.company_member])
def test_no_page_of_the_profile_saves_anything_for_them(client, db, who):
    people.sign_in(client, who())
    assert client.get("/ja/me/profile").status_code == 303
    sent = {"name_passport": "NGUYEN VAN DUC", "visibility": "nobody"}
    assert [
        client.post(f"/ja/me/profile/{page}", data=sent).status_code for page in ("names", "visibility")
    ] == [
        404,
        404,
    ]
    assert db.scalar(select(func.count()).select_from(Student)) == 0


def test_a_student_opens_one_and_a_profile_stays_with_who_works_here_later(app, now):
    user = people.student()
    with writing():
        student = own_or_new(people.visitor_of(user), now=now)
    later = people.company_member()
    with writing():
        student.person_id = later.person_id
    with writing():
        assert own_or_new(people.visitor_of(later), now=now) is student
