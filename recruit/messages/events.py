"""What other rooms may want to know about a mail."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MailSent:
    """The mail server took it."""

    mail_id: int
    kind: str
    subject_kind: str
    subject_ref: str
    to_ref: str
    to_address: str
    now: datetime


@dataclass(frozen=True)
class MailNotWanted:
    """It was not handed over: nobody wants it any more, or there is no address left to send it to."""

    mail_id: int
    kind: str
    subject_kind: str
    subject_ref: str
    to_ref: str
    to_address: str
    now: datetime


@dataclass(frozen=True)
class MailWishesChanged:
    """A person said which mails are wanted."""

    person_ref: str
    at: datetime


@dataclass(frozen=True)
class MailUnknown:
    """The hand-over was cut off: it may have arrived or not, and only a person may send it again."""

    mail_id: int
    kind: str
    subject_kind: str
    subject_ref: str
    to_ref: str
    to_address: str
    now: datetime


@dataclass(frozen=True)
class MailGivenUp:
    """Tried as often as we try; it did not arrive."""

    mail_id: int
    kind: str
    subject_kind: str
    subject_ref: str
    to_ref: str
    to_address: str
    now: datetime


@dataclass(frozen=True)
class MailBounced:
    """The address does not take mail."""

    mail_id: int
    kind: str
    subject_kind: str
    subject_ref: str
    to_ref: str
    to_address: str
    now: datetime
