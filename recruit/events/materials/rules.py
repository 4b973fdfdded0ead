"""What is true about materials, in plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"
MOST_BYTES = 10 * 1024 * 1024
MOST_MATERIALS = 40
LONGEST_LINK = 500


class MaterialKind(StrEnum):
    FILE = "file"
    LINK = "link"
    # A link too: to a film or a sound of the event.
    RECORDING = "recording"


class OpensFor(StrEnum):
    """Who may open a material."""

    EVERYBODY = "everybody"
    SIGNED_UP = "signed_up"
    CAME = "came"


class MaterialRefusal(StrEnum):
    """Why a material cannot be kept, or nobody told of it."""

    TITLE_NEEDED = "title_needed"
    FILE_NEEDED = "file_needed"
    LINK_NEEDED = "link_needed"
    LINK_NOT_SAFE = "link_not_safe"
    TOO_MANY = "too_many"
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True)
class MaterialFacts:
    """All that staff say about a material."""

    kind: MaterialKind
    opens_for: OpensFor
    from_at: datetime
    url: str = ""
    session_id: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


def may_open(opens_for: OpensFor, *, has_seat: bool, came: bool) -> bool:
    """Whether somebody may open it: who came had a seat, whatever became of it."""
    if opens_for is OpensFor.EVERYBODY:
        return True
    return came if opens_for is OpensFor.CAME else has_seat or came


def is_shown(*, from_at: datetime, withdrawn_at: datetime | None, now: datetime) -> bool:
    return withdrawn_at is None and from_at <= now


def why_not_link(typed: str) -> MaterialRefusal | None:
    """Why this is no link that people can be sent to, or None.

    >>> why_not_link("https://video.example/abc"), why_not_link("http://video.example/abc").value
    (None, 'link_not_safe')
    """
    if not typed:
        return MaterialRefusal.LINK_NEEDED
    try:
        parts = urlsplit(typed)
        fine = (
            parts.scheme == "https"
            and bool(parts.hostname)
            and "." in (parts.hostname or "")
            and parts.username is None
            and parts.port in (None, 443)
        )
    except ValueError:
        fine = False
    plain = typed.isprintable() and not any(sign in typed for sign in ' "<>\\^`{|}')
    return None if fine and plain and len(typed) <= LONGEST_LINK else MaterialRefusal.LINK_NOT_SAFE


def why_not_material(
    kind: MaterialKind, *, titles: int, has_file: bool, url: str, there_are: int
) -> tuple[MaterialRefusal, str] | None:
    """Why a material cannot be written like this, and the field that says so; None where it can."""
    if not titles:
        return MaterialRefusal.TITLE_NEEDED, ""
    if kind is MaterialKind.FILE and not has_file:
        return MaterialRefusal.FILE_NEEDED, "file"
    if kind is not MaterialKind.FILE and (refusal := why_not_link(url)):
        return refusal, "url"
    return (MaterialRefusal.TOO_MANY, "") if there_are >= MOST_MATERIALS else None
