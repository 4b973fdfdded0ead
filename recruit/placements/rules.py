"""What is true about a hire, in plain Python. A placement is one employment spell."""

from enum import StrEnum


class PlacementState(StrEnum):
    EXPECTED = "expected"
    WORKING = "working"
    ON_LEAVE = "on_leave"
    LEFT = "left"
    NEVER_STARTED = "never_started"


class PlacementSource(StrEnum):
    """How the programme came to know of the hire."""

    PLATFORM = "platform"
    COMPANY = "company"
    STAFF = "staff"
    IMPORT = "import"


class PlacementFactKind(StrEnum):
    """What may become known about a placement; facts are added, never overwritten."""

    PLANNED_START = "planned_start"
    STARTED = "started"
    EMPLOYER = "employer"
    STATUS_OF_RESIDENCE = "status_of_residence"
    LEAVE = "leave"
    ENDED = "ended"
    ENDED_WITHDRAWN = "ended_withdrawn"
    DIED = "died"
    ARRIVED = "arrived"


class ExitKind(StrEnum):
    """Why a spell ended, as the retention figures count it."""

    QUIT = "quit"
    DISMISSED = "dismissed"
    CONTRACT_END = "contract_end"
    MUTUAL = "mutual"
    RETURNED_HOME = "returned_home"
    CHANGED_EMPLOYER = "changed_employer"
    DIED = "died"
    UNKNOWN = "unknown"


class EmployerSize(StrEnum):
    """Bands of staff numbers as the national statistics use them."""

    UNDER_5 = "under_5"
    FROM_5 = "5-29"
    FROM_30 = "30-99"
    FROM_100 = "100-499"
    FROM_500 = "500-999"
    FROM_1000 = "1000+"


class SaidBy(StrEnum):
    """Who said a fact."""

    COMPANY = "company"
    PERSON = "person"
    STAFF = "staff"
    IMPORT = "import"
    PLATFORM = "platform"


class ConfirmationKind(StrEnum):
    START = "start"
    STILL_EMPLOYED = "still_employed"


class PlacementRefusal(StrEnum):
    """Why something about a hire cannot be done."""

    ALREADY_STARTED = "already_started"
    NOT_WORKING = "not_working"
    END_BEFORE_START = "end_before_start"
    START_IN_THE_FUTURE = "start_in_the_future"
    FILE_NOT_READABLE = "file_not_readable"
