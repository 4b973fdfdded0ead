"""Words for the states of mails and for what staff cannot do with them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.messages.kind_readers import Reader, comes_to
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.kinds import MailKind, known_kinds
from recruit.messages.rules import MailGroup, MailRefusal, MailState, Wish

MAIL_STATES = {
    MailState.QUEUED: _l("Waiting to go"),
    MailState.CLAIMED: _l("Taken up by a worker"),
    MailState.HANDING_OVER: _l("On its way to the mail server"),
    MailState.SENT: _l("Sent"),
    MailState.FAILED: _l("Could not be sent"),
    MailState.UNKNOWN: _l("Cut off: it may have arrived or not"),
    MailState.CANCELLED: _l("Cancelled before sending"),
    MailState.NOT_WANTED: _l("Not sent, because it was no longer wanted"),
    MailState.BOUNCED: _l("Came back: the address does not work"),
    MailState.FOR_SUMMARY: _l("Waits for the day’s summary"),
    MailState.SUMMED_UP: _l("Sent in the day’s summary"),
}

WISHES = {
    Wish.ON: _l("At once"),
    Wish.DIGEST: _l("Once a day, at 8 in the morning, in one mail"),
    Wish.OFF: _l("Not at all"),
}

GROUPS: dict[str, Any] = {
    MailGroup.EVENTS: _l("Seminars, meetings and visits"),
    MailGroup.FAIRS: _l("Job fairs and interviews there"),
    MailGroup.POSTINGS: _l("Positions"),
    MailGroup.APPLICATIONS: _l("Applications, interviews and offers"),
    MailGroup.STUDENTS: _l("Your profile"),
    MailGroup.ORGANISATIONS: _l("Your organisation and its members"),
    MailGroup.ARRIVALS: _l("Papers and arrival"),
    MailGroup.SURVEYS: _l("Surveys about your work and life"),
    MailGroup.HANDBOOK: _l("Handbook and translations"),
    MailGroup.NEWSLETTER: _l("Newsletter"),
    MailGroup.STAFF: _l("Tasks for staff"),
    MailGroup.SUMMARY: _l("The day’s summary"),
}

REFUSALS = {
    MailRefusal.NOT_SENT_AGAIN: _l("Only a mail that failed or was cut off can be sent again."),
    MailRefusal.NOT_BOUNCED: _l("Only a mail that has been sent can come back."),
}

# What the mails of a room are about, where the room is not a group of its own.
ROOMS = {
    "accounts": _l("Account and rights"),
    "requests": _l("Questions about your data"),
    "breaches": _l("Failures of protection"),
    "cases": _l("Cases"),
}


# Why mails that belong to no group cannot be switched off, by the room that sends them.
WHY_NECESSARY: dict[str, Any] = {
    "accounts": _l(
        "They keep your account safe: without them you could be shut out, or not hear that somebody else came in."
    ),
    "breaches": _l("Data about people was exposed or lost: they must hear of it."),
    "requests": _l("You have asked, and the law gives you an answer."),
    "organisations": _l("They tell what was decided about your organisation."),
    "handbook": _l("You have asked about a chapter: this is the answer."),
    "events": _l("You have signed up: they hold your ticket and every change of time or place."),
    "fairs": _l("Others wait for you at these times."),
    "cases": _l("Somebody needs help and waits for staff."),
}


def necessary_kinds(readers: frozenset[Reader]) -> list[tuple[Any, Any, list[str]]]:
    """(room, why, what its mails are about) of all such a reader cannot switch off, in the order of the journey."""
    found: dict[str, list[str]] = {}
    for kind in known_kinds():
        if kind.necessary and comes_to(kind.name, readers):
            found.setdefault(kind.room, []).append(str(KIND_WORDS.get(kind.name, kind.name)))
    return [
        (ROOMS.get(room) or GROUPS.get(room) or room, WHY_NECESSARY.get(room, ""), about)
        for room, about in found.items()
    ]


def about_of(kind: MailKind) -> str:
    """The group a kind belongs to, for lists of kinds; the room of those that belong to none."""
    room = kind.room
    return str(ROOMS.get(room) or GROUPS.get(kind.group) or GROUPS.get(room) or room)


def of_kind(name: str) -> str:
    """What a kind of mail is about, for a mail whose subject is not written yet. A kind we had once has its name."""
    kind = next((kind for kind in known_kinds() if kind.name == name), None)
    if kind is None:
        return name
    room = kind.template.partition("/")[0]
    return str(KIND_WORDS.get(name) or ROOMS.get(room) or GROUPS.get(room) or GROUPS.get(kind.group) or name)


ALL = {**MAIL_STATES, **WISHES, **GROUPS, **REFUSALS}
