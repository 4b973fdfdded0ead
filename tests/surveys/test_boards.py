"""What staff see: should beside is, every sum closed, and one act for each thing that needs a person."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from recruit.accounts.actions import ways
from recruit.accounts.models import User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import Relation
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.placements import bringing_in, lists
from recruit.surveys import jobs
from recruit.surveys.models import Contact, FollowUpTask
from recruit.surveys.planning.board import Column
from recruit.surveys.queries import boards, tasks
from recruit.surveys.rules import ContactKind as MailKind, TaskKind
from tests import people
from tests.factories import placements, surveys as make
from tests.mail import Outbox

LIST = Path(__file__).parents[1] / "fixtures" / "retention" / "hires_demo.csv"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return people.sign_in(app.test_client(), people.coordinator())


def test_every_invitation_stands_in_one_column(app: Flask, outbox: Outbox, db: Session) -> None:
    make.make_hire(starts_on=date(2026, 8, 25))
    make.make_hire(starts_on=date(2025, 8, 25), address="")
    make.make_hire(starts_on=date(2026, 11, 20), expected=True, address="c@hires.example")
    jobs.tick(core_clock.now())
    outbox.hand_over()
    lines = {line.wave: line.counts for line in boards.board(core_clock.now())}
    invitations = select(func.count()).select_from(Contact).where(Contact.kind == MailKind.INVITATION)
    assert sum(sum(counts.values()) for counts in lines.values()) == db.scalar(invitations)
    assert lines["m3"] == {Column.SENT: 1, Column.UNREACHABLE: 1, Column.HELD: 1}
    reasons = {line.wave: line.reasons for line in boards.board(core_clock.now())}
    assert reasons["m3"][Column.HELD] == {"start_not_confirmed": 1}


def test_should_and_is_of_a_day_close(app: Flask, outbox: Outbox) -> None:
    now = core_clock.now()
    day = now - timedelta(hours=12), now + timedelta(hours=12)
    make.make_hire(starts_on=date(2026, 8, 25), address="a@hires.example")
    make.make_hire(starts_on=date(2026, 8, 25), address="b@hires.example")
    before = boards.day_of(*day)
    assert (before.should, before.not_sent, before.closes) == (2, 2, True)
    jobs.tick(now)
    outbox.hand_over()
    after = boards.day_of(*day)
    assert (after.should, after.sent, after.not_sent, after.closes) == (2, 2, 0, True)


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_the_board_and_its_acts(staff: FlaskClient, outbox: Outbox, db: Session, language: str) -> None:
    placement = make.make_hire(starts_on=date(2026, 10, 1), registered_on=date(2026, 11, 24))
    late = make.contact_of(placement, "m1")
    page = staff.get(f"/{language}/staff/followups")
    assert page.status_code == 200
    assert placement.person.display_name in page.text
    assert f"/staff/followups/contacts/{late.public_id}/send" in page.text
    assert staff.post(f"/{language}/staff/followups/contacts/{late.public_id}/send").status_code == 303
    assert outbox.kinds == ["survey_invitation"]
    task = db.scalars(select(FollowUpTask).where(FollowUpTask.done_at.is_not(None))).one()
    assert task.done_by_ref != ""
    detail = staff.get(f"/{language}/staff/placements/{placement.public_id}")
    assert detail.status_code == 200


def test_a_task_is_seen_to_once(staff: FlaskClient, db: Session) -> None:
    make.make_hire(starts_on=date(2026, 8, 25), address="")
    task = db.scalars(select(FollowUpTask).order_by(FollowUpTask.id)).first()
    assert task is not None
    for _press in range(2):
        assert staff.post(f"/ja/staff/followups/tasks/{task.public_id}/done").status_code == 303
    db.refresh(task)
    assert task.done_at is not None
    assert staff.post("/ja/staff/followups/tasks/nothing/done").status_code == 404


def test_a_second_press_on_send_is_harmless_and_says_so(
    staff: FlaskClient, outbox: Outbox, db: Session
) -> None:
    placement = make.make_hire(starts_on=date(2026, 10, 1), registered_on=date(2026, 11, 24))
    late = make.contact_of(placement, "m1")
    address = f"/en/staff/followups/contacts/{late.public_id}/send"
    assert "It goes out now" in staff.post(address, follow_redirects=True).text
    again = staff.post(address, data={"source": "hires.csv"})
    assert again.status_code == 303
    assert "source=hires.csv" in again.location
    assert "There is nothing to send here any more." in staff.get("/en/staff/followups").text
    assert outbox.kinds == ["survey_invitation"]


def test_what_is_said_about_a_person_is_one_thing_and_done_at_once(staff: FlaskClient, db: Session) -> None:
    make.make_hire(starts_on=date(2025, 8, 25), address="")
    make.make_hire(starts_on=date(2026, 8, 25), address="")
    assert (db.scalar(select(func.count()).select_from(FollowUpTask)) or 0) > 2
    first, second = tasks.open_things()
    assert tasks.open_thing_count() == 2
    assert [task.contact.wave.key for task in first.tasks if task.contact] == ["w1", "m1", "m3", "m6", "m12"]
    assert staff.get("/en/staff/").text.count("2 follow-ups wait for a person of ours.") == 1
    assert staff.post(f"/ja/staff/followups/tasks/{first.first.public_id}/done").status_code == 303
    assert [thing.first.id for thing in tasks.open_things()] == [second.first.id]


def test_the_people_behind_a_number_are_those_who_stand_there(
    app: Flask, outbox: Outbox, staff: FlaskClient, db: Session
) -> None:
    make.make_hire(starts_on=date(2026, 8, 25))
    make.make_hire(starts_on=date(2025, 8, 25), address="")
    make.make_hire(starts_on=date(2026, 11, 20), expected=True, address="c@hires.example")
    make.make_hire(starts_on=date(2024, 8, 25), registered_on=date(2026, 11, 1), address="d@hires.example")
    jobs.tick(core_clock.now())
    outbox.hand_over()
    for later in (timedelta(), timedelta(days=200)):
        now = core_clock.now() + later
        for line in boards.board(now):
            for column in Column:
                found = boards.people(now, column=column, wave=line.wave).rows
                assert len(found) == line.counts.get(column, 0), (line.wave, column)
    nobody = staff.get("/en/staff/followups?column=sent&wave=m36").text
    assert "Nobody stands here just now." in nobody
    assert staff.get("/en/staff/followups?column=nonsense&wave=m999").status_code == 200


def test_where_a_person_stands_says_which_points_and_why(app: Flask) -> None:
    make.make_hire(starts_on=date(2025, 8, 25), registered_on=date(2026, 3, 1), address="")
    (person,) = boards.people(core_clock.now()).rows
    said = {
        (standing.place.column, standing.place.reason): [contact.wave.key for contact in standing.contacts]
        for standing in person.standings(core_clock.now())
    }
    assert said == {
        (Column.NOT_APPLICABLE, "late_entry"): ["w1", "m1", "m3"],
        (Column.UNREACHABLE, "no_address"): ["m6", "m12", "m24", "m36"],
    }


def test_the_source_narrows_everything(app: Flask, db: Session) -> None:
    first, second = make.make_hire(), make.make_hire(address="other@hires.example")
    with writing():
        first.source_name = "hires.csv"
    assert [row.placement.id for row in boards.people(core_clock.now(), source="hires.csv").rows] == [
        first.id
    ]
    assert len(boards.people(core_clock.now()).rows) == 2
    assert sum(sum(line.counts.values()) for line in boards.board(core_clock.now(), source="hires.csv")) == 7
    assert second.source_name == ""


def test_a_list_without_addresses_is_all_reasons_and_tasks(staff: FlaskClient, outbox: Outbox) -> None:
    """Thirty hires, fourteen of them gone, one of these dead; brought in once however often."""
    make.load()
    now = core_clock.now()
    found = lists.read(LIST.name, LIST.read_bytes())
    for _time in range(2):
        with writing():
            bringing_in.bring_in(found.rows, source=LIST.name, dry_run=False, by=WORKER, now=now)
    make.make_hire(starts_on=date(2026, 11, 1))
    jobs.tick(now)
    lines = {line.wave: line for line in boards.board(now, source=LIST.name)}
    unreachable = {wave: line.counts[Column.UNREACHABLE] for wave, line in lines.items()}
    assert unreachable == {
        "w1": 24, "m1": 23, "m3": 23, "m6": 20, "m12": 16, "m24": 16, "m36": 16, "exit": 13,
    }  # fmt: skip
    reasons = {wave: line.reasons[Column.NOT_APPLICABLE] for wave, line in lines.items()}
    assert reasons["w1"] == {"late_entry": 6}
    assert reasons["m1"] == {"late_entry": 6, "left": 1}
    assert reasons["m12"] == {"late_entry": 4, "left": 9, "died": 1}
    assert reasons["m36"] == {"left": 13, "died": 1}
    assert reasons["exit"] == {"died": 1}
    assert {
        wave: sum(line.counts.values()) for wave, line in lines.items() if wave != "exit"
    } == dict.fromkeys(("w1", "m1", "m3", "m6", "m12", "m24", "m36"), 30)
    assert staff.get(f"/ja/staff/followups?source={LIST.name}").status_code == 200


def test_the_board_takes_the_same_number_of_statements_for_one_and_for_three(
    staff: FlaskClient, count_queries: object
) -> None:
    make.make_hire()
    staff.get("/ja/staff/followups")
    with count_queries(BOARD_STATEMENTS):  # type: ignore[operator]
        staff.get("/ja/staff/followups")
    for number in range(2):
        make.make_hire(address=f"n{number}@hires.example")
    with count_queries(BOARD_STATEMENTS):  # type: ignore[operator]
        staff.get("/ja/staff/followups")


BOARD_STATEMENTS = 12


def test_who_calls_reads_how_and_the_employer_does_not(
    app: Flask, staff: FlaskClient, count_queries: object
) -> None:
    now = core_clock.now()
    company, member, hire = placements.make_company(), people.company_member(), people.student()
    placements.make_member(member, company)
    mine = make.make_hire(user=hire, employer=company)
    with writing() as rows:
        ways.add_way(
            ContactKind.TRUSTED_PERSON,
            "0912 345 678",
            holder="Mẹ Hoa",
            relation=Relation.FAMILY,
            by=people.visitor_of(hire),
            now=now,
        )
        rows.add(FollowUpTask(placement_id=mine.id, kind=TaskKind.CALL, raised_at=now))
    with count_queries(BOARD_STATEMENTS + 3):  # type: ignore[operator]
        page = staff.get("/vi/staff/followups").text
    assert "Mẹ Hoa, <span" in page
    assert "(Gia đình)" in page
    other = make.make_hire(address="n@hires.example")
    with writing() as rows:
        rows.add(FollowUpTask(placement_id=other.id, kind=TaskKind.CALL, raised_at=now))
    with count_queries(BOARD_STATEMENTS + 3):  # type: ignore[operator]
        assert "n@hires.example" in staff.get("/vi/staff/followups").text
    at_company = people.sign_in(app.test_client(), member)
    page = at_company.get(f"/ja/company/placements/{mine.public_id}")
    assert page.status_code == 200
    assert "Hoa" not in page.text
    assert "345" not in page.text


def test_questionnaires_are_shown_as_people_are_asked(staff: FlaskClient) -> None:
    make.load()
    assert "hire_m12" in staff.get("/ja/staff/surveys").text
    for language, words in (
        ("ja", "最初の1か月"),
        ("vi", "Tháng đầu tiên"),
        ("id", "Bulan pertama"),
        ("en", "first month"),
    ):
        page = staff.get(f"/{language}/staff/surveys/hire_m1")
        assert page.status_code == 200
        assert words in page.text
    assert staff.get("/ja/staff/surveys/nothing").status_code == 404


def test_a_tick_over_rows_that_are_as_planned_changes_nothing(app: Flask, db: Session) -> None:
    make.make_hire(starts_on=date(2025, 8, 25))
    jobs.tick(core_clock.now())
    with writing() as rows:
        rows.execute(update(Contact).values(check_at=core_clock.now()))
    assert jobs.tick(core_clock.now()) == 0


@pytest.mark.parametrize("who", [people.coordinator, people.student])
def test_who_asks_for_answers_without_the_right_stands_in_the_trail(
    app: Flask, client: FlaskClient, db: Session, caplog: pytest.LogCaptureFixture, who: Callable[[], User]
) -> None:
    asks, ref = people.sign_in(client, user := who()), "A" * 22
    assert asks.get(f"/ja/staff/surveys/responses/{ref}").status_code == 403
    assert asks.get("/ja/staff/surveys/responses/short").status_code == 403
    (line,) = db.scalars(select(AuditEntry).where(AuditEntry.action == "response.kept_back"))
    assert (line.by_ref, line.subject_ref, line.change) == (user.person.public_id, ref, "surveys.response")
    assert "a look was refused" in caplog.text
    assert app.test_client().get(f"/ja/staff/surveys/responses/{ref}").status_code == 303
