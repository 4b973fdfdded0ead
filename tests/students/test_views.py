"""Pages of student profiles."""

from datetime import date

import pytest
from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.locales import CODES
from recruit.core.models import Sighting
from recruit.organisations.actions import load_universities
from recruit.organisations.rules import OrganisationState
from recruit.students import actions, queries
from recruit.students.models import Student, StudentSkill
from recruit.students.rules import Confirmed, DisclosureScope
from tests import people
from tests.factories.organisations import join, make_company, make_university
from tests.factories.students import make_student, show

PAGES = (
    "me/profile/names", "me/profile/studies", "me/profile/studies/earlier", "me/profile/languages", "me/profile/skills",
    "me/profile/licences", "me/profile/experience", "me/profile/experience/add", "me/profile/wishes",
    "me/profile/busy-times", "me/profile/visibility",
)  # fmt: skip
NAMES = {
    "name_passport": "NGUYEN VAN DUC",
    "name_local": "Nguyễn Văn Đức",
    "call_name": "Đức",
    "nationality": "VN",
    "born_on": "2003-05-14",
}


def own_student():
    return session().scalars(select(Student)).one()


@pytest.mark.parametrize("language", CODES)
def test_every_page_opens_before_there_is_a_profile(client, language):
    people.sign_in(client, people.student())
    for page in ("me/profile", "me/privacy", *PAGES):
        assert client.get(f"/{language}/{page}").status_code == 200, page


def test_who_may_have_no_profile_finds_no_page_of_it(client):
    people.sign_in(client, people.coordinator())
    assert {client.get(f"/en/{page}").status_code for page in PAGES} == {404}
    assert "/me/profile" not in client.get("/en/me/privacy").text
    assert client.get("/en/me/profile").location.endswith("/en/start")
    assert "Profiles are for students." in client.get("/en/me/privacy").text


def test_a_reading_is_proposed_until_one_is_confirmed_and_again_for_another_name(client):
    people.sign_in(client, people.student())
    here = "/vi/me/profile/names"
    assert client.post(here, data={**NAMES, "propose": "katakana"}).headers["Location"].endswith("#katakana")
    assert own_student().katakana == ""
    assert 'value="グエン・ヴァン・ドゥック"' in client.get(here).text
    client.post(here, data={**NAMES, "katakana": "グエン・ドク", "katakana_confirmed": "y"})
    assert own_student().katakana_confirmed
    assert "ヴァン" not in client.get(here).text
    # The same name with other marks is the same name.
    client.post(
        here,
        data={**NAMES, "name_local": "NGUYỄN VĂN ĐỨC", "katakana": "グエン・ドク", "katakana_confirmed": "y"},
    )
    assert own_student().katakana_confirmed
    client.post(
        here,
        data={
            **NAMES,
            "name_local": "Nguyễn Văn Minh",
            "katakana": "グエン・ドク",
            "katakana_confirmed": "y",
        },
    )
    assert not own_student().katakana_confirmed
    page = client.get(here).text
    assert 'value="グエン・ドク"' in page
    assert 'value="グエン・ヴァン・ミン"' in page
    client.post(here, data={**NAMES, "name_local": "Nguyễn Văn Minh", "take": "グエン・ヴァン・ミン"})
    assert own_student().katakana == "グエン・ヴァン・ミン"


def test_no_reading_is_made_up(client):
    people.sign_in(client, people.student())
    client.post("/vi/me/profile/names", data={"name_local": "Ωμέγα"})
    assert (
        'name="katakana" spellcheck="false" type="text" value=""' in client.get("/vi/me/profile/names").text
    )


# Each page with one wrong field: what was right is kept, what is wrong stays in its box with its reason.
WRONG = [
    ("names", {**NAMES, "katakana": "Duc"}, "katakana", lambda own: own.name_local == "Nguyễn Văn Đức"),
    (
        "names",
        {**NAMES, "name_passport": "Nguyễn"},
        "name_passport",
        lambda own: own.born_on == date(2003, 5, 14),
    ),
    ("names", {**NAMES, "born_on": "1803-05-14"}, "born_on", lambda own: own.call_name == "Đức"),
    (
        "studies",
        {"university_name": "Đại học Xyz", "grade": "12", "grade_scale": "10", "major": "civil"},
        "grade",
        lambda own: (
            [(one.university_name, one.grade_scale) for one in own.educations] == [("Đại học Xyz", "10")]
        ),
    ),
    (
        "studies",
        {"degree_local": "Kỹ sư", "graduates_on": "June"},
        "graduates_on",
        lambda own: own.educations[0].degree_local == "Kỹ sư",
    ),
    (
        "languages",
        {"jlpt_level": "N3", "jlpt_score": "200", "ielts_level": "6.5", "toeic_score": "620"},
        "jlpt_score",
        lambda own: {str(row.test) for row in own.language_results} == {"jlpt", "ielts", "toeic"},
    ),
    (
        "languages",
        {"other_level": "4", "other_language": "ko", "japanese_own_view": "A2"},
        "other_test_name",
        lambda own: len(own.language_results) == 2,
    ),
    (
        "skills",
        {
            "skills_drawing": ["autocad", "pencil"],
            "skills_site": ["rebar", "site_photo"],
            "skills_structure": ["rebar"],
        },
        "skills_drawing",
        lambda own: own.skills == [],
    ),
    (
        "experience/add",
        {"kind": "internship", "title": "Cầu Nhật Tân", "begins_on": "2026-06", "ends_on": "2026-03"},
        "ends_on",
        lambda own: (
            [(one.title, one.language, one.ends_on) for one in own.experiences]
            == [("Cầu Nhật Tân", "vi", None)]
        ),
    ),
    (
        "studies",
        {"degree_local": "Kỹ sư", "graduates_on": "1927-06"},
        "graduates_on",
        lambda own: (own.educations[0].degree_local, own.educations[0].graduates_on) == ("Kỹ sư", None),
    ),
    (
        "wishes",
        {
            "wished_work": ["civil_design"],
            "prefectures_chubu": ["aichi"],
            "may_start_on": "soon",
            "about": "Xin chào",
        },
        "may_start_on",
        lambda own: (
            (own.wished_work, own.wished_prefectures, own.about_language)
            == (["civil_design"], ["aichi"], "vi")
        ),
    ),
    ("busy-times", {"weekday": "1", "starts": "08:00"}, "ends", lambda own: own.busy_times == []),
    (
        "visibility",
        {"visibility": "all_approved_companies"},
        "agrees",
        lambda own: own.visibility == "nobody",
    ),
]


@pytest.mark.parametrize(
    ("page", "typed", "field", "is_kept"), WRONG, ids=[f"{row[0]} {row[2]}" for row in WRONG]
)
def test_one_wrong_field_never_costs_the_others(client, page, typed, field, is_kept):
    user = people.student()
    people.sign_in(client, user)
    with writing():
        actions.open_profile(user.person_id, now=clock.now())
    answer = client.post(f"/vi/me/profile/{page}", data=typed)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert "field-error" in answer.text
    assert is_kept(own_student())
    wrong = typed.get(field)
    if isinstance(wrong, str) and field != "agrees":
        assert f'value="{wrong}"' in answer.text


def test_a_new_experience_with_a_wrong_month_is_mended_and_not_made_twice(client):
    people.sign_in(client, people.student())
    typed = {
        "kind": "project",
        "title": "Đồ án cầu",
        "begins_on": "2026-06",
        "ends_on": "2026-03",
        "tools": ["civil3d"],
    }
    answer = client.post("/vi/me/profile/experience/add", data=typed)
    (deed,) = own_student().experiences
    here = f"/vi/me/profile/experience/{deed.public_id}"
    assert f'action="{here}"' in answer.text
    assert client.post(here, data={**typed, "ends_on": ""}).status_code == 303
    assert len(own_student().experiences) == 1
    assert "Đồ án cầu" in client.get("/vi/me/profile/experience").text
    # Read on a Japanese page and saved there, the words stay Vietnamese.
    client.post(here.replace("/vi/", "/ja/"), data=typed | {"ends_on": "2026-08"})
    assert own_student().experiences[0].language == "vi"
    gone = client.post(f"{here}/remove", follow_redirects=True)
    assert "Mục đó không còn trong hồ sơ của bạn." in gone.text
    assert own_student().experiences == []


def test_skills_ask_how_far_they_go_and_licences_for_their_number(client, db):
    people.sign_in(client, people.student())
    answer = client.post("/id/me/profile/skills", data={"skills_drawing": ["autocad"]})
    assert answer.headers["Location"].endswith("#levels")
    client.post("/id/me/profile/skills", data={"skills_drawing": ["autocad"], "level_autocad": "alone"})
    client.post("/id/me/profile/licences", data={"skills_licence": ["skk_id"]})
    number = {"skills_licence": ["skk_id"], "number_skk_id": "SKK-123-456", "expires_skk_id": "2028-01-31"}
    client.post("/id/me/profile/licences", data=number)
    rows = {str(row.skill): row for row in own_student().skills}
    assert str(rows["autocad"].level) == "alone"
    assert rows["skk_id"].expires_on == date(2028, 1, 31)
    assert b"SKK-123" not in db.scalars(select(StudentSkill.licence_sealed)).all()[-1]
    assert 'value="SKK-123-456"' in client.get("/id/me/profile/licences").text
    # Skills do not lose the licences, nor the other way round.
    client.post("/id/me/profile/skills", data={"level_autocad": "alone"})
    assert [str(row.skill) for row in own_student().skills] == ["skk_id"]


@pytest.mark.parametrize(
    "typed",
    [
        "huce",
        "HUCE",
        "Hanoi University of Civil Engineering",
        "truong dai hoc xay dung ha noi",
        "ハノイ土木大学",
    ],
)
def test_a_university_is_found_by_any_of_its_names(client, now, typed):
    with writing():
        load_universities(now)
    people.sign_in(client, people.student())
    client.post("/vi/me/profile/studies", data={"university_name": typed})
    assert own_student().educations[0].university.slug == "huce"
    page = client.get("/ja/me/profile/studies").text
    assert 'value="ハノイ土木大学"' in page
    # A page in another language finds it again by the name that it shows.
    client.post("/ja/me/profile/studies", data={"university_name": "ハノイ土木大学", "major": "civil"})
    assert own_student().educations[0].university.slug == "huce"


def test_a_second_degree_at_the_same_university_is_one_reason_to_be_seen(client, now):
    university = make_university()
    name = university.texts[0].name
    people.sign_in(client, people.student())
    client.post("/vi/me/profile/studies", data={"university_name": name, "graduates_on": "2027-06"})
    client.post("/vi/me/profile/studies/earlier", data={"university_name": name, "graduates_on": "2024-06"})
    main, earlier = own_student().educations
    assert queries.main_education(own_student()) is main
    here = f"/vi/me/profile/studies/{earlier.public_id}"
    assert client.get(here).status_code == 200
    client.post(f"{here}/remove")
    assert queries.scope_shown_to(own_student(), university.id) is DisclosureScope.CARD
    client.post("/vi/me/profile/studies", data={"university_name": "", "graduates_on": "2027-06"})
    assert queries.scope_shown_to(own_student(), university.id) is None


def test_nobody_opens_what_another_has_done(app, now):
    mine, client = people.student(), app.test_client()
    student = make_student(mine)
    with writing():
        by = people.visitor_of(mine)
        deed, _faults = actions.save_experience(student, None, {"title": "Cầu"}, by=by, now=now)
        assert deed is not None
        actions.add_busy_time(
            student,
            weekday=1,
            first_on=None,
            last_on=None,
            starts=None,
            ends=None,
            zone="Asia/Tokyo",
            by=by,
            now=now,
        )
    people.sign_in(client, people.other_student())
    for page in (
        f"experience/{deed.public_id}", f"studies/{student.educations[0].public_id}",
    ):  # fmt: skip
        assert client.get(f"/vi/me/profile/{page}").status_code == 404
        assert client.post(f"/vi/me/profile/{page}/remove").status_code == 404
    assert (
        client.post(f"/vi/me/profile/busy-times/{student.busy_times[0].public_id}/remove").status_code == 404
    )


def test_busy_times_come_and_go(client):
    people.sign_in(client, people.student())
    here = "/vi/me/profile/busy-times"
    for typed in (
        {"weekday": "1", "starts": "08:00", "ends": "12:00"},
        {"first_on": "2026-12-14", "last_on": "2026-12-18"},
    ):
        for _again in range(2):
            assert client.post(here, data=typed).status_code == 303
    page = client.get(here).text
    assert len(own_student().busy_times) == 2
    assert "08:00–12:00" in page
    for one in list(own_student().busy_times):
        client.post(f"{here}/{one.public_id}/remove")
    assert own_student().busy_times == []


def test_a_page_that_saves_by_itself_answers_without_a_word(client):
    people.sign_in(client, people.student())
    by_itself = {"X-Saved-By-Itself": "1"}
    answer = client.post("/vi/me/profile/names", data=NAMES, headers=by_itself)
    assert (answer.status_code, answer.text) == (204, "")
    assert own_student().call_name == "Đức"
    assert (
        client.post("/vi/me/profile/names", data={**NAMES, "katakana": "x"}, headers=by_itself).status_code
        == 422
    )
    assert "flash" not in client.get("/vi/me/profile").text


def test_the_next_useful_step_is_named_until_there_is_none(client, now):
    people.sign_in(client, people.student())
    steps = {
        "call_name": ("names", NAMES),
        "university_name": (
            "studies",
            {"university_name": "ĐH Xyz", "major": "civil", "graduates_on": "2027-06"},
        ),
        "jlpt_level": ("languages", {"jlpt_level": "N3", "jlpt_score": "112"}),
        "katakana": ("names", {**NAMES, "katakana": "ドゥック", "katakana_confirmed": "y"}),
        "held": ("skills", {"skills_drawing": ["revit"]}),
        "wished_work": ("wishes", {"wished_work": ["bim_engineering"]}),
        "major_local": (
            "studies",
            {
                "university_name": "ĐH Xyz",
                "major": "civil",
                "graduates_on": "2027-06",
                "major_local": "Xây dựng",
            },
        ),
        "japanese_own_view": (
            "languages",
            {"jlpt_level": "N3", "jlpt_score": "112", "japanese_own_view": "B1"},
        ),
        "levels": ("skills", {"skills_drawing": ["revit"], "level_revit": "with_help"}),
        "experience": ("experience/add", {"kind": "project", "title": "Đồ án"}),
        "about": ("wishes", {"wished_work": ["bim_engineering"], "about": "Xin chào"}),
    }
    for anchor, (page, typed) in steps.items():
        overview = client.get("/vi/me/profile").text
        assert f'#{anchor}"' in overview.partition("next-act")[2].partition("</a>")[0], anchor
        assert client.post(f"/vi/me/profile/{page}", data=typed).status_code == 303
    assert "next-act" not in client.get("/vi/me/profile").text


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
    page = client.get("/vi/university/students?q=duc").text
    assert page.count('name="chosen"') == 1
    assert own.educations[0].public_id in page
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
