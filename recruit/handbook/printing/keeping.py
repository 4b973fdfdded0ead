"""Books that were set already: a PDF takes seconds to make, the second reader waits for a read of a file only."""

from contextlib import suppress
import hashlib
from pathlib import Path
import tempfile

from flask import current_app

from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.paper import as_pdf, source


def kept_pdf(book: Printed) -> bytes:
    """The book on paper, made anew only where its contents or its design changed. Raises Busy, PaperFailed.

    The files may be deleted at any time.
    """
    folder: Path = current_app.extensions["recruit.settings"].instance_folder / "books"
    mark = hashlib.sha256(f"{book.hash}{source()}".encode()).hexdigest()[:32]
    file = folder / f"{book.name}-{mark}.pdf"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        made = as_pdf(book)
    # Where the folder cannot be written the next reader waits again; nobody is refused for that.
    with suppress(OSError):
        _keep(file, made)
        for old in folder.glob(f"{book.name}-*.pdf"):
            if old != file:
                old.unlink(missing_ok=True)
    return made


def _keep(file: Path, content: bytes) -> None:
    """Whole or not at all: others may read it meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
        written.write(content)
    Path(written.name).replace(file)
