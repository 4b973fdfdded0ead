"""Two officers at one answer, and somebody who is erased while a gloss is written."""

from concurrent.futures import ThreadPoolExecutor
import threading
import time

from flask import Flask
import pytest
from sqlalchemy import select

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.surveys import privacy as survey_privacy
from recruit.surveys.coding import actions, privacy, queries
from recruit.surveys.coding.models import Coding, OpenAnswer
from recruit.surveys.coding.rules import Stage, Turn
from tests import people
from tests.factories import surveys as make
from tests.surveys.coding.answers import GLOSS, write

WAIT = 60


def test_two_at_one_answer_and_erasing(own_app: Flask, own_database: Database, clock: object) -> None:
    with own_app.app_context(), own_database.scope():
        placement = make.make_hire()
        person_id = placement.person_id
        ref = write(placement, language="ja", words="バスが少ないです。")
        # Nobody has touched this one: there is no row yet that erasing could wait for.
        new = write(placement, wave="m1")
        asks = [
            people.visitor_of(people.make_user(f"{name}@demo.example", roles=(Role.RETENTION_OFFICER,)))
            for name in ("anna", "bao")
        ]
    barrier = threading.Barrier(2, timeout=60)

    def code(by: Visitor) -> Turn:
        with own_app.app_context(), own_database.scope():
            reading = queries.reading_for(by, ref, "say_more")
            barrier.wait(WAIT)
            with writing():
                return actions.keep_codes(
                    reading, ["housing"], nothing_fits=False, by=by, now=core_clock.now()
                )

    with ThreadPoolExecutor(2) as pool:
        turns = list(pool.map(code, asks))
    # Neither takes the place of the other.
    assert set(turns) == {Turn.FIRST, Turn.SECOND}
    with own_database.scope():
        assert session().scalars(select(OpenAnswer.stage)).all() == [Stage.DONE]
        assert len(set(session().scalars(select(Coding.by_ref)))) == 2

    is_held = threading.Event()

    def gloss() -> None:
        with own_app.app_context(), own_database.scope():
            reading = queries.reading_for(asks[0], new, "say_more")
            with writing():
                actions.keep_gloss(reading, "vi", GLOSS, by=asks[0], now=core_clock.now())
                is_held.set()
                time.sleep(0.3)

    def erase() -> None:
        with own_app.app_context(), own_database.scope():
            assert is_held.wait(WAIT)
            with writing():
                privacy.erase(person_id, core_clock.now())
                survey_privacy.erase(person_id, core_clock.now())

    with own_app.app_context(), own_database.scope():
        late = queries.reading_for(asks[1], new, "say_more")
        with ThreadPoolExecutor(2) as pool:
            for one in (pool.submit(gloss), pool.submit(erase)):
                one.result(WAIT)
        rows = select(OpenAnswer).execution_options(populate_existing=True)
        kept = session().scalars(rows).all()
        assert [(row.gloss, row.response_id) for row in kept] == [(None, None)] * 2
        assert len({row.nobody_ref for row in kept}) == 1
        # Whoever still has the page open writes down nothing any more.
        with pytest.raises(Missing), writing():
            actions.keep_gloss(late, "vi", GLOSS, by=asks[1], now=core_clock.now())
        assert len(session().scalars(rows).all()) == 2
