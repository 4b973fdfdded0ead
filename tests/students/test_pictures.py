"""Pictures of what a student has done: who sees them, in which order, what is in them, and that they go with their files."""

from concurrent.futures import ThreadPoolExecutor
import io
import threading

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from recruit.accounts import personal_data
from recruit.accounts.models import User
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core import files
from recruit.core.db import Database, session, writing
from recruit.core.errors import Refused
from recruit.core.models import Sighting, StoredFile
from recruit.core.visitor import WORKER
from recruit.students.documents.rules import MOST_TOGETHER as DOCUMENTS_TOGETHER
from recruit.students.models import Experience, Student
from recruit.students.pictures import actions, privacy, queries, rules
from recruit.students.pictures.actions import LaidPicture
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.pictures.rules import PictureMove, PictureRefusal
from recruit.students.recordings.rules import MOST_BYTES as RECORDING
from recruit.students.rules import DisclosureScope, ExperienceKind
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show
from tests.trust import bad_files as bad

HERE = "/en/me/profile"


@pytest.mark.parametrize(
    ("one", "where", "after"),
    [
        ("a", PictureMove.LATER, "bac"),
        ("c", PictureMove.EARLIER, "acb"),
        ("a", PictureMove.EARLIER, "abc"),
        ("c", PictureMove.LATER, "abc"),
    ],
)
def test_a_picture_changes_places_with_its_neighbour(one: str, where: PictureMove, after: str) -> None:
    assert "".join(rules.moved("abc", one, where)) == after


def test_there_is_an_end_to_pictures_of_one_thing_and_of_one_student() -> None:
    most, together = rules.MOST_PICTURES, rules.MOST_TOGETHER
    assert rules.why_not_add(most - 1, 0, together) is None
    assert rules.why_not_add(most, 0, 1) is PictureRefusal.ENOUGH_PICTURES
    assert rules.why_not_add(0, together, 1) is PictureRefusal.PICTURES_TOO_LARGE
    # With everything else a student may hand in, and room for what is written, it fits into one archive.
    assert DOCUMENTS_TOGETHER + RECORDING + together + 500_000 < files.MOST_BYTES


@pytest.fixture
def student(app: Flask) -> Student:
    student = make_student(people.student())
    with writing() as rows:
        for title in ("Cầu Nhật Tân", "Đường vành đai"):
            rows.add(
                Experience(student_id=student.id, kind=ExperienceKind.PROJECT, title=title, language="vi")
            )
    return student


@pytest.fixture
def own(client: FlaskClient, student: Student) -> FlaskClient:
    user = session().scalars(select(User).where(User.person_id == student.person_id)).one()
    return people.sign_in(client, user)


def experience_of(student: Student, title: str = "Cầu Nhật Tân") -> Experience:
    wanted = select(Experience).where(Experience.student_id == student.id, Experience.title == title)
    return session().scalars(wanted).one()


def add(
    client: FlaskClient, experience: Experience, words: str, content: bytes = b"", name: str = "cầu.jpeg"
) -> TestResponse:
    sent = {"words": words, "file": (io.BytesIO(content or bad.photograph()), name)}
    page = f"{HERE}/experience/{experience.public_id}/pictures"
    return client.post(page, data=sent, content_type="multipart/form-data")


def row_of(experience: Experience) -> list[str]:
    return [one.words for one in queries.pictures_of_experience(experience.id)]


def all_files() -> int:
    return len(session().scalars(select(StoredFile.id)).all())


def test_pictures_are_added_ordered_replaced_and_removed(own: FlaskClient, student: Student) -> None:
    bridge, road = experience_of(student), experience_of(student, "Đường vành đai")
    assert [add(own, bridge, words).status_code for words in "abcd"] == [303] * 4
    add(own, road, "z")
    assert "four pictures" in add(own, bridge, "e").text and row_of(bridge) == list("abcd")
    assert "Add this picture" not in own.get(f"{HERE}/experience/{bridge.public_id}/pictures").text
    refs = {one.words: one.public_id for one in queries.pictures_of(student.id)}
    for words, where in (("d", "earlier"), ("a", "earlier"), ("a", "later")):
        assert own.post(f"{HERE}/pictures/{refs[words]}/move", data={"where": where}).status_code == 303
    assert own.post(f"{HERE}/pictures/{refs['a']}/move", data={"where": "away"}).status_code == 422
    assert (row_of(bridge), row_of(road)) == (list("badc"), ["z"])
    # Other words alone leave the file; another file takes the place of the older one.
    page = f"{HERE}/pictures/{refs['d']}"
    before = own.get(f"{page}/large").data
    assert own.post(page, data={"words": "dd"}).status_code == 303
    assert (row_of(bridge), own.get(f"{page}/large").data) == (["b", "a", "dd", "c"], before)
    newer = {"words": "dd", "file": (io.BytesIO(bad.picture("PNG")), "x.png")}
    assert own.post(page, data=newer, content_type="multipart/form-data").status_code == 303
    assert own.get(f"{page}/large").data != before and all_files() == 10
    assert own.post(f"{HERE}/pictures/{refs['b']}/remove").status_code == 303
    assert (row_of(bridge), all_files()) == (["a", "dd", "c"], 8)
    # An experience that goes takes its own along, and no other.
    assert own.post(f"{HERE}/experience/{bridge.public_id}/remove").status_code == 303
    assert ([one.words for one in queries.pictures_of(student.id)], all_files()) == (["z"], 2)


@pytest.mark.parametrize(
    ("content", "name", "words", "said"),
    [
        (b"", "a.jpg", "", "field-error"),
        (bad.pdf(), "a.pdf", "A drawing", "kind of file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "IMG.HEIC", "A bridge", "HEIC"),
        (b"", "passport.jpg", "A bridge", "identity paper"),
        (b"", "a.jpg", "Hộ chiếu", "identity paper"),
    ],
)
def test_what_is_not_taken_is_said(
    own: FlaskClient, student: Student, content: bytes, name: str, words: str, said: str
) -> None:
    answer = add(own, experience_of(student), words, content, name)
    assert answer.status_code == 422 and said in answer.text
    assert row_of(experience_of(student)) == []


def test_who_reads_the_profile_sees_the_pictures_and_nobody_else(
    app: Flask, own: FlaskClient, student: Student, count_queries
) -> None:
    member, company = people.company_member(), make_company()
    join(member, company)
    recruiter = people.sign_in(app.test_client(), member)
    bridge = experience_of(student)
    add(own, bridge, "Mặt cắt")
    (picture,) = queries.pictures_of(student.id)
    page = f"/ja/company/students/{student.public_id}"
    ends = [f"/pictures/{picture.public_id}/{size}" for size in ("small", "large")]

    def seen() -> list[int]:
        return [recruiter.get(page + end).status_code for end in ends]

    assert seen() == [404, 404]
    show(student, company, DisclosureScope.CARD)
    assert seen() == [404, 404] and "/pictures/" not in recruiter.get(page).text
    show(student, company, DisclosureScope.PROFILE)
    text = recruiter.get(page).text
    assert all(end in text for end in ends) and 'alt="Mặt cắt" lang="en"' in text
    before = len(session().scalars(select(Sighting)).all())
    assert seen() == [200, 200]
    looks = session().scalars(select(Sighting).order_by(Sighting.id)).all()[before:]
    # Small ones stand on the page that was looked at already; a large one is one look more.
    assert [(one.person_ref, one.organisation_ref) for one in looks] == [
        (student.person.public_id, company.public_id)
    ]
    # Nothing of where and with what it was taken is left in it.
    with Image.open(io.BytesIO(recruiter.get(page + ends[1]).data)) as shown:
        assert (shown.format, dict(shown.getexif())) == ("JPEG", {})
        assert max(shown.size) <= rules.LARGE_SIDE
    desk, staff_page = (
        people.sign_in(app.test_client(), people.coordinator()),
        page.replace("company", "staff"),
    )
    assert desk.get(staff_page + ends[1]).status_code == 200 and ends[0] in desk.get(staff_page).text
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert all(recruiter.get(staff_page + end).status_code in (403, 404) for end in ends)
    own_ends = ["", "/small", "/large"]
    for other in (stranger, recruiter, desk):
        assert {other.get(f"{HERE}/pictures/{picture.public_id}{end}").status_code for end in own_ends} == {
            404
        }
        assert other.post(f"{HERE}/pictures/{picture.public_id}/remove").status_code == 404
        assert (
            other.post(f"{HERE}/pictures/{picture.public_id}/move", data={"where": "later"}).status_code
            == 404
        )
        assert add(other, bridge, "Not mine").status_code == 404
    recruiter.get(page)
    with count_queries(18):
        recruiter.get(page)
    add(own, bridge, "2")
    add(own, experience_of(student, "Đường vành đai"), "3")
    with count_queries(18):
        recruiter.get(page)


def test_two_at_once_never_pass_the_limit(own_app: Flask, own_database: Database, now) -> None:
    with own_app.app_context(), own_database.scope():
        user = people.student()
        student, asks = make_student(user), people.visitor_of(user)
        with writing() as rows:
            rows.add(
                Experience(student_id=student.id, kind=ExperienceKind.PROJECT, title="Cầu", language="vi")
            )
        experience_id = experience_of(student, "Cầu").id
    barrier, refusals = threading.Barrier(2, timeout=60), set()

    def add_four(who: int) -> int:
        added = 0
        with own_app.app_context(), own_database.scope() as rows:
            experience = rows.get_one(Experience, experience_id)
            barrier.wait()
            for number in range(rules.MOST_PICTURES):
                large, small = (
                    files.lay_down(bad.photograph(), name="a.jpg", media_type="image/jpeg") for _size in "ab"
                )
                try:
                    with writing():
                        actions.add(
                            experience, LaidPicture(large, small, "a.jpg"),
                            words=f"{who} {number}", language="vi", by=asks, now=now,
                        )  # fmt: skip
                    added += 1
                except Refused as refused:
                    refusals.add(refused.reason)
        return added

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(add_four, (1, 2))) == rules.MOST_PICTURES
    assert refusals == {PictureRefusal.ENOUGH_PICTURES}
    with own_database.scope():
        row = queries.pictures_of_experience(experience_id)
        assert [one.place for one in row] == list(range(rules.MOST_PICTURES))


def test_pictures_are_taken_along_and_erased(own: FlaskClient, student: Student, now) -> None:
    add(own, experience_of(student), "Mặt cắt", name="../mặt cắt.jpg")
    (told,) = privacy.export(student.person_id)["experience_pictures"]
    assert (told["experience"], told["title"], told["file"]) == ("Cầu Nhật Tân", "Mặt cắt", "mặt cắt.jpg")
    ((name, content),) = privacy.files_of(student.person_id)
    stored = session().scalars(select(StoredFile.public_id)).all()
    # What lies in the store is sealed.
    assert name == "mặt cắt.jpg" and content not in [files.store_in_use().get(one) for one in stored]
    with writing():
        personal_data.erase(student.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert session().scalars(select(ExperiencePicture)).all() == [] and all_files() == 0
