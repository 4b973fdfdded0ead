"""What the pages of a fair cost: CPU time beside that of a bare Flask answer in the same process, statements, bytes.

python benchmarks/pages.py [--sign-ups N] [--repeats N]

Makes its own SQLite database in a temporary folder. Measured are the public page of a fair with 15 companies (made anew,
kept, and unchanged for a browser that has it), a sign-up (first click) and the first and a late page of the staff's list of
10,000 sign-ups, its CSV and XLSX. Results stand in README.md beside this file.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
import gzip
from pathlib import Path
import random
import statistics
import tempfile
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as listening, insert, select, update

from recruit.accounts import cookie, tokens
from recruit.accounts.actions import create_user_for_demo
from recruit.accounts.actions.sign_ins import add_sign_in
from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import FIELD
from recruit.accounts.models import Person, User
from recruit.accounts.queries import user_by_address
from recruit.accounts.rules import Purpose
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Base, Database, new_public_id, writing
from recruit.core.garbage import spare_what_is_loaded
from recruit.core.settings import from_environment
from recruit.core.visitor import Role
from recruit.demo import events as demo_events, fairs as demo_fairs
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState
from recruit.organisations.models import Company, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students.models import Student

COMPANIES = 15
STAFF = "staff@example.com"


def make_people(rows: object, count: int) -> None:
    """Persons, sign-ins and profiles in bulk; nobody of them has a password."""
    now = clock.now()
    persons = [
        {
            "public_id": new_public_id(),
            "display_name": f"Nguyễn Văn {number}",
            "language": "vi",
            "zone": "Asia/Ho_Chi_Minh",
            "created_at": now,
        }
        for number in range(count)
    ]
    rows.execute(insert(Person), persons)  # ty: ignore[missing-attribute]
    ids = rows.scalars(
        select(Person.id).where(Person.display_name.like("Nguyễn Văn %")).order_by(Person.id)
    ).all()  # ty: ignore[missing-attribute]
    rows.execute(  # ty: ignore[missing-attribute]
        insert(User),
        [
            {
                "person_id": person_id,
                "email": f"s{number}@example.com",
                "create_datetime": now,
                "confirmed_at": now,
            }
            for number, person_id in enumerate(ids)
        ],
    )
    rows.execute(  # ty: ignore[missing-attribute]
        insert(Student),
        [
            {
                "public_id": new_public_id(),
                "person_id": person_id,
                "name_local": f"Nguyễn Văn {number}",
                "katakana": "グエン・ヴァン",
                "nationality": "VN",
                "saved_at": now,
            }
            for number, person_id in enumerate(ids)
        ],
    )


def make_programme(database: Database, sign_ups: int, newcomers: int) -> tuple[str, str]:
    """Gives the slugs of the ordinary fair and of the one with all the sign-ups."""
    dice = random.Random(1)
    now = clock.now()
    with database.scope(), writing() as rows:
        companies = [
            Organisation(
                slug=f"company-{number}",
                kind=OrganisationKind.COMPANY,
                country="JP",
                state=OrganisationState.APPROVED,
                created_at=now,
                texts=[
                    OrganisationText(language="ja", name=f"会社{number}", about="説明" * 200),
                    OrganisationText(language="en", name=f"Company {number}", about="Words " * 200),
                ],
                company=Company(staff_count=60, trades=["civil_general"], support=[]),
            )
            for number in range(COMPANIES)
        ]
        rows.add_all(companies)
        rows.flush()
        create_user_for_demo(
            email=STAFF, name="Staff", password_hash="", language="ja", roles=(Role.COORDINATOR,), now=now
        )
        make_people(rows, sign_ups + newcomers)
        fair, *_rest = made = demo_events.make_events(dice, 1, now)
        demo_fairs.make_fairs(dice, now, made, companies, [])
        large = made[1]
        rows.execute(update(Event).where(Event.id.in_((fair.id, large.id))).values(seats=None))
        people = rows.scalars(select(Student.person_id).order_by(Student.id).limit(sign_ups)).all()
        rows.execute(
            insert(Registration),
            [
                {
                    "public_id": new_public_id(),
                    "event_id": large.id,
                    "person_id": person_id,
                    "companions": 0,
                    "state": RegistrationState.SIGNED_UP,
                    "place_in_line": place,
                    "ticket_code": f"B{place:09d}",
                    "language": "vi",
                    "signed_up_at": now - timedelta(days=200),
                }
                for place, person_id in enumerate(people, start=1)
            ],
        )
        return fair.slug, large.slug


def signed_in(app: Flask, database: Database, address: str) -> FlaskClient:
    client = app.test_client()
    with database.scope(), writing():
        user = user_by_address(address)
        if user is None:
            raise LookupError(address)
        secret = add_sign_in(user, now=clock.now(), with_second_factor=True)
    client.set_cookie(cookie.name_of(uses_https=False), tokens.cookie_value(secret, stays=False), path="/")
    return client


def cpu(work: Callable[[], object], repeats: int) -> float:
    """The median of CPU milliseconds."""
    spent = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def bare() -> FlaskClient:
    """What Flask itself costs."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "<p>hello</p>")
    return app.test_client()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sign-ups", type=int, default=10_000)
    arguments.add_argument("--repeats", type=int, default=60)
    chosen = arguments.parse_args()
    newcomers = chosen.repeats + 400
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(
            {
                "RECRUIT_MODE": "test",
                "RECRUIT_BASE_URL": "http://localhost",
                "RECRUIT_INSTANCE": folder,
                "RECRUIT_DATABASE_URL": f"sqlite:///{Path(folder) / 'pages.sqlite'}",
            }
        )
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        database: Database = app.extensions["recruit.database"]
        Base.metadata.create_all(database.engine)
        slug, large = make_programme(database, chosen.sign_ups, newcomers)
        # As in `wsgi.py`.
        spare_what_is_loaded()
        keeping = create_app(replace(settings, kept_pages=300), database=database)
        measure(app, keeping, database, slug, large, chosen.sign_ups, chosen.repeats)


def measure(
    app: Flask, keeping: Flask, database: Database, slug: str, large: str, sign_ups: int, repeats: int
) -> None:
    statements: list[str] = []
    listening.listen(
        database.engine, "before_cursor_execute", lambda _c, _cursor, text, *_rest: statements.append(text)
    )
    anybody, staff, ground = app.test_client(), signed_in(app, database, STAFF), bare()
    ground.get("/")
    base = cpu(lambda: ground.get("/"), repeats * 5)
    print(f"bare Flask answer: {base:.3f} ms CPU (median)")
    print(f"{'':<38}{'ms CPU':>9}{'ratio':>8}{'statements':>12}{'bytes':>10}{'gzip':>8}")

    def line(
        name: str, client: FlaskClient, path: str, count: int, headers: Mapping[str, str] | None = None
    ) -> None:
        client.get(path, headers=headers)
        statements.clear()
        body = client.get(path, headers=headers).data
        asked = len(statements)
        spent = cpu(lambda: client.get(path, headers=headers), count)
        print(
            f"{name:<38}{spent:>9.2f}{spent / base:>8.1f}{asked:>12}{len(body):>10}{len(gzip.compress(body)):>8}"
        )

    line("public page of a fair", anybody, f"/vi/fairs/{slug}", repeats)
    again = keeping.test_client()
    mark = again.get(f"/vi/fairs/{slug}").headers["ETag"]
    line("public page of a fair, kept", again, f"/vi/fairs/{slug}", repeats * 5)
    line("public page of a fair, unchanged", again, f"/vi/fairs/{slug}", repeats * 5, {"If-None-Match": mark})
    line("calendar file", anybody, f"/vi/fairs/{slug}.ics", repeats)
    people = [
        signed_in(app, database, f"s{sign_ups + 300 + number}@example.com") for number in range(repeats)
    ]
    statements.clear()
    agrees = {FIELD: newest_words(Purpose.FAIR_COMPANIES, "vi").mark}
    answer = people[0].post(f"/vi/fairs/{slug}/sign-up", data=agrees)
    asked, waiting = len(statements), iter(people[1:])
    spent = cpu(lambda: next(waiting).post(f"/vi/fairs/{slug}/sign-up", data=agrees), repeats - 1)
    print(
        f"{'sign-up, first click':<38}{spent:>9.2f}{spent / base:>8.1f}{asked:>12}{len(answer.data):>10}{'':>8}"
    )
    listed = f"/ja/staff/events/{large}/sign-ups"
    line(f"staff list of {sign_ups:,}, first page", staff, listed, repeats)
    late = listed
    for _ in range(sign_ups // 50 - 2):
        found = staff.get(late).get_data(as_text=True).rpartition("after=")[2].partition('"')[0]
        if not found:
            break
        late = f"{listed}?after={found}"
    line(f"staff list of {sign_ups:,}, a last page", staff, late, repeats)
    line(f"CSV of {sign_ups:,}", staff, listed + ".csv", 3)
    line(f"XLSX of {sign_ups:,}", staff, listed + ".xlsx", 3)


if __name__ == "__main__":
    main()
