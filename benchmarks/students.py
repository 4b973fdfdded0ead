"""What the search of students costs at 1,000, 10,000 and 100,000 students, on SQLite and on PostgreSQL, with query plans.

python benchmarks/students.py [--counts 1000,10000,100000] [--repeats N] [--only sqlite|postgresql]

Students are written straight into the tables of a database in a temporary folder; one company sees all of them, another
a thousand at most. Measured are the fastest time from asking to the answer and the CPU time of this process (of PostgreSQL's own
none), in milliseconds: the page over HTTP as the company gets it, the search alone (page and all counts), and, for
comparison, the same asked as statements: a page and one count for each facet. Results stand in README.md beside this file.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
import random
import statistics
import sys
import tempfile
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, func, insert, select, text

sys.path.insert(0, str(Path(__file__).parent.parent))

from recruit.accounts import cookie, tokens
from recruit.accounts.actions import create_user_for_demo
from recruit.accounts.actions.sign_ins import add_sign_in
from recruit.accounts.models import Person
from recruit.accounts.queries import user_by_address
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Base, Database, new_public_id, session, writing
from recruit.core.settings import from_environment
from recruit.organisations.models import Company, Membership, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState, Rights
from recruit.students.models import Disclosure, Education, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    LanguageTest,
    Major,
    Skill,
)
from recruit.students.search import jobs, packing, queries
from recruit.students.search.models import StudentFound, StudentWord
from recruit.students.search.queries import Found
from recruit.students.search.rules import Facet, Wanted
from recruit.students.search.words import understood
from tests.databases import postgresql_cluster, postgresql_programs

ALL, FEW = "all@example.com", "few@example.com"
AT_ONCE = 5000
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ")
FAMILY_WEIGHTS = (38, 12, 11, 7, 5, 5, 4, 4, 3, 3, 3, 5)
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Hữu", "Quốc", "Thanh", "Ngọc")
GIVEN_VN = ("Anh", "Bình", "Cường", "Dũng", "Đức", "Giang", "Hà", "Huy", "Khánh", "Linh", "Long", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Tú", "Tuấn", "Việt", "Yến")  # fmt: skip
GIVEN_ID = ("Budi", "Siti", "Agus", "Dewi", "Eko", "Putri", "Rizky", "Wahyu", "Ayu", "Bayu", "Dian", "Fajar", "Gilang", "Indah", "Joko", "Sri")  # fmt: skip
LAST_ID = ("Santoso", "Wijaya", "Pratama", "Saputra", "Lestari", "Hidayat", "Nugroho", "Kurniawan")
ASKED: dict[str, dict[str, list[str]]] = {
    "nothing chosen": {},
    "N2 or N3": {"level": ["N2", "N3"]},
    "N2, civil, graduation 2027": {
        "level": ["N2"],
        "major": ["civil"],
        "graduates": ["2027-1", "2027-2"],
    },
    "AutoCAD and Vietnam": {"skill": ["autocad"], "country": ["VN"]},
    "word nguyen (very common)": {"q": ["nguyen"]},
    "words duc bim": {"q": ["duc bim"]},
    "word n (one letter)": {"q": ["n"]},
    "by name": {"sort": ["name"]},
    "nobody fits": {"level": ["N1"], "major": ["mining"], "graduates": ["2024-1"], "skill": ["gijutsushi"]},
}


def make(database: Database, count: int) -> None:
    """Companies, students and what they show."""
    dice, now = random.Random(1), clock.now()
    with database.scope():
        with writing() as rows:
            universities = [
                Organisation(
                    slug=f"university-{number}", kind=OrganisationKind.UNIVERSITY, country="VN",
                    state=OrganisationState.LISTED, created_at=now, search_key=f" university of town{number} ",
                    texts=[OrganisationText(language="en", name=f"University of Town{number}")],
                )
                for number in range(150)
            ]  # fmt: skip
            companies = [
                Organisation(
                    slug=f"company-{number}", kind=OrganisationKind.COMPANY, country="JP",
                    state=OrganisationState.APPROVED, created_at=now, company=Company(trades=[], support=[]),
                    texts=[OrganisationText(language="ja", name=f"会社{number}")],
                )
                for number in range(2)
            ]  # fmt: skip
            rows.add_all([*universities, *companies])
            rows.flush()
            for address, company in zip((ALL, FEW), companies, strict=True):
                user = create_user_for_demo(
                    email=address, name="田中", password_hash="", language="ja", zone="Asia/Tokyo", now=now
                )
                rows.add(
                    Membership(
                        person_id=user.person_id,
                        organisation_id=company.id,
                        rights=Rights.OWNER,
                        begun_at=now,
                    )
                )
            university_ids, (all_id, few_id) = [one.id for one in universities], [one.id for one in companies]
        for start in range(0, count, AT_ONCE):
            with writing() as rows:
                _some(rows, dice, range(start, min(start + AT_ONCE, count)), university_ids, all_id, few_id)
        jobs.keep_found(now + timedelta(days=1))


def _some(
    rows: object, dice: random.Random, numbers: range, university_ids: list[int], all_id: int, few_id: int
) -> None:
    now = clock.now()
    put = rows.execute  # ty: ignore[unresolved-attribute]
    persons = (
        put(
            insert(Person).returning(Person.id, sort_by_parameter_order=True),
            [
                {
                    "public_id": new_public_id(),
                    "display_name": "",
                    "language": "vi",
                    "zone": "UTC",
                    "created_at": now,
                }
                for _ in numbers
            ],
        )
        .scalars()
        .all()
    )
    people = []
    for person_id in persons:
        if dice.random() < 0.6:
            called = dice.choice(GIVEN_VN)
            name, country = f"{dice.choices(FAMILY, FAMILY_WEIGHTS)[0]} {dice.choice(MIDDLE)} {called}", "VN"
        else:
            called = dice.choice(GIVEN_ID)
            name, country = f"{called} {dice.choice(LAST_ID)}", "ID"
        people.append(
            {
                "public_id": new_public_id(), "person_id": person_id, "name_local": name, "name_passport": name.upper(),
                "call_name": called, "nationality": country, "saved_at": now, "search_key": "",
            }
        )  # fmt: skip
    ids = put(insert(Student).returning(Student.id, sort_by_parameter_order=True), people).scalars().all()
    majors, levels, skills = list(Major), ["N1", "N2", "N3", "N4", "N5"], list(Skill)
    put(
        insert(Education),
        [
            {
                "public_id": new_public_id(), "student_id": key, "university_id": dice.choice(university_ids),
                "degree": EducationLevel.BACHELOR,
                "major": dice.choice(majors[:6]) if dice.random() < 0.6 else dice.choice(majors),
                "graduates_on": date(dice.randint(2024, 2029), dice.choice((6, 7, 9)), 1),
            }
            for key in ids
        ],
    )  # fmt: skip
    put(
        insert(LanguageResult),
        [
            {
                "student_id": key,
                "test": LanguageTest.JLPT,
                "level": dice.choices(levels, (2, 13, 35, 30, 20))[0],
            }
            for key in ids
        ],
    )
    put(
        insert(StudentSkill),
        [
            {"student_id": key, "skill": skill}
            for key in ids
            for skill in dict.fromkeys(
                (Skill.AUTOCAD, *dice.sample(skills[:45], 4))
                if dice.random() < 0.7
                else dice.sample(skills, 3)
            )
        ],
    )
    shown = [
        {
            "student_id": key, "organisation_id": all_id, "reason": DisclosureReason.OPEN, "from_at": now,
            "scope": DisclosureScope.PROFILE if dice.random() < 0.5 else DisclosureScope.CARD,
        }
        for key in ids
    ]  # fmt: skip
    few = [
        {**one, "organisation_id": few_id}
        for one in shown
        if one["student_id"] % max(1, numbers.stop // 1000) == 0
    ]
    put(insert(Disclosure), [*shown, *few[: max(0, 1000 - numbers.start // 50)]])


# ------------------------------------------------------------------------------------------------ the same as statements


def as_statements(organisation_id: int, wanted: Wanted) -> None:
    """A page and a count for each facet, straight from the tables."""
    live = select(Disclosure.student_id).where(
        Disclosure.organisation_id == organisation_id, Disclosure.until_at.is_(None)
    )
    base: Select = select(StudentFound.student_id).where(StudentFound.student_id.in_(live))
    columns = {
        Facet.LEVEL: StudentFound.level,
        Facet.MAJOR: StudentFound.major,
        Facet.COUNTRY: StudentFound.country,
    }
    for word in wanted.words.split():
        bearers = select(StudentWord.student_id).where(
            StudentWord.word >= word, StudentWord.word < word + "\U0010ffff"
        )
        base = base.where(StudentFound.student_id.in_(bearers))

    def narrowed(but: Facet | None) -> Select:
        query = base
        for facet, codes in wanted.chosen.items():
            if facet is not but and facet in columns:
                query = query.where(columns[facet].in_(codes))
            elif facet is not but and facet is Facet.GRADUATES:
                query = query.where(StudentFound.graduates // 100 == 2027)
        return query

    session().execute(narrowed(None).order_by(StudentFound.student_id.desc()).limit(21)).all()
    for facet, column in (
        *columns.items(), (Facet.GRADUATES, StudentFound.graduates), (Facet.UNIVERSITY, StudentFound.university_id),
    ):  # fmt: skip
        session().execute(narrowed(facet).with_only_columns(column, func.count()).group_by(column)).all()
    skills = (
        select(StudentSkill.skill, func.count())
        .where(StudentSkill.student_id.in_(narrowed(Facet.SKILL)))
        .group_by(StudentSkill.skill)
    )
    session().execute(skills).all()


# ------------------------------------------------------------------------------------------------ measuring


def spent_on(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Milliseconds: the fastest from asking to the answer, and the median of what this process computed."""
    work()
    taken, computed = [], []
    for _ in range(repeats):
        began, begun = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - began) * 1000)
        computed.append((time.process_time() - begun) * 1000)
    return min(taken), statistics.median(computed)


def signed_in(app: Flask, database: Database, address: str) -> FlaskClient:
    """A browser of somebody who is signed in."""
    client = app.test_client()
    with database.scope(), writing():
        user = user_by_address(address)
        if user is None:
            raise LookupError(address)
        secret = add_sign_in(user, now=clock.now(), with_second_factor=True)
    client.set_cookie(cookie.name_of(uses_https=False), tokens.cookie_value(secret, stays=False), path="/")
    return client


def plans(database: Database, organisation_id: int) -> Iterator[str]:
    """How the statements of the search are carried out."""
    statements = {
        "in sight": packing.in_sight(organisation_id),
        "changed since": select(StudentFound.student_id).where(StudentFound.saved_at >= clock.now()),
        "word": select(StudentWord.student_id, StudentWord.is_whole).where(
            StudentWord.word >= "duc", StudentWord.word < "duc\U0010ffff"
        ),
    }
    for name, query in statements.items():
        compiled = query.compile(database.engine, compile_kwargs={"literal_binds": True})
        how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (COSTS OFF) "
        rows = session().execute(text(how + str(compiled).replace(":", r"\:"))).all()
        yield f"  {name}: " + " | ".join(str(row[-1]).strip() for row in rows)


@contextmanager
def databases(only: str) -> Iterator[dict[str, Callable[[], str]]]:
    """Where databases are made, of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        made = iter(range(100))
        places: dict[str, Callable[[], str]] = {"sqlite": lambda: f"sqlite:///{folder}/{next(made)}.sqlite"}
        programs = postgresql_programs() if only != "sqlite" else None
        if programs is None:
            yield {name: place for name, place in places.items() if only in ("", name)}
            return
        with postgresql_cluster(programs) as cluster:
            places["postgresql"] = cluster.empty
            yield {name: place for name, place in places.items() if only in ("", name)}


def _line(
    name: str, address: dict[str, list[str]], organisation_id: int, client: FlaskClient, repeats: int
) -> None:
    """One line of the table."""
    wanted = Wanted.of(address)
    meant = understood(wanted.words)

    def search() -> Found:
        session().expunge_all()
        return queries.found(organisation_id, wanted, meant, None)

    searched = spent_on(search, repeats)
    page = spent_on(lambda: client.get("/ja/company/students", query_string=address), repeats)
    asked = spent_on(lambda: as_statements(organisation_id, wanted), max(1, repeats // 3))
    cells = "".join(f"{wall:>9.0f}{cpu:>6.0f}" for wall, cpu in (page, searched, asked))
    print(f"{name:<30}{cells}{search().total:>9,}", flush=True)


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
        began = time.perf_counter()
        with app.app_context():
            make(database, count)
        if not database.is_sqlite:
            with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("ANALYZE"))
        print(f"\n{kind}, {count:,} students (made in {time.perf_counter() - began:.0f} s)")
        print(f"{'fastest, CPU (ms)':<30}{'page':>15}{'search':>15}{'statements':>15}{'found':>9}")
        sees_all, sees_few = signed_in(app, database, ALL), signed_in(app, database, FEW)
        with app.test_request_context("/ja/"), database.scope():
            ids = dict(session().execute(select(Organisation.slug, Organisation.id)).all())
            for name, address in ASKED.items():
                _line(name, address, ids["company-0"], sees_all, repeats)
            wall, cpu = spent_on(lambda: sees_few.get("/ja/company/students?level=N3"), repeats)
            print(f"{'sees few of them, N3':<30}{wall:>9.0f}{cpu:>6.0f}")
            print("\n".join(plans(database, ids["company-1"])))
    database.dispose()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--counts", default="1000,10000,100000")
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--only", default="", choices=("", "sqlite", "postgresql"))
    chosen = options.parse_args()
    with databases(chosen.only) as places:
        for count in map(int, chosen.counts.split(",")):
            for kind, place in places.items():
                measure(kind, place(), count, chosen.repeats)


if __name__ == "__main__":
    main()
