"""Delivering: every step cut off, two workers at once, everything recorded."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading

import pytest
from sqlalchemy import select

from recruit.core import clock as core_clock, events
from recruit.core.db import session, writing
from recruit.core.models import Heartbeat
from recruit.messages import actions, jobs, queries, rules, summaries
from recruit.messages.events import MailBounced, MailGivenUp, MailSent, MailUnknown
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.messages.transport import SmtpTransport, TryLater
from tests import mail_kinds as tests_kinds
from tests.mail import KeptTransport
from tests.mail_kinds import queue_note


class Cut(BaseException):
    """The power goes."""


@pytest.fixture
def news(app):
    """What was announced, by event, in order."""
    heard: list[object] = []
    before = {event: events._reactions[event] for event in events.known_events()}
    events.install(
        {**before, **dict.fromkeys((MailSent, MailUnknown, MailGivenUp, MailBounced), (heard.append,))}
    )
    yield heard
    events.install(before)


@pytest.fixture
def deliver(app, mail_kinds, smtp):
    """Deliver what is due now to the real mail server, as worker `name`."""

    def now_due(name="w1", **more):
        with app.app_context():
            return jobs.deliver_due(core_clock.now(), name, SmtpTransport(smtp.url, timeout=3), **more)

    return now_due


def _cut_at(step):
    def at_step(name):
        if name == step:
            raise Cut(step)

    return at_step


# The steps in order; from `begun` on only a person may send again.
BEFORE = ["claimed", "connected", "made"]
DURING = ["begun", "sender", "recipient", "data", "content", "answer", "handed_over"]


@pytest.mark.parametrize("step", BEFORE)
def test_cut_off_before_the_hand_over_goes_out_later_once(db, deliver, smtp, clock, step):
    with writing():
        mail = queue_note()
    with pytest.raises(Cut):
        deliver(at_step=_cut_at(step))
    db.refresh(mail)
    assert mail.state is MailState.CLAIMED
    assert deliver() == 0, "the lease has not ended"
    clock.shift(rules.LEASE + timedelta(seconds=1))
    assert deliver() == 1
    db.refresh(mail)
    assert mail.state is MailState.SENT
    assert len(smtp.messages) == 1


@pytest.mark.parametrize("step", DURING)
def test_cut_off_during_the_hand_over_is_unknown_and_never_repeated(db, deliver, smtp, clock, news, step):
    with writing():
        mail = queue_note()
    with pytest.raises(Cut):
        deliver(at_step=_cut_at(step))
    db.refresh(mail)
    assert mail.state is MailState.HANDING_OVER
    for _ in range(4):
        clock.shift(timedelta(hours=3))
        deliver()
    db.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.UNKNOWN, "cut_off")
    # Cut off at "answer" the server has the whole letter or, a moment later, will have; before that it never gets it.
    assert len(smtp.messages) <= (1 if step in ("answer", "handed_over") else 0)
    assert [type(event) for event in news] == [MailUnknown]


def test_cut_off_after_it_was_recorded_changes_nothing(db, deliver, smtp, clock, news):
    with writing():
        mail = queue_note()
    with pytest.raises(Cut):
        deliver(at_step=_cut_at("recorded"))
    clock.shift(timedelta(hours=3))
    assert deliver() == 0
    db.refresh(mail)
    assert mail.state is MailState.SENT
    assert [type(event) for event in news] == [MailSent]
    assert len(smtp.messages) == 1


def test_no_step_is_forgotten_by_these_tests(db, deliver):
    with writing():
        queue_note()
    seen: list[str] = []
    deliver(at_step=seen.append)
    assert seen == [*BEFORE, *DURING, "recorded"]


def test_handing_over_is_committed_before_the_first_byte(own_database, own_app, smtp):
    """Seen from a second connection: at the moment the first command leaves, everybody can read `handing_over`."""
    seen: list[MailState | None] = []

    def look(name):
        if name == "sender":
            with own_database.engine.connect() as other:
                seen.append(other.scalar(select(Mail.state)))

    with tests_kinds.installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            queue_note()
        jobs.deliver_due(core_clock.now(), "w", SmtpTransport(smtp.url), at_step=look)
    assert seen == [MailState.HANDING_OVER]


def test_a_cancelled_mail_does_not_go_even_when_it_was_claimed(db, deliver, smtp):
    with writing():
        mail = queue_note()

    def cancel(name):
        if name == "claimed":
            with writing():
                actions.cancel_unsent_to("ref-Lan")

    assert deliver(at_step=cancel) == 1
    db.refresh(mail)
    assert mail.state is MailState.CANCELLED
    assert smtp.messages == []


@pytest.mark.parametrize(
    ("step", "state", "sent"),
    [("connected", MailState.CLAIMED, 0), ("handed_over", MailState.HANDING_OVER, 1)],
)
def test_a_worker_that_lost_its_claim_sends_and_records_nothing(db, deliver, smtp, step, state, sent):
    with writing():
        mail = queue_note()

    def is_overtaken(name):
        if name == step:
            with writing():
                mail.claimed_by = "w2 faster"

    deliver(at_step=is_overtaken)
    db.refresh(mail)
    assert (mail.state, mail.claimed_by, len(smtp.messages)) == (state, "w2 faster", sent)


def test_what_is_not_due_waits(db, deliver, smtp, clock, now):
    with writing():
        queue_note(due_at=now + timedelta(minutes=1))
    assert deliver() == 0
    clock.shift(timedelta(minutes=1))
    assert deliver() == 1


def test_what_is_no_longer_wanted_says_so(db, deliver, smtp, now, clock):
    with writing():
        mail = queue_note(
            params={"until": (now + timedelta(days=1)).isoformat()}, due_at=now + timedelta(days=2)
        )
    clock.shift(timedelta(days=2))
    deliver()
    db.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.NOT_WANTED, "no_longer_wanted")
    assert smtp.messages == []


def test_the_oldest_goes_first_and_the_limit_holds(db, deliver, smtp, now):
    with writing():
        for number in (3, 1, 2):
            queue_note(f"N{number}", due_at=now - timedelta(minutes=number))
    assert deliver(limit=2) == 2
    assert [message["To"] for message in smtp.messages] == ["n3@people.example", "n2@people.example"]


def test_asked_to_stop_it_finishes_the_mail_at_hand(db, deliver, smtp):
    with writing():
        mails = [queue_note(f"N{number}") for number in range(3)]
    steps: list[str] = []
    deliver(at_step=steps.append, should_stop=lambda: "recorded" in steps)
    db.expire_all()
    assert [mail.state for mail in mails] == [MailState.SENT, MailState.QUEUED, MailState.QUEUED]


def test_a_broken_template_waits_and_is_given_up_while_others_go(db, deliver, smtp, clock, news):
    with writing():
        broken = queue_note("A", kind="test_broken")
        queue_note("B")
    assert deliver() == 2
    assert len(smtp.messages) == 1
    for wait in rules.RETRY_WAITS:
        clock.shift(wait + timedelta(seconds=1))
        deliver()
    db.refresh(broken)
    assert broken.state is MailState.FAILED
    assert broken.attempts == len(rules.RETRY_WAITS) + 1
    assert "UndefinedError" in broken.last_error
    assert [type(event) for event in news] == [MailSent, MailGivenUp]


def test_a_mail_that_kills_its_worker_each_time_is_given_up(db, deliver, clock, news):
    with writing():
        mail = queue_note()
    for _ in range(len(rules.RETRY_WAITS) + 1):
        with pytest.raises(Cut):
            deliver(at_step=_cut_at("claimed"))
        clock.shift(rules.LEASE + timedelta(seconds=1))
    assert deliver() == 0
    db.refresh(mail)
    assert (mail.state, mail.last_error) == (MailState.FAILED, "lease_ended")
    assert [type(event) for event in news] == [MailGivenUp]


def test_a_given_up_mail_whose_news_fails_keeps_no_other_from_going(db, deliver, smtp, clock, news):
    def break_it(_event):
        raise ZeroDivisionError

    with writing():
        mail = queue_note("Deadly", due_at=core_clock.now() - timedelta(seconds=1))
        mail.state, mail.attempts = MailState.CLAIMED, len(rules.RETRY_WAITS) + 1
        mail.lease_until = core_clock.now() - timedelta(seconds=1)
        queue_note("Lan")
    before = {event: events._reactions[event] for event in events.known_events()}
    events.install({**before, MailGivenUp: (break_it,)})
    assert deliver() == 1
    assert len(smtp.messages) == 1
    db.refresh(mail)
    assert mail.state is MailState.CLAIMED


def test_a_server_that_is_away_costs_one_try_a_time_and_nothing_is_lost(
    db, app, mail_kinds, smtp, clock, now
):
    class Away(KeptTransport):
        def connect(self):
            raise TryLater("refused", for_all=True)

    with writing():
        mails = [queue_note(f"N{number}") for number in range(3)]
    with app.app_context():
        assert jobs.deliver_due(now, "w", Away()) == 1
    db.expire_all()
    assert [(mail.state, mail.attempts) for mail in mails] == [
        (MailState.QUEUED, 1), (MailState.QUEUED, 0), (MailState.QUEUED, 0),
    ]  # fmt: skip
    assert mails[0].due_at == now + rules.RETRY_WAITS[0]
    clock.shift(rules.RETRY_WAITS[0])
    with app.app_context():
        assert jobs.deliver_due(core_clock.now(), "w", SmtpTransport(smtp.url)) == 3
    assert len(smtp.messages) == 3


def test_greylisting_is_tried_again_without_harm_to_others(db, deliver, smtp, clock):
    smtp.answers.recipient["a@people.example"] = "450 greylisted"
    with writing():
        grey = queue_note("A")
        queue_note("B")
    assert deliver() == 2
    db.refresh(grey)
    assert (grey.state, grey.claimed_by) == (MailState.QUEUED, "")
    assert "greylisted" in grey.last_error
    smtp.answers.recipient.clear()
    clock.shift(timedelta(minutes=2))
    assert deliver() == 1
    assert Counter(message["To"] for message in smtp.messages) == {
        "a@people.example": 1,
        "b@people.example": 1,
    }


def test_a_busy_server_is_left_alone(db, deliver, smtp):
    smtp.answers.recipient["a@people.example"] = "421 too many"
    with writing():
        queue_note("A")
        queue_note("B")
    assert deliver() == 1
    assert smtp.messages == []


@pytest.mark.parametrize(
    ("answer", "state", "event"),
    [
        ("550 5.1.1 nobody", MailState.BOUNCED, MailBounced),
        ("550 5.7.1 policy", MailState.FAILED, MailGivenUp),
    ],
)
def test_a_permanent_refusal_is_final_and_told(db, deliver, smtp, news, answer, state, event):
    smtp.answers.recipient["a@people.example"] = answer
    with writing():
        mail = queue_note("A")
        queue_note("B")
    deliver()
    db.refresh(mail)
    assert mail.state is state
    assert [type(heard) for heard in news] == [event, MailSent]
    assert (news[0].mail_id, news[0].subject_ref, news[0].to_ref) == (mail.id, "A", "ref-A")
    # Only an address where nobody is gets paused; a policy may change tomorrow.
    assert (queries.why_paused("a@people.example") is not None) is (state is MailState.BOUNCED)


def test_a_line_cut_after_the_content_is_unknown_at_once(db, deliver, smtp, clock, news):
    smtp.answers.cut_at = "DATA"
    with writing():
        mail = queue_note("A")
    deliver()
    smtp.answers.cut_at = ""
    clock.shift(timedelta(days=1))
    assert deliver() == 0
    db.refresh(mail)
    assert mail.state is MailState.UNKNOWN
    assert len(smtp.messages) == 1
    assert [type(event) for event in news] == [MailUnknown]


def test_a_worker_that_was_only_slow_may_still_tell(db, deliver, smtp, clock, app, news):
    """Taken for dead by another worker, it finishes: the truth replaces the doubt."""
    with writing():
        mail = queue_note()

    def sleep_long(name):
        if name == "handed_over":
            clock.shift(rules.HAND_OVER_LIMIT + timedelta(minutes=1))
            jobs.mark_cut_off(core_clock.now())
            db.refresh(mail)
            assert mail.state is MailState.UNKNOWN

    deliver(at_step=sleep_long)
    db.refresh(mail)
    assert mail.state is MailState.SENT
    assert [type(event) for event in news] == [MailUnknown, MailSent]


def test_a_slow_worker_cannot_record_what_a_person_has_sent_again(db, deliver, smtp, clock, now):
    with writing():
        mail = queue_note()

    def person_acts(name):
        if name == "handed_over":
            clock.shift(rules.HAND_OVER_LIMIT + timedelta(minutes=1))
            jobs.mark_cut_off(core_clock.now())
            with writing():
                mail.state = MailState.QUEUED
                mail.claimed_by = ""

    deliver(at_step=person_acts, limit=1)
    db.refresh(mail)
    assert mail.state is MailState.QUEUED


def test_news_that_fails_keeps_the_mail_from_being_sent_twice(db, deliver, smtp, clock, news):
    def break_it(_event):
        raise ZeroDivisionError

    before = {event: events._reactions[event] for event in events.known_events()}
    events.install({**before, MailSent: (break_it,)})
    with writing():
        mail = queue_note()
    with pytest.raises(ZeroDivisionError):
        deliver()
    events.install(before)
    clock.shift(timedelta(hours=1))
    deliver()
    db.refresh(mail)
    assert mail.state is MailState.UNKNOWN
    assert len(smtp.messages) == 1


# --------------------------------------------------------------------------------------------- the message


def test_the_message_is_made_for_its_reader(db, deliver, smtp, now):
    with writing():
        mail = queue_note("Lan")
    deliver()
    (message,) = smtp.messages
    db.refresh(mail)
    assert message["Subject"] == mail.subject_line == "News for Lan"
    assert message["To"] == "lan@people.example"
    assert message["Message-ID"] == mail.message_id == f"<{mail.public_id}@localhost>"
    assert message["Date"].datetime == now
    assert message["Auto-Submitted"] == "auto-generated"
    plain = message.get_body(("plain",)).get_content()
    assert "Dear Lan & family, https://x.example/vi/s/Lan-TOKEN" in plain
    assert "\n.dot" in plain
    html = message.get_body(("html",)).get_content()
    assert 'style="' in html, "styles stand in the elements themselves"
    assert "<link" not in html
    assert 'lang="vi"' in html
    assert (mail.handed_over_at, mail.state) == (now, MailState.SENT)


def test_the_kept_text_opens_nothing(db, deliver, smtp):
    with writing():
        mail = queue_note("Lan")
    deliver()
    db.refresh(mail)
    assert "TOKEN" not in mail.body
    assert "https://x.example/vi/s/Lan-***" in mail.body
    assert "TOKEN" not in str(mail.params)


def test_everything_travels_in_seven_bits(db, deliver, smtp):
    with writing():
        queue_note("阮氏蘭", to_address="lan@people.example")
    deliver()
    (envelope,) = smtp.envelopes
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 998
    assert "阮氏蘭" in smtp.messages[0].get_body(("plain",)).get_content()
    assert smtp.messages[0]["Subject"] == "News for 阮氏蘭"


def test_an_attachment_keeps_its_type_name_and_bytes(db, deliver, smtp):
    with writing():
        queue_note("Lan", kind="test_calendar")
    deliver()
    (attachment,) = smtp.messages[0].iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    assert attachment.get_param("method") == "REQUEST"
    assert attachment.get_filename() == "会議.ics"
    assert attachment.get_payload(decode=True) == b"BEGIN Lan"


def test_what_the_text_writes_lands_with_the_hand_over_or_not_at_all(db, deliver, smtp):
    with writing():
        queue_note("A", kind="test_minting")
    deliver()
    assert db.scalars(select(Heartbeat.job)).all() == ["A"]
    # The same token cannot be minted again: the mail is not made, and nothing of it is left.
    with writing():
        second = queue_note("A", kind="test_minting", unique_key="second")
    deliver()
    db.refresh(second)
    assert (second.state, second.body) == (MailState.QUEUED, "")
    assert len(smtp.messages) == 1


# --------------------------------------------------------------------------------------------- two at once


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_at_once_send_everything_once(own_database, own_app, smtp, workers):
    with tests_kinds.installed(own_app):
        with own_database.scope(), writing():
            for number in range(24):
                queue_note(f"N{number:02}")
        barrier = threading.Barrier(workers)

        def work(name: str) -> int:
            with own_database.scope(), own_app.app_context():
                barrier.wait()
                return jobs.deliver_due(core_clock.now(), name, SmtpTransport(smtp.url))

        with ThreadPoolExecutor(workers) as pool:
            taken = list(pool.map(work, [f"w{number}" for number in range(workers)]))
        assert sum(taken) == 24
        assert Counter(message["To"] for message in smtp.messages) == {
            f"n{n:02}@people.example": 1 for n in range(24)
        }
        with own_database.scope():
            assert set(session().scalars(select(Mail.state))) == {MailState.SENT}


def test_two_at_once_mark_one_cut_off_mail_once(own_database, own_app, news):
    with tests_kinds.installed(own_app):
        with own_database.scope(), writing():
            mail = queue_note()
            mail.state, mail.handed_over_at = MailState.HANDING_OVER, core_clock.now() - timedelta(hours=1)
        barrier = threading.Barrier(2, timeout=60)

        def mark(_number: int) -> int:
            with own_database.scope():
                barrier.wait()
                return jobs.mark_cut_off(core_clock.now())

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(mark, range(2))) == [0, 1]
        assert [type(event) for event in news] == [MailUnknown]


def test_everybody_is_reached_though_so_many_are_looked_up_at_once(mail_kinds, db, now, monkeypatch):
    with writing():
        for name in ("An", "Binh", "Chi"):
            for number in range(2):
                queue_note(
                    name, kind="test_plain", to_ref=f"ref-{name}", unique_key=f"{name}:{number}"
                ).state = MailState.FOR_SUMMARY
    monkeypatch.setattr(summaries, "AT_ONCE", 2)
    asked = []
    recipients = summaries._recipients
    monkeypatch.setattr(summaries, "_recipients", lambda *told: asked.append(recipients(*told)) or asked[-1])
    assert summaries.send_summaries(now) == 3
    assert [len(found) for found in asked] == [2, 1, 0]
    assert summaries.send_summaries(now) == 0
