"""Documents of students: handed in, shown to whom the student says, and gone with their files."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import io
import threading
import time
import zipfile

from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from PIL import Image
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruit.accounts import limits, personal_data
from recruit.accounts.models import User
from recruit.accounts.rights import actions as right_actions, jobs
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core import files
from recruit.core.db import Database, session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import Sighting, StoredFile
from recruit.core.stores import NotInStore
from recruit.core.visitor import WORKER
from recruit.organisations.models import Organisation
from recruit.students.documents import actions, queries, rules
from recruit.students.documents.models import StudentDocument
from recruit.students.documents.rules import DocumentRefusal, Held
from recruit.students.models import Student
from recruit.students.rules import DisclosureReason, DisclosureScope, DocumentKind, ShownTo
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show
from tests.trust import bad_files as bad

PAGE = "/en/me/documents"


@pytest.fixture
def student(app: Flask) -> Student:
    return make_student(people.student())


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    limits.switch(app, on=True)
    yield app
    limits.switch(app, on=False)


def user_of(student: Student) -> User:
    return session().scalars(select(User).where(User.person_id == student.person_id)).one()


@pytest.fixture
def own(app: Flask, client: FlaskClient, student: Student) -> FlaskClient:
    return people.sign_in(client, user_of(student))


@pytest.fixture
def company(app: Flask) -> Organisation:
    return make_company()


@pytest.fixture
def recruiter(app: Flask, company: Organisation) -> FlaskClient:
    member = people.company_member()
    join(member, company)
    return people.sign_in(app.test_client(), member)


def hand_in(
    client: FlaskClient, content: bytes = b"", name: str = "Bảng điểm.pdf", *, page: str = PAGE, **more: str
) -> TestResponse:
    data = {"kind": "transcript", "title": "", "shown_to": "applied", **more}
    sent = {"file": (io.BytesIO(content or bad.pdf()), name)}
    return client.post(page, data={**data, **sent}, content_type="multipart/form-data")


def only() -> StudentDocument:
    return session().scalars(select(StudentDocument)).one()


# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("scope", "reasons", "shown"),
    [
        (DisclosureScope.CARD, [DisclosureReason.OPEN], set()),
        (DisclosureScope.PROFILE, [DisclosureReason.CHOSEN], set()),
        (DisclosureScope.PROFILE, [DisclosureReason.CHOSEN, DisclosureReason.FAIR], {ShownTo.FAIR}),
        (DisclosureScope.DOCUMENTS, [DisclosureReason.APPLICATION], {ShownTo.APPLIED, ShownTo.FAIR}),
    ],
)
def test_what_is_disclosed_opens_what_the_student_chose(scope, reasons, shown) -> None:
    assert rules.open_choices([scope], reasons) == shown


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("Passport An.pdf", True),
        ("ho_chieu.jpg", True),
        ("Hộ chiếu", True),
        ("パスポート", True),
        ("在留カード.png", True),
        ("scan KTP.jpg", True),
        ("CCCD mặt trước", True),
        ("Căn cước công dân", True),
        ("JLPT N3.pdf", False),
        ("Cầu Bãi Cháy: bản vẽ ktphu", False),
        ("Bảng điểm", False),
    ],
)
def test_papers_of_identity_are_known_by_their_names(words: str, is_one: bool) -> None:
    assert rules.names_identity_paper("", words) is is_one


def test_68_there_is_an_end_to_how_much_one_student_hands_in() -> None:
    assert rules.why_not_add(Held(rules.MOST_DOCUMENTS - 1, 0), rules.MOST_TOGETHER) is None
    assert rules.why_not_add(Held(rules.MOST_DOCUMENTS, 0), 1) is DocumentRefusal.TOO_MANY
    assert rules.why_not_add(Held(1, rules.MOST_TOGETHER), 1) is DocumentRefusal.TOO_MUCH
    # The archive of everything fits into what may be kept.
    assert rules.MOST_TOGETHER < files.MOST_BYTES


# ------------------------------------------------------------------------------------------------ a student


def test_a_document_is_handed_in_replaced_and_deleted_with_its_files(own: FlaskClient) -> None:
    assert hand_in(own).status_code == 303
    first = only()
    assert (first.kind, first.shown_to, first.thumbnail) == (DocumentKind.TRANSCRIPT, ShownTo.APPLIED, None)
    older = first.stored_file.public_id
    saved = own.get(f"{PAGE}/{first.public_id}/file")
    assert saved.data == bad.pdf()
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    page = f"{PAGE}/{first.public_id}"
    answer = hand_in(
        own, bad.photograph(), "cầu.jpeg", page=page, kind="portfolio", title="Cầu", shown_to="fair"
    )
    assert answer.status_code == 303
    newer = only()
    assert (newer.public_id, newer.title, newer.shown_to) == (first.public_id, "Cầu", ShownTo.FAIR)
    assert newer.stored_file.kept_name == "cầu.jpg"
    with pytest.raises(NotInStore):
        files.store_in_use().get(older)
    small = own.get(f"{PAGE}/{newer.public_id}/picture")
    assert small.headers["Content-Disposition"].startswith("inline;")
    with Image.open(io.BytesIO(small.data)) as shown:
        assert shown.format == "JPEG" and max(shown.size) <= 400
    listed = own.get(PAGE).text
    assert f"/{newer.public_id}/picture" in listed and "Cầu" in listed
    # Without a new file the old one stays.
    changed = own.post(page, data={"kind": "portfolio", "title": "Cầu", "shown_to": "me"})
    assert changed.status_code == 303
    assert (only().shown_to, only().stored_file.id) == (ShownTo.ME, newer.stored_file.id)
    kept = [newer.stored_file.public_id, newer.thumbnail.public_id]
    assert own.post(f"{page}/delete").status_code == 303
    assert (
        session().scalars(select(StudentDocument)).all() == session().scalars(select(StoredFile)).all() == []
    )
    for name in kept:
        with pytest.raises(NotInStore):
            files.store_in_use().get(name)


def test_a_file_that_is_lost_is_said_to_be_and_can_be_replaced(
    own: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    hand_in(own)
    document = only()
    files.store_in_use().delete([document.stored_file.public_id])
    answer = own.get(f"{PAGE}/{document.public_id}/file")
    assert answer.status_code == 410 and "please hand it in again" in answer.text
    assert "a file is missing or damaged" in caplog.text
    assert own.get(PAGE).status_code == 200
    page = f"{PAGE}/{document.public_id}"
    assert hand_in(own, page=page).status_code == 303 and own.get(f"{page}/file").data == bad.pdf()


@pytest.mark.parametrize(
    ("content", "name", "more", "language", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "IMG.HEIC", {}, "vi", "định dạng HEIC"),
        (bad.pdf(b"<< /S /JavaScript >>"), "a.pdf", {}, "ja", "スクリプト"),
        (b"%PDF-1.7 " + b"x" * 5_000, "a.pdf", {}, "ja", "ファイルが大きすぎます"),
        (bad.pdf(), "passport.pdf", {}, "vi", "giấy tờ tùy thân"),
        (bad.pdf(), "a.pdf", {"title": "Paspor saya"}, "id", "dokumen identitas"),
        (bad.pdf(), "a.pdf", {"kind": ""}, "vi", "Vui lòng chọn lại tệp"),
    ],
)
def test_what_is_not_taken_is_said_and_the_rest_stays_typed(
    own: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    name: str,
    more: dict[str, str],
    language: str,
    words: str,
) -> None:
    monkeypatch.setattr(rules, "MOST_BYTES", 4_000)
    answer = hand_in(
        own, content, name, page=f"/{language}/me/documents", **{"title": "Cầu Nhật Tân", **more}
    )
    assert answer.status_code == 422
    assert words in answer.text and "field-error" in answer.text
    assert more.get("title", "Cầu Nhật Tân") in answer.text
    assert session().scalars(select(StudentDocument)).all() == []


def test_without_a_file_or_a_profile_nothing_is_taken(own: FlaskClient, app: Flask) -> None:
    answer = own.post(PAGE, data={"kind": "cv", "shown_to": "me"}, content_type="multipart/form-data")
    assert (answer.status_code, "Please choose a file." in answer.text) == (422, True)
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert "You have no profile yet" in stranger.get(PAGE).text
    assert hand_in(stranger).status_code == 404
    # Who is here for a company has no documents of this kind.
    member = people.sign_in(app.test_client(), people.company_member())
    assert member.get(PAGE).status_code == member.get("/en/me/name-recording").status_code == 404


def test_nobody_else_finds_a_document(own: FlaskClient, app: Flask, student: Student) -> None:
    hand_in(own)
    document = only()
    assert app.test_client().get(PAGE).status_code == 303
    for other in (people.other_student(), people.coordinator()):
        client = people.sign_in(app.test_client(), other)
        for end in ("", "/file", "/picture"):
            assert client.get(f"{PAGE}/{document.public_id}{end}").status_code == 404
        for end in ("", "/delete"):
            assert client.post(f"{PAGE}/{document.public_id}{end}", data={}).status_code == 404
        with pytest.raises(Missing):
            actions.delete(document, by=people.visitor_of(other), now=document.handed_in_at)
    assert only().public_id == document.public_id


def test_68_who_sends_too_many_is_stopped(
    own: FlaskClient, limited: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOADS_OF_ONE_PERSON", (parse("2 per hour"),))
    assert [hand_in(own, b"nothing", "a.pdf").status_code for _try in range(3)] == [422, 422, 429]


def test_the_page_takes_as_many_statements_for_three(own: FlaskClient, count_queries) -> None:
    hand_in(own)
    with count_queries(7):
        own.get(PAGE)
    for _more in range(2):
        hand_in(own)
    with count_queries(7):
        own.get(PAGE)


def test_two_at_once_never_pass_the_limit(
    own_app: Flask, own_database: Database, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_DOCUMENTS", 1)
    with own_app.app_context(), own_database.scope():
        user = people.student()
        student_id, asks = make_student(user).id, people.visitor_of(user)
    barrier = threading.Barrier(2, timeout=60)

    def hand_in_one(number: int) -> str:
        with own_app.app_context(), own_database.scope() as rows:
            laid = files.lay_down(bad.pdf(), name=f"{number}.pdf", media_type="application/pdf")
            student = rows.get_one(Student, student_id)
            barrier.wait()
            try:
                with writing():
                    actions.hand_in(
                        student, laid, None,
                        kind=DocumentKind.CV, title="", shown_to=ShownTo.ME, by=asks, now=now,
                    )  # fmt: skip
            except Refused as refused:
                return str(refused.reason)
        return "handed in"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(hand_in_one, (1, 2))) == ["handed in", "too_many"]


def test_two_that_replace_at_once_leave_one_file(
    own_app: Flask, own_database: Database, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_app.app_context(), own_database.scope():
        user = people.student()
        student, asks = make_student(user), people.visitor_of(user)
        laid = files.lay_down(bad.pdf(), name="0.pdf", media_type="application/pdf")
        with writing():
            document_id = actions.hand_in(
                student, laid, None,
                kind=DocumentKind.CV, title="", shown_to=ShownTo.ME, by=asks, now=now,
            ).id  # fmt: skip
    look = actions._refuse_identity_paper

    def look_slowly(*texts: str) -> None:
        """Long enough for both to have read the document."""
        look(*texts)
        time.sleep(0.3)

    monkeypatch.setattr(actions, "_refuse_identity_paper", look_slowly)
    barrier = threading.Barrier(2, timeout=60)

    def replace_one(number: int) -> None:
        with own_app.app_context(), own_database.scope() as rows:
            newer = files.lay_down(bad.pdf(), name=f"{number}.pdf", media_type="application/pdf")
            document = rows.get_one(StudentDocument, document_id)
            barrier.wait()
            with writing():
                actions.replace(document, newer, None, by=asks, now=now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(replace_one, (1, 2)))
    with own_database.scope() as rows:
        (kept,) = rows.scalars(select(StoredFile))
        assert rows.get_one(StudentDocument, document_id).stored_file_id == kept.id


# ------------------------------------------------------------------------------------------------ a company


def test_a_company_opens_what_it_was_shown_and_every_look_is_noted(
    own: FlaskClient, recruiter: FlaskClient, student: Student, company: Organisation
) -> None:
    for title, shown_to in (("Mine", "me"), ("Applied", "applied"), ("Fair", "fair")):
        hand_in(own, bad.picture("PNG"), "a.png", title=title, shown_to=shown_to, kind="portfolio")
    by_title = {one.title: one for one in queries.documents_of(student.id)}
    page = f"/ja/company/students/{student.public_id}"

    def opened() -> set[str]:
        return {
            title
            for title, document in by_title.items()
            for end in ("", "/picture")
            if recruiter.get(f"{page}/documents/{document.public_id}{end}").status_code == 200
        }

    assert opened() == set()
    show(student, company, DisclosureScope.PROFILE)
    assert opened() == set() and "documents/" not in recruiter.get(page).text
    show(student, company, DisclosureScope.PROFILE, DisclosureReason.FAIR)
    assert opened() == {"Fair"}
    applied = show(student, company, DisclosureScope.DOCUMENTS, DisclosureReason.APPLICATION)
    assert opened() == {"Applied", "Fair"}
    text = recruiter.get(page).text
    assert "ウイルス検査なし" in text and text.count("/picture") == 2 and "Mine" not in text
    person_ref, by_document = student.person.public_id, Sighting.what == "document"
    looks = session().scalars(select(Sighting).where(by_document)).all()
    assert [(one.person_ref, one.organisation_ref) for one in looks] == [(person_ref, company.public_id)] * 3
    with writing():
        applied.until_at = applied.from_at + timedelta(seconds=1)
    assert opened() == {"Fair"}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "an\u202efdp.exe.pdf", "CON.pdf", "x" * 300 + ".pdf", 'a"b.pdf']
)
def test_63_and_69_odd_names_and_types_stay_harmless(own: FlaskClient, name: str) -> None:
    assert hand_in(own, name=name).status_code == 303
    document = only()
    saved = own.get(f"{PAGE}/{document.public_id}/file")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert saved.mimetype == "application/pdf"
    assert document.stored_file.public_id not in name
    told = saved.headers["Content-Disposition"]
    assert told.isascii() and not {"/", "\\", "\u202e"} & set(document.stored_file.kept_name)
    assert told.count('"') == 2 and len(document.stored_file.kept_name.encode()) < 255


# ------------------------------------------------------------------------------------------------ taken along, erased


def test_the_archive_holds_the_files_and_erasing_takes_them(
    own: FlaskClient, app: Flask, db: Session, student: Student, now
) -> None:
    hand_in(own, bad.photograph(), "cầu.jpg", kind="portfolio")
    hand_in(own)
    asks = people.visitor_of(user_of(student))
    with writing():
        right_actions.ask_for_export(language="vi", zone="UTC", by=asks, now=now)
    with app.app_context():
        assert jobs.make_exports(now) == 1
    made = db.scalars(select(DataExport)).one().stored_file
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(files.content_of(made))) as archive:
        assert archive.read("files/02-Bảng điểm.pdf") == bad.pdf()
        assert "files/01-cầu.jpg" in archive.namelist()
        page = archive.read(next(name for name in archive.namelist() if name.endswith(".html"))).decode()
    assert "Bảng điểm.pdf" in page
    kept = db.scalars(select(StoredFile.public_id)).all()
    assert len(kept) == 4
    with writing():
        personal_data.erase(student.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert db.scalars(select(StudentDocument)).all() == db.scalars(select(StoredFile)).all() == []
    for name in kept:
        with pytest.raises(NotInStore):
            files.store_in_use().get(name)
    # What was being sent meanwhile is not kept for somebody who is gone.
    laid = files.lay_down(bad.pdf(), name="late.pdf", media_type="application/pdf")
    with pytest.raises(Missing), writing():
        actions.hand_in(
            student, laid, None,
            kind=DocumentKind.CV, title="", shown_to=ShownTo.ME,
            by=asks, now=now,
        )  # fmt: skip
