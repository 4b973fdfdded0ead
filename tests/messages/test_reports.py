"""What came back: reports as mail servers write them, told by the web hook and read from the mailbox, noted once."""

from contextlib import suppress
from email.message import EmailMessage
import json
import socket
import threading

import pytest
from sqlalchemy import select

from recruit.app import create_app
from recruit.core.clock import now as clock_now
from recruit.core.db import session, writing
from recruit.core.models import AuditEntry
from recruit.core.settings import SettingsInvalid
from recruit.messages import actions, bounce_mailbox, bouncing, queries, reports, rules
from recruit.messages.models import AddressState
from recruit.messages.rules import MailState, Noted, Report, ReportKind
from tests import people
from tests.conftest import make_settings
from tests.mail_kinds import queue_note

ID = "<Abc123_-xyz@localhost>"
SECRET = "a secret of the web hook, long enough"
ORIGINAL = f"Message-ID: {ID}\nSubject: =?utf-8?q?Ch=C3=A0o?=\nTo: lan@people.example\n\nDear Lan\n"


def notification(fields, *, original=ORIGINAL, carries="message/rfc822", report="delivery-status"):
    """A report as RFC 3464 describes it."""
    return (
        "From: MAILER-DAEMON@mx.example\nTo: no-reply@kakehashi.example\nSubject: Undelivered Mail\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type={report}; boundary="B"\n\n'
        "--B\nContent-Type: text/plain; charset=utf-8\n\nThis is the mail system at host mx.example.\n\n"
        f"--B\nContent-Type: message/{report}\n\n{fields}\n"
        f"--B\nContent-Type: {carries}\n\n{original}\n--B--\n"
    ).encode()


POSTFIX = """Reporting-MTA: dns; mx.example
Arrival-Date: Wed, 25 Nov 2026 03:00:00 +0000

Final-Recipient: rfc822; lan@people.example
Original-Recipient: rfc822;lan@people.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; people.example
Diagnostic-Code: smtp; 550 5.1.1 <lan@people.example>: Recipient address
    rejected: User unknown
"""
FULL = POSTFIX.replace("5.1.1", "5.2.2").replace("User unknown", "mailbox full")
EXPIRED = POSTFIX.replace("Status: 5.1.1", "Status: 4.4.7").replace("550 5.1.1", "450 4.4.7")
DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
RELAYED = POSTFIX.replace("Action: failed", "Action: relayed").replace("5.1.1", "2.0.0")
NO_CODE = "Reporting-MTA: dns; old.example\n\nFinal-Recipient: rfc822; lan@people.example\nAction: FAILED\n"
COMPLAINT = "Feedback-Type: abuse\nUser-Agent: SomeMail/1.0\nVersion: 1\n"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (notification(POSTFIX), (ReportKind.BOUNCE, "5.1.1")),
        (notification(POSTFIX.replace("\n", "\r\n"), original=ORIGINAL.replace("\n", "\r\n")), (ReportKind.BOUNCE, "5.1.1")),
        (notification(POSTFIX, carries="text/rfc822-headers"), (ReportKind.BOUNCE, "5.1.1")),
        (notification(FULL), (ReportKind.BOUNCE, "5.2.2")),
        (notification(EXPIRED), (ReportKind.BOUNCE, "4.4.7")),
        (notification(NO_CODE), (ReportKind.BOUNCE, "")),
        (notification(f"{DELAYED}\n{POSTFIX.partition(chr(10) * 2)[2]}"), (ReportKind.BOUNCE, "5.1.1")),
        (notification(COMPLAINT, report="feedback-report"), (ReportKind.COMPLAINT, "")),
        (notification(DELAYED), None),
        (notification(RELAYED), None),
        (notification(POSTFIX, original="Subject: no number\n\nx\n"), None),
        (notification(POSTFIX, original=f"Message-ID: no brackets {ID[1:-1]}\n\nx\n"), None),
    ],
)  # fmt: skip
def test_reports_are_read(content, found):
    report = reports.read(content)
    assert (report and (report.kind, report.status)) == found
    assert report is None or report.message_id == ID


def test_the_words_of_the_server_are_kept_in_one_line():
    report = reports.read(notification(POSTFIX))
    assert report is not None
    assert report.words.endswith("Recipient address rejected: User unknown")
    broken = notification(POSTFIX).replace(b"User unknown", b"\xff\xfe \x00 unbekannt")
    report = reports.read(broken)
    assert report is not None
    assert "\x00" not in report.words
    report.words.encode()


WHOLE = notification(POSTFIX)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 500,
        b"Hello, I am on holiday until Monday.",
        f"In-Reply-To: {ID}\nSubject: Re: News\n\nThank you!".encode(),
        WHOLE.replace(b"--B--", b"").replace(b"boundary", b"bound"),
        WHOLE.replace(b'boundary="B"', b"boundary="),
        WHOLE.replace(b"Content-Type: message/rfc822", b"Content-Type: ;;;"),
        b"Content-Type: multipart/report; boundary=B\n\n" + b"--B\nContent-Type: multipart/mixed; boundary=B\n\n" * 400,
    ],
)  # fmt: skip
def test_what_is_malformed_is_no_report(content):
    assert reports.read(content) is None


def test_a_report_cut_off_anywhere_breaks_nothing():
    for end in range(0, len(WHOLE), 7):
        report = reports.read(WHOLE[:end])
        assert report is None or report.message_id == ID


@pytest.mark.parametrize(
    ("status", "is_bad"),
    [("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("", True), ("5.2.2", False), ("5.7.1", False), ("4.4.7", False)],
)  # fmt: skip
def test_which_failures_speak_of_the_address(status, is_bad):
    assert rules.is_about_the_address(status) is is_bad


# ---------------------------------------------------------------------------------------------- what is noted


@pytest.fixture
def sent(db, mail_kinds, outbox):
    """A mail that has left."""
    with writing():
        mail = queue_note()
    outbox.hand_over()
    return mail


def bounce(mail, status="5.1.1"):
    return Report(ReportKind.BOUNCE, mail.message_id, status, "550 User unknown")


def test_a_bounce_is_noted_once(sent, db, now):
    assert bouncing.note(bounce(sent), now) is Noted.NEW
    assert bouncing.note(bounce(sent), now) is Noted.ALREADY
    assert (sent.state, sent.last_error) == (MailState.BOUNCED, "5.1.1 550 User unknown")
    assert queries.why_paused("lan@people.example") == "5.1.1 550 User unknown"
    moves = db.scalars(select(AuditEntry.action).where(AuditEntry.subject_ref == sent.public_id)).all()
    assert moves == ["mail.bounced"]


def test_a_full_mailbox_pauses_nothing(sent, now):
    assert bouncing.note(bounce(sent, "5.2.2"), now) is Noted.NEW
    assert sent.state is MailState.BOUNCED
    assert queries.why_paused("lan@people.example") is None


def test_a_complaint_stops_what_is_not_necessary(sent, db, now, outbox):
    complaint = Report(ReportKind.COMPLAINT, sent.message_id, "", "complaint")
    assert bouncing.note(complaint, now) is Noted.NEW
    assert bouncing.note(complaint, now) is Noted.ALREADY
    assert sent.state is MailState.SENT
    with writing():
        queue_note("Lan", unique_key="next")
        queue_note("Lan", kind="test_reset")
    assert len(outbox.hand_over()) == 1
    assert db.scalars(select(AddressState.reason)).all() == ["complaint"]


def test_numbers_that_are_not_ours_are_unknown(sent, now):
    for message_id in ("", "<x>", "<someone@elsewhere.example>", f"<{sent.public_id}@elsewhere.example>"):
        report = Report(ReportKind.BOUNCE, message_id, "5.1.1", "x")
        assert bouncing.note(report, now) is Noted.UNKNOWN
    assert sent.state is MailState.SENT


# ------------------------------------------------------------------------------------------------ the web hook


@pytest.fixture
def hook(shared_database, tmp_path, db, mail_kinds, csrf):
    """Calls the web hook of an application that has a secret."""
    url = shared_database.url.render_as_string(hide_password=False)
    app = create_app(make_settings(url, tmp_path, BOUNCE_SECRET=SECRET), database=shared_database)

    def call(content, *, secret=SECRET, at=None, signature=None):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        at = at or str(int(clock_now().timestamp()))
        headers = {
            "X-Signed-At": at,
            "X-Signature": signature if signature is not None else bouncing.signature_of(body, at, secret),
        }
        return app.test_client().post("/api/v1/bounces", data=body, headers=headers)

    return call


def test_the_hook_takes_what_is_signed(sent, hook):
    events = {
        "events": [
            {
                "kind": "bounce",
                "message_id": sent.message_id.strip("<>"),
                "status": "5.1.1",
                "reason": "gone",
            },
            {"kind": "bounce", "message_id": "<unknown@localhost>"},
        ]
    }
    answer = hook(events)
    assert (answer.status_code, answer.json) == (200, {"new": 1, "already": 0, "unknown": 1, "set_aside": 0})
    assert hook(events).json == {"new": 0, "already": 1, "unknown": 1, "set_aside": 0}
    assert (sent.state, sent.last_error) == (MailState.BOUNCED, "5.1.1 gone")


def test_the_hook_takes_nothing_else(sent, hook):
    event = {"kind": "bounce", "message_id": sent.message_id}
    good = {"events": [event]}
    now = int(clock_now().timestamp())
    for wrong in (
        {"secret": "another secret that is long enough too"},
        {"signature": ""},
        {"signature": "é" * 64},
        {"at": str(now - 301)},
        {"at": str(now + 301)},
        {"at": "yesterday"},
        {"at": "²"},
        {"at": "9" * 400},
    ):
        assert hook(good, **wrong).status_code == 401, wrong
    for broken in (
        b"",
        b"\xff",
        b"[" * 100_000,
        [],
        {},
        {"events": event},
        {"events": [1]},
        {"events": [{**event, "kind": "made up"}]},
        {"events": [{**event, "message_id": 5}]},
        {"events": [event] * 501},
    ):
        assert hook(broken).status_code == 400, broken
    assert hook(b" " * (512 * 1024 + 1)).status_code == 413
    assert sent.state is MailState.SENT


def test_the_hook_survives_letters_no_database_takes(sent, hook):
    reason = "\x00 gone \ud800"
    answer = hook({"events": [{"kind": "bounce", "message_id": sent.message_id, "reason": reason}]})
    assert (answer.status_code, sent.last_error) == (200, "? gone ?")


def test_without_a_secret_there_is_no_hook(client):
    assert client.post("/api/v1/bounces", data=b"{}").status_code == 404


def test_a_short_secret_and_a_bare_mailbox_are_refused(tmp_path):
    with pytest.raises(SettingsInvalid) as refused:
        make_settings("sqlite:///x", tmp_path, BOUNCE_SECRET="short", BOUNCE_MAILBOX_URL="pop3://mx.example")
    assert len(refused.value.problems) == 2
    shown = make_settings(
        "sqlite:///x", tmp_path, BOUNCE_SECRET=SECRET, BOUNCE_MAILBOX_URL="imaps://me:word@mx.example"
    ).masked()
    assert (shown["bounce_secret"], shown["bounce_mailbox_url"]) == ("***", "imaps://me:***@mx.example")


# ------------------------------------------------------------------------------------------------- the mailbox


class Mailbox:
    """A small IMAP server on a loopback port: just the commands that the reader uses, over a real connection."""

    def __init__(self, mails):
        self.mails = {str(number): content for number, content in enumerate(mails, 1)}
        self.flags = {uid: set() for uid in self.mails}
        self.signed_in_with = ""
        self.folder = ""
        self.cut_at = ""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(20)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"imap://bounces:a%20word@127.0.0.1:{self.port}"

    def _serve(self):
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as line:
                line.write(b"* OK ready\r\n")
                line.flush()
                for command in line:
                    tag, _space, rest = command.decode().strip().partition(" ")
                    if self.cut_at and self.cut_at in rest:
                        break
                    line.write(self._answer(rest).replace(b"%TAG", tag.encode()))
                    line.flush()
                    if rest == "LOGOUT":
                        break

    def _answer(self, command):
        done = b"%TAG OK done\r\n"
        words = command.split()
        match words:
            case ["CAPABILITY"]:
                return b"* CAPABILITY IMAP4rev1\r\n" + done
            case ["LOGIN", *_rest]:
                self.signed_in_with = command
                return done
            case ["SELECT", folder]:
                self.folder = folder
                return f"* {len(self.mails)} EXISTS\r\n".encode() + done
            case ["UID", "SEARCH", *_rest]:
                unread = [uid for uid in self.mails if not self.flags[uid] & {"\\Seen", "\\Deleted"}]
                return f"* SEARCH {' '.join(unread)}\r\n".encode() + done
            case ["UID", "FETCH", uid, *_rest]:
                content = self.mails[uid]
                return (
                    f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode()
                    + content
                    + b")\r\n"
                    + done
                )
            case ["UID", "STORE", uid, _how, *flags]:
                self.flags[uid] |= {flag.strip("()") for flag in flags}
                return done
            case ["EXPUNGE"]:
                self.mails = {
                    uid: mail for uid, mail in self.mails.items() if "\\Deleted" not in self.flags[uid]
                }
                return done
            case ["LOGOUT"]:
                return b"* BYE\r\n" + done
        return b"%TAG BAD what?\r\n"

    def close(self):
        # Closing alone leaves the thread waiting for a caller until its time is up.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)


@pytest.fixture
def mailbox():
    boxes = []

    def make(*mails):
        boxes.append(Mailbox(mails))
        return boxes[-1]

    yield make
    for box in boxes:
        box.close()


@pytest.fixture
def read_from(shared_database, tmp_path, db, mail_kinds):
    """Let the worker of an application read this mailbox."""

    def read(box):
        url = shared_database.url.render_as_string(hide_password=False)
        settings = make_settings(url, tmp_path, BOUNCE_MAILBOX_URL=box.url)
        with create_app(settings, database=shared_database).app_context():
            return bouncing.read_bounces(clock_now())

    return read


def test_reports_are_noted_and_taken_out_and_the_rest_stays(sent, mailbox, read_from):
    letter = EmailMessage()
    letter["Subject"] = "Where do I send my papers?"
    letter.set_content("Hello")
    report = notification(POSTFIX).replace(ID.encode(), sent.message_id.encode())
    box = mailbox(letter.as_bytes(), report, notification(POSTFIX))
    assert read_from(box) == 1
    assert (sent.state, box.folder) == (MailState.BOUNCED, '"INBOX"')
    assert '"a word"' in box.signed_in_with
    assert {uid: box.flags[uid] for uid in box.mails} == {"1": {"\\Seen"}, "3": {"\\Seen"}}
    assert read_from(box) == 0


def test_a_report_that_cannot_be_noted_waits_for_a_person_and_stops_no_other(
    sent, client, db, now, outbox, mailbox, read_from, caplog, monkeypatch
):
    with writing():
        other = queue_note("Binh")
    outbox.hand_over()
    note_bounce = actions.note_bounce

    def break_for_one(mail, **told):
        note_bounce(mail, **told)
        if mail.id == sent.id:
            raise RuntimeError("what follows broke")

    monkeypatch.setattr(actions, "note_bounce", break_for_one)
    box = mailbox(
        b"Subject: unreadable",
        *(notification(POSTFIX).replace(ID.encode(), mail.message_id.encode()) for mail in (sent, other)),
    )
    read = reports.read

    def read_or_break(content):
        if b"unreadable" in content:
            raise ArithmeticError
        return read(content)

    monkeypatch.setattr(reports, "read", read_or_break)
    assert read_from(box) == 1
    assert {uid: box.flags[uid] for uid in box.mails} == {uid: {"\\Seen", "\\Flagged"} for uid in "12"}
    for mail in (sent, other):
        db.refresh(mail)
    assert (sent.state, other.state) == (MailState.UNKNOWN, MailState.BOUNCED)
    assert queries.why_paused(sent.to_address) is None
    assert caplog.text.count("a report could not be noted") == 1
    people.sign_in(client, people.coordinator())
    page = client.get(f"/en/staff/mail/{sent.public_id}").text
    assert "noting it failed" in page and "Send this mail again" not in page
    assert "2 mails failed, bounced, or may not have arrived." in client.get("/en/staff/").text
    # The hook, told the same, counts it and goes on; when the fault is mended, it is noted.
    assert bouncing.note(bounce(sent), now) is Noted.SET_ASIDE
    monkeypatch.undo()
    assert bouncing.note(bounce(sent), now) is Noted.NEW


def test_a_connection_that_breaks_loses_nothing(sent, mailbox, read_from, caplog):
    report = notification(POSTFIX).replace(ID.encode(), sent.message_id.encode())
    box = mailbox(report)
    for place in ("LOGIN", "FETCH", "STORE"):
        box.cut_at = place
        assert read_from(box) == (1 if place == "STORE" else 0)
        assert list(box.mails) == ["1"]
    assert "cannot be read" in caplog.text
    box.cut_at = ""
    # Read a second time, it is the same bounce.
    assert read_from(box) == 0
    assert (sent.state, box.mails) == (MailState.BOUNCED, {})


def test_a_mailbox_that_is_away_is_no_fault_of_the_job(mailbox, read_from):
    box = mailbox()
    box.close()
    assert read_from(box) == 0
    with pytest.raises(bounce_mailbox.MailboxAway):
        bounce_mailbox.read_mailbox(box.url, lambda _content: bounce_mailbox.ReadMail.GOES)


def test_without_a_mailbox_nothing_is_read(app, db):
    with app.app_context():
        assert bouncing.read_bounces(clock_now()) == 0
    assert session().scalars(select(AddressState)).all() == []
