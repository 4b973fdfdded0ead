"""What a search of the handbook costs: CPU time of the search and of its page, statements.

python -m benchmarks.handbook [--repeats N]

Makes its own SQLite database with the shipped editions in a temporary folder. Each word is asked for in each language.
Measured are the first search of a process, one after something for everybody has changed, and any other; nothing is kept
of the pages themselves. Results stand in README.md beside this file.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
import statistics
import tempfile
import time

from sqlalchemy import event as listening, update

from recruit.app import create_app
from recruit.core import clock, facts
from recruit.core.db import Base, Database, writing
from recruit.core.locales import CODES
from recruit.core.settings import from_environment
from recruit.handbook import actions, queries
from recruit.handbook.models import Book

SENTENCES = (
    "在留資格認定証明書はいつ届きますか",
    "when does my COE arrive",
    "certifcate of eligibility",
    "zimzalabim zimzalabum",
)
ASKED = ("COE", "在留資格認定証明書", "giấy chứng nhận tư cách lưu trú", "visa COE", "lương", "e", *SENTENCES)


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeats", type=int, default=20)
    repeats: int = arguments.parse_args().repeats
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(
            {
                "RECRUIT_MODE": "test",
                "RECRUIT_BASE_URL": "http://localhost",
                "RECRUIT_INSTANCE": folder,
                "RECRUIT_DATABASE_URL": f"sqlite:///{Path(folder) / 'handbook.sqlite'}",
            }
        )
        app = create_app(settings)
        database: Database = app.extensions["recruit.database"]
        Base.metadata.create_all(database.engine)
        with app.app_context(), database.scope():
            with writing():
                facts.load_shipped()
                actions.load_terms(clock.now())
                actions.load_editions(clock.now())
            measure(repeats)
        client = app.test_client()
        statements: list[str] = []
        client.get("/ja/handbook/search?q=COE")
        listening.listen(
            database.engine, "before_cursor_execute", lambda *given: statements.append(str(given[2]))
        )
        pages = [cpu(lambda: client.get("/ja/handbook/search?q=COE")) for _ in range(repeats)]
        print(f"page, COE in Japanese: {statistics.median(pages):.1f} ms")
        print(f"its statements: {len(statements) / repeats:.0f}")


def measure(repeats: int) -> None:
    day = clock.today_in("Asia/Tokyo")

    def ask(words: str, language: str) -> None:
        queries.search(words, language=language, on=day)

    print(f"first in a process: {cpu(lambda: ask('COE', 'ja')):.0f} ms")
    changed = []
    for number in range(repeats):
        with writing() as rows:
            rows.execute(update(Book).where(Book.slug == "student-guide").values(position=number + 2))
        changed.append(cpu(lambda: ask("COE", "ja")))
    print(f"after a change: {statistics.median(changed):.1f} ms")
    for words in ASKED:
        spent = [statistics.median(cpu(partial(ask, words, code)) for _ in range(repeats)) for code in CODES]
        print(f"{words}: {min(spent):.1f} to {max(spent):.1f} ms")


if __name__ == "__main__":
    main()
