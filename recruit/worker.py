"""The worker: one table of jobs, and a clock that says "do what is due". Any number of workers may run at once.

Due times live in our own tables, so a missed hour is caught up at the next beat; the scheduler keeps nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import os
import signal
import socket
import threading
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts import jobs as account_jobs
from recruit.accounts.closing import close_due
from recruit.accounts.merging import jobs as merging_jobs
from recruit.accounts.requests import jobs as request_jobs
from recruit.accounts.rights import jobs as export_jobs
from recruit.applications import jobs as application_jobs
from recruit.cases import jobs as case_jobs
from recruit.core import clock
from recruit.core.db import Database, writing
from recruit.core.garbage import spare_what_is_loaded
from recruit.core.models import Heartbeat
from recruit.core.settings import Settings
from recruit.events import jobs as event_jobs
from recruit.events.inviting import jobs as inviting_jobs
from recruit.events.reminding import jobs as reminding_jobs
from recruit.fairs import jobs as fair_jobs
from recruit.fairs.declared import operator_may_arrange
from recruit.fairs.preparing import jobs as fair_preparing_jobs
from recruit.fairs.proposing import jobs as proposing_jobs
from recruit.fairs.repairs import jobs as fair_repair_jobs
from recruit.handbook import jobs as handbook_jobs
from recruit.handbook.printing import jobs as printing_jobs
from recruit.handbook.translating import jobs as translation_jobs
from recruit.messages import jobs as message_jobs
from recruit.messages.bouncing import read_bounces
from recruit.messages.summaries import send_summaries
from recruit.messages.transport import transport_for
from recruit.organisations import jobs as organisation_jobs
from recruit.placements import jobs as placement_jobs
from recruit.placements.stay import jobs as stay_jobs
from recruit.postings.life import jobs as posting_jobs
from recruit.postings.search import jobs as posting_search_jobs
from recruit.retention.disclosure import jobs as release_jobs
from recruit.retention.outside import jobs as outside_jobs
from recruit.students.roster import jobs as roster_jobs
from recruit.students.search import jobs as search_jobs
from recruit.surveys import jobs as survey_jobs
from recruit.surveys.after_events import jobs as guest_jobs
from recruit.surveys.calling import jobs as calling_jobs
from recruit.surveys.pairing import jobs as pairing_jobs
from recruit.surveys.programmes import jobs as programme_jobs

log = logging.getLogger(__name__)

# A job is told the present instant and says how many things it did. It opens its own `writing()`, one thing at a time.
Job = Callable[[datetime], int]
NAME = f"{socket.gethostname()[:40]}:{os.getpid()}"
# A job that runs every two seconds does not write a row every two seconds to say that it had nothing to do.
BEAT_EVERY = timedelta(seconds=30)
# `run_once` stops after this many rounds: jobs feed each other (one queues what the next sends), but not for ever.
ROUNDS = 20

_stopping = threading.Event()


def deliver_mail(now: datetime) -> int:
    """Hand over what is due, until nothing more is."""
    settings: Settings = current_app.extensions["recruit.settings"]
    done = 0
    while not _stopping.is_set():
        taken = message_jobs.deliver_due(
            now, NAME, transport_for(settings.smtp_url), should_stop=_stopping.is_set
        )
        done += taken
        if taken < message_jobs.BATCH:
            break
    return done


def solve_timetables(now: datetime) -> int:
    """Compute the timetables that were asked for, where the operator's status still allows it."""
    if not operator_may_arrange():
        return 0
    return fair_jobs.solve_timetables(now, NAME, _stopping.is_set)


def find_repairs(now: datetime) -> int:
    """Look for ways to mend published timetables, where the operator's status still allows it."""
    if not operator_may_arrange():
        return 0
    return fair_repair_jobs.find_repairs(now, NAME)


# (name, function, seconds between two runs), in the order in which they feed each other.
JOBS: tuple[tuple[str, Job, int], ...] = (
    ("accounts.purge_daily", account_jobs.purge_daily, 600),
    ("accounts.close_due", close_due, 300),
    ("rights.make_exports", export_jobs.make_exports, 5),
    ("rights.forget_texts", export_jobs.forget_texts, 60),
    ("students.keep_found", search_jobs.keep_found, 60),
    ("postings.keep_found", posting_search_jobs.keep_found, 60),
    ("students.forget_rosters", roster_jobs.forget_rosters, 60),
    ("students.tell_new", search_jobs.tell_new, 3600),
    ("postings.tell_new", posting_search_jobs.tell_new, 3600),
    ("requests.call_administrators", request_jobs.call_administrators, 300),
    ("organisations.ask_about_permits", organisation_jobs.ask_about_permits, 3600),
    ("events.move_events", event_jobs.move_events, 30),
    ("events.remind", reminding_jobs.remind, 60),
    ("events.draw_lotteries", event_jobs.draw_lotteries, 30),
    ("events.tell_drawn", event_jobs.tell_drawn, 5),
    ("events.send_invitations", inviting_jobs.send_invitations, 5),
    ("events.remind_invited", inviting_jobs.remind_invited, 300),
    ("events.release_held", inviting_jobs.release_held, 30),
    ("events.tell_called_off", event_jobs.tell_called_off, 5),
    ("events.pass_on_seats", event_jobs.pass_on_seats, 30),
    ("fairs.solve_timetables", solve_timetables, 3),
    ("fairs.find_repairs", find_repairs, 2),
    ("fairs.remind_of_proposals", proposing_jobs.remind_of_proposals, 300),
    ("fairs.lapse_proposals", proposing_jobs.lapse_proposals, 60),
    ("fairs.remind_companies", fair_preparing_jobs.remind_companies, 3600),
    ("fairs.note_overdue_answers", fair_jobs.note_overdue_answers, 300),
    ("fairs.end_what_fairs_showed", fair_jobs.end_what_fairs_showed, 3600),
    ("accounts.settle_merges", merging_jobs.settle, 3600),
    ("placements.ask_about_ways", placement_jobs.ask_about_ways, 3600),
    ("placements.ask_before_moves", placement_jobs.ask_before_moves, 3600),
    ("stay.remind", stay_jobs.remind, 900),
    ("surveys.tick", survey_jobs.tick, 60),
    ("programmes.count_consequences", programme_jobs.count_consequences, 2),
    ("surveys.settle_calls", calling_jobs.settle_calls, 300),
    ("pairing.tick", pairing_jobs.tick, 60),
    ("pairing.release_gaps", pairing_jobs.release_gaps, 3600),
    ("surveys.ask_guests", guest_jobs.ask_guests, 60),
    ("retention.release_public", release_jobs.release_public, 3600),
    ("retention.release_outside", outside_jobs.release_outside, 3600),
    ("cases.raise_alerts", case_jobs.raise_alerts, 5),
    ("postings.open_and_close", posting_jobs.open_and_close, 30),
    ("postings.ask_whether_right", posting_jobs.ask_whether_right, 900),
    ("applications.lapse_offers", application_jobs.lapse_offers, 60),
    ("handbook.publish_due", handbook_jobs.publish_due, 30),
    ("handbook.set_books", printing_jobs.set_books, 60),
    ("translations.renew", translation_jobs.renew, 300),
    ("translations.tell", translation_jobs.tell, 600),
    ("translations.remind_companies", translation_jobs.remind_companies, 3600),
    ("messages.read_bounces", read_bounces, 300),
    ("messages.send_summaries", send_summaries, 60),
    ("messages.deliver", deliver_mail, 2),
)


@dataclass(frozen=True)
class Done:
    """What one job did: how many things, or that it broke."""

    job: str
    count: int
    failed: bool


def run_job(app: Flask, name: str, job: Job, now: datetime) -> Done:
    """Run one job and beat its heart. A job that breaks is logged and does not stop the others."""
    database: Database = app.extensions["recruit.database"]
    with app.app_context(), database.scope():
        try:
            count = job(now)
        except Exception:
            log.exception("job failed", extra={"job": name})
            return Done(name, 0, failed=True)
        if count:
            log.info("job done", extra={"job": name, "done": count})
        _beat(app.extensions.setdefault("recruit.beats", {}), name, count, now)
        return Done(name, count, failed=False)


def run_once(app: Flask, now: datetime, jobs: tuple[tuple[str, Job, int], ...] | None = None) -> list[Done]:
    """Do all that is due at `now`, and what comes of it, then stop."""
    totals: dict[str, Done] = {}
    for _ in range(ROUNDS):
        round_ = [run_job(app, name, job, now) for name, job, _seconds in (JOBS if jobs is None else jobs)]
        for done in round_:
            before = totals.get(done.job, Done(done.job, 0, failed=False))
            totals[done.job] = Done(done.job, before.count + done.count, before.failed or done.failed)
        if not any(done.count for done in round_):
            break
    return list(totals.values())


def _beat(beats: dict[str, datetime], job: str, count: int, now: datetime) -> None:
    """Write the heartbeat of a job, unless it was idle and `beats` holds a recent one."""
    last = beats.get(job)
    if not count and last is not None and timedelta() <= now - last < BEAT_EVERY:
        return
    with writing() as rows:
        insert = (sqlite if rows.get_bind().dialect.name == "sqlite" else postgresql).insert(Heartbeat)
        values = {"worker": NAME, "at": now, "done": count}
        rows.execute(
            insert.values(job=job, **values).on_conflict_do_update(index_elements=["job"], set_=values)
        )
    beats[job] = now


def run(app: Flask) -> None:
    """Run until told to stop (SIGTERM or Ctrl-C); then finish the thing at hand and end."""
    _stopping.clear()
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for name, job, seconds in JOBS:
        scheduler.add_job(
            lambda name=name, job=job: run_job(app, name, job, clock.now()),
            "interval",
            seconds=seconds,
            id=name,
            next_run_time=clock.now(),
        )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        _stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    # A long job is passed over until it is done; that is no news every two seconds.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    spare_what_is_loaded()
    log.info("worker started", extra={"worker": NAME, "jobs": len(JOBS)})
    scheduler.start()
    _stopping.wait()
    scheduler.shutdown(wait=True)
    log.info("worker stopped", extra={"worker": NAME})
