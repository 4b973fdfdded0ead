"""Do sign-ups keep working while everybody signs in at once? Waiting times with and without the storm.

python benchmarks/sign_ins.py [--people N] [--sign-ups N] [--threads N]

One process with its threads, as the web server has them, and one queue before them. At one instant N people send their
password; who is told "busy" comes back after the seconds named in Retry-After, until signed in. Meanwhile sign-ups for a
fair come in, one every 50 ms. Measured is the time from sending to the answer, waiting included. Results stand in README.md
beside this file.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
import statistics
import tempfile
import threading
import time

from flask import Flask
from sqlalchemy import update

from benchmarks.pages import make_programme, signed_in
from recruit.accounts import passwords
from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import FIELD
from recruit.accounts.models import User
from recruit.accounts.rules import Purpose
from recruit.app import create_app
from recruit.core.db import Base, Database, writing
from recruit.core.settings import from_environment

PASSWORD = "seven bridges over the river"
SIGN_UP_EVERY = 0.05


@dataclass
class Storm:
    """What became of the sign-ins."""

    waits: list[float] = field(default_factory=list)
    refusals: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def sign_in_until_done(app: Flask, server: ThreadPoolExecutor, address: str, storm: Storm) -> None:
    """One person: sends the password, and again after each answer that says to come back."""
    begun = time.perf_counter()
    while True:
        answer = server.submit(
            lambda: app.test_client().post(
                "/vi/account/sign-in", data={"email": address, "password": PASSWORD}
            )
        ).result()
        if answer.status_code != 503:
            break
        with storm.lock:
            storm.refusals += 1
        time.sleep(float(answer.headers["Retry-After"]))
    if answer.status_code != 303:
        raise RuntimeError(f"{address}: {answer.status_code}")
    with storm.lock:
        storm.waits.append(time.perf_counter() - begun)


def sign_up_steadily(server: ThreadPoolExecutor, sign_ups: list[Callable[[], int]]) -> list[float]:
    """Sign-ups at their pace, whatever else goes on; gives how long each waited for its answer."""
    waiting: list[tuple[float, Future[int]]] = []
    ends: dict[int, float] = {}

    def note(number: int) -> Callable[[Future[int]], None]:
        return lambda _done: ends.__setitem__(number, time.perf_counter())

    for number, sign_up in enumerate(sign_ups):
        future = server.submit(sign_up)
        future.add_done_callback(note(number))
        waiting.append((time.perf_counter(), future))
        time.sleep(SIGN_UP_EVERY)
    for _begun, future in waiting:
        if future.result() != 303:
            raise RuntimeError(f"a sign-up was answered with {future.result()}")
    return [ends[number] - begun for number, (begun, _future) in enumerate(waiting)]


def said(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    late = ordered[int(len(ordered) * 0.95)]
    print(
        f"{name:<40} p50 {statistics.median(ordered):6.2f} s   p95 {late:6.2f} s   longest {ordered[-1]:6.2f} s"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--sign-ups", type=int, default=200)
    arguments.add_argument("--threads", type=int, default=8)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(
            {
                "RECRUIT_MODE": "test",
                "RECRUIT_BASE_URL": "http://localhost",
                "RECRUIT_INSTANCE": folder,
                "RECRUIT_DATABASE_URL": f"sqlite:///{Path(folder) / 'sign_ins.sqlite'}",
            }
        )
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        passwords.tune(passwords.DEFAULT_MEMORY_KIB)
        database: Database = app.extensions["recruit.database"]
        Base.metadata.create_all(database.engine)
        slug, _large = make_programme(database, 10, chosen.people + 2 * chosen.sign_ups)
        kept = passwords.hash_of(PASSWORD)
        with database.scope(), writing() as rows:
            rows.execute(update(User).where(User.email.like("s%@example.com")).values(password=kept))
        measure(app, database, slug, chosen.people, chosen.sign_ups, chosen.threads)


def measure(app: Flask, database: Database, slug: str, people: int, sign_ups: int, threads: int) -> None:
    agrees = {FIELD: newest_words(Purpose.FAIR_COMPANIES, "vi").mark}

    def batch(first: int) -> list[Callable[[], int]]:
        clients = [signed_in(app, database, f"s{first + number}@example.com") for number in range(sign_ups)]
        return [
            lambda client=client: client.post(f"/vi/fairs/{slug}/sign-up", data=agrees).status_code
            for client in clients
        ]

    calm, stormy = batch(10), batch(10 + sign_ups)
    print(f"{people} people sign in at once; {sign_ups} sign-ups, one every {SIGN_UP_EVERY * 1000:.0f} ms")
    with ThreadPoolExecutor(threads) as server:
        said("sign-up, nobody signing in", sign_up_steadily(server, calm))
    storm = Storm()
    with ThreadPoolExecutor(threads) as server, ThreadPoolExecutor(people) as crowd:
        begun = time.perf_counter()
        coming = [
            crowd.submit(sign_in_until_done, app, server, f"s{10 + 2 * sign_ups + one}@example.com", storm)
            for one in range(people)
        ]
        said("sign-up, while they sign in", sign_up_steadily(server, stormy))
        for one in coming:
            one.result()
        lasted = time.perf_counter() - begun
    said("signed in, coming back included", storm.waits)
    print(
        f"all signed in after {lasted:.1f} s ({people / lasted:.1f} a second); told to come back {storm.refusals} times"
    )


if __name__ == "__main__":
    main()
