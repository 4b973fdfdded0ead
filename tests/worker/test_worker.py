"""The worker: heartbeats, faults that stay their own, an orderly end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import os
from pathlib import Path
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import select

from recruit import worker
from recruit.accounts import jobs as account_jobs
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.models import Heartbeat
from recruit.core.periods import Kept
from recruit.messages import jobs
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from recruit.messages.transport import SmtpTransport
from tests import mail_kinds as tests_kinds
from tests.mail_kinds import queue_note

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _as_if_just_started(shared_app):
    shared_app.extensions.pop("recruit.beats", None)
    worker._stopping.clear()


def test_every_job_has_its_own_name_and_a_pace():
    names = [name for name, _job, _seconds in worker.JOBS]
    assert len(set(names)) == len(names)
    assert all(seconds >= 1 for _name, _job, seconds in worker.JOBS)


def test_a_run_beats_the_heart_of_every_job(app, db, now):
    worker.run_once(app, now)
    assert set(db.scalars(select(Heartbeat.job))) == {name for name, _job, _seconds in worker.JOBS}
    assert set(db.scalars(select(Heartbeat.at))) == {now}


def test_readiness_hears_the_worker(client, app, now):
    assert client.get("/readyz").json["worker"] == "silent"
    worker.run_once(app, now)
    assert client.get("/readyz").json["worker"] == "ok"


def test_an_idle_job_does_not_write_at_every_run(app, db, now, clock):
    idle = (("idle", lambda _now: 0, 2),)
    worker.run_once(app, now, idle)
    for _ in range(10):
        clock.shift(timedelta(seconds=2))
        worker.run_once(app, core_clock.now(), idle)
    assert db.scalar(select(Heartbeat.at)) == now
    clock.shift(worker.BEAT_EVERY)
    worker.run_once(app, core_clock.now(), idle)
    db.expire_all()
    assert db.scalar(select(Heartbeat.at)) == core_clock.now()


def test_a_broken_job_does_not_stop_the_others(app, db, now):
    def break_it(_now):
        raise ZeroDivisionError

    ran: list[str] = []
    both = (("broken", break_it, 1), ("whole", lambda _now: ran.append("x") or 0, 1))
    done = worker.run_once(app, now, both)
    assert [(one.job, one.failed) for one in done] == [("broken", True), ("whole", False)]
    assert ran == ["x"]
    # A job that only ever fails must not look alive.
    assert db.scalars(select(Heartbeat.job)).all() == ["whole"]


def test_what_one_job_queues_another_sends_in_the_same_run(app, db, now, mail_kinds, outbox):
    queued: list[int] = []

    def queue_one(_now):
        if queued:
            return 0
        with writing():
            queued.append(queue_note().id)
        return 1

    done = worker.run_once(app, now, (*worker.JOBS, ("queue", queue_one, 1)))
    assert {one.job: one.count for one in done}["messages.deliver"] == 1
    assert outbox.mails[0].state is MailState.SENT


def test_jobs_that_never_finish_are_left_after_some_rounds(app, db, now):
    done = worker.run_once(app, now, (("endless", lambda _now: 1, 1),))
    assert done[0].count == worker.ROUNDS


def test_two_workers_may_beat_at_once(own_database, own_app, now):
    barrier = threading.Barrier(4, timeout=60)

    def beat(number):
        with own_database.scope():
            barrier.wait()
            worker._beat({}, "same", number, now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(beat, range(1, 5)))
    with own_database.scope():
        assert len(session().scalars(select(Heartbeat)).all()) == 1


def _start(own_database, smtp, instance: Path) -> "subprocess.Popen[str]":
    environ = {
        "PATH": "/usr/bin:/bin",
        "RECRUIT_MODE": "test",
        "RECRUIT_INSTANCE": str(instance),
        "RECRUIT_DATABASE_URL": own_database.url.render_as_string(hide_password=False),
        "RECRUIT_SMTP_URL": smtp.url,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "tests/worker/real_worker.py"], cwd=ROOT, env=environ, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def _wait_for(what, seconds=120.0):
    ends_at = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.02)


MAILS = 60


def test_told_to_stop_it_finishes_the_mail_at_hand_and_ends(own_database, own_app, instance_folder, smtp):
    """SIGTERM in the middle of a batch: no mail is cut off, none is lost, the next worker goes on where it was."""
    with tests_kinds.installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            for number in range(MAILS):
                queue_note(f"N{number}")
        # The fifth letter is at the server and not answered yet when the worker is told to stop.
        smtp.answers.waits_after = 5
        process = _start(own_database, smtp, instance_folder)
        try:
            _wait_for(lambda: len(smtp.envelopes) >= 5 or process.poll() is not None)
            process.send_signal(signal.SIGTERM)
            smtp.answers.goes_on.set()
            _out, errors = process.communicate(timeout=120)
        finally:
            smtp.answers.goes_on.set()
            process.kill()
            process.wait()
        assert process.returncode == 0, errors
        states = session().scalars(select(Mail.state)).all()
        assert set(states) <= {MailState.SENT, MailState.QUEUED}
        sent = states.count(MailState.SENT)
        assert sent == len(smtp.envelopes)
        assert 5 <= sent < MAILS
        smtp.answers.waits_after = None

        worker.run_once(own_app, core_clock.now(), (("d", _deliver_to(smtp), 1),))
        assert sorted(message["To"] for message in smtp.messages) == sorted(
            f"n{number}@people.example" for number in range(MAILS)
        )


def _deliver_to(smtp):
    return lambda now: jobs.deliver_due(now, f"t{os.getpid()}", SmtpTransport(smtp.url))


def test_old_mails_lose_their_texts_and_keep_that_they_were_sent(db, app, now, mail_kinds):
    with writing() as rows:
        rows.add(
            Mail(
                kind="greeting",
                to_address="duc@example.com",
                language="vi",
                zone="Asia/Ho_Chi_Minh",
                unique_key="greeting:1",
                queued_at=now,
                due_at=now,
                state=MailState.SENT,
                handed_over_at=now,
                subject_line="Chào",
                body="Chào Đức",
            )
        )
    assert account_jobs.purge(now)[Kept.MAIL_TEXTS] == 0
    assert account_jobs.purge(now + timedelta(days=91))[Kept.MAIL_TEXTS] == 1
    kept = db.query(Mail).one()
    db.refresh(kept)
    assert kept.body == "" and kept.state is MailState.SENT
