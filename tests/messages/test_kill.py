"""A real worker process, a real mail server, a real SIGKILL: nothing twice, nothing lost unseen."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
import json
from pathlib import Path
import signal
import subprocess
import sys

import pytest
from sqlalchemy import select, update

from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.messages import jobs, rules
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.messages.transport import SmtpTransport
from tests import mail_kinds as tests_kinds
from tests.mail_kinds import queue_note

ROOT = Path(__file__).resolve().parents[2]
HOW_MANY = 5


@pytest.fixture(scope="module")
def end_of_worker() -> Iterator[Callable[..., int]]:
    """`end_of_worker(database, instance, mail server, now, step, which)`: a worker process is begun; how it ended."""
    with subprocess.Popen(
        [sys.executable, "tests/messages/dying_worker.py"], cwd=ROOT, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as workers:  # fmt: skip
        assert workers.stdin is not None
        assert workers.stdout is not None
        asked, answered = workers.stdin, workers.stdout

        def end_of(*words: object) -> int:
            asked.write(json.dumps(words) + "\n")
            asked.flush()
            return int(answered.readline())

        yield end_of
        asked.close()


@pytest.mark.parametrize(
    ("step", "unknown"),
    [
        ("claimed", 0),
        ("made", 0),
        ("begun", 1),
        ("data", 1),
        ("content", 1),
        ("answer", 1),
        ("handed_over", 1),
        ("recorded", 0),
    ],
)
def test_killed_in_the_middle_of_a_batch(
    own_database, own_app, instance_folder, smtp, clock, now, end_of_worker, step, unknown
):
    url = own_database.url.render_as_string(hide_password=False)
    with tests_kinds.installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            mails = [queue_note(f"N{number}") for number in range(HOW_MANY)]
        end = end_of_worker(url, str(instance_folder), smtp.url, now.isoformat(), step, 3)
        assert end == -signal.SIGKILL
        # Others carry on, at once and for a day.
        for wait in (timedelta(), rules.LEASE * 2, timedelta(hours=1), timedelta(hours=24)):
            clock.shift(wait)
            jobs.deliver_due(core_clock.now(), "other", SmtpTransport(smtp.url))
        session().expire_all()
        states = Counter(mail.state for mail in session().scalars(select(Mail)))
        arrived = Counter(message["To"] for message in smtp.messages)
        assert states == Counter({MailState.SENT: HOW_MANY - unknown, MailState.UNKNOWN: unknown}) - Counter()
        assert max(arrived.values()) == 1
        for mail in mails:
            if mail.state is MailState.SENT:
                assert arrived[mail.to_address] == 1


def test_the_count_sees_a_program_that_sends_again_what_it_does_not_know(
    own_database, own_app, instance_folder, smtp, clock, now, end_of_worker
):
    """The letter was at the server when the worker died. A program that put it back into the queue would be found out."""
    url = own_database.url.render_as_string(hide_password=False)
    with tests_kinds.installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            for number in range(HOW_MANY):
                queue_note(f"N{number}")
        assert (
            end_of_worker(url, str(instance_folder), smtp.url, now.isoformat(), "answer", 3)
            == -signal.SIGKILL
        )
        with writing() as rows:
            rows.execute(
                update(Mail)
                .where(Mail.state == MailState.HANDING_OVER)
                .values(state=MailState.QUEUED, claimed_by="", lease_until=None)
            )
        clock.shift(rules.LEASE * 2)
        jobs.deliver_due(core_clock.now(), "other", SmtpTransport(smtp.url))
        assert max(Counter(message["To"] for message in smtp.messages).values()) == 2
