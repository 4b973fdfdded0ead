"""The procedure before and after arrival: step states and dates, in plain Python."""

from enum import StrEnum


class StepState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    STUCK = "stuck"


class StepOwner(StrEnum):
    """Who must act."""

    STUDENT = "student"
    COMPANY = "company"
    STAFF = "staff"
    UNIVERSITY = "university"
    SUPPORT = "support"


class ArrivalRefusal(StrEnum):
    """Why a step cannot be marked."""

    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    ALREADY_DONE = "already_done"
