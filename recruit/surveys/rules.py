"""States of contacts and responses, in plain Python. The planning itself lives in `planning/`."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

# An answer after the last day is taken for this long, and marked as late.
LATE_ANSWERS_FOR = timedelta(days=14)
# What staff send off after the window stays open for this long.
RELEASED_STAYS_OPEN_FOR = timedelta(days=14)


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


class OptOutLevel(StrEnum):
    """How much a person does not want to be asked."""

    SURVEY = "survey"
    SURVEYS = "surveys"


class TaskKind(StrEnum):
    """What staff must look at about a follow-up."""

    MISSED_BY_US = "missed_by_us"
    LATE_REGISTRATION = "late_registration"
    UNREACHABLE = "unreachable"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"
    CALL = "call"
    ZONE_UNKNOWN = "zone_unknown"
    LEFT = "left"
    PLANNING_BROKE = "planning_broke"


# Said once about a person, at however many points in time it was found.
ABOUT_THE_PERSON = frozenset(
    {
        TaskKind.UNREACHABLE,
        TaskKind.BOUNCED,
        TaskKind.ZONE_UNKNOWN,
        TaskKind.LEFT,
        TaskKind.PLANNING_BROKE,
    }
)
# Staff see it, and the worker alone says when it is over.
SETTLED_BY_WORKER = frozenset({TaskKind.PLANNING_BROKE})

# The person has to be found by other ways than the mail that was planned.
FINDS_THE_PERSON = frozenset({TaskKind.CALL, TaskKind.UNREACHABLE, TaskKind.BOUNCED})
# What has no list of its own on the desk of staff.
OTHER_TASKS = frozenset(TaskKind) - FINDS_THE_PERSON - {TaskKind.MISSED_BY_US, TaskKind.UNKNOWN}


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
    NEEDS_YES = "needs_yes"
    ALREADY_SUBMITTED = "already_submitted"
    ANSWER_NOT_POSSIBLE = "answer_not_possible"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    NOT_ALL_SEEN = "not_all_seen"
    NOT_RELEASED = "not_released"
    NO_ADDRESS = "no_address"
    NOTHING_CHANGED = "nothing_changed"
    RULES_CHANGED = "rules_changed"
    POINT_EXISTS = "point_exists"


class Openness(StrEnum):
    """Whether a survey takes answers now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def closes_for_good_at(
    closes_at: datetime, released_at: datetime | None, given_at: datetime | None
) -> datetime:
    """The end of the window; for what staff sent off by hand after it, some days from then."""
    if released_at is None or given_at is None or given_at < closes_at:
        return closes_at
    return given_at + RELEASED_STAYS_OPEN_FOR


def openness(*, opens_at: datetime, closes_at: datetime, was_given_out: bool, now: datetime) -> Openness:
    """A mail that has gone out opens its survey, whatever happened to the dates since."""
    if now < opens_at and not was_given_out:
        return Openness.NOT_YET
    if now < closes_at:
        return Openness.OPEN
    return Openness.LATE if now < closes_at + LATE_ANSWERS_FOR else Openness.CLOSED


def why_not_released(state: ContactState, reason: str) -> SurveyRefusal | None:
    """Staff may send off what we missed and what was registered a little too late, and nothing else."""
    if state is ContactState.MISSED_BY_US or (state is ContactState.HELD and reason == "late_registration"):
        return None
    return SurveyRefusal.NOT_RELEASED


# Where anybody can have an address: that a colleague has one there says nothing about who reads it.
FREE_MAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.co.id",
        "yahoo.co.jp",
        "yahoo.com.vn",
        "ymail.com",
        "rocketmail.com",
        "outlook.com",
        "outlook.jp",
        "hotmail.com",
        "hotmail.co.jp",
        "live.com",
        "live.jp",
        "msn.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "proton.me",
        "protonmail.com",
        "zoho.com",
        "docomo.ne.jp",
        "ezweb.ne.jp",
        "au.com",
        "softbank.ne.jp",
        "i.softbank.jp",
        "ymobile.ne.jp",
        "rakuten.jp",
        "nifty.com",
        "biglobe.ne.jp",
        "ocn.ne.jp",
        "so-net.ne.jp",
    }
)


def own_domains(addresses: Collection[str]) -> set[str]:
    """The domains of these addresses that could belong to one organisation."""
    return {address.rpartition("@")[2].lower() for address in addresses if "@" in address} - FREE_MAIL


def is_of_domain(address: str, domains: Collection[str]) -> bool:
    """Whether an address is at one of these domains, or below one."""
    at = address.rpartition("@")[2].lower()
    return any(at == domain or at.endswith(f".{domain}") for domain in domains)
