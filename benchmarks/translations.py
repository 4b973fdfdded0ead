"""What the desk of translations costs where ten thousand positions lack languages, on SQLite and on PostgreSQL.

python benchmarks/translations.py [--counts 100,10000] [--repeats N] [--only sqlite|postgresql]

Positions in three languages are written straight into the tables; each lacks Indonesian, and its translations are behind.
Measured are the page of the desk over HTTP (the first, and the one behind ten pages), with its statements, and the job that
keeps what waits: the first time, when everything is written, and again, when nothing has changed. Results stand in README.md.
"""

import argparse
from pathlib import Path
import re
import sys
import tempfile
import time

from flask.testing import FlaskClient
from sqlalchemy import event, func, select

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.positions import make
from benchmarks.students import databases, signed_in, spent_on
from recruit.accounts import actions
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Base, Database, session, writing
from recruit.core.settings import from_environment
from recruit.core.visitor import Role
from recruit.handbook.translating import jobs
from recruit.handbook.translating.models import TranslationLack

ADDRESS = "coordinator@benchmark.example"


def measure(kind: str, url: str, count: int, repeats: int) -> None:
    database = Database(url)
    with database.engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(
            {
                "RECRUIT_MODE": "development",
                "RECRUIT_INSTANCE": folder,
                "RECRUIT_BASE_URL": "http://localhost",
            }
        )
        app = create_app(settings, database=database)
        with app.app_context():
            make(database, count)
        with app.test_request_context("/ja/"), database.scope():
            with writing():
                actions.create_user_for_demo(
                    email=ADDRESS,
                    name="Coordinator",
                    password_hash="",
                    language="ja",
                    zone="",
                    came_as="",
                    roles=(Role.COORDINATOR,),
                    now=clock.now(),
                )
            first, again = _seconds(), _seconds()
            waiting = session().scalar(select(func.count(TranslationLack.id)))
        client = signed_in(app, database, ADDRESS)
        desk = "/ja/staff/translations?into=vi"
        behind = desk
        for _page in range(10):
            found = re.search(r'href="([^"]*after=[^"]*)"', client.get(behind).text)
            behind = found[1].replace("&amp;", "&") if found else desk
        statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        client.get(desk)
        cells = "".join(
            f"{wall:>9.0f}{cpu:>6.0f}"
            for wall, cpu in (
                spent_on(lambda address=address: client.get(address), repeats) for address in (desk, behind)
            )
        )
        print(
            f"{kind:<12}{count:>8,}{waiting:>9,}{first:>9.1f}{again:>9.1f}{cells}{statements_of_one(client, statements, desk):>6}",
            flush=True,
        )
    database.dispose()


def statements_of_one(client: FlaskClient, statements: list[str], address: str) -> int:
    """How many statements one visit costs."""
    statements.clear()
    client.get(address)
    return len(statements)


def _seconds() -> float:
    began = time.process_time()
    jobs.renew(clock.now())
    return time.process_time() - began


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--counts", default="100,10000")
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    chosen = options.parse_args()
    print("database   positions  waiting  kept(s) again(s)  page(ms,CPU)  tenth(ms,CPU)  statements")
    with databases(chosen.only) as places:
        for count in map(int, chosen.counts.split(",")):
            for kind, place in places.items():
                measure(kind, place(), count, chosen.repeats)


if __name__ == "__main__":
    main()
