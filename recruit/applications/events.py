"""What applications announces; `reactions.py` says what follows."""

from dataclasses import dataclass
from datetime import datetime

from recruit.core.visitor import Visitor


@dataclass(frozen=True)
class StudentInvited:
    """A company would like a student to apply."""

    application_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class InvitationLapsed:
    """The position was closed before an invited student applied."""

    application_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ApplicationSubmitted:
    """A student applied."""

    application_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ApplicationMoved:
    """A company moved an application."""

    application_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class ApplicationEnded:
    """An application ended without a hire."""

    application_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OfferMade:
    """A company made an offer."""

    offer_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OfferAccepted:
    """A student accepted an offer."""

    offer_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OfferDeclined:
    """A student declined an offer."""

    offer_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OfferOpenAgain:
    """The company takes part again: its offer may be accepted, and until when may be another day."""

    offer_id: int
    by: Visitor
    now: datetime


@dataclass(frozen=True)
class OfferLapsed:
    """The last day to answer an offer passed without an answer."""

    offer_id: int
    by: Visitor
    now: datetime
