"""Everybody signs up in the same minute: is nobody lost, no seat sold twice, and every place in line the one that is shown?

python -m benchmarks.sign_up_rush [--people N] [--seats N] [--threads N] [--only sqlite|postgresql]

N people with a profile stand before the door of a fair; threads let them in as fast as the database takes them, each with a
transaction of its own, as the web server does. Afterwards every row is counted. Results stand in README.md beside this file.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import statistics
import tempfile
import time

from sqlalchemy import insert, select

from benchmarks.students import databases
from recruit.accounts.models import Person
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Base, Database, writing
from recruit.core.settings import from_environment
from recruit.core.visitor import Visitor
from recruit.events import actions, queries
from recruit.events.models import Event, EventText, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.students.models import Student


def make(database: Database, people: int, seats: int) -> tuple[int, list[Visitor]]:
    """The fair, and who comes."""
    now = clock.now()
    with database.scope(), writing() as rows:
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
        rows.add(event)
        rows.add_all(
            Person(display_name=f"Person {number}", language="id", zone="Asia/Jakarta", created_at=now)
            for number in range(people)
        )
        rows.flush()
        found = rows.execute(select(Person.id, Person.public_id).order_by(Person.id)).all()
        rows.execute(insert(Student), [{"person_id": row[0], "saved_at": now} for row in found])
        visitors = [Visitor(person_id=row[0], person_ref=row[1], language="id") for row in found]
        return event.id, visitors


def rush(database: Database, event_id: int, visitors: list[Visitor], threads: int) -> list[float]:
    """Let everybody in; gives how long each one's transaction took, its waiting for the others included."""

    def sign_up(visitor: Visitor) -> float:
        began = time.perf_counter()
        with database.scope(), writing() as rows:
            event = rows.get_one(Event, event_id)
            actions.sign_up(event, by=visitor, now=clock.now(), language="id")
        return time.perf_counter() - began

    with ThreadPoolExecutor(threads) as door:
        return list(door.map(sign_up, visitors))


def check(database: Database, event_id: int, people: int, seats: int) -> None:
    """Everything that was promised; raises where it does not hold."""
    with database.scope() as rows:
        found = rows.scalars(
            select(Registration).where(Registration.event_id == event_id).order_by(Registration.place_in_line)
        ).all()
        event = rows.get_one(Event, event_id)
        taken = min(seats, people)
        promised = {
            "nobody is lost": len({one.person_id for one in found}) == people,
            "every place is given once": [one.place_in_line for one in found] == list(range(1, people + 1)),
            "as many seats as there are": event.signed_up_count == taken,
            "the first have them": all(
                one.state is (RegistrationState.SIGNED_UP if number < taken else RegistrationState.WAITING)
                for number, one in enumerate(found)
            ),
            "the place that is shown is the place": all(
                queries.place_in_waiting_list(found[taken + number]) == number + 1
                for number in range(0, people - taken, max(1, people // 50))
            ),
        }
    for words, holds in promised.items():
        print(f"  {words}: {'yes' if holds else 'NO'}")
    if not all(promised.values()):
        raise SystemExit(1)


def measure(kind: str, url: str, people: int, seats: int, threads: int) -> None:
    database = Database(url)
    with database.engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(
            {"RECRUIT_MODE": "test", "RECRUIT_INSTANCE": folder, "RECRUIT_BASE_URL": "http://localhost"}
        )
        app = create_app(settings, database=database)
        with app.app_context():
            event_id, visitors = make(database, people, seats)
        began = time.perf_counter()

        waits = rush(database, event_id, visitors, threads)
        spent = time.perf_counter() - began
        ordered = sorted(waits)
        print(
            f"{kind}: {people:,} people, {seats:,} seats, {threads} threads: {spent:.1f} s, {people / spent:.0f} a second; "
            f"each p50 {statistics.median(ordered) * 1000:.0f} ms, p95 {ordered[int(people * 0.95)] * 1000:.0f} ms, "
            f"longest {ordered[-1]:.1f} s"
        )
        check(database, event_id, people, seats)
    database.dispose()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--seats", type=int, default=500)
    options.add_argument("--threads", type=int, default=8)
    options.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    chosen = options.parse_args()
    with databases(chosen.only) as places:
        for kind, place in places.items():
            measure(kind, place(), chosen.people, chosen.seats, chosen.threads)


if __name__ == "__main__":
    main()
