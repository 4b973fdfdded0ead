"""Taking everything along: asked for, made by a job, fetched by nobody else, gone after a week."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import io
import json
import threading
from typing import Any
import zipfile

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts import jobs as purge_jobs, personal_data
from recruit.accounts.models import User
from recruit.accounts.rights import actions, archive, jobs, rules
from recruit.accounts.rights.models import DataExport, Erasure
from recruit.accounts.rights.rules import ErasedBecause, ExportRefusal, ExportState, ExportTimes
from recruit.core import clock as core_clock, files
from recruit.core.db import Database, writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry, StoredFile
from recruit.core.stores import NotInStore
from recruit.core.visitor import WORKER
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from tests import people
from tests.factories import applications as make
from tests.mail import Outbox

PAGE = "/vi/me/privacy/export"


@pytest.fixture
def student(app: Flask, db: Session) -> User:
    user = people.student()
    make.make_student(user)
    with writing():
        user.person.language = "vi"
    return user


def ask(user: User, now: datetime) -> DataExport:
    with writing():
        return actions.ask_for_export(
            language="vi", zone="Asia/Ho_Chi_Minh", by=people.visitor_of(user), now=now
        )


def made(app: Flask, now: datetime) -> int:
    with app.app_context():
        return jobs.make_exports(now)


def lies_in_store(name: str) -> bool:
    try:
        return bool(files.store_in_use().get(name))
    except NotInStore:
        return False


@pytest.mark.parametrize(
    ("ready", "failed", "ends", "state", "refusal"),
    [
        (None, None, None, ExportState.BEING_MADE, ExportRefusal.TOO_SOON),
        (0, None, 7, ExportState.READY, ExportRefusal.TOO_SOON),
        (None, 0, None, ExportState.FAILED, None),
        (-8, None, -1, ExportState.ENDED, None),
    ],
)
def test_where_an_archive_stands(ready, failed, ends, state, refusal) -> None:
    now = datetime.fromisoformat("2026-11-25T03:00:00+00:00")
    at = [None if days is None else now + timedelta(days=days) for days in (ready, failed, ends)]
    times = ExportTimes(now, *at)
    assert rules.state_of(times, now) is state
    assert rules.why_not_ask(times, now) is refusal
    assert rules.why_not_ask(times, now + timedelta(minutes=61)) is None


def test_everything_is_in_the_archive_and_only_its_person_fetches_it(
    student: User, app: Flask, client: FlaskClient, db: Session, clock, outbox: Outbox
) -> None:
    people.sign_in(client, student)
    assert "Tạo bản lưu trữ" in client.get(PAGE).get_data(as_text=True)
    assert client.post(PAGE).status_code == 303
    assert client.post(PAGE).status_code == 303
    assert db.scalar(select(func.count()).select_from(DataExport)) == 1
    assert made(app, core_clock.now()) == 1
    assert made(app, core_clock.now()) == 0
    [mail] = outbox.hand_over()
    assert "2/12/2026" in mail.get_body(("plain",)).get_content()
    page = client.get(PAGE).get_data(as_text=True)
    address = f"{PAGE}/{db.scalars(select(DataExport.public_id)).one()}"
    assert address in page
    fetched = client.get(address)
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert (fetched.headers["X-Content-Type-Options"], fetched.headers["Cache-Control"]) == (
        "nosniff",
        "no-store",
    )
    with zipfile.ZipFile(io.BytesIO(fetched.data)) as found:
        [page_name] = [name for name in found.namelist() if name.endswith(".html")]
        text = found.read(page_name).decode()
        data = json.loads(found.read("data/students.json"))
        assert "data/messages.json" in found.namelist()
    assert data["profile"]["name_passport"] == "NGUYEN THI AN"
    assert 'lang="vi"' in text and "Nguyễn Thị An" in text and "Họ tên theo hộ chiếu" in text
    assert "25/11/2026" in text and "2026-11-25T" not in text
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert stranger.get(address).status_code == 404
    assert app.test_client().get(address).status_code == 303
    clock.shift(timedelta(minutes=11))
    asked_again = client.get(address)
    assert asked_again.status_code == 303 and "/account/prove" in asked_again.headers["Location"]
    lines = db.scalars(select(AuditEntry.action).where(AuditEntry.action.like("person.export%")))
    assert sorted(lines) == ["person.export_asked", "person.exported"]


def test_an_archive_goes_after_a_week_and_a_new_one_replaces_it(
    student: User, app: Flask, client: FlaskClient, db: Session, now: datetime
) -> None:
    first = ask(student, now)
    assert made(app, now) == 1
    with pytest.raises(Refused):
        ask(student, now + timedelta(minutes=59))
    name = first.stored_file.public_id
    assert lies_in_store(name)
    second = ask(student, now + timedelta(minutes=61))
    assert not lies_in_store(name)
    assert made(app, now + timedelta(minutes=62)) == 1
    assert db.scalars(select(DataExport.id)).all() == [second.id]
    people.sign_in(client, student)
    with writing():
        second.ends_at = now
    assert client.get(f"{PAGE}/{second.public_id}").status_code == 404
    assert purge_jobs.purge(now)["exports"] == 1
    assert db.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_what_cannot_be_made_is_given_up_and_may_be_asked_for_again(
    student: User,
    app: Flask,
    client: FlaskClient,
    db: Session,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(*_: object, **__: object) -> bytes:
        raise OSError("disk is full")

    export = ask(student, now)
    monkeypatch.setattr(archive, "make", breaks)
    for number in range(rules.MOST_ATTEMPTS + 1):
        assert made(app, now + number * timedelta(minutes=11)) == 0
    db.refresh(export)
    assert (export.attempts, export.ready_at) == (rules.MOST_ATTEMPTS, None)
    assert export.failed_at is not None
    people.sign_in(client, student)
    assert client.post(PAGE).status_code == 303
    monkeypatch.undo()
    assert made(app, now + timedelta(hours=2)) == 1


def test_two_workers_make_one_archive(own_app: Flask, own_database: Database, now: datetime) -> None:
    with own_database.scope(), own_app.app_context():
        user = people.student()
        with writing():
            actions.ask_for_export(language="en", zone="UTC", by=people.visitor_of(user), now=now)
    barrier = threading.Barrier(2, timeout=60)

    def work() -> int:
        with own_database.scope(), own_app.app_context():
            barrier.wait()
            return jobs.make_exports(now)

    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(work) for _ in range(2)]]
    assert sorted(made) == [0, 1]


def test_erasing_leaves_a_certificate_and_no_archive(
    student: User, app: Flask, db: Session, now: datetime
) -> None:
    export = ask(student, now)
    made(app, now)
    name = export.stored_file.public_id
    assert lies_in_store(name)
    ref = student.person.public_id
    with writing():
        number = personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert not lies_in_store(name)
    kept = db.scalars(select(Erasure)).one()
    assert (kept.number, kept.person_ref, kept.because) == (number, ref, ErasedBecause.ASKED)
    assert db.scalars(select(AuditEntry.change).where(AuditEntry.action == "person.erased")).all() == [number]
    with pytest.raises(Missing), writing():
        personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=now)


def mail_to_others(now: datetime, number: int, subject: str, body: str) -> Mail:
    with writing() as rows:
        mail = Mail(
            kind="application_notice",
            to_address="hr@company.example",
            language="ja",
            zone="Asia/Tokyo",
            unique_key=f"test:{number}",
            queued_at=now,
            due_at=now,
            state=MailState.SENT,
            subject_line=subject,
            body=body,
        )
        rows.add(mail)
    return mail


def test_an_archive_is_packed_outside_of_any_transaction_and_not_for_who_is_erased_meanwhile(
    app: Flask, student: User, db: Session, now: datetime, monkeypatch: pytest.MonkeyPatch, outbox: Outbox
) -> None:
    ask(student, now)
    ref, pack = student.person.public_id, archive.make

    def erase_and_pack(*args: Any, **more: Any) -> bytes:
        with writing():
            personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=now)
        return pack(*args, **more)

    monkeypatch.setattr(archive, "make", erase_and_pack)
    made(app, now)
    assert db.scalar(select(func.count()).select_from(Erasure)) == 1
    assert db.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert "export_ready" not in outbox.kinds


def test_names_go_from_mails_that_others_got(student: User, db: Session, now: datetime) -> None:
    naming = [
        mail_to_others(now, 1, "応募がありました", "Nguyễn Thị An (グエン・ティ・アン) applies."),
        mail_to_others(now, 2, "NGUYEN THI AN", "…"),
        mail_to_others(now, 3, "…", f"Write to {student.email}."),
    ]
    other = mail_to_others(now, 4, "An Bình", "Another An, 100% of %s.")
    with writing():
        student.person.display_name = "An"
    with writing():
        personal_data.erase(student.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    jobs.forget_texts(now)
    for mail in (*naming, other):
        db.refresh(mail)
    assert [(mail.subject_line, mail.body) for mail in naming] == [("", "")] * 3
    assert other.body


@pytest.mark.parametrize(
    ("name", "tells"),
    [("An", False), ("Budi", False), ("Budi Santoso", True), ("山田 花子", True), ("李", False), ("", False)],
)
def test_short_names_are_not_searched_for(name: str, tells: bool) -> None:
    assert personal_data.tells_who(name) is tells
