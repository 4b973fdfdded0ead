"""The pages of papers: who may have which, and the way of a file into a profile."""

import io
import json

import pytest
from sqlalchemy import select

from recruit.core.db import session
from recruit.core.models import Sighting
from recruit.students.models import Student
from recruit.students.rules import DisclosureScope, Skill
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show

RESUME = {
    "basics": {"name": "Trần Thị B", "summary": "Tôi học cầu đường.", "x-call-name": "B"},
    "skills": [{"name": "Revit"}, {"name": "Origami"}],
    "work": [
        {"name": "Công ty Cầu", "position": "Thực tập sinh", "startDate": "2026-06", "summary": "Đo đạc."}
    ],
    "languages": [{"language": "Japanese", "fluency": "JLPT N2"}],
}


def _file(content):
    return {"file": (io.BytesIO(content), "resume.json")}


def test_my_papers_are_made_of_my_profile(client):
    user = people.student()
    people.sign_in(client, user)
    assert "/vi/me/profile" in client.get("/vi/me/papers").text
    assert client.get("/vi/me/documents/cv.pdf").status_code == 404
    make_student(user, born_on=None)
    page = client.get("/vi/me/papers").text
    assert "born_on" in page and "/vi/me/documents/rirekisho.pdf" in page
    answer = client.get("/vi/me/documents/rirekisho.pdf")
    assert answer.data.startswith(b"%PDF-") and answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rirekisho-NGUYEN-VAN-DUC.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/vi/me/papers/cv.png").data.startswith(b"\x89PNG")
    whole = json.loads(client.get("/vi/me/documents/resume.json").data)
    assert whole["basics"]["name"] == "Nguyễn Văn Đức" and whole["basics"]["email"] == user.email
    assert whole["skills"][0]["name"] == "AutoCAD"


def test_a_company_has_the_sheet_of_whom_it_may_see_and_the_look_is_noted(client):
    company, member = make_company(), people.company_member()
    join(member, company)
    whole, card, stranger = make_student(), make_student(), make_student()
    show(whole, company)
    show(card, company, DisclosureScope.CARD)
    people.sign_in(client, member)
    address = "/ja/company/students/{}/interview-sheet.pdf"
    assert address.format(whole.public_id) in client.get(f"/ja/company/students/{whole.public_id}").text
    assert address.format(card.public_id) not in client.get(f"/ja/company/students/{card.public_id}").text
    assert client.get(address.format(whole.public_id)).data.startswith(b"%PDF-")
    looks = session().scalars(select(Sighting).where(Sighting.person_ref == whole.person.public_id)).all()
    assert len(looks) == 2 and {look.what for look in looks} == {"profile"}
    for hidden in (card, stranger):
        assert client.get(address.format(hidden.public_id)).status_code == 404


@pytest.mark.parametrize(
    "page",
    ["me/papers", "me/documents/cv.pdf", "me/documents/resume.json", "me/papers/take-in", "me/papers/cv.png"],
)
def test_nobody_is_sent_to_the_sign_in_page(client, page):
    assert client.get(f"/ja/{page}").headers["Location"].startswith("/ja/account/sign-in?next=")


def test_who_works_for_a_company_has_no_papers(client):
    member = people.company_member()
    join(member, make_company())
    people.sign_in(client, member)
    for page in ("me/papers", "me/papers/take-in", "me/documents/cv.pdf"):
        assert client.get(f"/ja/{page}").status_code == 404


def test_a_file_fills_in_what_was_ticked_and_nothing_else(client):
    user = people.student()
    student = make_student(user)
    people.sign_in(client, user)
    page = client.post("/vi/me/papers/take-in", data=_file(json.dumps(RESUME).encode())).text
    assert "Nguyễn Văn Đức" in page and "Trần Thị B" in page and "Origami" in page
    # What would replace something is not ticked; what only adds is.
    assert 'value="name_local">' in page and 'value="skills" checked>' in page
    assert student.name_local == "Nguyễn Văn Đức" and not student.experiences
    chosen = {"resume": json.dumps(RESUME), "take": ["call_name", "skills", "experience-0"]}
    assert client.post("/vi/me/papers/take-in/chosen", data=chosen).status_code == 303
    assert (student.name_local, student.call_name, student.about) == ("Nguyễn Văn Đức", "B", "")
    assert {row.skill for row in student.skills} == {Skill.AUTOCAD, Skill.REVIT}
    (deed,) = student.experiences
    assert (deed.title, deed.language) == ("Thực tập sinh", "vi")
    assert [row.level for row in student.language_results] == ["N3"]
    # Pressed twice: what is there already is offered no more, so it cannot come twice.
    assert client.post("/vi/me/papers/take-in/chosen", data=chosen).status_code == 422
    assert len(student.experiences) == 1


def test_a_first_profile_may_come_from_a_file(client):
    user = people.student()
    people.sign_in(client, user)
    assert client.post("/vi/me/papers/take-in", data={"words": json.dumps(RESUME)}).status_code == 200
    assert session().scalar(select(Student).where(Student.person_id == user.person_id)) is None
    chosen = {"resume": json.dumps(RESUME), "take": ["name_local", "about", "result-jlpt"]}
    assert client.post("/vi/me/papers/take-in/chosen", data=chosen).status_code == 303
    student = session().scalars(select(Student).where(Student.person_id == user.person_id)).one()
    assert (student.name_local, student.about_language) == ("Trần Thị B", "vi")
    assert student.language_results[0].level == "N2"


def test_a_hostile_file_is_refused_in_words(client):
    people.sign_in(client, people.student())
    for content in (b"", b"[" * 50_000, b"%PDF-1.7", b" " * 100_001):
        answer = client.post("/vi/me/papers/take-in", data=_file(content))
        assert answer.status_code == 422 and 'class="error-summary"' in answer.text
    nul = json.dumps({"basics": {"summary": "a\x00b\ud800"}})
    assert client.post("/vi/me/papers/take-in", data={"words": nul}).status_code == 200
    chosen = {"resume": nul, "take": ["about"]}
    assert client.post("/vi/me/papers/take-in/chosen", data=chosen).status_code == 303
    assert (
        client.post("/vi/me/papers/take-in/chosen", data={"resume": "[", "take": ["about"]}).status_code
        == 422
    )
    assert (
        client.post("/vi/me/papers/take-in/chosen", data={**chosen, "take": ["person_id"]}).status_code == 422
    )
