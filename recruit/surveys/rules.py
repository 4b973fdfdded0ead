"""States of contacts and responses, in plain Python. The planning itself lives in `planning/`."""

from enum import StrEnum


class ContactKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    CALL = "call"


class ContactState(StrEnum):
    """Where a contact stands; the contract names these words."""

    PLANNED = "planned"
    HELD = "held"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    STARTED = "started"
    COMPLETE = "complete"
    LATE = "late"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MISSED_BY_US = "missed_by_us"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted_out"
    PAUSED = "paused"
    NOT_APPLICABLE = "not_applicable"
    # Handed to the outbox, not yet to the mail server.
    QUEUED = "queued"


class ResponseState(StrEnum):
    BEGUN = "begun"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class ResponseMode(StrEnum):
    SELF = "self"
    PHONE = "phone"


class SurveyRefusal(StrEnum):
    """Why a survey cannot be answered."""

    LINK_NOT_VALID = "link_not_valid"
    CLOSED = "closed"
    ALREADY_SUBMITTED = "already_submitted"
    ANSWER_NOT_POSSIBLE = "answer_not_possible"
    NOT_ALL_SEEN = "not_all_seen"
