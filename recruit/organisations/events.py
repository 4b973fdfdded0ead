"""What organisations announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class OrganisationApproved:
    """Staff approved an organisation."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OrganisationAskedBack:
    """Staff asked an organisation for more."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OrganisationRefused:
    """Staff refused the application of an organisation."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class SuspensionLifted:
    """Staff let an organisation back in that they had suspended."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OrganisationSuspended:
    """Staff suspended an organisation."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OrganisationApplied:
    """A company asked to be a member."""

    organisation_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class RightsChangedByStaff:
    """Staff gave a member of an organisation other rights."""

    membership_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class MemberRemoved:
    """Somebody no longer acts for an organisation."""

    membership_id: int
    by: Visitor
    now: datetime
