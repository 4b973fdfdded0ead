"""A folder and a bucket keep files alike; what the operator got wrong is said at the start."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
import io
from pathlib import Path

from click.testing import CliRunner
from cryptography.fernet import Fernet
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.rights.actions import ask_for_export
from recruit.accounts.rights.jobs import make_exports
from recruit.accounts.rights.rules import ErasedBecause
from recruit.commands.privacy import reseal
from recruit.core import files, stores, vault
from recruit.core.db import Base, writing
from recruit.core.models import StoredFile
from recruit.core.settings import SettingsInvalid
from recruit.core.stores import FolderStore, NotInStore, Store, StoreUnreachable, store_for
from recruit.core.visitor import WORKER
from recruit.students.models import Experience
from recruit.students.rules import ExperienceKind
from tests import people
from tests.conftest import make_settings
from tests.core import bucket
from tests.factories.students import make_student
from tests.trust import bad_files as bad

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def bucket_server() -> Iterator[str]:
    with bucket.server() as address:
        yield address


@pytest.fixture
def in_bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    bucket.empty_bucket(bucket_server, monkeypatch)
    return store_for(bucket.ADDRESS, bucket_server)


@pytest.fixture(params=["folder", "bucket"])
def a_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return request.getfixturevalue("in_bucket") if request.param == "bucket" else FolderStore(tmp_path / "f")


def test_what_is_put_there_is_there_until_it_is_deleted(a_store: Store) -> None:
    a_store.check()
    assert a_store.try_out()
    later = datetime.now(UTC) + HOUR
    assert list(a_store.names_before(later)) == []
    for name, content in (("abc", b"one"), ("abd", b"two"), ("abc", b"anew")):
        a_store.put(name, content)
    assert (a_store.get("abc"), a_store.get("abd")) == (b"anew", b"two")
    assert sorted(a_store.names_before(later)) == ["abc", "abd"]
    assert list(a_store.names_before(later - 2 * HOUR)) == []
    a_store.delete(["abc", "nothing"])
    with pytest.raises(NotInStore):
        a_store.get("abc")
    assert a_store.get("abd") == b"two"


def test_a_store_that_is_not_there_says_so(
    bucket_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bucket.empty_bucket(bucket_server, monkeypatch)
    monkeypatch.setattr(stores, "TRIES", 1)
    (tmp_path / "a-file").write_text("no folder")
    for store in (
        FolderStore(tmp_path / "a-file" / "f"),
        store_for("s3://another-bucket", bucket_server),
        store_for(bucket.ADDRESS, "http://127.0.0.1:9"),
    ):
        asks = (store.check, store.try_out, partial(store.put, "abc", b"x"), partial(store.get, "abc"))
        for ask in asks:
            with pytest.raises(StoreUnreachable):
                ask()


@pytest.mark.parametrize(
    ("url", "endpoint", "words"),
    [
        ("ftp://files.example/x", "", "must be a folder or s3://"),
        ("s3://", "", "must be a folder or s3://"),
        ("s3://key:word@bucket", "", "holds no keys"),
        ("s3://bucket", "objects.example", "RECRUIT_FILES_ENDPOINT must be an address"),
    ],
)
def test_what_is_wrong_with_a_store_is_said_at_the_start(
    tmp_path: Path, url: str, endpoint: str, words: str
) -> None:
    with pytest.raises(SettingsInvalid, match=words):
        make_settings("sqlite:///x", tmp_path, FILES_URL=url, FILES_ENDPOINT=endpoint)


def test_without_the_extra_a_bucket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "find_spec", lambda _name: None)
    with pytest.raises(SettingsInvalid, match=r"requirements-s3\.txt"):
        make_settings("sqlite:///x", tmp_path, FILES_URL="s3://bucket/prefix")


def test_files_in_a_bucket_are_sealed_go_with_their_rows_and_get_a_new_key(
    client: FlaskClient, db: Session, now: datetime, in_bucket: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_store", [in_bucket])
    for name in ("_keys", "_newest", "_names"):
        monkeypatch.setattr(vault, name, list(getattr(vault, name)))
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    vault.install([old])
    with writing():
        kept, gone = (
            files.store(words, name="a.pdf", media_type="application/pdf", now=now)
            for words in (b"one", b"two")
        )
    in_bucket.put("a-stray", b"x")
    assert b"one" not in in_bucket.get(kept.public_id)
    vault.install([new, old])
    assert CliRunner().invoke(reseal).exit_code == 0
    vault.install([new])
    db.expire_all()
    assert files.content_of(kept) == b"one"
    with writing():
        files.remove(gone)
    with pytest.raises(NotInStore):
        in_bucket.get(gone.public_id)
    # The clock of the server goes on while that of the test stands still.
    assert files.remove_strays(now - timedelta(days=3650)) == 0
    assert files.remove_strays(now + timedelta(days=36500)) == 1
    assert files.content_of(kept) == b"one"
    assert client.get("/readyz").json["files"] == "ok"
    monkeypatch.setattr(files, "_store", [store_for("s3://another-bucket", in_bucket.endpoint)])
    assert client.get("/readyz").json["files"] == "unreachable"


# Every column that leads to a file: who adds one erases its file too, and puts one here.
LEADS_TO_FILES = {
    "data_export.stored_file_id",
    "experience_picture.large_id",
    "experience_picture.small_id",
    "name_recording.stored_file_id",
    "student_document.stored_file_id",
    "student_document.thumbnail_id",
}
# Of a company, an event or a book, not of a person: these stay when somebody is erased.
OF_NOBODY = {
    "organisation_picture.stored_file_id",
    "event_material.stored_file_id",
    "figure_size.file_id",
    "set_book.stored_file_id",
}


def test_of_who_was_erased_no_byte_is_left_in_the_bucket(
    client: FlaskClient, db: Session, now: datetime, in_bucket: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_store", [in_bucket])
    user, other = people.student(), people.other_student()
    for one in (user, other):
        student = make_student(one)
        with writing() as rows:
            rows.add(
                done := Experience(
                    student_id=student.id, kind=ExperienceKind.PROJECT, title="Cầu", language="vi"
                )
            )
        people.sign_in(client, one)
        own = {
            "kind": "portfolio",
            "title": "",
            "shown_to": "me",
            "file": (io.BytesIO(bad.picture()), "a.jpg"),
        }
        shown = {"words": "Cầu Nhật Tân", "file": (io.BytesIO(bad.picture()), "b.jpg")}
        sound = {"file": (io.BytesIO(bad.ogg(2.0)), "name.ogg")}
        pictures = f"/vi/me/profile/experience/{done.public_id}/pictures"
        for page, data in (
            ("/vi/me/documents", own),
            (pictures, shown),
            ("/vi/me/name-recording", sound),
        ):
            sent = client.post(page, data=data, content_type="multipart/form-data")
            assert sent.status_code == 303, sent.text
    with writing():
        ask_for_export(language="vi", zone="UTC", by=people.visitor_of(user), now=now)
    with client.application.app_context():
        assert make_exports(now) == 1
    references = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "stored_file.id"
    ]
    assert {str(column) for column in references} == LEADS_TO_FILES | OF_NOBODY
    references = [column for column in references if str(column) not in OF_NOBODY]
    assert all(db.scalar(select(column).where(column.is_not(None))) for column in references)
    # The clock of the server goes on while that of the test stands still.
    later = now + timedelta(days=36500)
    assert len(list(in_bucket.names_before(later))) == 11
    with writing():
        personal_data.erase(user.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    left = sorted(in_bucket.names_before(later))
    assert left == sorted(db.scalars(select(StoredFile.public_id))) and len(left) == 5
    with writing():
        personal_data.erase(other.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert list(in_bucket.names_before(later)) == []
