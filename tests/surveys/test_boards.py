"""What staff see: should beside is, every sum closed, and one act for each thing that needs a person."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from recruit.accounts.actions import ways
from recruit.accounts.models import User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import Relation
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.models import AuditEntry, Sighting
from recruit.core.visitor import WORKER
from recruit.placements import bringing_in, lists
from recruit.surveys import jobs
from recruit.surveys.boards import queries as board
from recruit.surveys.boards.days import days_up_to
from recruit.surveys.boards.question import NO_REASON, Question, question_from
from recruit.surveys.boards.rules import Part, Side, Stand
from recruit.surveys.models import Contact, ContactChange, FollowUpTask
from recruit.surveys.queries import tasks
from recruit.surveys.rules import ContactKind as MailKind, TaskKind
from recruit.surveys.words import WAVES
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
    found = board.board(Question(), core_clock.now())
    lines = {row.keys[0]: dict(row.counts) for row in found.rows}
    invitations = select(func.count()).select_from(Contact).where(Contact.kind == MailKind.INVITATION)
    assert sum(sum(counts.values()) for counts in lines.values()) == db.scalar(invitations)
    assert lines["m3"] == {Stand.SENT: 1, Stand.UNREACHABLE: 1, Stand.HELD: 1}
    reasons = {row.keys[0]: row.reasons for row in found.rows}
    assert reasons["m3"][Stand.HELD] == {"start_not_confirmed": 1}
    assert sum(found.total.counts.values()) == db.scalar(invitations)


def test_should_and_is_of_a_day_close(app: Flask, outbox: Outbox) -> None:
    now = core_clock.now()
    make.make_hire(starts_on=date(2026, 8, 25), address="a@hires.example")
    make.make_hire(starts_on=date(2026, 8, 25), address="b@hires.example")
    *_earlier, before = days_up_to(Question(), date(2026, 11, 25))
    assert (before.should, before.parts, before.closes) == (2, {Part.WAITS: 2}, True)
    jobs.tick(now)
    outbox.hand_over()
    asked = Question(day=date(2026, 11, 25), part=Part.SENT)
    *earlier, after = days_up_to(asked, date(2026, 11, 26))
    assert (after.should, earlier[-1].on, earlier[-1].parts) == (0, asked.day, {Part.SENT: 2})
    assert board.count_of(asked, now) == len(board.listed(asked, now).rows) == 2


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_the_board_and_its_acts(staff: FlaskClient, outbox: Outbox, db: Session, language: str) -> None:
    placement = make.make_hire(starts_on=date(2026, 10, 1), registered_on=date(2026, 11, 24))
    late = make.contact_of(placement, "m1")
    page = staff.get(f"/{language}/staff/followups?column=nonsense&wave=m999&since=2026-02-31&line=-1")
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
    assert staff.get("/en/staff/").text.count("Of 2 hires we have no address.") == 1
    assert staff.post(f"/ja/staff/followups/tasks/{first.first.public_id}/done").status_code == 303
    assert [thing.first.id for thing in tasks.open_things()] == [second.first.id]


def test_every_figure_leads_to_as_many_rows_as_it_says(app: Flask, outbox: Outbox, db: Session) -> None:
    make.make_hire(starts_on=date(2026, 8, 25))
    make.make_hire(starts_on=date(2025, 8, 25), registered_on=date(2026, 3, 1), address="")
    make.make_hire(starts_on=date(2026, 11, 20), expected=True, address="c@hires.example")
    make.make_hire(starts_on=date(2024, 8, 25), registered_on=date(2026, 11, 1), address="d@hires.example")
    jobs.tick(core_clock.now())
    outbox.hand_over()
    sides = (Side.WAVE, Side.LANGUAGE)
    for later in (timedelta(), timedelta(days=200)):
        now = core_clock.now() + later
        found = board.board(Question(by=sides[0], across=sides[1]), now)
        for row in found.rows:
            for stand in Stand:
                asked = question_from(Question().narrowed(sides, row.keys, state=stand), WAVES)
                assert board.count_of(asked, now) == row.counts[stand], (row.keys, stand)
        for stand, reasons in found.total.reasons.items():
            for reason, number in reasons.items():
                asked = Question(state=stand, reason=reason or NO_REASON)
                assert board.count_of(asked, now) == number, (stand, reason)
    nobody = Question(state=Stand.SENT, wave="m36")
    assert (board.listed(nobody, now).rows, board.people(nobody, now).rows) == ([], [])


def test_a_list_is_read_page_by_page_in_the_order_of_its_days(app: Flask) -> None:
    for starts_on in (date(2026, 3, 1), date(2025, 8, 25)):
        make.make_hire(starts_on=starts_on, address=f"{starts_on}@hires.example")
    now, after, seen = core_clock.now(), None, []
    while True:
        page = board.listed(Question(), now, after=after, size=4)
        seen += page.rows
        after = page.next_mark
        if after is None:
            break
    assert len(seen) == 14
    assert seen == sorted(seen, key=lambda contact: (contact.due_on, contact.id))
    assert board.listed(Question(), now, after="WyJub25zZW5zZSIsIDFd").is_first


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
    lines = {row.keys[0]: row for row in board.board(Question(source=LIST.name), now).rows}
    unreachable = {wave: line.counts[Stand.UNREACHABLE] for wave, line in lines.items()}
    assert unreachable == {
        "w1": 24, "m1": 23, "m3": 23, "m6": 20, "m12": 16, "m24": 16, "m36": 16, "exit": 13,
    }  # fmt: skip
    reasons = {wave: line.reasons[Stand.NOT_APPLICABLE] for wave, line in lines.items()}
    assert reasons["w1"] == {"late_entry": 6}
    assert reasons["m1"] == {"late_entry": 6, "left": 1}
    assert reasons["m12"] == {"late_entry": 4, "left": 9, "died": 1}
    assert reasons["m36"] == {"left": 13, "died": 1}
    assert reasons["exit"] == {"died": 1}
    assert {
        wave: sum(line.counts.values()) for wave, line in lines.items() if wave != "exit"
    } == dict.fromkeys(("w1", "m1", "m3", "m6", "m12", "m24", "m36"), 30)
    assert staff.get(f"/ja/staff/followups?source={LIST.name}").status_code == 200


def test_filters_fold_on_a_phone_and_say_how_many_are_set(staff: FlaskClient) -> None:
    make.make_hire()
    for page, words in {
        "staff/followups": "Narrow down<",
        "staff/followups?by=language&across=wave": "Narrow down<",
        "staff/followups?wave=m3&language=vi": "Narrow down (2 chosen)",
        "staff/followups/list?state=held&since=2026-01-01": "Narrow down (2 chosen)",
        "staff/followups/people?state=held": "Narrow down (1 chosen)",
        "staff/followups/days?source=x": "Narrow down (1 chosen)",
        "staff/followups/calls?kind=unreachable": "Narrow down (1 chosen)",
    }.items():
        text = staff.get(f"/en/{page}").text
        assert f"<summary>{words}" in text, page
        assert text.index('<details class="finder-fold') < text.index('<form class="filters"')


PAGES = {
    "staff/followups": 10,
    "staff/followups?by=employer&across=wave": 10,
    "staff/followups/days": 9,
    "staff/followups/list": 8,
    "staff/followups/people": 8,
}


def test_the_boards_take_the_same_number_of_statements_for_one_and_for_three(
    staff: FlaskClient, count_queries: object
) -> None:
    make.make_hire()
    staff.get("/ja/staff/followups")
    for page, statements in PAGES.items():
        with count_queries(statements):  # type: ignore[operator]
            assert staff.get(f"/ja/{page}").status_code == 200
    for number in range(2):
        make.make_hire(address=f"n{number}@hires.example")
    for page, statements in PAGES.items():
        with count_queries(statements):  # type: ignore[operator]
            staff.get(f"/ja/{page}")


BOARD_STATEMENTS = PAGES["staff/followups"]


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


def test_a_file_of_people_is_a_move_with_a_line_in_the_trail(staff: FlaskClient, db: Session) -> None:
    placement = make.make_hire(starts_on=date(2026, 8, 25))
    with writing():
        placement.person.display_name = "=1+1"
    address = "/en/staff/followups/list.csv?wave=m3&source=Secret"
    assert staff.get(address).status_code == 405
    assert "=1+1" not in staff.post(address).text
    found = staff.post("/en/staff/followups/list.csv?wave=m3").text
    assert "'=1+1,Tiếng Việt," in found
    assert found.count("\n") == 2
    board_file = staff.post("/en/staff/followups/board.xlsx?by=employer&across=wave")
    assert board_file.data[:2] == b"PK"
    lines = db.scalars(select(AuditEntry).where(AuditEntry.action == "follow_ups.exported"))
    assert [(line.subject_ref, line.change) for line in lines] == [
        ("list", "wave=m3 source=set rows=0"),
        ("list", "wave=m3 rows=1"),
        ("board", "by=employer across=wave rows=7"),
    ]
    (seen,) = db.scalars(select(Sighting))
    assert (seen.person_ref, seen.what) == (placement.person.public_id, "export")


def test_one_hires_plan_shows_what_was_planned_before_and_is_staffs_alone(
    app: Flask, staff: FlaskClient, outbox: Outbox, db: Session
) -> None:
    now, company = core_clock.now(), placements.make_company()
    member = people.company_member()
    placements.make_member(member, company)
    placement = make.make_hire(starts_on=date(2026, 8, 25), employer=company)
    contact = make.contact_of(placement, "m6")
    with writing() as rows:
        before = {"open_on": "2027-02-01", "due_on": "2027-02-08", "close_on": "2027-03-10"}
        rows.add(
            ContactChange(
                contact_id=contact.id,
                before={**before, "state": "planned", "reason": ""},
                reason="start_corrected",
                at=now,
            )
        )
    jobs.tick(now)
    address = f"/staff/followups/people/{placement.public_id}"
    page = staff.get(f"/en{address}").text
    assert "<s>8 February 2027</s>" in page
    assert "start was corrected" in page
    assert page.count('class="chart chart-') == 2
    assert page.count('stroke-dasharray="3 2" stroke-width="1.5"') == 2
    assert staff.get("/en/staff/followups/people/nobody").status_code == 404
    for stranger in (member, people.student()):
        assert people.sign_in(app.test_client(), stranger).get(f"/en{address}").status_code == 403


def test_a_list_and_a_day_are_served_by_an_index(app: Flask, db: Session) -> None:
    make.make_hire()
    now = core_clock.now()
    in_order = board.contacts_of(Question(), now).order_by(Contact.due_on, Contact.id).limit(51)
    of_a_day = board.contacts_of(Question(day=date(2026, 11, 25)), now)
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        # So few rows are always read from end to end otherwise.
        db.execute(text("SET enable_seqscan = off"))
    for query, index in ((in_order, "ix_contact_kind_due_on"), (of_a_day, "ix_contact_due_at")):
        compiled = query.with_only_columns(Contact.id).compile(
            db.get_bind(), compile_kwargs={"literal_binds": True}
        )
        how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = db.execute(text(f"{how} {compiled}".replace(":", "\\:"))).all()
        assert index in str(plan), plan
    if not is_sqlite:
        db.execute(text("RESET enable_seqscan"))
