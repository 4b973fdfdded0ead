"""Printed papers: a typst file of ours and data become a PDF, or a picture of its first page.

What people wrote reaches the typesetter as data (`sys.inputs`), never as source. It works in a process of its own
(`press.py`) with little time and memory; at most two work at once, and who would wait long is asked to come back (`Busy`).
Nothing is kept: a paper is made from what is true now.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
import json
import os
from pathlib import Path
import subprocess
import sys
import tempfile
from threading import BoundedSemaphore
from typing import Any
import unicodedata

from recruit.core.errors import Busy

SECONDS = 20
# How wide a picture of a page is, in dots an inch: about 600 across.
PICTURE_DOTS = 72
_FONTS = Path(__file__).parent / "fonts"
_PRESS = Path(__file__).with_name("press.py")
_at_work = BoundedSemaphore(2)
# Those at work and those who wait; the other threads of the process must stay free for pages.
PLACES = 4
_places = BoundedSemaphore(PLACES)


class PaperFailed(Exception):
    """The typesetter gave up: a fault of ours, or somebody's text went beyond the limits."""


@contextmanager
def _in_turn() -> Generator[None]:
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _at_work:
            yield
    finally:
        _places.release()


def pdf_of(
    source: str,
    data: Mapping[str, Any],
    *,
    made_at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The paper, tagged for readers of screens. `data` holds plain values; the source reads it from `sys.inputs.data`, and
    `pictures` by their names, which are plain: only what was written here.
    """
    return _set(source, data, made_at, {"format": "pdf", "pdf_standards": ["ua-1"]}, pictures)


def picture_of(source: str, data: Mapping[str, Any], *, made_at: datetime, dots: int = PICTURE_DOTS) -> bytes:
    """Its first page as a PNG, of so many dots an inch (72 points)."""
    return _set(source, data, made_at, {"format": "png", "ppi": dots})


def _set(
    source: str,
    data: Mapping[str, Any],
    made_at: datetime,
    options: Mapping[str, Any],
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    asked = {
        "source": source,
        "data": data,
        "fonts": str(_FONTS),
        "made_at": int(made_at.timestamp()),
        "options": options,
    }
    with _in_turn(), tempfile.TemporaryDirectory(prefix="paper-") as folder:
        for name, content in (pictures or {}).items():
            (Path(folder) / name).write_bytes(content)
        try:
            done = subprocess.run(
                # Without the folder of the program and without variables, nothing of ours can be taken for a module.
                [sys.executable, "-I", str(_PRESS)],
                input=json.dumps(asked).encode(),
                capture_output=True,
                cwd=folder,
                env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise PaperFailed("took too long") from late
    if done.returncode or not done.stdout:
        # The last line names the fault; the data is not repeated there.
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise PaperFailed(said[-1][:500] if said else f"ended with {done.returncode}")
    return done.stdout


# ------------------------------------------------------------------------------------------------ what can be printed


# What stands for a sign of a script that the fonts do not hold, as in Japanese print.
NO_SIGN = "〓"


@cache
def _signs() -> frozenset[int]:
    """The code points that the fonts hold."""
    ends = [line.split("-") for line in (_FONTS / "signs.txt").read_text().split()]
    return frozenset(point for first, last in ends for point in range(int(first, 16), int(last, 16) + 1))


def printable(text: str) -> str:
    """The text in signs that the fonts hold: pictures and signs without a shape are left out, letters of other scripts
    become 〓. Marks are put together with their letters first, so that they stand where they belong.
    """
    return "".join(_printed(sign) for sign in unicodedata.normalize("NFC", text))


def unprintable(text: str) -> list[str]:
    """The letters of a text for which 〓 stands on paper, each once."""
    letters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [sign for sign in letters if sign != NO_SIGN and _printed(sign) == NO_SIGN]


def _printed(sign: str) -> str:
    if sign in "\n\t":
        return "\n" if sign == "\n" else " "
    kind = unicodedata.category(sign)
    # Controls, signs that turn the direction of writing, joiners: they have no shape of their own.
    if kind[0] == "C":
        return ""
    if ord(sign) in _signs():
        return sign
    if kind[0] == "Z":
        return " "
    return NO_SIGN if kind[0] in "LN" else ""
