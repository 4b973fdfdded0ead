"""The request desk: who may ask, follow and answer, and what goes out by mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import re
import threading

from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select

from recruit.accounts import limits
from recruit.accounts.privacy import PURGES
from recruit.accounts.requests import actions, jobs, privacy, queries
from recruit.accounts.requests.models import DataRequest, RequestMove
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestRefusal, RequestState
from recruit.core.db import writing
from recruit.core.errors import Conflict, Missing, Refused
from recruit.core.models import AuditEntry, Sighting
from recruit.core.periods import Kept
from tests import people

ASKED = {"kind": "erase", "law": "VN", "words": "Xin xóa hồ sơ của tôi. Bí mật."}
BY_ADDRESS = {**ASKED, "name": "Phạm Văn Tú", "email": "tu@people.example"}


def make_request(user, *, kind=RequestKind.ACCESS, law=Law.VIETNAM, now) -> DataRequest:
    with writing():
        return actions.make_request(kind, law, "Everything, please.", by=people.visitor_of(user), now=now)


def only_request(db) -> DataRequest:
    db.expire_all()
    return db.scalars(select(DataRequest)).one()


def forget_old(now) -> int:
    with writing():
        return actions.forget_old(now)


def key_in(mail) -> str:
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"/requests/([\w.-]+)", text).group(1)


def test_from_the_account_it_counts_at_once(client, db, now, outbox):
    people.sign_in(client, people.student())
    answer = client.post("/vi/me/requests", data=ASKED)
    found = only_request(db)
    assert answer.headers["Location"] == f"/vi/me/requests/{found.public_id}"
    assert (found.number, found.state) == ("R-2026-0001", RequestState.RECEIVED)
    assert found.answer_by_at == now + timedelta(hours=48)
    assert b"Xin" not in found.words and queries.words_of(found) == ASKED["words"]
    page = client.get(answer.headers["Location"]).text
    assert "R-2026-0001" in page and "Xin xóa hồ sơ" in page
    [mail] = outbox.hand_over()
    assert mail["To"] == "student@demo.example" and "R-2026-0001" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()
    assert f"/vi/me/requests/{found.public_id}" in text and "12:00" in text
    trail = db.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "data_request")).all()
    assert trail == ["request.received"]


def test_a_form_with_faults_keeps_what_was_typed(client, db):
    people.sign_in(client, people.student())
    answer = client.post("/vi/me/requests", data={"kind": "erase", "law": "", "words": "Bí mật"})
    assert answer.status_code == 422 and "Bí mật" in answer.text
    assert 'class="error-summary"' in answer.text
    assert db.scalar(select(func.count(DataRequest.id))) == 0


def test_others_requests_are_not_there(client, db, now):
    found = make_request(people.student(), now=now)
    path = f"/ja/me/requests/{found.public_id}"
    assert client.get(path).headers["Location"].startswith("/ja/account/sign-in")
    people.sign_in(client, people.other_student())
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/take-back").status_code == 404
    assert only_request(db).state is RequestState.RECEIVED
    # The key of the mails is for who has no account.
    assert client.get(f"/ja/requests/{queries.key_of(found)}").status_code == 404


def test_without_an_account_it_counts_when_the_mail_is_opened(client, db, clock, now, outbox):
    assert client.get("/id/privacy/request?kind=erase").status_code == 200
    answer = client.post("/vi/privacy/request", data=BY_ADDRESS)
    assert answer.headers["Location"] == "/vi/privacy/request/sent"
    assert client.get(answer.headers["Location"]).status_code == 200
    found = only_request(db)
    assert (found.state, found.number, found.answer_by_at) == (RequestState.UNCONFIRMED, None, None)
    [mail] = outbox.hand_over()
    assert mail["To"] == "tu@people.example"
    # No word of a stranger travels in our mail.
    assert "Phạm" not in mail.as_string() and "Xin xóa" not in mail.get_body(("plain",)).get_content()
    path = f"/vi/requests/{key_in(mail)}"
    clock.shift(timedelta(hours=5))
    # A scanner opens it too.
    assert client.get(path).status_code == 200
    assert only_request(db).state is RequestState.UNCONFIRMED
    for _again in range(2):
        assert client.post(path).status_code == 303
    found = only_request(db)
    assert (found.state, found.number, found.person_id) == (RequestState.RECEIVED, "R-2026-0001", None)
    assert found.received_at == now + timedelta(hours=5)
    assert "R-2026-0001" in client.get(path).text
    assert [one["To"] for one in outbox.hand_over()] == ["tu@people.example"]
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.get(path[:-1] + ("a" if path[-1] != "a" else "b")).status_code == 404


def test_a_confirmed_address_of_an_account_belongs_to_its_person(client, db, outbox):
    student = people.student()
    client.post("/vi/privacy/request", data={**BY_ADDRESS, "email": "Student@demo.example"})
    [mail] = outbox.hand_over()
    assert only_request(db).person_id is None
    client.post(f"/vi/requests/{key_in(mail)}")
    assert only_request(db).person_id == student.person_id


def test_the_answer_is_the_same_whoever_has_the_address(client, app):
    people.student()
    answers = [
        client.post("/vi/privacy/request", data={**BY_ADDRESS, "email": email})
        for email in ("student@demo.example", "nobody@people.example")
    ]
    assert len({(one.status_code, one.headers["Location"], one.data) for one in answers}) == 1


def test_a_program_cannot_fill_the_desk(app, client, db):
    limits.switch(app, on=True)
    try:
        codes = [
            client.post(
                "/vi/privacy/request", data={**BY_ADDRESS, "email": f"p{n}@people.example"}
            ).status_code
            for n in range(11)
        ]
    finally:
        limits.switch(app, on=False)
    assert codes == [303] * 10 + [429]


def test_old_unconfirmed_requests_are_gone(client, db, clock, now, outbox):
    client.post("/vi/privacy/request", data=BY_ADDRESS)
    [mail] = outbox.hand_over()
    clock.shift(timedelta(days=7, minutes=1))
    assert client.post(f"/vi/requests/{key_in(mail)}").status_code == 404
    assert PURGES[Kept.REQUESTS] is actions.forget_old
    assert forget_old(now + timedelta(days=7, minutes=1)) == 1
    assert db.scalar(select(func.count(DataRequest.id))) == 0


@pytest.mark.parametrize(
    "who", [people.student, people.company_member, people.editor, people.retention_officer]
)
def test_the_desk_is_for_coordinators_and_administrators(client, now, who):
    found = make_request(people.other_student(), now=now)
    people.sign_in(client, who())
    for path in ("", f"/{found.public_id}"):
        assert client.get(f"/ja/staff/requests{path}").status_code == 403
    for move in ("decide", "finish", "notes"):
        assert client.post(f"/ja/staff/requests/{found.public_id}/{move}").status_code == 403


def decide(client: FlaskClient, found: DataRequest, **values: str):
    data = {"outcome": "granted", "answer": "Chúng tôi sẽ xóa.\nTrân trọng.", **values}
    return client.post(f"/ja/staff/requests/{found.public_id}/decide", data=data)


def test_from_the_answer_to_the_end(client, db, clock, now, outbox):
    student = people.student()
    found = make_request(student, kind=RequestKind.RESTRICT, now=now)
    outbox.hand_over()
    people.sign_in(client, people.coordinator())
    page = client.get(f"/ja/staff/requests/{found.public_id}").text
    assert "Everything, please." in page and "91/2025/QH15" in page
    assert db.scalars(select(Sighting.what).where(Sighting.person_ref == student.person.public_id)).all() == [
        "request"
    ]
    assert decide(client, found, answer="").status_code == 422
    assert only_request(db).state is RequestState.RECEIVED
    assert decide(client, found, with_others="y").status_code == 303
    found = only_request(db)
    assert (found.state, found.outcome) == (RequestState.DECIDED, Outcome.GRANTED)
    assert found.finish_by_at == now + timedelta(days=20)
    [letter] = outbox.hand_over()
    assert letter["To"] == "student@demo.example"
    assert "Chúng tôi sẽ xóa." in letter.get_body(("plain",)).get_content()
    # Of the letter nothing stays in the outbox.
    kept = outbox.of_kind("request_decided")[0]
    db.refresh(kept)
    assert kept.body and "Chúng tôi sẽ xóa" not in kept.body
    # What was decided is not decided again.
    assert decide(client, found, outcome="refused").status_code == 422
    client.post(f"/ja/staff/requests/{found.public_id}/notes", data={"note": "会社に連絡した"})
    assert (
        client.post(f"/ja/staff/requests/{found.public_id}/finish", data={"done": "停止済み"}).status_code
        == 303
    )
    found = only_request(db)
    assert (found.state, found.done_at) == (RequestState.DONE, now)
    page = client.get(f"/ja/staff/requests/{found.public_id}").text
    assert "会社に連絡した" in page and "停止済み" in page
    assert [one["To"] for one in outbox.hand_over()] == ["student@demo.example"]
    own = client.application.test_client()
    people.sign_in(own, student)
    page = own.get(f"/vi/me/requests/{found.public_id}").text
    assert "Chúng tôi sẽ xóa." in page and "会社に連絡した" not in page


def test_an_administrator_is_led_to_the_erasing(client, now):
    found = make_request(people.student(), kind=RequestKind.ERASE, now=now)
    people.sign_in(client, people.administrator())
    assert "recruit privacy erase" not in client.get(f"/ja/staff/requests/{found.public_id}").text
    decide(client, found)
    erase = f'href="/ja/staff/people/{found.person.public_id}/erase"'
    assert erase in client.get(f"/ja/staff/requests/{found.public_id}").text
    others = client.application.test_client()
    people.sign_in(others, people.coordinator())
    page = others.get(f"/ja/staff/requests/{found.public_id}").text
    assert erase not in page and "recruit privacy erase" in page


def test_what_is_refused_is_over_and_what_is_taken_back_is_not_answered(client, db, now, outbox):
    student = people.student()
    refused, taken_back = (make_request(student, now=now) for _ in range(2))
    people.sign_in(client, people.administrator())
    decide(client, refused, outcome="refused")
    own = client.application.test_client()
    people.sign_in(own, student)
    assert own.post(f"/vi/me/requests/{taken_back.public_id}/take-back").status_code == 303
    assert decide(client, taken_back).status_code == 422
    db.expire_all()
    assert (refused.state, taken_back.state) == (RequestState.DONE, RequestState.TAKEN_BACK)
    assert outbox.kinds.count("request_decided") == 1
    # A second click says so and changes nothing.
    assert own.post(f"/vi/me/requests/{taken_back.public_id}/take-back").status_code == 303
    assert len(db.scalars(select(RequestMove).where(RequestMove.request_id == taken_back.id)).all()) == 2


def test_lists_cost_the_same_with_one_and_with_three(client, now, count_queries):
    student = people.student()
    staff = client.application.test_client()
    people.sign_in(staff, people.coordinator())
    people.sign_in(client, student)
    make_request(student, now=now)
    for _round in range(2):
        with count_queries(STAFF_LIST):
            page = staff.get("/ja/staff/requests")
        with count_queries(OWN_LIST):
            own = client.get("/vi/me/requests")
        assert page.status_code == own.status_code == 200
        make_request(people.other_student() if _round else student, now=now)
        make_request(student, now=now)


STAFF_LIST, OWN_LIST = 4, 4


def test_what_runs_out_first_stands_first(client, db, now, monkeypatch):
    student = people.student()
    later = make_request(student, law=Law.JAPAN, now=now)
    sooner = make_request(student, law=Law.VIETNAM, now=now)
    decided = make_request(student, law=Law.VIETNAM, now=now)
    staff = people.coordinator()
    asks = people.visitor_of(staff)
    with writing():
        actions.decide_request(decided, Outcome.GRANTED, "Yes.", with_others=False, by=asks, now=now)
    assert queries.waiting_requests(asks).rows == [sooner, later, decided]
    # A page at a time, with nothing twice and nothing left out, though two have the same clock.
    same = make_request(student, law=Law.JAPAN, now=now)
    monkeypatch.setattr(queries, "PAGE_SIZE", 1)
    mark, seen = None, []
    for _page in range(4):
        page = queries.waiting_requests(asks, after=mark)
        seen, mark = [*seen, *page.rows], page.next_mark
    assert (seen, mark) == ([sooner, later, same, decided], None)
    assert queries.waiting_requests(asks, after="nothing").rows == [sooner]
    people.sign_in(client, staff)
    first = client.get("/ja/staff/requests").text
    assert f'href="/ja/staff/requests?tab=waiting&amp;after={sooner.public_id}"' in first
    assert later.number in client.get(f"/ja/staff/requests?tab=waiting&after={sooner.public_id}").text
    assert "R-2026-0001" not in client.get("/ja/staff/requests?tab=over").text
    with pytest.raises(Missing):
        queries.waiting_requests(people.visitor_of(student))


def test_administrators_are_told_once_of_what_waits_for_a_day(client, db, clock, now, outbox):
    admin = people.administrator()
    found = make_request(people.student(), now=now)
    outbox.hand_over()
    assert jobs.call_administrators(now + timedelta(hours=23)) == 0
    clock.shift(timedelta(hours=24))
    people.sign_in(client, admin)
    assert "/ja/staff/requests" in client.get("/ja/staff/").text
    later = now + timedelta(hours=24)
    assert [jobs.call_administrators(later) for _ in range(2)] == [1, 0]
    # Nor by a second worker that found it in its list at the same time.
    with writing():
        assert not actions.raise_alarm(found.id, now=later)
    [mail] = outbox.hand_over()
    assert mail["To"] == admin.email and found.number in mail["Subject"]
    # Names and words stand on the page only.
    assert "Nguyễn" not in mail.get_body(("plain",)).get_content()


def test_an_alarm_that_is_answered_before_it_goes_out_stays(db, app, clock, now, outbox):
    staff = people.visitor_of(people.administrator())
    found = make_request(people.student(), now=now)
    outbox.hand_over()
    clock.shift(timedelta(hours=25))
    jobs.call_administrators(now + timedelta(hours=25))
    with writing():
        actions.decide_request(found, Outcome.REFUSED, "No.", with_others=False, by=staff, now=now)
    assert [mail["Subject"].count("R-2026") for mail in outbox.hand_over()] == [1]
    assert str(outbox.of_kind("request_waits")[0].state) == "not_wanted"


def test_nobody_keeps_more_than_ten_open(client, db, now):
    student = people.student()
    for _ in range(10):
        make_request(student, now=now)
    with pytest.raises(Refused) as refused:
        make_request(student, now=now)
    assert refused.value.reason is RequestRefusal.TOO_MANY_OPEN
    people.sign_in(client, student)
    assert client.post("/vi/me/requests", data=ASKED).status_code == 422


def test_complaints_are_counted_for_staff_and_few_are_hidden_from_everybody(client, db, now):
    student = people.student()
    for _ in range(9):
        make_request(student, kind=RequestKind.COMPLAIN, now=now)
    staff = client.application.test_client()
    people.sign_in(staff, people.coordinator())
    row = re.compile(r'<th scope="row">[^<]*2026[^<]*</th>\s*<td[^>]*>(.*?)</td>', re.DOTALL)
    assert row.search(staff.get("/en/staff/requests?tab=counts").text).group(1).strip() == "9"
    assert row.search(client.get("/en/operator").text).group(1).strip() == "fewer than 10"
    make_request(people.other_student(), kind=RequestKind.COMPLAIN, now=now)
    assert row.search(client.get("/en/operator").text).group(1).strip() == "10"


@pytest.mark.parametrize("language", ["ja", "id", "vi"])
def test_the_ways_in_speak_every_language(client, language):
    english = client.get("/en/privacy/request").text
    page = client.get(f"/{language}/privacy/request").text
    assert re.search(r"<h1>(.*?)</h1>", page).group(1) != re.search(r"<h1>(.*?)</h1>", english).group(1)
    assert f'href="/{language}/privacy/request"' in client.get(f"/{language}/privacy").text


def test_words_go_a_year_after_the_end_and_the_row_stays(db, app, now):
    found = make_request(people.student(), now=now)
    staff = people.visitor_of(people.coordinator())
    with writing():
        actions.add_note(found, "A note.", by=staff, now=now)
        actions.decide_request(found, Outcome.REFUSED, "No.", with_others=False, by=staff, now=now)
    assert forget_old(now + timedelta(days=364)) == 0
    assert [forget_old(now + timedelta(days=366)) for _ in range(2)] == [1, 0]
    found = only_request(db)
    assert (found.words, found.answer, found.number) == (None, None, "R-2026-0001")
    assert {move.note for move in found.moves} == {None}


def test_taken_along_and_erased(db, app, now):
    student, staff = people.student(), people.visitor_of(people.coordinator())
    found = make_request(student, now=now)
    with writing():
        actions.add_note(found, "A note.", by=staff, now=now)
    [taken] = privacy.export(student.person_id)
    assert (taken["number"], taken["words"], taken["notes"]) == (
        "R-2026-0001",
        "Everything, please.",
        ["A note."],
    )
    with writing():
        privacy.erase(student.person_id)
    [left] = privacy.export(student.person_id)
    assert (left["number"], left["words"], left["answer"], left["notes"]) == ("R-2026-0001", "", "", [])


def test_two_at_once_get_two_numbers_and_one_answer(own_database, own_app, now):
    with own_database.scope():
        users = [people.student(), people.other_student()]
        asks = [people.visitor_of(user) for user in users]
        staff = people.visitor_of(people.coordinator())
    barrier = threading.Barrier(2, timeout=60)

    def ask(visitor):
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing():
                return actions.make_request(RequestKind.ACCESS, Law.JAPAN, "x", by=visitor, now=now).public_id

    def answer(public_id):
        with own_app.app_context(), own_database.scope():
            found = queries.request_for_staff(staff, public_id)
            barrier.wait()
            try:
                with writing():
                    actions.decide_request(
                        found, Outcome.GRANTED, "Yes.", with_others=False, by=staff, now=now
                    )
            except (Conflict, Refused):
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        refs = list(pool.map(ask, asks))
        decided = list(pool.map(answer, [refs[0]] * 2))
    with own_database.scope() as rows:
        assert sorted(rows.scalars(select(DataRequest.number))) == ["R-2026-0001", "R-2026-0002"]
    assert sorted(decided) == [False, True]
