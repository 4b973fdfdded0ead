"""Everybody is due on the same day: how long until the invitations are planned, queued, and at the mail server?

python -m benchmarks.followups [--hires N] [--only sqlite|postgresql] [--letters N] [--edit N] [--profile]

N people began at work on the same day and agreed to be asked; what came before is answered or closed. One tick plans and
queues the month's invitation of everybody. Then workers in processes of their own hand the first letters to a mail server in
another process: one worker, then two. `--edit` asks what a change of the rules would do to that many hires. Times are of
the clock on the wall and, after the slash, of this process alone. Results stand in README.md beside this file.
"""

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import cProfile
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
import os
from pathlib import Path
import pstats
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from benchmarks.students import databases
from recruit.accounts.actions.consents import row_of_words
from recruit.accounts.consents import hash_of
from recruit.accounts.models import Consent, ContactPoint, Person
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import ContactKind as PointKind, Purpose, RecipientKind
from recruit.app import create_app
from recruit.core import db as core_db
from recruit.core.db import Base, Database, new_public_id, session, writing
from recruit.core.garbage import spare_what_is_loaded
from recruit.core.settings import PROJECT_ROOT, from_environment
from recruit.messages import jobs as mail_jobs
from recruit.messages.models import Mail
from recruit.messages.transport import FolderTransport, SmtpTransport
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind, PlacementSource, PlacementState, SaidBy
from recruit.surveys import jobs
from recruit.surveys.actions import load_shipped
from recruit.surveys.actions.contacts import replan
from recruit.surveys.models import Contact
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.programmes.queries import consequences_of, wave_in_force

BEGAN_ON = date(2026, 10, 26)
KNOWN_AT = datetime.fromisoformat("2026-10-20T03:00:00+00:00")
# Thursday noon in Tokyo, the day on which the first month is over.
NOW = datetime.fromisoformat("2026-11-26T03:00:00+00:00")


@dataclass(frozen=True)
class Spent:
    """Seconds on the wall, and of CPU in this process."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s / {self.cpu:.1f} s"


@contextmanager
def spending(into: list[Spent], profile: bool = False) -> Iterator[None]:
    """Adds what the block took."""
    watch = cProfile.Profile() if profile else None
    wall, cpu = time.perf_counter(), time.process_time()
    if watch:
        watch.enable()
    try:
        yield
    finally:
        if watch:
            watch.disable()
            pstats.Stats(watch).sort_stats("tottime").print_stats(45)
        into.append(Spent(time.perf_counter() - wall, time.process_time() - cpu))


def app_on(url: str, folder: str) -> tuple[Flask, Database]:
    """The application on this database, with mail kept in a folder of its own."""
    database = Database(url)
    settings = from_environment(
        {
            "RECRUIT_MODE": "development",
            "RECRUIT_INSTANCE": folder,
            "RECRUIT_BASE_URL": "https://recruit.example",
        }
    )
    return create_app(settings, database=database), database


def _first_hire(folder: str) -> int:
    """One hire who has come to this day by the worker's own steps; the others are made alike."""
    with writing() as rows:
        load_shipped(KNOWN_AT)
        person = Person(
            display_name="Lê Văn Bình",
            language="vi",
            zone="Asia/Tokyo",
            country_now="JP",
            created_at=KNOWN_AT,
        )
        rows.add(person)
        rows.flush()
        rows.add(
            ContactPoint(person_id=person.id, kind=PointKind.MAIL, value="hire0@hires.example", priority=1)
        )
        placement = Placement(
            person_id=person.id,
            source=PlacementSource.IMPORT,
            source_name="list",
            source_key="0",
            state=PlacementState.WORKING,
            started_on=BEGAN_ON,
            registered_on=KNOWN_AT.date(),
            country="VN",
        )
        rows.add(placement)
        rows.flush()
        rows.add(
            PlacementFact(
                placement_id=placement.id,
                fact=PlacementFactKind.STARTED,
                valid_on=BEGAN_ON,
                known_at=KNOWN_AT,
                said_by_kind=SaidBy.IMPORT,
            )
        )
        text = row_of_words(Purpose.FOLLOW_UP, "vi", "JP")
        rows.add(
            Consent(
                person_id=person.id,
                purpose=Purpose.FOLLOW_UP,
                recipient_kind=RecipientKind.OPERATOR,
                recipient_ref="",
                country="JP",
                consent_text_id=text.id,
                given_at=KNOWN_AT,
                way="account",
                words_hash=hash_of(text.body),
            )
        )
        rows.flush()
        assert live_consent(person.id, Purpose.FOLLOW_UP, RecipientKind.OPERATOR) is not None
        replan(person.id, KNOWN_AT)
    at = KNOWN_AT
    while at < NOW - timedelta(days=1):
        at += timedelta(days=1)
        jobs.tick(at)
        mail_jobs.deliver_due(at, "before", FolderTransport(Path(folder) / "before"))
    return person.id


def make(folder: str, hires: int) -> None:
    """As many hires as that, all with the rows of the first."""
    first = _first_hire(folder)
    with writing() as rows:
        _copy(
            rows.connection(),
            Person,
            Person.id == first,
            hires,
            lambda number: {"display_name": f"Hire {number}"},
        )
        people = rows.scalars(select(Person.id).where(Person.id > first).order_by(Person.id)).all()
        for kind in (ContactPoint, Consent, Placement):
            _copy(
                rows.connection(), kind, kind.person_id == first, hires,
                lambda number, kind=kind: {"person_id": people[number]}
                | ({"source_key": f"{number + 1}"} if kind is Placement else {})
                | ({"value": f"hire{number + 1}@hires.example", "found_by": f"hire{number + 1}@hires.example"} if kind is ContactPoint else {}),
            )  # fmt: skip
        placements = rows.scalars(
            select(Placement.id).where(Placement.person_id > first).order_by(Placement.id)
        ).all()
        old = Placement.id == select(Placement.id).where(Placement.person_id == first).scalar_subquery()
        first_placement = rows.scalars(select(Placement.id).where(old)).one()
        for kind in (PlacementFact, Contact):
            _copy(
                rows.connection(), kind, kind.placement_id == first_placement, hires,
                lambda number, kind=kind: {"placement_id": placements[number]} | ({"mail_id": None} if kind is Contact else {}),
            )  # fmt: skip
    session().expunge_all()


def _copy(connection: Any, kind: Any, which: Any, times: int, changed: Any) -> None:
    """Every row of `kind` that is `which`, so many times more, with a name of its own."""
    table = kind.__table__
    for row in connection.execute(select(table).where(which)).mappings().all():
        values = {name: value for name, value in row.items() if name != "id"}
        for begin in range(0, times, 5000):
            connection.execute(
                insert(table),
                [
                    {
                        **values,
                        **({"public_id": new_public_id()} if "public_id" in values else {}),
                        **changed(number),
                    }
                    for number in range(begin, min(begin + 5000, times))
                ],
            )


class Taker(asyncio.Protocol):
    """A mail server that takes everything: only what a worker waits for is said."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.held, self.in_data = b"", False
        self.transport.write(b"220 ready\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        while True:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            part, found, rest = self.held.partition(end)
            if not found:
                return
            self.held = rest
            if self.in_data:
                self.in_data = False
                self.transport.write(b"250 taken\r\n")
            elif part[:4].upper() == b"DATA":
                self.in_data = True
                self.transport.write(b"354 go on\r\n")
            elif part[:4].upper() == b"QUIT":
                self.transport.write(b"221 bye\r\n")
                self.transport.close()
            else:
                self.transport.write(b"250 ok\r\n")


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Taker, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def work(url: str, port: int, name: str, letters: int, profile: bool) -> None:
    """A worker process: hands over so many letters and says how long that took."""
    with tempfile.TemporaryDirectory() as folder:
        app, database = app_on(url, folder)
        with app.app_context(), database.scope():
            spare_what_is_loaded()
            print("ready", flush=True)
            sys.stdin.readline()
            spent: list[Spent] = []
            done = 0
            transport = SmtpTransport(f"smtp://127.0.0.1:{port}")
            waited = _watch_the_lock()
            with spending(spent, profile):
                while done < letters:
                    taken = mail_jobs.deliver_due(NOW, name, transport, min(100, letters - done))
                    done += taken
                    if not taken:
                        break
            print(done, spent[0].wall, spent[0].cpu, waited[0], flush=True)


def _watch_the_lock() -> list[float]:
    """Seconds that this process waits for SQLite's write lock from now on."""
    take, waited = core_db._begin_to_write, [0.0]  # noqa: SLF001 - nobody else knows how long it waits

    def watched(connection: sqlite3.Connection) -> None:
        begin = time.perf_counter()
        take(connection)
        waited[0] += time.perf_counter() - begin

    core_db._begin_to_write = watched  # noqa: SLF001
    return waited


def deliver(url: str, workers: int, letters: int, profile: bool = False) -> None:
    """Time `letters` letters by that many workers at once."""
    here = [sys.executable, "-m", "benchmarks.followups"]
    with subprocess.Popen([*here, "--serve"], cwd=PROJECT_ROOT, text=True, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        each = letters // workers
        crew = [
            subprocess.Popen(
                [*here, "--work", url, port, f"w{number}", str(each), *(["--profile"] if profile else [])],
                cwd=PROJECT_ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for number in range(workers)
        ]
        for one in crew:
            assert one.stdout is not None
            one.stdout.readline()
        wall = time.perf_counter()
        for one in crew:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate()[0] for one in crew]
        wall = time.perf_counter() - wall
        server.terminate()
    if profile:
        print(said[0])
    results = [text.split()[-4:] for text in said]
    done = sum(int(result[0]) for result in results)
    cpu = sum(float(result[2]) for result in results)
    waited = sum(float(result[3]) for result in results)
    print(
        f"  {workers} worker(s): {done} letters in {wall:.1f} s, {done / wall:.0f} a second; CPU of the workers "
        f"{cpu / max(done, 1) * 1000:.1f} ms a letter, waiting for the lock {waited / max(done, 1) * 1000:.1f} ms",
        flush=True,
    )


def measure(kind: str, url: str, arguments: argparse.Namespace) -> None:
    """Plan, queue, hand over, on one kind of database."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{kind}, {arguments.hires:,} hires (load {load})", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        app, database = app_on(url, folder)
        with database.engine.execution_options(writing=True).begin() as connection:
            Base.metadata.create_all(connection)
        spent: list[Spent] = []
        with app.app_context(), database.scope():
            with spending(spent):
                make(folder, arguments.hires)
            print(f"  made in {spent.pop()}", flush=True)
            # As the worker does.
            spare_what_is_loaded()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            with spending(spent, arguments.profile):
                done = jobs.tick(NOW)
            queued = session().scalar(select(func.count()).select_from(Mail).where(Mail.state == "queued"))
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"  planned and queued: {queued:,} ({done:,} done) in {spent.pop()}, "
                f"{(after - before) / 1024:.0f} MB more memory",
                flush=True,
            )
            if arguments.edit:
                standing = wave_in_force("m3")[1]
                with spending(spent):
                    found = consequences_of(
                        Proposal(standing, replace(standing, close_days=40, months=4)), NOW
                    )
                print(f"  an edit that touches {len(found):,} contacts: {spent.pop()}", flush=True)
        database.dispose()
        if arguments.letters:
            deliver(url, 1, arguments.letters, arguments.profile)
            deliver(url, 2, arguments.letters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hires", type=int, default=10_000)
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(_serve(0))
        return
    if arguments.work:
        url, port, name, letters = arguments.work
        work(url, int(port), name, int(letters), arguments.profile)
        return
    with databases(arguments.only) as places:
        for kind, place in places.items():
            measure(kind, place(), arguments)


if __name__ == "__main__":
    main()
