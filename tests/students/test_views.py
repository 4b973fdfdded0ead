"""Pages of student profiles."""

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.core.locales import CODES
from recruit.core.models import Sighting
from recruit.organisations.actions import load_universities
from recruit.organisations.rules import OrganisationState
from recruit.students import queries
from recruit.students.models import Student
from recruit.students.rules import Confirmed, DisclosureScope
from tests import people
from tests.factories.organisations import join, make_company, make_university
from tests.factories.students import make_student, show

PROFILE = {
    "name_passport": "NGUYEN VAN DUC",
    "name_local": "Nguyễn Văn Đức",
    "call_name": "Đức",
    "nationality": "VN",
    "born_on": "2003-05-14",
    "degree": "engineer",
    "major": "transport",
    "graduates_on": "2027-06",
    "jlpt_level": "N3",
    "jlpt_score": "112",
    "skills_drawing": ["autocad", "revit"],
    "skills_site": ["site_internship"],
    "wished_work": ["civil_design"],
    "wished_prefectures": ["aichi"],
    "visibility": "nobody",
}


def own_student():
    return session().scalars(select(Student)).one()


@pytest.mark.parametrize("language", CODES)
def test_the_profile_opens_before_there_is_one(client, language):
    people.sign_in(client, people.student())
    assert client.get(f"/{language}/me/profile").status_code == 200
    assert client.get(f"/{language}/me/privacy").status_code == 200


def test_a_profile_is_saved_and_shown_again(client, now):
    with writing():
        load_universities(now)
    people.sign_in(client, people.student())
    assert client.post("/vi/me/profile", data={**PROFILE, "university": "huce"}).status_code == 303
    student = own_student()
    assert student.educations[0].university.slug == "huce"
    assert {str(row.skill) for row in student.skills} == {"autocad", "revit", "site_internship"}
    page = client.get("/vi/me/profile").text
    assert '<option selected value="huce">' in page
    assert 'value="2027-06"' in page
    assert 'value="2003-05-14"' in page
    assert queries.facts_of(student).parts >= {"university", "major", "skills", "wishes"}


@pytest.mark.parametrize("who", [people.coordinator, people.company_member])
def test_who_works_for_an_organisation_or_here_opens_no_profile(client, db, who):
    people.sign_in(client, who())
    assert client.get("/ja/me/profile").status_code == 404
    assert client.post("/ja/me/profile", data={"visibility": "nobody"}).status_code == 404
    assert db.scalar(select(func.count()).select_from(Student)) == 0


def test_half_a_profile_is_saved(client):
    people.sign_in(client, people.student())
    assert (
        client.post("/id/me/profile", data={"call_name": "Budi", "visibility": "nobody"}).status_code == 303
    )
    assert own_student().call_name == "Budi"


def test_a_reading_is_proposed_without_saving_and_never_over_what_was_written(client):
    people.sign_in(client, people.student())
    answer = client.post("/vi/me/profile", data={**PROFILE, "propose": "katakana"})
    assert answer.status_code == 200
    assert "グエン・ヴァン・ドゥック" in answer.text
    answer = client.post("/vi/me/profile", data={**PROFILE, "katakana": "ドク", "propose": "katakana"})
    assert 'value="ドク"' in answer.text
    answer = client.post("/vi/me/profile", data={"name_local": "Ωμέγα", "propose": "katakana"})
    assert answer.status_code == 422
    assert session().scalars(select(Student)).all() == []


@pytest.mark.parametrize("language", ["ja", "vi"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_passport": "Nguyễn"}, "name_passport"),
        ({"jlpt_score": "200"}, "jlpt_score"),
        ({"graduates_on": "June"}, "graduates_on"),
        ({"visibility": "all_approved_companies"}, "agrees"),
    ],
)
def test_faults_stand_beside_their_field_and_all_stays_typed(client, language, changes, field):
    people.sign_in(client, people.student())
    answer = client.post(f"/{language}/me/profile", data={**PROFILE, **changes})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert f'href="#{field}"' in answer.text
    assert "Nguyễn Văn Đức" in answer.text


def test_a_company_sees_only_whom_it_is_shown_and_only_so_much(app):
    company, member = make_company(), people.company_member()
    join(member, company)
    client = people.sign_in(app.test_client(), member)
    card, whole, hidden = (make_student(call_name=name) for name in ("Thẻ", "Đức", "Ẩn"))
    show(card, company, DisclosureScope.CARD)
    show(whole, company)
    listed = client.get("/ja/company/students").text
    assert listed.count('class="found"') == 2
    page = client.get(f"/ja/company/students/{card.public_id}").text
    assert "Thẻ" in page
    assert "NGUYEN" not in page
    assert "グエン" not in page
    page = client.get(f"/ja/company/students/{whole.public_id}").text
    assert page.index("グエン・ヴァン・ドゥック") < page.index("NGUYEN VAN DUC")
    assert "2003" not in page
    assert client.get(f"/ja/company/students/{hidden.public_id}").status_code == 404
    looked = session().scalars(select(Sighting)).all()
    assert [(look.organisation_ref, look.office) for look in looked] == [(company.public_id, "owner")] * 2


def test_staff_who_are_members_somewhere_look_as_staff(app):
    student, coordinator = make_student(), people.coordinator()
    join(coordinator, make_company())
    client = people.sign_in(app.test_client(), coordinator)
    assert client.get(f"/en/staff/students/{student.public_id}").status_code == 200
    look = session().scalars(select(Sighting)).one()
    assert (look.organisation_ref, look.office, look.by_ref) == (
        "",
        "coordinator",
        coordinator.person.public_id,
    )


def test_the_student_reads_who_looked_and_ends_it(app):
    company, member, user = make_company(), people.company_member(), people.student()
    join(member, company)
    student = make_student(user)
    by_company, by_student = (
        people.sign_in(app.test_client(), member),
        people.sign_in(app.test_client(), user),
    )
    assert by_student.post(f"/vi/me/privacy/companies/{company.slug}").status_code == 422
    here = f"/vi/me/privacy/companies/{company.slug}"
    assert by_student.get(here).status_code == 200
    assert by_student.post(here, data={"agrees": "y"}).status_code == 303
    assert by_company.get(f"/ja/company/students/{student.public_id}").status_code == 200
    page = by_student.get("/vi/me/privacy").text
    assert "Kazahayahara" in page
    assert "25/11/2026" in page
    end = f"/vi/me/privacy/{company.public_id}/end"
    assert by_student.post(end).status_code == 303
    assert by_student.post(end).status_code == 303
    assert by_company.get(f"/ja/company/students/{student.public_id}").status_code == 404
    assert "Kazahayahara" in by_student.get("/vi/me/privacy").text


def test_the_public_page_of_a_company_says_what_it_sees(client):
    company, user = make_company(), people.student()
    make_student(user)
    assert "/me/privacy/companies/" not in client.get(f"/vi/companies/{company.slug}").text
    people.sign_in(client, user)
    assert "/me/privacy/companies/" in client.get(f"/vi/companies/{company.slug}").text


def test_a_company_that_is_not_approved_sees_nobody(client):
    company, member, student = (
        make_company(state=OrganisationState.APPLIED),
        people.company_member(),
        make_student(),
    )
    join(member, company)
    show(student, company)
    people.sign_in(client, member)
    assert "/company/students/" not in client.get("/ja/company/students").text
    assert client.get(f"/ja/company/students/{student.public_id}").status_code == 404


def test_the_desk_confirms_its_own_students_only(client):
    university, other, member = make_university(), make_university(), people.university_member()
    join(member, university)
    own, strange = make_student(university=university), make_student(university=other)
    show(own, university, DisclosureScope.CARD)
    show(strange, other, DisclosureScope.CARD)
    people.sign_in(client, member)
    assert client.get("/vi/university/students?q=duc").text.count("/confirm") == 2
    confirm = "/vi/university/students/{}/confirm"
    answer = client.post(confirm.format(own.public_id), data={"confirmed": "enrolled"})
    assert answer.status_code == 303
    assert own.educations[0].confirmed is Confirmed.ENROLLED
    assert client.post(confirm.format(own.public_id), data={"confirmed": "perhaps"}).status_code == 422
    assert client.post(confirm.format(strange.public_id), data={"confirmed": "enrolled"}).status_code == 404


def test_staff_find_a_student_without_marks(client):
    student, _other = (
        make_student(),
        make_student(name_local="Budi", name_passport="BUDI", call_name="Budi", katakana="ブディ"),
    )
    people.sign_in(client, people.coordinator())
    page = client.get("/ja/staff/students?q=duc").text
    assert page.count('class="found"') == 1
    assert "2003年5月14日" in client.get(f"/ja/staff/students/{student.public_id}").text
    assert client.get("/ja/staff/students/nobody-has-this-id").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_a_fixed_number_of_statements(app, count_queries, rows):
    company, member, university, desk = (
        make_company(),
        people.company_member(),
        make_university(),
        people.university_member(),
    )
    join(member, company)
    join(desk, university)
    for _ in range(rows):
        student = make_student(university=university)
        show(student, company)
        show(student, university, DisclosureScope.CARD)
    by_company, by_desk, by_staff = app.test_client(), app.test_client(), app.test_client()
    people.sign_in(by_company, member)
    people.sign_in(by_desk, desk)
    people.sign_in(by_staff, people.coordinator())
    with count_queries(14):
        by_company.get("/ja/company/students")
    with count_queries(5):
        by_desk.get("/vi/university/students")
    with count_queries(11):
        by_staff.get("/ja/staff/students")


@pytest.mark.parametrize("page", ["me/profile", "company/students", "university/students", "staff/students"])
def test_nobody_is_sent_to_the_sign_in_page(client, page):
    assert client.get(f"/ja/{page}").headers["Location"].startswith("/ja/account/sign-in?next=")


@pytest.mark.parametrize("page", ["company/students", "university/students", "staff/students"])
def test_locks_keep_students_out(client, page):
    people.sign_in(client, people.student())
    assert client.get(f"/ja/{page}").status_code == 403
