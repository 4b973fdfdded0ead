"""Everybody signs up in the same minute: is nobody lost, no seat sold twice, and every place in line the one that is shown?

python -m benchmarks.sign_up_rush [--people N] [--seats N] [--companies N] [--processes N] [--connections N] [--port N]
                                  [--only sqlite|postgresql] [--durable] [--restart]

The web server runs as `recruit serve` runs it, in processes of its own, with its access log thrown away. N people with a
profile are signed in beforehand; then each sends the form of the fair's page once, over connections that stay open, as a
proxy has them. Who is told to come back (503) or whose connection ends comes back. A share of the people presses twice.
`--durable` lets PostgreSQL wait for the disk, which the throw-away cluster does not; `--restart` has the processes of the
server replaced in the middle of it. Afterwards every row is counted, the worker does what is due, and its mails are counted.
Results stand in README.md beside this file.
"""

import argparse
import asyncio
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
import os
from pathlib import Path
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlencode

from flask import Flask, session as cookie_session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, insert, select, text

from benchmarks.students import databases
from recruit import worker
from recruit.accounts import cookie, tokens
from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import FIELD
from recruit.accounts.models import Consent, Person, SignIn, User
from recruit.accounts.rules import SIGN_IN_LASTS, Purpose
from recruit.app import create_app
from recruit.commands.database import bring_up_to_date
from recruit.commands.processes import gunicorn_options
from recruit.core import audit, clock
from recruit.core.db import Database, new_public_id, writing
from recruit.core.settings import PROJECT_ROOT, from_environment
from recruit.events import queries
from recruit.events.models import Event, EventText, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState
from recruit.messages.models import Mail
from recruit.organisations.models import Company, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students.models import Disclosure, Student

PATH = "/id/fairs/rush/sign-up"
# Every so many people press the button twice, over two connections.
TWICE_EVERY = 20
JOBS = ("events.tell_drawn",)


def make(database: Database, people: int, seats: int, companies: int) -> tuple[int, list[str]]:
    """The fair with its companies, and who comes; gives the event and the secrets of the sign-ins."""
    now = clock.now()
    with database.scope(), writing() as rows:
        organisations = [
            Organisation(
                slug=f"company-{number}",
                kind=OrganisationKind.COMPANY,
                country="JP",
                state=OrganisationState.APPROVED,
                created_at=now,
                company=Company(trades=[], support=[]),
                texts=[OrganisationText(language="ja", name=f"会社{number}")],
            )
            for number in range(companies)
        ]
        event = Event(
            slug="rush",
            kind=EventKind.FAIR,
            state=EventState.OPEN,
            zone="Asia/Jakarta",
            country="ID",
            starts_at=now + timedelta(days=30),
            ends_at=now + timedelta(days=30, hours=8),
            sign_up_until=now + timedelta(days=20),
            seats=seats,
            saved_at=now,
            saves=1,
            texts=[EventText(language="id", title="Bursa kerja")],
        )
        rows.add_all([event, *organisations])
        rows.flush()
        rows.add(Fair(event_id=event.id, wishes_until=now + timedelta(days=20)))
        rows.flush()
        rows.add_all(
            Booth(fair_id=event.id, company_id=one.id, state=BoothState.CONFIRMED, asked_at=now)
            for one in organisations
        )
        rows.execute(
            insert(Person),
            [
                {
                    "public_id": new_public_id(),
                    "display_name": f"Person {number}",
                    "language": "id",
                    "zone": "Asia/Jakarta",
                    "created_at": now,
                }
                for number in range(people)
            ],
        )
        ids = rows.scalars(
            select(Person.id).where(Person.display_name.like("Person %")).order_by(Person.id)
        ).all()
        rows.execute(
            insert(Student),
            [{"public_id": new_public_id(), "person_id": one, "saved_at": now} for one in ids],
        )
        rows.execute(
            insert(User),
            [
                {
                    "person_id": one,
                    "email": f"s{one}@example.com",
                    "create_datetime": now,
                    "confirmed_at": now,
                }
                for one in ids
            ],
        )
        users = rows.scalars(
            select(User.id).where(User.person_id.in_(select(Student.person_id))).order_by(User.id)
        ).all()
        secrets = [tokens.new_sign_in_secret() for _ in users]
        rows.execute(
            insert(SignIn),
            [
                {
                    "user_id": user_id,
                    "token_hash": tokens.hash_of_secret(secret),
                    "begun_at": now,
                    "ends_at": now + SIGN_IN_LASTS,
                    "proved_at": now,
                }
                for user_id, secret in zip(users, secrets, strict=True)
            ],
        )
        if not database.is_sqlite:
            rows.execute(text("ANALYZE"))
        return event.id, secrets


def written_requests(app: Flask, secrets: list[str], port: int) -> list[bytes]:
    """What each browser sends: its cookies, the token of its form, the words its page showed."""
    words = newest_words(Purpose.FAIR_COMPANIES, "id").mark
    signer = app.session_interface.get_signing_serializer(app)  # ty: ignore[unresolved-attribute]
    found = []
    for secret in secrets:
        with app.test_request_context(base_url=f"http://localhost:{port}"):
            form = urlencode({"csrf_token": generate_csrf(), FIELD: words}).encode()
            cookies = "; ".join(
                (
                    f"session={signer.dumps(dict(cookie_session))}",
                    f"{cookie.name_of(uses_https=False)}={tokens.cookie_value(secret, stays=False)}",
                    "language=id",
                )
            )
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
        )
        found.append(head.encode() + form)
    return found


@dataclass
class Rush:
    """What became of the requests."""

    coming: deque[tuple[int, bytes]]
    waits: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    said_yes: set[int] = field(default_factory=set)


async def one_connection(port: int, rush: Rush) -> None:
    """Sends one form after the other. Who gets no answer, or is told to come back, sends the form again."""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while rush.coming:
        person, sent = rush.coming.popleft()
        began = time.perf_counter()
        while True:
            try:
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(sent)
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"(?i)^content-length: (\d+)", head, re.MULTILINE)
                await reader.readexactly(int(length[1]) if length else 0)
            except (OSError, EOFError):
                rush.answers["no answer"] += 1
                reader = writer = None
                await asyncio.sleep(0.2)
                continue
            status = head.split(" ", 2)[1]
            rush.answers[status] += 1
            if "\r\nconnection: close" in head.lower():
                writer.close()
                reader = writer = None
            if status != "503":
                break
            again = re.search(r"(?i)^retry-after: (\d+)", head, re.MULTILINE)
            await asyncio.sleep(float(again[1]) if again else 1)
        rush.waits.append(time.perf_counter() - began)
        if status == "303":
            rush.said_yes.add(person)
    if writer is not None:
        writer.close()


async def let_them_in(port: int, requests: list[bytes], connections: int, restart: int | None) -> Rush:
    both = [
        one
        for number, sent in enumerate(requests)
        for one in [(number, sent)] * (2 if number % TWICE_EVERY == 0 else 1)
    ]
    rush = Rush(deque(both))
    crowd = [asyncio.create_task(one_connection(port, rush)) for _ in range(connections)]
    if restart is not None:
        while len(rush.waits) < len(both) // 2:  # noqa: ASYNC110 - nothing tells when half are through
            await asyncio.sleep(0.05)
        # New processes are started, the old ones finish what they have begun.
        os.kill(restart, signal.SIGHUP)
    await asyncio.gather(*crowd)
    return rush


def worked(parent: int) -> float:
    """The CPU time of a process and of all its children, also those that have ended, in seconds. Linux only."""
    ticks = 0
    if not parent:
        return 0.0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(status.parent.name), status.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if pid == parent:
            ticks += sum(int(one) for one in rest[11:15])
        elif int(rest[1]) == parent:
            ticks += sum(int(one) for one in rest[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def server_of(database: Database) -> int:
    """The process of PostgreSQL that has the others; 0 for SQLite, which has none."""
    if database.is_sqlite:
        return 0
    with database.engine.connect() as connection:
        of_this = connection.execute(select(func.pg_backend_pid())).scalar_one()
    return int((Path("/proc") / str(of_this) / "stat").read_text().rpartition(")")[2].split()[1])


@contextmanager
def server(environment: dict[str, str], port: int, processes: int) -> Iterator[int]:
    """The web server, until the end of the block; gives the process that has the others."""
    running = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *gunicorn_options("127.0.0.1", port, processes), "wsgi:app"],
        env={**os.environ, **environment},
        cwd=PROJECT_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=(Path(environment["RECRUIT_INSTANCE"]) / "server.log").open("wb"),
    )
    try:
        ends_at = time.monotonic() + 60
        while True:
            try:
                asking = HTTPConnection("127.0.0.1", port, timeout=5)
                asking.request("GET", "/healthz", headers={"Host": "localhost"})
                if asking.getresponse().status == 200:
                    break
            except OSError:
                pass
            if time.monotonic() > ends_at or running.poll() is not None:
                raise RuntimeError("the server does not answer")
            time.sleep(0.2)
        yield running.pid
    finally:
        running.terminate()
        running.wait()


def check(database: Database, event_id: int, people: int, seats: int, told_yes: int) -> None:
    """Everything that was promised; raises where it does not hold."""
    with database.scope() as rows:
        found = rows.scalars(
            select(Registration).where(Registration.event_id == event_id).order_by(Registration.place_in_line)
        ).all()
        event = rows.get_one(Event, event_id)
        taken = min(seats, people)
        promised = {
            "everybody was told yes": told_yes == people,
            "nobody is lost": len({one.person_id for one in found}) == people == len(found),
            "every place is given once": [one.place_in_line for one in found] == list(range(1, people + 1)),
            "as many seats as there are": event.signed_up_count == taken,
            "the first have them": all(
                one.state is (RegistrationState.SIGNED_UP if number < taken else RegistrationState.WAITING)
                for number, one in enumerate(found)
            ),
            "the place that is shown is the place": len(found) == people
            and all(
                queries.place_in_waiting_list(found[taken + number]) == number + 1
                for number in range(0, people - taken, max(1, people // 50))
            ),
            "everybody's agreement is kept": rows.scalar(select(func.count()).select_from(Consent)) == people,
            "the trail is whole": audit.first_broken_link() is None,
        }
    _say(promised)


def check_what_follows(app: Flask, database: Database, people: int, seats: int, companies: int) -> None:
    """The worker does what is due; then everybody has their mail, and companies see who has a seat."""
    began = time.perf_counter()
    jobs = tuple(job for job in worker.JOBS if job[0] in JOBS)
    while any(done.count for done in worker.run_once(app, clock.now(), jobs=jobs)):
        pass
    print(f"  what follows took the worker {time.perf_counter() - began:.0f} s after the rush")
    with database.scope() as rows:
        kinds = {row[0]: row[1] for row in rows.execute(select(Mail.kind, func.count()).group_by(Mail.kind))}
        seen = rows.scalar(select(func.count()).select_from(Disclosure))
    taken = min(seats, people)
    _say(
        {
            "everybody has one mail, the right one": (
                kinds.get("sign_up_ticket"),
                kinds.get("on_waiting_list", 0),
            )
            == (taken, people - taken),
            "companies see who has a seat": seen == taken * companies,
        }
    )


def _say(promised: dict[str, bool]) -> None:
    for words, holds in promised.items():
        print(f"  {words}: {'yes' if holds else 'NO'}", flush=True)
    if not all(promised.values()):
        raise SystemExit(1)


def measure(kind: str, url: str, chosen: argparse.Namespace) -> None:
    people, seats = chosen.people, chosen.seats
    database = Database(url)
    if chosen.durable and not database.is_sqlite:
        with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = on"))
            connection.execute(text("SELECT pg_reload_conf()"))
    bring_up_to_date(database)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "RECRUIT_MODE": "development",
            "RECRUIT_INSTANCE": folder,
            "RECRUIT_BASE_URL": f"http://localhost:{chosen.port}",
            "RECRUIT_DATABASE_URL": url,
            "RECRUIT_SECRET_KEY": "a key for nothing but this measurement, long enough",
        }
        app = create_app(from_environment(environment), database=database)
        with app.app_context():
            event_id, secrets = make(database, people, seats, chosen.companies)
        requests = written_requests(app, secrets, chosen.port)
        with server(environment, chosen.port, chosen.processes) as pid:
            keeper = server_of(database)
            before, kept_before = worked(pid), worked(keeper)
            began = time.perf_counter()
            rush = asyncio.run(
                let_them_in(chosen.port, requests, chosen.connections, pid if chosen.restart else None)
            )
            spent = time.perf_counter() - began
            web, kept = worked(pid) - before, worked(keeper) - kept_before
        ordered = sorted(rush.waits)
        print(
            f"{kind}: {people:,} people, {seats:,} seats, {chosen.companies} companies, {chosen.processes} processes, "
            f"{chosen.connections} connections: {spent:.1f} s, {people / spent:.0f} people a second; answers {dict(rush.answers)}; each "
            f"p50 {statistics.median(ordered):.2f} s, p95 {ordered[int(len(ordered) * 0.95)]:.2f} s, longest {ordered[-1]:.2f} s; "
            f"CPU time for each: {web / people * 1000:.1f} ms of the web server, {kept / people * 1000:.1f} ms of PostgreSQL; load of the machine {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        check(database, event_id, people, seats, len(rush.said_yes))
        with app.app_context():
            check_what_follows(app, database, people, seats, chosen.companies)
    database.dispose()


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--seats", type=int, default=500)
    options.add_argument("--companies", type=int, default=15)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--connections", type=int, default=256)
    options.add_argument("--port", type=int, default=8647)
    options.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    options.add_argument("--durable", action="store_true")
    options.add_argument("--restart", action="store_true")
    chosen = options.parse_args()
    with databases(chosen.only) as places:
        for kind, place in places.items():
            measure(kind, place(), chosen)


if __name__ == "__main__":
    main()
