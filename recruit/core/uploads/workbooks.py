"""How much a workbook makes its reader do. It is counted before, because the reader takes whole rows, and all words, into
memory, whatever is asked of it.
"""

import io
from xml.parsers import expat
import zipfile

from recruit.core.errors import Refused
from recruit.core.uploads.refusals import UploadRefusal

MOST_UNPACKED = 32 * 1024 * 1024
# Five thousand rows of sixty columns, each with a value.
MOST_TAGS = 1_000_000
# The format itself has no more columns.
MOST_IN_ROW = 16_384
_PIECE = 256 * 1024


def must_be_readable(content: bytes) -> None:
    """Raises Refused for what no honest list needs. The workbook was packed anew before (`office.packed_anew`)."""
    tags = in_row = 0

    def refuse(*_declared: object) -> None:
        raise Refused(UploadRefusal.TOO_MUCH_INSIDE)

    def count(name: str, _written: dict[str, str]) -> None:
        nonlocal tags, in_row
        tags += 1
        kind = name.rpartition(":")[2]
        in_row = 0 if kind == "row" else in_row + (kind == "c")
        if tags > MOST_TAGS or in_row > MOST_IN_ROW:
            refuse()

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            refuse()
        # A sheet may lie under any name.
        for entry in entries:
            reader = expat.ParserCreate()
            reader.StartDoctypeDeclHandler = refuse
            reader.StartElementHandler = count
            try:
                with archive.open(entry) as part:
                    while piece := part.read(_PIECE):
                        reader.Parse(piece, False)
            except (expat.ExpatError, ValueError):
                # A picture, or broken: the reader stops there too.
                continue
