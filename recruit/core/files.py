"""Files at rest: a row says what a file is, a folder holds its content, encrypted, under a name of our own.

The row and its transaction are the truth. A file is written before its row is committed and removed after its row is gone;
what a crash leaves between the two is a file without a row, which `remove_strays` takes away.
"""

from datetime import datetime
import hashlib
import os
from pathlib import Path
import re
import unicodedata

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from recruit.core import vault
from recruit.core.db import session
from recruit.core.models import StoredFile

# More than any paper needs; a file is held in memory while it is sealed.
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
# A file that has just been written may belong to a transaction that is not over.
STRAY_AFTER_SECONDS = 6 * 3600

_folder: list[Path] = []
# What could hide how a name ends, or lead out of a folder.
_UNFIT = re.compile(r'[\\/:*?"<>|]')


class FileTooLarge(Exception):
    """More than MOST_BYTES."""


class FileDamaged(Exception):
    """What lies on the disk is missing, or is not what was put there."""


def install(folder: str) -> None:
    """Set where files lie. Called once, when the house is built."""
    _folder[:] = [Path(folder)]


def kept_name(name: str) -> str:
    """A name that is safe to hand out again: one line, no path, no signs that turn the direction of writing."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, ending = _UNFIT.sub("_", shown).strip(" .").rpartition(".")
    if not dot:
        return ending[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:20]}"


def _path(public_id: str) -> Path:
    # Two letters of a folder keep folders small. The name says nothing about whose file it is.
    return _folder[0] / public_id[:2].lower() / public_id


def store(content: bytes, *, name: str, media_type: str, now: datetime) -> StoredFile:
    """Seal a file and write it; gives its row, flushed. Raises FileTooLarge."""
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    row = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        kept_name=kept_name(name),
        key_name=vault.newest_key(),
        stored_at=now,
    )
    session().add(row)
    session().flush()
    _write(_path(row.public_id), vault.seal_bytes(content))
    return row


def _write(path: Path, sealed: bytes) -> None:
    """Whole or not at all, readable by this user alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(path.name + ".half")
    with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)


def content_of(row: StoredFile) -> bytes:
    """The file as it was stored. Raises FileDamaged; ValueError where it was sealed with a key that is not installed."""
    try:
        content = vault.unseal_bytes(_path(row.public_id).read_bytes())
    except FileNotFoundError as missing:
        raise FileDamaged(row.public_id) from missing
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileDamaged(row.public_id)
    return content


def remove(row: StoredFile) -> None:
    """Delete a file. Nothing may name its row any more. The disk is cleared once the transaction has committed."""
    current = session()
    current.info.setdefault("files_to_remove", []).append(_path(row.public_id))
    current.delete(row)
    current.flush()


@event.listens_for(Session, "after_commit")
def _clear_disk(current: Session) -> None:
    for path in current.info.pop("files_to_remove", []):
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _keep_on_disk(current: Session) -> None:
    current.info.pop("files_to_remove", None)


def reseal(limit: int = 200) -> int:
    """Seal files anew that an older key sealed; gives how many. Run again until it gives none."""
    newest = vault.newest_key()
    rows = (
        session()
        .scalars(select(StoredFile).where(StoredFile.key_name != newest).order_by(StoredFile.id).limit(limit))
        .all()
    )
    for row in rows:
        _write(_path(row.public_id), vault.seal_bytes(content_of(row)))
        row.key_name = newest
    session().flush()
    return len(rows)


def remove_strays(now: datetime) -> int:
    """Remove what lies on the disk without a row; gives how many."""
    if not _folder or not _folder[0].is_dir():
        return 0
    old = [
        path
        for path in _folder[0].glob("??/*")
        if path.is_file() and path.stat().st_mtime < now.timestamp() - STRAY_AFTER_SECONDS
    ]
    known: set[str] = set()
    names = sorted({path.name for path in old})
    for begin in range(0, len(names), 500):
        known |= set(
            session().scalars(
                select(StoredFile.public_id).where(StoredFile.public_id.in_(names[begin : begin + 500]))
            )
        )
    strays = [path for path in old if path.name not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
