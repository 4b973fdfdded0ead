"""Words for the states of mails and for what staff cannot do with them."""

from flask_babel import lazy_gettext as _l

from recruit.messages.rules import MailRefusal, MailState, Wish

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

REFUSALS = {
    MailRefusal.NOT_SENT_AGAIN: _l("Only a mail that failed or was cut off can be sent again."),
    MailRefusal.NOT_BOUNCED: _l("Only a mail that has been sent can come back."),
}


ALL = {**MAIL_STATES, **WISHES, **REFUSALS}
