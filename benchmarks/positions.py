"""What the search of positions costs at 1,000, 10,000 and 100,000 open positions, on SQLite and on PostgreSQL, with query plans.

python benchmarks/positions.py [--counts 1000,10000,100000] [--repeats N] [--only sqlite|postgresql]

Positions of many companies, in three languages, are written straight into the tables of a database in a temporary folder.
Measured are the fastest time from asking to the answer and the median CPU time of this process (of PostgreSQL's own none), in
milliseconds: the page over HTTP as somebody gets it for whom nothing is kept, the search alone (page and all counts), and, for
comparison, a page and one count for each facet as statements. Results stand in README.md beside this file.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
import random
import sys
import tempfile
import time
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Select, func, insert, select, text

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.students import databases, spent_on
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Base, Database, new_public_id, session, writing
from recruit.core.settings import from_environment
from recruit.organisations.models import Company, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState, Prefecture
from recruit.postings.models import Posting, PostingText
from recruit.postings.rules import HousingKind, JapaneseLevel, PostingState, WorkKind
from recruit.postings.search import jobs, queries
from recruit.postings.search.models import PostingFound, PostingWord
from recruit.postings.search.queries import Found
from recruit.postings.search.rules import Facet, Wanted
from recruit.postings.search.words import understood
from recruit.students.rules import Major

AT_ONCE = 5000
NAMES = ("青葉", "桐生", "山吹", "水澄", "霞川", "花野", "早瀬", "常磐", "虹谷", "白瀬", "八重", "金森")
KINDS = ("建設", "土木", "橋梁", "道路", "工務店", "設備", "設計", "測量")
TITLES = {
    "ja": ("土木施工管理", "建築施工管理", "測量・ICT施工技術者", "設備設計", "橋梁設計", "BIM/CIM技術者"),
    "en": ("Civil site management", "Building site management", "Surveyor", "Services design", "Bridge design", "BIM engineer"),
    "vi": ("Quản lý thi công cầu đường", "Quản lý thi công nhà", "Khảo sát", "Thiết kế cơ điện", "Thiết kế cầu", "Kỹ sư BIM"),
}  # fmt: skip
TOWNS = tuple(f"town{number}" for number in range(400))
ASKED: dict[str, dict[str, list[str]]] = {
    "nothing chosen": {},
    "N3 is enough": {"japanese": ["N3"]},
    "three facets: N3, civil, Kanto": {"japanese": ["N3"], "major": ["civil"], "region": ["kanto"]},
    "Tokyo, 220 to 259, company flat": {"prefecture": ["tokyo"], "pay": ["220", "240"], "housing": ["company_flat"]},
    "word kensetsu (very common)": {"q": ["kensetsu"]},
    "words cau bim": {"q": ["cau bim"]},
    "word 施工管理 (three pairs)": {"q": ["施工管理"]},
    "word t (one letter)": {"q": ["t"]},
    "by pay": {"sort": ["pay"]},
    "closing soon, starts 2027-04": {"sort": ["closing"], "start": ["2027-04"]},
    "nothing fits": {"japanese": ["none"], "work": ["estimating"], "pay": ["300"], "housing": ["none"], "q": ["town7"]},
}  # fmt: skip


def make(database: Database, count: int) -> None:
    """Companies and their open positions."""
    dice, now = random.Random(1), clock.now()
    with database.scope():
        with writing() as rows:
            companies = [
                Organisation(
                    slug=f"company-{number}", kind=OrganisationKind.COMPANY, country="JP",
                    state=OrganisationState.APPROVED, created_at=now, company=Company(trades=[], support=[]),
                    name_kana="ケンセツ",
                    texts=[
                        OrganisationText(language="ja", name=f"{dice.choice(NAMES)}{number}{dice.choice(KINDS)}"),
                        OrganisationText(language="en", name=f"Company{number} Construction"),
                    ],
                )
                for number in range(max(20, count // 30))
            ]  # fmt: skip
            rows.add_all(companies)
            rows.flush()
            company_ids = [one.id for one in companies]
        for start in range(0, count, AT_ONCE):
            with writing() as rows:
                _some(rows, dice, range(start, min(start + AT_ONCE, count)), company_ids)
        # Twice: what came in bulk shortly before the first pack is read from the rows until the second one.
        for later in (timedelta(days=1), timedelta(days=1, hours=1)):
            jobs.keep_found(now + later)


def _some(rows: Any, dice: random.Random, numbers: range, company_ids: list[int]) -> None:
    now = clock.now()
    majors, prefectures, works = list(Major), list(Prefecture), list(WorkKind)
    postings = [
        {
            "public_id": new_public_id(), "slug": f"position-{number}", "company_id": dice.choice(company_ids),
            "state": PostingState.PUBLISHED, "work_kind": dice.choice(works),
            "prefecture": dice.choice(prefectures[8:14]) if dice.random() < 0.4 else dice.choice(prefectures),
            "majors": [str(one) for one in dice.sample(majors, dice.randint(0, 4))],
            "japanese_level": dice.choices(list(JapaneseLevel), (5, 5, 25, 40, 20, 5))[0],
            "base_pay_yen": dice.randrange(190_000, 320_000, 5_000), "openings": dice.randint(1, 4),
            "start_month": date(2027, dice.choice((4, 7, 10)), 1), "source_language": "ja",
            "items": {"housing": {"kind": str(dice.choice(list(HousingKind)))}},
            "opens_at": now - timedelta(minutes=dice.randint(0, 100_000)),
            "closes_at": now + timedelta(days=dice.randint(10, 300)), "saved_at": now, "search_key": "",
        }
        for number in numbers
    ]  # fmt: skip
    ids = (
        rows.execute(insert(Posting).returning(Posting.id, sort_by_parameter_order=True), postings)
        .scalars()
        .all()
    )
    texts = []
    for key in ids:
        place = dice.randrange(6)
        texts += [
            {
                "posting_id": key, "language": language, "title": titles[place], "place": dice.choice(TOWNS),
                "duties": "", "duties_change_range": "", "place_change_range": "", "more": "", "version": 1,
                "origin": "human",
            }
            for language, titles in TITLES.items()
        ]  # fmt: skip
    rows.execute(insert(PostingText), texts)


def as_statements(wanted: Wanted) -> None:
    """A page and a count for each facet that is one column, straight from the tables."""
    columns = {
        Facet.WORK: PostingFound.work_kind,
        Facet.PREFECTURE: PostingFound.prefecture,
        Facet.JAPANESE: PostingFound.japanese_level,
        Facet.HOUSING: PostingFound.housing,
        Facet.START: PostingFound.start_month,
    }
    base: Select = select(PostingFound.posting_id).where(
        PostingFound.is_open, PostingFound.closes_at >= clock.now()
    )
    for word in wanted.words.split():
        bearers = select(PostingWord.posting_id).where(
            PostingWord.word >= word, PostingWord.word < word + "\U0010ffff"
        )
        base = base.where(PostingFound.posting_id.in_(bearers))
    if wanted.chosen.get(Facet.MAJOR):
        base = base.where(PostingFound.majors.like(f"%{wanted.chosen[Facet.MAJOR][0]}%"))

    def narrowed(but: Facet | None) -> Select:
        query = base
        for facet, codes in wanted.chosen.items():
            if facet is not but and facet in columns and facet is not Facet.START:
                query = query.where(columns[facet].in_(codes))
        return query

    session().execute(narrowed(None).order_by(PostingFound.opens_at.desc()).limit(21)).all()
    for facet, column in columns.items():
        session().execute(narrowed(facet).with_only_columns(column, func.count()).group_by(column)).all()


def plans(database: Database) -> Iterator[str]:
    """How the statements of the search are carried out."""
    statements = {
        "changed since": select(PostingFound.posting_id).where(PostingFound.changed_at >= clock.now()),
        "word": select(PostingWord.posting_id).where(
            PostingWord.word >= "kensetsu", PostingWord.word < "kensetsu\U0010ffff"
        ),
        "page": select(Posting.slug).where(Posting.id.in_(range(1, 21))),
    }
    for name, query in statements.items():
        compiled = query.compile(database.engine, compile_kwargs={"literal_binds": True})
        how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (COSTS OFF) "
        rows = session().execute(text(how + str(compiled).replace(":", r"\:"))).all()
        yield f"  {name}: " + " | ".join(str(row[-1]).strip() for row in rows)


def _line(name: str, address: dict[str, list[str]], client: FlaskClient, repeats: int) -> None:
    """One line of the table."""
    wanted = Wanted.of(address)

    def search() -> Found:
        session().expunge_all()
        return queries.found(wanted, understood(wanted.words), after=None, now=clock.now())

    searched = spent_on(search, repeats)
    # Kept pages are switched off here: each is drawn anew.
    page = spent_on(lambda: client.get("/ja/positions", query_string=address), repeats)
    asked = spent_on(lambda: as_statements(wanted), max(1, repeats // 3))
    cells = "".join(f"{wall:>9.0f}{cpu:>6.0f}" for wall, cpu in (page, searched, asked))
    print(f"{name:<34}{cells}{search().total:>9,}", flush=True)


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
                "RECRUIT_KEPT_PAGES": "0",
            }
        )
        app = create_app(settings, database=database)
        began = time.perf_counter()
        with app.app_context():
            make(database, count)
        if not database.is_sqlite:
            with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("VACUUM ANALYZE"))
        print(f"\n{kind}, {count:,} positions (made in {time.perf_counter() - began:.0f} s)")
        print(f"{'fastest, CPU (ms)':<34}{'page':>15}{'search':>15}{'statements':>15}{'found':>9}")
        client = app.test_client()
        with app.test_request_context("/ja/"), database.scope():
            for name, address in ASKED.items():
                _line(name, address, client, repeats)
            print("\n".join(plans(database)))
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
