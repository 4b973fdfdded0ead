"""Two workers keep what waits at the same moment: every row once, and nobody is told twice."""

from concurrent.futures import ThreadPoolExecutor
import threading

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.handbook.translating import jobs, keeping
from recruit.handbook.translating.models import TranslationLack
from recruit.messages.models import Mail
from tests import people
from tests.factories.events import make_event


def test_two_workers_at_once(own_app, own_database):
    with own_database.scope():
        people.coordinator()
        for _number in range(5):
            make_event(title_ja="説明会")
    begin = threading.Barrier(2, timeout=60)

    def work() -> None:
        with own_app.app_context(), own_database.scope():
            found = keeping.found_now("event", clock.now())
            begin.wait()
            with writing():
                keeping.keep("event", found)
            begin.wait()
            jobs.tell(clock.now())

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(work) for _worker in range(2)]:
            done.result()
    with own_database.scope():
        rows = session().query(TranslationLack).all()
        assert len(rows) == len({(row.ref, row.language) for row in rows}) == 15
        assert session().query(Mail).filter_by(kind="translations_wait").count() == 1
