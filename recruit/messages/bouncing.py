"""What came back, from whichever side it is told: a web hook or the mailbox. Told twice, it is noted once."""

from datetime import datetime
import hashlib
import hmac
import logging

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from recruit.core.db import session, set_state, writing
from recruit.core.errors import Conflict, Refused
from recruit.core.settings import Settings
from recruit.core.visitor import WORKER
from recruit.messages import actions, bounce_mailbox, reports, rules
from recruit.messages.bounce_mailbox import ReadMail
from recruit.messages.models import Mail
from recruit.messages.rules import REPORT_NOT_NOTED, MailState, Noted, Report, ReportKind

log = logging.getLogger(__name__)


def note(report: Report, now: datetime) -> Noted:
    """Write down one report in a transaction of its own. Where what follows from it breaks, the mail is left to a person, so
    that the other reports are noted; while the database is away nothing is, and the caller hears of it.
    """
    try:
        return _note(report, now)
    except OperationalError:
        raise
    except Exception:
        log.exception("a report could not be noted", extra={"message_id": report.message_id})
    with writing():
        mail = _mail_of(report)
        if mail is not None and rules.why_not_bounced(mail.state) is None:
            set_state(mail, mail.state, MailState.UNKNOWN, last_error=REPORT_NOT_NOTED)
    return Noted.SET_ASIDE


def _mail_of(report: Report) -> Mail | None:
    public_id = report.message_id.strip("<>").partition("@")[0]
    return session().scalar(
        select(Mail)
        .where(Mail.public_id == public_id, Mail.message_id == report.message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _note(report: Report, now: datetime) -> Noted:
    with writing():
        mail = _mail_of(report)
        if mail is None:
            return Noted.UNKNOWN
        try:
            if report.kind is ReportKind.COMPLAINT:
                return actions.note_reported(mail, reason=report.words, by=WORKER, now=now)
            actions.note_bounce(
                mail,
                reason=f"{report.status} {report.words}".strip(),
                by=WORKER,
                now=now,
                pauses=rules.is_about_the_address(report.status),
            )
        except (Refused, Conflict):
            return Noted.ALREADY
    return Noted.NEW


def read_bounces(now: datetime) -> int:
    """Read the mailbox of what came back, where there is one. Gives how many mails were noted."""
    settings: Settings = current_app.extensions["recruit.settings"]
    if not settings.bounce_mailbox_url:
        return 0
    noted = 0

    def reader(content: bytes) -> ReadMail:
        nonlocal noted
        try:
            report = reports.read(content)
        except Exception:
            log.exception("a mail in the mailbox of what came back could not be read")
            return ReadMail.SET_ASIDE
        if report is None:
            return ReadMail.STAYS
        outcome = note(report, now)
        noted += outcome is Noted.NEW
        if outcome is Noted.SET_ASIDE:
            return ReadMail.SET_ASIDE
        return ReadMail.STAYS if outcome is Noted.UNKNOWN else ReadMail.GOES

    try:
        bounce_mailbox.read_mailbox(settings.bounce_mailbox_url, reader)
    except bounce_mailbox.MailboxAway as away:
        # It is tried again at the next beat; the log and the heartbeat say so.
        log.warning("the mailbox of what came back cannot be read", extra={"reason": str(away)})
    return noted


def signature_of(body: bytes, at: str, secret: str) -> str:
    """What the web hook's caller sends along: HMAC-SHA-256 over the instant, a full stop and the body, in hex."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, at: str, signature: str, secret: str, now: datetime) -> bool:
    """Whether body and instant are signed with our secret, and the instant is about now (seconds since 1970)."""
    if not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    is_now = abs(now.timestamp() - int(at)) <= rules.HOOK_HOLDS_FOR.total_seconds()
    return is_now and hmac.compare_digest(
        signature_of(body, at, secret).encode(), signature.encode("utf-8", "replace")
    )
