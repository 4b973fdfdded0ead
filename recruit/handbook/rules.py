"""Books, chapters and versions: what is true of them, in plain Python."""

from enum import StrEnum


class ChapterState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    COMPANY = "company"
    STUDENT = "student"
    EVERYBODY = "everybody"


def is_behind(source_version: int | None, newest_source: int) -> bool:
    """Whether a translation was made from an older version than the newest published source."""
    return source_version is not None and source_version < newest_source
