"""What is true about invitations to events, in plain Python."""

from collections.abc import Iterable, Sequence
import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
import io
import re

from email_validator import EmailNotValidError, validate_email

from recruit.events.rules import EventState

# More than any hall has seats for; a longer list is a newsletter.
MOST_AT_ONCE = 2000
MOST_BYTES = 1_000_000
# Who has not answered is reminded once: after so long, or halfway to the end where that comes sooner.
REMINDED_AFTER = timedelta(days=4)
# Nobody is reminded of what ends within the day.
LEAST_TIME = timedelta(days=1)
LONGEST_NAME = 200


class InvitedAs(StrEnum):
    """How somebody came onto the list."""

    ADDRESS = "address"
    STUDENTS = "students"
    GUESTS = "guests"
    COMPANIES = "companies"
    # Staff signed them up, and they confirm it.
    BY_STAFF = "by_staff"


class InvitationState(StrEnum):
    INVITED = "invited"
    SIGNED_UP = "signed_up"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    # The reader has switched such mails off, or no mail reaches the address.
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"


class InvitingRefusal(StrEnum):
    """Why an invitation cannot be sent or taken up."""

    NOBODY_NAMED = "nobody_named"
    NO_ADDRESS = "no_address"
    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY = "too_many"
    NOT_A_LIST = "not_a_list"
    NOT_OPEN_FOR_LONG = "not_open_for_long"
    HELD_TOO_LONG = "held_too_long"
    NOT_SO_MANY_SEATS = "not_so_many_seats"
    OF_SOMEBODY_ELSE = "of_somebody_else"
    HAS_ACCOUNT = "has_account"
    INVITATION_OVER = "invitation_over"


# These open what is closed for others; who declined may change their mind.
OPENS = frozenset({InvitationState.INVITED, InvitationState.SIGNED_UP, InvitationState.DECLINED})


@dataclass(frozen=True)
class Invitee:
    """Somebody to invite; `person_id` where it is known who that is."""

    email: str
    name: str = ""
    person_id: int | None = None
    language: str = ""
    zone: str = ""


def why_not_invite(
    state: EventState, *, sign_up_until: datetime, held_until: datetime | None, now: datetime
) -> InvitingRefusal | None:
    """Why nobody can be invited to this event, or no seat held so long; None where it can be done."""
    if state is not EventState.OPEN or now >= sign_up_until:
        return InvitingRefusal.NOT_OPEN_FOR_LONG
    if held_until is not None and not now < held_until <= sign_up_until:
        return InvitingRefusal.HELD_TOO_LONG
    return None


def reminder_at(sent_at: datetime, answer_by: datetime) -> datetime | None:
    """When who has not answered is reminded; never, where there is too little time.

    >>> from datetime import UTC
    >>> sent = datetime(2026, 4, 1, tzinfo=UTC)
    >>> reminder_at(sent, datetime(2026, 4, 30, tzinfo=UTC)).day, reminder_at(sent, datetime(2026, 4, 5, tzinfo=UTC)).day
    (5, 3)
    """
    time = answer_by - sent_at
    return None if time < 2 * LEAST_TIME else sent_at + min(REMINDED_AFTER, time / 2)


def text_of_list(content: bytes) -> str | None:
    """A list as a spreadsheet program writes it; None for what is no text."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    codings = ("utf-16",) if is_wide else ("utf-8-sig", "cp932")
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


_NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<address>[^<>]+)>$")


@dataclass(frozen=True)
class Addresses:
    """What a list holds: whom to invite, each address once, and the lines with an address that is none."""

    invitees: tuple[Invitee, ...]
    bad: tuple[str, ...]


def addresses_in(text: str) -> Addresses:
    r"""Addresses as people type or paste them: one on each line, with a name or without, or the cells of a table.

    What is no address is told; only a first line above others may be a heading.

    >>> found = addresses_in("E-mail,Name\nlan@example.vn,Lan\nBudi <BUDI@example.id>; lan@example.vn\nx@y\nlan.example.vn")
    >>> [(one.email, one.name) for one in found.invitees], found.bad
    ([('lan@example.vn', 'Lan'), ('budi@example.id', 'Budi')], ('x@y', 'lan.example.vn'))
    """
    found: dict[str, Invitee] = {}
    bad: list[str] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        cells = _cells(line)
        with_address = [cell for cell in cells if "@" in cell]
        name = next((cell for cell in cells if "@" not in cell), "") if len(with_address) == 1 else ""
        if any(cells) and not with_address and (number > 0 or len(lines) == 1):
            bad.append(line.strip()[:100])
        for cell in with_address:
            known = _NAMED.match(cell)
            address = _address(known["address"] if known else cell)
            if address is None:
                bad.append(cell[:100])
                continue
            called = (known["name"].strip(' "') if known else "") or name
            found.setdefault(address, Invitee(address, called[:LONGEST_NAME]))
    return Addresses(tuple(found.values()), tuple(bad))


def _cells(line: str) -> list[str]:
    if line.count("@") == 1 and _NAMED.match(line.strip()):
        # A comma in a name is no end of a cell.
        return [line.strip()]
    mark = "\t" if "\t" in line else ";" if ";" in line else ","
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark), []) if cell.strip()]


def _address(typed: str) -> str | None:
    try:
        found = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    address = found.normalized.lower()
    return address if len(address) <= 254 else None


def as_lines(invitees: Iterable[Invitee]) -> str:
    """The same list as it is read again."""
    return "\n".join(f"{one.name} <{one.email}>" if one.name else one.email for one in invitees)


def each_once(invitees: Iterable[Invitee]) -> Sequence[Invitee]:
    """Nobody twice, by address."""
    return list({one.email: one for one in reversed(list(invitees)) if one.email}.values())[::-1]
