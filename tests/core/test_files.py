"""Files at rest: sealed under names of our own, gone with their rows, sealed anew after a new key."""

from datetime import datetime, timedelta
import os
from pathlib import Path

from click.testing import CliRunner
from cryptography.fernet import Fernet
from flask import Flask
import pytest
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from recruit.accounts.requests.actions import make_request
from recruit.accounts.requests.rules import Law, RequestKind
from recruit.accounts.rights.models import Erasure
from recruit.accounts.rights.rules import ErasedBecause
from recruit.cases.models import CaseNote
from recruit.commands.privacy import reseal
from recruit.core import files, vault
from recruit.core.db import Base, writing
from recruit.core.models import StoredFile
from recruit.students.models import StudentSkill
from recruit.students.rules import Skill
from tests import people
from tests.factories import cases as make
from tests.factories.students import make_student

WORDS = "Nguyễn Thị An".encode()


@pytest.fixture
def folder(app: Flask, tmp_path: Path):
    before = list(files._store)
    files.install(str(tmp_path / "files"))
    yield tmp_path / "files"
    files._store[:] = before


@pytest.fixture
def keys():
    """A function that installs keys; those from before are back afterwards."""
    before = list(vault._keys), list(vault._newest), list(vault._names)
    yield vault.install
    vault._keys[:], vault._newest[:], vault._names[:] = before


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def store(now: datetime, content: bytes = WORDS) -> StoredFile:
    with writing():
        return files.store(content, name="An.pdf", media_type="application/pdf", now=now)


def test_a_file_is_sealed_and_opened_again(db: Session, now: datetime, folder: Path) -> None:
    row = store(now)
    [path] = on_disk(folder)
    assert path.name == row.public_id and path.stat().st_mode & 0o077 == 0
    assert WORDS not in path.read_bytes()
    assert files.content_of(row) == WORDS
    assert (row.size, row.kept_name) == (len(WORDS), "An.pdf")


def test_a_file_goes_with_its_row_and_not_before_the_commit(db: Session, now: datetime, folder: Path) -> None:
    row = store(now)

    def remove_and_break() -> None:
        with writing():
            files.remove(row)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        remove_and_break()
    assert len(on_disk(folder)) == 1
    store(now)
    assert len(on_disk(folder)) == 2
    row = db.scalars(select(StoredFile).order_by(StoredFile.id)).first()
    with writing():
        files.remove(row)
        assert len(on_disk(folder)) == 2
    assert len(on_disk(folder)) == 1


def test_what_was_changed_on_the_disk_is_not_handed_out(db: Session, now: datetime, folder: Path) -> None:
    row = store(now)
    [path] = on_disk(folder)
    path.write_bytes(vault.seal_bytes(b"something else"))
    with pytest.raises(files.FileDamaged):
        files.content_of(row)
    path.write_bytes(b"nonsense")
    with pytest.raises(ValueError, match="not installed"):
        files.content_of(row)
    path.unlink()
    with pytest.raises(files.FileDamaged):
        files.content_of(row)


def test_strays_are_removed_and_nothing_else(db: Session, now: datetime, folder: Path) -> None:
    store(now)
    (folder / "ab").mkdir(exist_ok=True)
    for name, age in (("ab-old", timedelta(days=1)), ("ab-young", timedelta(minutes=1))):
        (folder / "ab" / name).write_bytes(b"x")
        os.utime(folder / "ab" / name, times=((now - age).timestamp(),) * 2)
    assert files.remove_strays(now) == 1
    assert "ab-old" not in {path.name for path in on_disk(folder)}
    # Had the disk been asked much later, the file with a row would still be there.
    assert files.remove_strays(now + timedelta(days=3650)) == 1
    assert len(on_disk(folder)) == 1


def test_too_much_is_refused(
    db: Session, now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 3)
    with pytest.raises(files.FileTooLarge), writing():
        files.store(b"1234", name="a", media_type="text/plain", now=now)
    assert on_disk(folder) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("履歴書.pdf", "履歴書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\cv.docx", "cv.docx"),
        ("an\u202efdp.exe", "anfdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("Nguyê\u0303n.pdf", "Nguyễn.pdf"),
        ('say "hi"?.pdf', "say _hi__.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_harmless(given: str, kept: str) -> None:
    assert files.kept_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = files.kept_name("あ" * 300 + ".pdf")
    assert len(name) <= files.LONGEST_NAME and len(name.encode()) < 255 and name.endswith("あ.pdf")


def test_after_a_new_key_everything_is_sealed_with_it(
    app: Flask, db: Session, now: datetime, folder: Path, keys
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    keys([old])
    row = store(now)
    case = make.make_case()
    with writing() as rows:
        rows.add(CaseNote(case_id=case.id, at=now, by_ref="by", words=vault.seal("Đã gọi.")))
        rows.add(
            erasure := Erasure(
                person_ref="x",
                number="E-1",
                because=ErasedBecause.ASKED,
                erased_at=now,
                by_ref="by",
                names=vault.seal("An"),
                texts_by_at=now,
            )
        )
    student, asks = make_student(people.other_student()), people.visitor_of(people.student())
    with writing() as rows:
        request = make_request(RequestKind.ACCESS, Law.VIETNAM, "Everything, please.", by=asks, now=now)
        rows.add(
            skill := StudentSkill(student_id=student.id, skill=Skill.BIM, licence_sealed=vault.seal("AB 123"))
        )
    keys([new, old])
    first = CliRunner().invoke(reseal)
    assert first.exit_code == 0, first.output
    counts = dict(line.split() for line in first.output.splitlines())
    renewed = (
        "files",
        "case_note.words",
        "data_request.words",
        "erasure.names",
        "student_skill.licence_sealed",
    )
    assert {name: counts[name] for name in renewed} == dict.fromkeys(renewed, "1")
    # No column that may be sealed is left out, whichever table it stands in; packed rows never are.
    assert set(counts) == {"files"} | {
        str(column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
        and table.name not in ("packed_students", "packed_sight", "packed_postings")
    }
    assert set(dict(line.split() for line in CliRunner().invoke(reseal).output.splitlines()).values()) == {
        "0"
    }
    keys([new])
    db.expire_all()
    assert vault.unseal(db.scalars(select(CaseNote.words)).one()) == "Đã gọi."
    assert files.content_of(db.get(StoredFile, row.id)) == WORDS
    opened = [vault.unseal(one) for one in (request.words, erasure.names, skill.licence_sealed)]
    assert opened == ["Everything, please.", "An", "AB 123"]
    keys([Fernet.generate_key().decode()])
    assert CliRunner().invoke(reseal).exit_code == 1
