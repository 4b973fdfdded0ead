"""Who gets in, what is shown to whom, and the moves of a case."""

from datetime import date, datetime, timedelta
from random import Random
import re

from flask import Flask, g
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.accounts import limits
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.queries import key_of
from recruit.cases import actions, panels, privacy, queries
from recruit.cases.models import Case
from recruit.cases.rules import CaseOrigin, CaseState, ClosingCode, Level, MayHear
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry, Sighting
from recruit.core.visitor import NOBODY
from recruit.demo.cases import make_cases
from recruit.web.panels import panels_for
from tests import people
from tests.conftest import CountQueries
from tests.factories.cases import make_case, make_response, open_checks
from tests.factories.placements import make_company, make_member, make_placement

TOLD = {"a_trouble": ["a_unpaid", "a_harass"], "a_share": ["staff"], "q_safe": ["1"]}


def test_help_lines_are_loaded_once_and_keep_what_was_checked_later(db: Session, now: datetime) -> None:
    with writing():
        assert actions.load_help_lines(now) == 18
        assert actions.load_help_lines(now) == 0
        line = queries.help_lines_at_once("vi")[0]
        line.phone, line.verified_on = "111", date(2027, 1, 1)
        session().flush()
        assert actions.load_help_lines(now) == 0
    assert queries.help_lines_at_once("vi")[0].phone == "111"


@pytest.mark.parametrize("language", ["ja", "en", "id", "vi"])
def test_danger_comes_first_and_numbers_can_be_called(
    client: FlaskClient, db: Session, now: datetime, language: str
) -> None:
    with writing():
        actions.load_help_lines(now)
    page = client.get(f"/{language}/help")
    numbers = re.findall(r'href="tel:([^"]+)"', page.text)
    assert numbers[:2] == ["110", "119"]
    assert len(numbers) == 18
    text = queries.help_lines_by_kind(language)[0][1][0].texts[language]
    assert text["what_for"] in page.text.replace("&#34;", '"')


@pytest.mark.parametrize(
    ("language", "first_of_work"), [("vi", "0570-001-706"), ("id", "0570-001-715"), ("en", "0570-001-701")]
)
def test_worry_shows_the_lines_of_the_own_language(
    app: Flask, db: Session, now: datetime, language: str, first_of_work: str
) -> None:
    with writing():
        actions.load_help_lines(now)
    shown = panels.worry(NOBODY, {"language": language})
    assert shown is not None
    work = [line.phone for line in shown["lines"] if line.kind == "work"]
    assert work[0] == first_of_work
    assert all(language in line.languages for line in shown["lines"] if line.kind == "work")
    assert {"emergency", "suicide_prevention", "health"} <= {line.kind for line in shown["lines"]}
    with app.test_request_context(f"/{language}/help"):
        g.language = language
        drawn = panels_for("survey.worry", language)
    assert drawn.index('href="tel:110"') < drawn.index(f'href="tel:{first_of_work.replace("-", "")}"')


@pytest.mark.parametrize("language", ["vi", "ja"])
def test_anybody_reports_without_signing_in(client: FlaskClient, db: Session, language: str) -> None:
    address = f"/{language}/help/report"
    assert "checked" in client.get(f"{address}?kind=money_asked").text
    wrong = client.post(address, data={"kind": "money_asked", "words": " ", "reach": "zalo 0901"})
    assert wrong.status_code == 422
    assert 'id="words-error"' in wrong.text
    assert "zalo 0901" in wrong.text
    sent = client.post(address, data={"kind": "money_asked", "words": "3.000 đô la", "reach": "zalo 0901"})
    assert sent.status_code == 303
    assert client.get(sent.location).status_code == 200
    case = db.scalars(select(Case)).one()
    assert (case.origin, case.level, case.person_id) == (CaseOrigin.REPORT, Level.RED, None)
    assert queries.reported(case) == queries.Reported("3.000 đô la", "zalo 0901")
    assert case.number == "T-2026-0001" and case.number in client.get(sent.location).text
    # Only a number of ours is repeated on the page.
    assert "12345678" not in client.get(f"{address}?sent=12345678").text.partition("<main")[2]


def test_a_report_names_its_page_and_every_page_leads_there(
    client: FlaskClient, db: Session, now: datetime
) -> None:
    foot = re.search(r'href="(/vi/help/report[^"]*)"', client.get("/vi/terms").text)
    assert foot is not None
    form = client.get(foot.group(1).replace("&amp;", "&")).text
    assert re.search(r'<input[^>]*id="page"[^>]*value="/vi/terms"', form)
    assert re.search(r'<input[^>]*value="page"[^>]*checked|checked[^>]*value="page"', form)
    data = {"kind": "position", "words": "Lương không đúng", "page": "/vi/positions/cau-duong"}
    client.post("/vi/help/report", data=data)
    case = db.scalars(select(Case)).one()
    # An advertisement is looked at within two working days: 2026-11-25 is a Wednesday.
    assert (case.level, case.due_at) == (Level.ORANGE, now + timedelta(days=2))
    people.sign_in(client, people.retention_officer())
    page = client.get(f"/ja/staff/cases/{case.public_id}").text
    assert 'href="/vi/positions/cau-duong"' in page and "T-2026-0001" in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_report_links_only_to_pages_of_ours(client: FlaskClient, db: Session, elsewhere: str) -> None:
    form = client.get("/en/help/report", query_string={"page": elsewhere}).text
    assert elsewhere not in form.partition("<main")[2]
    client.post("/en/help/report", data={"kind": "page", "words": "x", "page": elsewhere})
    people.sign_in(client, people.retention_officer())
    page = client.get(f"/ja/staff/cases/{db.scalars(select(Case)).one().public_id}").text
    assert elsewhere in page and f'href="{elsewhere}' not in page


def test_a_page_that_a_key_opens_is_not_named(client: FlaskClient) -> None:
    client.post(
        "/en/privacy/request",
        data={"kind": "access", "law": "JP", "words": "x", "name": "A", "email": "a@people.example"},
    )
    key = key_of(session().scalars(select(DataRequest)).one())
    page = client.get(f"/en/requests/{key}")
    assert page.status_code == 200
    assert 'href="/en/help/report"' in page.text and "report?" not in page.text


def test_reports_from_one_network_are_limited(app: Flask, client: FlaskClient, db: Session) -> None:
    limits.switch(app, on=True)
    try:
        data = {"kind": "page", "words": "Spam"}
        states = [client.post("/en/help/report", data=data).status_code for _ in range(11)]
    finally:
        limits.switch(app, on=False)
    assert states == [303] * 10 + [429]


def test_nobody_else_gets_in(client: FlaskClient, db: Session) -> None:
    case = make_case(TOLD, placement=make_placement(employer=(company := make_company())))
    pages = ("/en/staff/cases", f"/en/staff/cases/{case.public_id}")
    moves = [
        f"/en/staff/cases/{case.public_id}/{move}"
        for move in ("take", "hand-over", "notes", "next", "close", "reopen")
    ]
    for page in pages:
        assert client.get(page).status_code == 303
    member, viewer = people.company_member(), people.company_viewer()
    make_member(member, company)
    make_member(viewer, company)
    strangers = (
        member,
        viewer,
        people.editor(),
        people.university_member(),
        people.student(),
    )
    for stranger in strangers:
        people.sign_in(client, stranger)
        assert [client.get(page).status_code for page in pages] == [403, 403], stranger.email
        assert {client.post(move).status_code for move in moves} == {403}, stranger.email
    db.refresh(case)
    assert case.state is CaseState.OPEN
    people.sign_in(client, people.retention_officer())
    assert client.get("/en/staff/cases/nobody-has-this").status_code == 404


def test_the_officer_reads_the_answers_of_the_case_alone_and_it_is_noted(
    client: FlaskClient, db: Session
) -> None:
    case = make_case(TOLD)
    people.sign_in(client, people.retention_officer())
    page = client.get(f"/vi/staff/cases/{case.public_id}").text
    assert "Không được trả lương hoặc tiền làm thêm giờ" in page
    assert "Chỉ cán bộ đồng hành" in page
    # Another answer of the same questionnaire is nobody's business here.
    assert "Hoàn toàn không đồng ý" not in page
    assert case.person is not None
    seen = db.scalars(select(Sighting)).one()
    assert (seen.person_ref, seen.what) == (case.person.public_id, "response")
    # A refused note draws the same page again: that is a look too.
    refused = client.post(f"/vi/staff/cases/{case.public_id}/notes", data={"words": ""})
    assert refused.status_code == 422
    assert "Chỉ cán bộ đồng hành" in refused.text
    assert len(db.scalars(select(Sighting)).all()) == 2


def test_an_administrator_never_reaches_answers(client: FlaskClient, db: Session, now: datetime) -> None:
    case = make_case(TOLD)
    address = f"/en/staff/cases/{case.public_id}"
    officer, admin = people.retention_officer(), people.administrator()
    with writing():
        actions.add_note(
            case, "She called", may_be_told_to=MayHear.NOBODY, by=people.visitor_of(officer), now=now
        )
    people.sign_in(client, admin)
    # Neither what was answered, nor what an alert is called after it.
    for page in (client.get(address).text, client.get("/en/staff/cases").text):
        assert "harass" not in page.lower()
        assert "unpaid" not in page.lower()
        assert "She called" not in page
    assert case.public_id in client.get("/en/staff/cases").text
    assert "Only the support staff" not in client.get(address).text
    for move, data in (
        ("take", {}),
        ("hand-over", {"colleague": admin.person.public_id}),
        ("reopen", {}),
    ):
        assert client.post(f"{address}/{move}", data=data).status_code == 403, move
    client.post(f"{address}/notes", data={"words": "Mine", "may_be_told_to": "nobody"})
    db.refresh(case)
    assert (case.state, case.owner_id, len(case.notes)) == (CaseState.OPEN, None, 1)
    with pytest.raises(Refused), writing():
        actions.take_case(case, by=people.visitor_of(admin), now=now)
    # Not even where an officer gives the case away, or an old row says that it is theirs.
    with pytest.raises(Refused), writing():
        actions.hand_over(case, admin.person.public_id, by=people.visitor_of(officer), now=now)
    with writing() as rows:
        rows.execute(update(Case).values(owner_id=admin.person_id, state=CaseState.IN_HAND))
    assert "Only the support staff" not in client.get(address).text
    # That there is a case is seen, and recorded as that.
    assert set(db.scalars(select(Sighting.what))) == {"hire"}


def test_a_coordinator_sees_the_case_that_was_handed_over_and_no_other(
    client: FlaskClient, db: Session, now: datetime
) -> None:
    case, other = make_case(TOLD), make_case(TOLD, placement=make_placement())
    address = f"/en/staff/cases/{case.public_id}"
    coordinator, officer = people.coordinator(), people.retention_officer()
    people.sign_in(client, coordinator)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/take").status_code == 403
    assert case.public_id not in client.get("/en/staff/cases").text
    people.sign_in(client, officer)
    assert client.post(f"{address}/hand-over", data={"colleague": ""}).status_code == 422
    stranger = client.post(f"{address}/hand-over", data={"colleague": people.editor().person.public_id})
    assert stranger.status_code == 422
    handed = client.post(f"{address}/hand-over", data={"colleague": coordinator.person.public_id})
    assert handed.status_code == 303
    line = db.scalars(select(AuditEntry).where(AuditEntry.action == "case.handed_over")).one()
    assert (line.by_ref, line.acting_for_ref) == (officer.person.public_id, coordinator.person.public_id)
    people.sign_in(client, coordinator)
    board = client.get("/en/staff/cases").text
    assert case.public_id in board
    assert other.public_id not in board
    page = client.get(address)
    assert "Only the support staff" in page.text
    assert (
        client.post(f"{address}/notes", data={"words": "Met", "may_be_told_to": "nobody"}).status_code == 303
    )
    assert client.get(f"/en/staff/cases/{other.public_id}").status_code == 404
    tried = db.scalars(select(AuditEntry).where(AuditEntry.action == "response.kept_back")).all()
    assert [(one.by_ref, one.subject_ref, one.change) for one in tried] == [
        (coordinator.person.public_id, tried_for.public_id, "cases.case") for tried_for in (case, other)
    ]
    assert case.person is not None
    seen = db.scalars(select(Sighting).where(Sighting.by_ref == coordinator.person.public_id)).all()
    assert {(one.person_ref, one.what) for one in seen} == {(case.person.public_id, "response")}
    looks = db.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "response.seen", AuditEntry.by_ref == coordinator.person.public_id
        )
    ).all()
    assert {line.subject_ref for line in looks} == {case.person.public_id}
    # Taken back, it is closed to the coordinator at once.
    with writing():
        actions.take_case(case, by=people.visitor_of(officer), now=now)
    assert client.get(address).status_code == 404


def test_a_case_is_taken_noted_planned_closed_and_opened_again(client: FlaskClient, db: Session) -> None:
    case = make_case(TOLD)
    address = f"/vi/staff/cases/{case.public_id}"
    people.sign_in(client, people.retention_officer())
    note = {"words": "Đã gọi điện", "may_be_told_to": "advisers"}
    closing = {"closing_code": "solved", "helped": "yes"}
    # Closing comes after taking.
    refused = client.post(f"{address}/close", data=closing)
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    for _click in range(2):
        assert client.post(f"{address}/take").status_code == 303
    assert client.post(f"{address}/notes", data={**note, "words": ""}).status_code == 422
    assert client.post(f"{address}/notes", data=note).status_code == 303
    late = client.post(f"{address}/next", data={"next_action": "Gọi lại", "due_on": "2026-11-20"})
    assert late.status_code == 422
    assert "Gọi lại" in late.text
    assert (
        client.post(f"{address}/next", data={"next_action": "Gọi lại", "due_on": "2026-12-01"}).status_code
        == 303
    )
    page = client.get(address).text
    assert "Đã gọi điện" in page
    assert "Gọi lại" in page
    assert client.post(f"{address}/close", data=closing).status_code == 303
    db.refresh(case)
    assert (case.state, case.closing_code, case.helped) == (CaseState.CLOSED, ClosingCode.SOLVED, True)
    assert case.public_id in client.get("/vi/staff/cases?state=closed").text
    assert case.public_id not in client.get("/vi/staff/cases").text
    # A closed case refuses moves without a fault of the page.
    assert client.post(f"{address}/take").status_code == 303
    assert client.post(f"{address}/reopen").status_code == 303
    db.refresh(case)
    assert (case.state, case.owner_id, case.closed_at) == (CaseState.OPEN, None, None)
    lines = db.scalars(select(AuditEntry).where(AuditEntry.subject_ref == case.public_id)).all()
    assert [line.action for line in lines] == [
        "case.opened", "case.taken", "case.note_added", "case.planned", "case.closed", "case.reopened",
    ]  # fmt: skip
    assert not any("Gọi" in line.change or "gọi" in line.change for line in lines)


def test_overdue_cases_are_marked_and_the_board_costs_the_same(
    client: FlaskClient, db: Session, clock: Traveller, count_queries: CountQueries
) -> None:
    people.sign_in(client, people.retention_officer())
    make_case(TOLD)
    with count_queries(5):
        assert "overdue since" not in client.get("/en/staff/cases").text
    make_case({"a_trouble": ["a_danger"]}, placement=make_placement())
    make_case({"a_trouble": ["a_talk"]}, placement=make_placement())
    with count_queries(5):
        page = client.get("/en/staff/cases").text
    assert page.index("feels in danger now") < page.index("would like to talk")
    clock.shift(timedelta(minutes=90))
    assert client.get("/en/staff/cases").text.count("overdue since") == 1


def test_what_a_person_may_have_and_what_is_emptied(app: Flask, db: Session, now: datetime) -> None:
    case = make_case(TOLD)
    assert case.person_id is not None
    officer = people.visitor_of(people.retention_officer())
    with writing():
        actions.add_note(case, "Called", may_be_told_to=MayHear.NOBODY, by=officer, now=now)
    kept = privacy.export(case.person_id)["cases"]
    assert [note["words"] for note in kept[0]["notes"]] == ["Called"]
    assert {alert["rule"] for alert in kept[0]["alerts"]} == {"unpaid_wages", "harassment"}
    with writing():
        privacy.erase(case.person_id, now)
    db.expire_all()
    assert privacy.export(case.person_id)["cases"][0]["notes"] == []


def test_the_demonstration_has_cases_with_and_without_answers(app: Flask, db: Session, now: datetime) -> None:
    with writing():
        assert [case.origin for case in make_cases(Random(1), now)] == [CaseOrigin.REPORT]
    people.retention_officer()
    make_response({"a_trouble": ["a_danger"]})
    make_response({"a_trouble": ["a_none"]})
    with writing():
        made = make_cases(Random(1), now)
    assert [case.origin for case in made] == [CaseOrigin.REPORT, CaseOrigin.ALERT, CaseOrigin.REPORT]
    assert not open_checks()
