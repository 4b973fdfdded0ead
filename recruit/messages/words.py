"""Words for the states of mails and for what staff cannot do with them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.messages.kinds import known_kinds
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
}

WISHES = {
    Wish.ON: _l("Send me these mails"),
    Wish.OFF: _l("Do not send me these mails"),
    Wish.DIGEST: _l("Send me one summary a day"),
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
}

REFUSALS = {
    MailRefusal.NOT_SENT_AGAIN: _l("Only a mail that failed or was cut off can be sent again."),
    MailRefusal.NOT_BOUNCED: _l("Only a mail that has been sent can come back."),
}

# What the mails of a room are about, where the room is not a group of its own.
ROOMS = {"accounts": _l("Account and rights"), "cases": _l("Cases")}


def of_kind(name: str) -> str:
    """What a kind of mail is about, for a mail whose subject is not written yet. A kind we had once has its name."""
    kind = next((kind for kind in known_kinds() if kind.name == name), None)
    if kind is None:
        return name
    room = kind.template.partition("/")[0]
    return str(ROOMS.get(room) or GROUPS.get(room) or GROUPS.get(kind.group) or name)


ALL = {**MAIL_STATES, **WISHES, **GROUPS, **REFUSALS}
