"""Ten thousand sign-ups: pages cost the statements they cost with three, lists come by an index, a workbook needs no memory."""

from collections.abc import Iterator
from datetime import timedelta
import re
import tracemalloc

import pytest
from sqlalchemy import event as listening, insert, select, text

from recruit.accounts.actions import load_consent_texts
from recruit.accounts.models import Person
from recruit.core.db import new_public_id, writing
from recruit.events import queries
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.web.exports import xlsx_file
from recruit.web.tables import mark_of
from tests import people
from tests.factories.events import make_event, make_profile

MANY = 10_000
SEATS = 500


@pytest.fixture
def full(app, db, now) -> Event:
    """A fair with seats for 500, for which ten thousand signed up, beside one with as few."""
    event, other = make_event(slug="full", seats=SEATS), make_event(slug="other", kind=EventKind.SEMINAR)
    with writing() as rows:
        rows.execute(
            insert(Person),
            [
                {
                    "public_id": new_public_id(),
                    "display_name": "S",
                    "language": "vi",
                    "zone": "Asia/Tokyo",
                    "created_at": now,
                }
                for _number in range(MANY)
            ],
        )
        persons = rows.scalars(select(Person.id).where(Person.display_name == "S").order_by(Person.id)).all()
        rows.execute(
            insert(Registration),
            [
                {
                    "public_id": new_public_id(),
                    "event_id": event.id,
                    "person_id": person_id,
                    "state": RegistrationState.SIGNED_UP if place <= SEATS else RegistrationState.WAITING,
                    "place_in_line": place,
                    "ticket_code": f"T{place:07}",
                    "language": "vi",
                    "signed_up_at": now + timedelta(milliseconds=place),
                }
                for place, person_id in enumerate(persons, start=1)
            ],
        )
        fresh = rows.get_one(Event, event.id)
        fresh.signed_up_count, fresh.last_place_in_line = SEATS, MANY
        rows.execute(text("ANALYZE"))
    assert other.id != event.id
    return event


def _plans(db, ask) -> Iterator[str]:
    """How the database goes about what `ask` asks of sign-ups."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        if re.search(r"FROM registration\b", statement):
            asked.append((statement, parameters))

    engine = db.get_bind().engine
    listening.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        listening.remove(engine, "before_cursor_execute", note)
    assert asked
    explain = "EXPLAIN QUERY PLAN " if db.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    for statement, parameters in asked:
        rows = db.connection().exec_driver_sql(explain + statement, parameters).all()
        yield "\n".join(str(row[-1]) for row in rows)


def test_ten_thousand_sign_ups_cost_what_three_do(full, client, db, now, count_queries):
    staff = people.coordinator()
    by = people.visitor_of(staff)
    middle = db.scalars(select(Registration.id).where(Registration.place_in_line == MANY // 2)).one()
    after = mark_of([MANY // 2, middle])
    people.sign_in(client, staff)
    listed = "/ja/staff/events/full/sign-ups"
    for address in (listed, f"{listed}?after={after}", f"{listed}?state=waiting&after={after}"):
        with count_queries(10):
            page = client.get(address)
        assert page.status_code == 200
    assert f"T{MANY // 2 + 1:07}" in page.get_data(as_text=True)

    in_order, by_state = (
        "ix_registration_event_id_place_in_line",
        "ix_registration_event_id_state_place_in_line",
    )
    waiting = RegistrationState.WAITING
    newest = db.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
    first_waiting = db.scalars(select(Registration).where(Registration.place_in_line == SEATS + 5)).one()
    for ask, index in (
        (lambda: queries.sign_ups_page(by, full, state=None, after=None), in_order),
        (lambda: queries.sign_ups_page(by, full, state=None, after=after), in_order),
        (lambda: queries.sign_ups_page(by, full, state=waiting, after=after), "ix_registration_event_id_"),
        (lambda: queries.own_registration(people.visitor_of(staff), full), "registration_"),
        (lambda: queries.place_in_waiting_list(first_waiting), by_state),
    ):
        for plan in _plans(db, ask):
            assert (
                index in plan and "SCAN registration" not in plan and "Seq Scan on registration" not in plan
            ), plan
            assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan
    assert queries.place_in_waiting_list(newest) == MANY - SEATS

    student = people.student()
    make_profile(student)
    with writing():
        load_consent_texts()
    people.sign_in(client, student)
    for _ in range(2):
        client.get("/vi/fairs/full")
    with count_queries(9):
        client.get("/vi/fairs/full")
    with count_queries(17 + (db.get_bind().dialect.name != "sqlite")):
        client.post("/vi/fairs/full/sign-up")
    assert str(MANY - SEATS + 1) in client.get("/vi/fairs/full").get_data(as_text=True).replace(".", "")


def test_a_workbook_of_ten_thousand_rows_needs_no_memory_for_them():
    rows = (
        (number, f"Nguyễn Văn {number}", "グエン・ヴァン", f"s{number}@example.com") for number in range(MANY)
    )
    tracemalloc.start()
    try:
        response = xlsx_file("sign-ups", ["No.", "Name", "カナ", "E-mail"], rows)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(response.get_data()) > 100_000
    assert most < 5_000_000
