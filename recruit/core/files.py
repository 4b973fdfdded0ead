"""Files at rest: a row says what a file is, a store holds its content, encrypted, under a name of our own.

The row and its transaction are the truth. A file is written before its row is committed and removed after its row is gone;
what a crash leaves between the two is a file without a row, which `remove_strays` takes away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
import logging
import re
import unicodedata

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from recruit.core import vault
from recruit.core.db import new_public_id, session, writing
from recruit.core.models import Scan, StoredFile
from recruit.core.stores import NotInStore, Store, StoreUnreachable, store_for

log = logging.getLogger(__name__)

# More than any paper needs; a file is held in memory while it is sealed.
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
# What a name may take on the disks of others, where each sign counts for up to four.
_MOST_BYTES_OF_NAME = 220
# A file that has just been written may belong to a transaction that is not over.
STRAY_AFTER = timedelta(hours=6)

_store: list[Store] = []
# What could hide how a name ends, or lead out of a folder.
_UNFIT = re.compile(r'[\\/:*?"<>|]')
# Names that belong to devices on Windows, whatever they end in.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class FileTooLarge(Exception):
    """More than MOST_BYTES."""


class FileDamaged(Exception):
    """What lies in the store is missing, or is not what was put there."""


def install(files_url: str, endpoint: str = "") -> None:
    """Set where files lie. Called once, when the house is built."""
    _store[:] = [store_for(files_url, endpoint)]


def store_in_use() -> Store:
    """Where files lie."""
    return _store[0]


def kept_name(name: str) -> str:
    """A name that is safe to hand out again: one line, no path, no signs that turn the direction of writing."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, ending = _UNFIT.sub("_", shown).strip(" .").rpartition(".")
    if not dot:
        return _fitting(ending, LONGEST_NAME, _MOST_BYTES_OF_NAME) or "file"
    ending = _fitting(ending, 20, 60)
    left = LONGEST_NAME - len(ending) - 1
    return f"{_fitting(stem, left, _MOST_BYTES_OF_NAME - len(ending.encode()) - 1)}.{ending}"


def _fitting(words: str, most: int, most_bytes: int) -> str:
    if _DEVICES.fullmatch(words.partition(".")[0]):
        words = "_" + words
    return words[:most].encode()[:most_bytes].decode(errors="ignore")


@dataclass(frozen=True)
class LaidDown:
    """A sealed file that lies in the store already and has no row yet; without one it is gone after some hours."""

    public_id: str
    sha256: str
    size: int
    media_type: str
    name: str
    key_name: str
    scan: Scan


def lay_down(content: bytes, *, name: str, media_type: str, scan: Scan = Scan.NOT_SCANNED) -> LaidDown:
    """Seal a file and write it, outside of any transaction: a store may be slow, and others wait for the database.

    Raises FileTooLarge, StoreUnreachable.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    laid = LaidDown(
        public_id=new_public_id(),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        name=kept_name(name),
        key_name=vault.newest_key(),
        scan=scan,
    )
    store_in_use().put(laid.public_id, vault.seal_bytes(content))
    return laid


def keep(laid: LaidDown, *, now: datetime) -> StoredFile:
    """Give a file that was laid down its row, flushed."""
    row = StoredFile(
        public_id=laid.public_id,
        sha256=laid.sha256,
        size=laid.size,
        media_type=laid.media_type,
        kept_name=laid.name,
        key_name=laid.key_name,
        scan=laid.scan,
        stored_at=now,
    )
    session().add(row)
    session().flush()
    return row


def store(content: bytes, *, name: str, media_type: str, now: datetime) -> StoredFile:
    """Both at once, for what is small or has nobody waiting."""
    return keep(lay_down(content, name=name, media_type=media_type), now=now)


def content_of(row: StoredFile) -> bytes:
    """The file as it was stored. Raises FileDamaged, StoreUnreachable; ValueError where it was sealed with a key that is
    not installed.
    """
    try:
        content = vault.unseal_bytes(store_in_use().get(row.public_id))
    except NotInStore as missing:
        raise FileDamaged(row.public_id) from missing
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileDamaged(row.public_id)
    return content


def remove(row: StoredFile) -> None:
    """Delete a file. Nothing may name its row any more. The store is cleared once the transaction has committed."""
    current = session()
    current.info.setdefault("files_to_remove", []).append(row.public_id)
    current.delete(row)
    current.flush()


@event.listens_for(Session, "after_commit")
def _clear_store(current: Session) -> None:
    names = current.info.pop("files_to_remove", [])
    if not names:
        return
    try:
        store_in_use().delete(names)
    except StoreUnreachable:
        # The rows are gone, so nobody reads these any more; the daily purge takes them away.
        log.exception("files without a row are left in the store", extra={"files": len(names)})


@event.listens_for(Session, "after_rollback")
def _keep_in_store(current: Session) -> None:
    current.info.pop("files_to_remove", None)


def reseal(limit: int = 50) -> int:
    """Seal files anew that an older key sealed; gives how many. Run again until it gives none.

    Each row is changed in its own short transaction: a store may be slow. A file that goes meanwhile may leave a stray.
    """
    newest = vault.newest_key()
    rows = (
        session()
        .scalars(select(StoredFile).where(StoredFile.key_name != newest).order_by(StoredFile.id).limit(limit))
        .all()
    )
    for row in rows:
        store_in_use().put(row.public_id, vault.seal_bytes(content_of(row)))
        with writing() as changed:
            changed.execute(update(StoredFile).where(StoredFile.id == row.id).values(key_name=newest))
    return len(rows)


def remove_strays(now: datetime) -> int:
    """Remove what lies in the store without a row; gives how many."""
    old = list(store_in_use().names_before(now - STRAY_AFTER)) if _store else []
    known: set[str] = set()
    for begin in range(0, len(old), 500):
        known |= set(
            session().scalars(
                select(StoredFile.public_id).where(StoredFile.public_id.in_(old[begin : begin + 500]))
            )
        )
    strays = [name for name in old if name not in known]
    store_in_use().delete(strays)
    return len(strays)
