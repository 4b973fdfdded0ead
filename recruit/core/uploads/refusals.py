"""Why a file that somebody sends is not taken."""

from enum import StrEnum


class UploadRefusal(StrEnum):
    """Each has a sentence that says what to do instead (`web/upload_words.py`)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND_NOT_TAKEN = "kind_not_taken"
    HEIC = "heic"
    ENDING = "ending"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MUCH_INSIDE = "too_much_inside"
    LOCKED = "locked"
    PDF_ACTIVE = "pdf_active"
    HOLDS_FILES = "holds_files"
    MACROS = "macros"
    OUTSIDE_PARTS = "outside_parts"
    VIRUS = "virus"
    NO_RECORDING = "no_recording"
    TOO_LONG = "too_long"
    LENGTH_UNKNOWN = "length_unknown"
