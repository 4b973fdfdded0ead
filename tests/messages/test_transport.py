"""The last step, against a real mail server that misbehaves: exactly what is known, and not more."""

from pathlib import Path
import socket
import threading

import pytest

from recruit.messages.transport import (
    FolderTransport,
    InDoubt,
    Letter,
    Rejected,
    SmtpTransport,
    TryLater,
    transport_for,
)

LETTER = Letter(
    "ref1", "Office <office@kakehashi.example>", "lan@people.example", b"Subject: x\n\none\n.two\r\n..three\n"
)


@pytest.fixture
def line(smtp):
    line = SmtpTransport(smtp.url, timeout=60)
    line.connect()
    yield line
    line.close()


def test_content_arrives_unchanged(smtp, line):
    line.hand_over(LETTER)
    (envelope,) = smtp.envelopes
    assert envelope.mail_from == "office@kakehashi.example"
    assert envelope.rcpt_tos == ["lan@people.example"]
    assert envelope.content == b"Subject: x\r\n\r\none\r\n.two\r\n..three\r\n"


def test_one_connection_carries_a_batch_and_is_opened_anew_when_it_broke(smtp, line):
    line.hand_over(LETTER)
    first = line._server
    line.connect()
    assert line._server is first
    first.sock.shutdown(socket.SHUT_RDWR)
    line.connect()
    line.hand_over(LETTER)
    assert len(smtp.messages) == 2


@pytest.mark.parametrize(
    ("answer", "address_is_bad"),
    [
        ("550 no such user", True),
        ("550 5.1.1 no such user", True),
        ("553 5.1.3 bad syntax", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.7.1 blocked by policy", False),
        ("552 5.2.2 mailbox full", False),
        ("554 no", False),
    ],
)
def test_a_permanent_refusal_of_the_recipient_is_final(smtp, line, answer, address_is_bad):
    smtp.answers.recipient["lan@people.example"] = answer
    with pytest.raises(Rejected) as caught:
        line.hand_over(LETTER)
    assert caught.value.address_is_bad is address_is_bad
    assert answer in str(caught.value)
    # The next one on the same line is not harmed.
    line.hand_over(Letter("ref2", LETTER.sender, "budi@people.example", LETTER.content))
    assert [envelope.rcpt_tos for envelope in smtp.envelopes] == [["budi@people.example"]]


@pytest.mark.parametrize(("answer", "for_all"), [("450 greylisted", False), ("421 too busy", True)])
def test_a_refusal_of_the_recipient_for_now_is_tried_later(smtp, line, answer, for_all):
    smtp.answers.recipient["lan@people.example"] = answer
    with pytest.raises(TryLater) as caught:
        line.hand_over(LETTER)
    assert caught.value.for_all is for_all


@pytest.mark.parametrize("answer", ["451 later", "550 sender not allowed"])
def test_a_refusal_of_the_sender_blames_no_recipient(smtp, line, answer):
    smtp.answers.sender = answer
    with pytest.raises(TryLater) as caught:
        line.hand_over(LETTER)
    assert caught.value.for_all


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 disk full", TryLater), ("554 spam", Rejected), ("250 OK", None), ("354 what", InDoubt)],
)
def test_a_clear_answer_to_the_content_counts(smtp, line, answer, outcome):
    smtp.answers.content = answer
    if outcome is None:
        line.hand_over(LETTER)
    else:
        with pytest.raises(outcome):
            line.hand_over(LETTER)


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_line_cut_before_the_content_is_tried_later(smtp, line, step):
    smtp.answers.cut_at = step
    with pytest.raises(TryLater):
        line.hand_over(LETTER)
    assert smtp.envelopes == []


def test_a_line_cut_after_the_content_leaves_doubt(smtp, line):
    smtp.answers.cut_at = "DATA"
    with pytest.raises(InDoubt):
        line.hand_over(LETTER)
    # And rightly so: the server has it.
    assert len(smtp.envelopes) == 1


def test_an_address_that_no_server_could_take_is_rejected(line):
    with pytest.raises(Rejected) as caught:
        line.hand_over(Letter("r", LETTER.sender, "学生@people.example", b"x"))
    assert caught.value.address_is_bad


def test_nobody_listening_is_tried_later():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(TryLater) as caught:
        SmtpTransport(f"smtp://127.0.0.1:{port}").connect()
    assert caught.value.for_all


class _Script:
    """A server that says given lines and then is silent, for what a real one will not do."""

    def __init__(self, *answers: bytes) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.socket.getsockname()[1]}"
        self.answers = answers
        self.done = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self.socket.accept()
        with connection:
            for answer in self.answers:
                connection.sendall(answer)
                connection.recv(65536)
            self.done.wait(10)

    def close(self) -> None:
        self.done.set()
        self.socket.close()


@pytest.fixture
def script():
    made: list[_Script] = []

    def start(*answers: bytes) -> _Script:
        made.append(_Script(*answers))
        return made[-1]

    yield start
    for server in made:
        server.close()


def test_a_server_that_hangs_while_greeting_is_tried_later(script):
    server = script()
    with pytest.raises(TryLater):
        SmtpTransport(server.url, timeout=0.3).connect()


def test_a_server_that_hangs_before_the_content_is_tried_later(script):
    server = script(b"220 hi\r\n", b"250 hello\r\n", b"250 sender\r\n")
    line = SmtpTransport(server.url, timeout=1)
    line.connect()
    with pytest.raises(TryLater):
        line.hand_over(LETTER)


def test_a_server_that_hangs_after_the_content_leaves_doubt(script):
    server = script(b"220 hi\r\n", b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n", b"354 go\r\n")
    line = SmtpTransport(server.url, timeout=1)
    line.connect()
    with pytest.raises(InDoubt):
        line.hand_over(LETTER)


def test_a_refused_sign_in_is_tried_later_and_shows_no_password(script):
    server = script(b"220 hi\r\n", b"250-hello\r\n250 AUTH PLAIN\r\n", b"535 5.7.8 wrong\r\n")
    with pytest.raises(TryLater) as caught:
        SmtpTransport(server.url.replace("//", "//user:s%40cret@"), timeout=60).connect()
    assert "535" in str(caught.value)
    assert "s@cret" not in str(caught.value)


def test_addresses_of_servers():
    assert SmtpTransport("smtps://u:p@mail.example").port == 465
    assert SmtpTransport("smtp+starttls://mail.example").port == 587
    assert SmtpTransport("smtp://mail.example:2525").port == 2525
    line = SmtpTransport("smtp://user%40x:p%3Aw@mail.example")
    assert (line.user, line.password) == ("user@x", "p:w")


def test_encryption_that_was_asked_for_is_never_left_out(smtp):
    """The test server offers no STARTTLS: the mail waits rather than travels in the open."""
    line = SmtpTransport(smtp.url.replace("smtp://", "smtp+starttls://"), timeout=60)
    with pytest.raises(TryLater):
        line.connect()
    assert smtp.envelopes == []


def test_a_folder_keeps_whole_letters(tmp_path: Path):
    kept = transport_for(f"folder://{tmp_path / 'box'}")
    assert isinstance(kept, FolderTransport)
    kept.connect()
    kept.hand_over(LETTER)
    (file,) = (tmp_path / "box").iterdir()
    assert file.name.endswith("-ref1.eml")
    assert file.read_bytes() == LETTER.content


def test_a_folder_that_cannot_be_made_is_tried_later(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TryLater):
        FolderTransport(tmp_path / "file" / "box").connect()
