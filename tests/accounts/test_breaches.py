"""The log of failures: who sees it, its clocks, the people affected and the letters to them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading

import pytest
from sqlalchemy import func, select

from recruit.accounts.breaches import actions, privacy, queries
from recruit.accounts.breaches.models import Breach, BreachMove, BreachPerson
from recruit.accounts.breaches.rules import (
    BreachRefusal,
    BreachState,
    Country,
    Item,
    NoticeKind,
    Trigger,
)
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry, Sighting
from tests import people

ENTERED = {
    "known_at": "2026-11-25T09:00",
    "overview": "A laptop was stolen.",
    "persons": "2",
    "countries": ["VN", "ID"],
    "triggers": ["wrongful"],
}


def log_breach(user, *, now, countries=(Country.VIETNAM,), triggers=()) -> Breach:
    with writing():
        return actions.log_breach(
            known_at=now - timedelta(hours=3),
            items={Item.OVERVIEW: "A list went astray."},
            triggers=triggers,
            countries=countries,
            persons=0,
            encrypted=False,
            by=people.visitor_of(user),
            now=now,
        )


def only_breach(db) -> Breach:
    db.expire_all()
    return db.scalars(select(Breach)).one()


@pytest.mark.parametrize("who", [people.coordinator, people.retention_officer, people.student, people.editor])
def test_the_log_is_for_administrators(client, now, who):
    found = log_breach(people.administrator(), now=now)
    paths = [
        "/staff/breaches",
        "/staff/breaches/new",
        f"/staff/breaches/{found.public_id}",
        f"/staff/breaches/{found.public_id}/people",
        f"/staff/breaches/{found.public_id}/people.csv",
        f"/staff/breaches/{found.public_id}/letter/vi",
    ]
    for path in paths:
        assert client.get(f"/ja{path}").headers["Location"].startswith("/ja/account/sign-in")
    stranger = who()
    people.sign_in(client, stranger)
    for path in paths:
        assert client.get(f"/ja{path}").status_code == 403
    assert client.post(f"/ja/staff/breaches/{found.public_id}/send").status_code == 403
    with pytest.raises(Missing):
        queries.breaches(people.visitor_of(stranger))


def test_from_a_suspicion_to_the_end(client, db, now, outbox):
    admin = people.administrator()
    colleague = people.make_user(
        "second.admin@demo.example", language="ja", roles=tuple(people.visitor_of(admin).roles)
    )
    people.sign_in(client, admin)
    assert "/ja/staff/breaches" in client.get("/ja/staff/").text
    assert client.post("/ja/staff/breaches/new", data={**ENTERED, "overview": ""}).status_code == 422
    # Nobody knows of anything tomorrow.
    late = client.post("/ja/staff/breaches/new", data={**ENTERED, "known_at": "2026-11-26T09:00"})
    assert late.status_code == 422 and "A laptop was stolen." in late.text
    assert client.post("/ja/staff/breaches/new", data=ENTERED).status_code == 303
    found = only_breach(db)
    assert (found.number, found.state) == ("B-2026-0001", BreachState.SUSPECTED)
    assert found.known_at == now - timedelta(hours=3) and b"laptop" not in found.items
    [word] = outbox.hand_over()
    assert word["To"] == colleague.email and "laptop" not in word.get_body(("plain",)).get_content()
    path = f"/ja/staff/breaches/{found.public_id}"
    page = client.get(path).text
    assert "UU 27/2022 art. 46" in page and "A laptop was stolen." in page
    move = {"after": "confirmed", "note": "警察に届けた"}
    assert client.post(f"{path}/move", data=move).status_code == 303
    # Not before everybody was told.
    assert client.post(f"{path}/move", data={"after": "closed", "note": "x"}).status_code == 422
    for kind in (one.kind for one in queries.notices_of(only_breach(db))):
        told = {"kind": str(kind), "given_at": "2026-11-25T11:00", "reference": f"PPC {kind}"}
        assert client.post(f"{path}/notices", data=told).status_code == 303
    assert "PPC jp_first" in client.get(path).text
    assert client.post(f"{path}/move", data={"after": "closed", "note": "終わり"}).status_code == 303
    found = only_breach(db)
    assert (found.state, found.closed_at) == (BreachState.CLOSED, now)
    # What is closed is not rewritten.
    assert client.post(f"{path}/facts", data={**ENTERED, "persons": "0"}).status_code == 422
    trail = db.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "breach")).all()
    assert trail == ["breach.suspected", "breach.confirmed", *["breach.changed"] * 6, "breach.closed"]


def test_more_facts_count_the_times_anew(client, db, now):
    admin = people.administrator()
    found = log_breach(admin, now=now)
    people.sign_in(client, admin)
    path = f"/ja/staff/breaches/{found.public_id}/facts"
    assert "A list went astray." in client.get(path).text
    changed = {**ENTERED, "countries": ["VN"], "triggers": [], "persons": "1001", "cause": "A wrong address."}
    assert client.post(path, data=changed).status_code == 303
    found = only_breach(db)
    kinds = {notice.kind for notice in queries.notices_of(found)}
    assert kinds == {NoticeKind.VN_AUTHORITY, NoticeKind.JP_FIRST, NoticeKind.JP_FULL, NoticeKind.JP_PERSONS}
    last = db.scalars(select(AuditEntry.change).order_by(AuditEntry.id.desc())).first()
    assert last == "persons, overview, cause"
    page = client.get(f"/en/staff/breaches/{found.public_id}").text
    assert "How many people, as far as is known / What happened to the data / Cause" in page


def test_people_are_found_by_address_reference_and_by_who_looked(client, db, now):
    admin, student, other = people.administrator(), people.student(), people.other_student()
    found = log_breach(admin, now=now)
    with writing() as rows:
        rows.add(
            Sighting(at=now, by_ref=admin.person.public_id, person_ref=other.person.public_id, what="profile")
        )
        rows.add(
            Sighting(
                at=now - timedelta(days=2),
                by_ref=admin.person.public_id,
                person_ref=student.person.public_id,
                what="profile",
            )
        )
    people.sign_in(client, admin)
    path = f"/ja/staff/breaches/{found.public_id}/people"
    marks = f"STUDENT@demo.example\n{student.person.public_id}\nnobody@people.example"
    assert client.post(path, data={"marks": marks}).status_code == 303
    assert client.post(path, data={"marks": "nobody@people.example"}).status_code == 422
    looks = {"mark": admin.email, "since": "2026-11-25T00:00", "until": "2026-11-25T23:00"}
    assert client.post(f"{path}/seen", data=looks).status_code == 303
    affected = queries.affected(found)
    assert [one.public_id for one in affected] == [student.person.public_id, other.person.public_id]
    assert only_breach(db).persons == 2
    listed = client.get(f"{path}.csv")
    assert listed.headers["Content-Type"].startswith("text/csv")
    assert "Nguyễn Thị An" in listed.data.decode("utf-8-sig")
    # Twice added is once in the list.
    client.post(path, data={"marks": "student@demo.example"})
    assert db.scalar(select(func.count(BreachPerson.id))) == 2


def test_letters_go_once_to_each_and_only_without_gaps(client, db, now, outbox):
    admin, student = people.administrator(), people.student()
    other = people.other_student()
    found = log_breach(admin, now=now)
    with writing():
        actions.add_people(found, [student.person_id, other.person_id], by=people.visitor_of(admin), now=now)
    outbox.hand_over()
    people.sign_in(client, admin)
    path = f"/ja/staff/breaches/{found.public_id}"
    assert "Chuyện gì đã xảy ra" in client.get(f"{path}/letter/vi").text
    assert client.get(f"{path}/letter/xx").status_code == 404
    client.post(f"{path}/letter/vi", data={"words": "Ngày [..] dữ liệu bị mất."})
    client.post(f"{path}/send")
    assert outbox.hand_over() == []
    client.post(f"{path}/letter/vi", data={"words": "Hôm qua danh sách bị gửi nhầm.\n\nXin lỗi bạn."})
    assert [client.post(f"{path}/send").status_code for _ in range(2)] == [303, 303]
    [letter] = outbox.hand_over()
    assert letter["To"] == "student@demo.example" and "B-2026-0001" in letter["Subject"]
    assert "Hôm qua danh sách bị gửi nhầm." in letter.get_body(("plain",)).get_content()
    told = {one.public_id: one.told_at for one in queries.affected(only_breach(db))}
    assert told == {student.person.public_id: now, other.person.public_id: None}
    page = client.get(f"/en/staff/breaches/{found.public_id}").text
    assert "Letter written: Tiếng Việt" in page and "1 letter was sent." in page
    assert privacy.export(student.person_id)[0]["told"] == now.isoformat()


def test_a_fresh_password_is_asked_for_before_the_list(client, clock, now):
    admin = people.administrator()
    found = log_breach(admin, now=now)
    people.sign_in(client, admin)
    clock.shift(timedelta(minutes=11))
    answer = client.get(f"/ja/staff/breaches/{found.public_id}/people.csv")
    assert "/account/prove" in answer.headers["Location"]


def test_open_failures_stand_first_on_the_desk_of_administrators(client, db, now):
    admin = people.administrator()
    people.sign_in(client, admin)
    before = client.get("/en/staff/").text
    log_breach(admin, now=now)
    assert "failure of protection is open" in client.get("/en/staff/").text
    assert "failure of protection is open" not in before
    others = client.application.test_client()
    people.sign_in(others, people.coordinator())
    assert "failure of protection" not in others.get("/en/staff/").text.lower()


def test_the_list_costs_the_same_with_one_and_with_three(client, now, count_queries):
    admin = people.administrator()
    people.sign_in(client, admin)
    log_breach(admin, now=now, triggers=(Trigger.SENSITIVE,))
    for _round in range(2):
        with count_queries(LIST):
            assert client.get("/ja/staff/breaches").status_code == 200
        for _ in range(2):
            log_breach(admin, now=now)


LIST = 5


def test_what_cannot_be(db, app, now):
    admin = people.administrator()
    found, by = log_breach(admin, now=now), people.visitor_of(admin)
    for reason, act in (
        (BreachRefusal.NOBODY_FOUND, lambda: actions.add_people(found, [], by=by, now=now)),
        (BreachRefusal.NO_LETTER, lambda: actions.tell_people(found, by=by, now=now)),
        (
            BreachRefusal.KNOWN_LATER_THAN_NOW,
            lambda: actions.note_notice(
                found, NoticeKind.VN_AUTHORITY, "", given_at=now + timedelta(hours=1), by=by, now=now
            ),
        ),
    ):
        with pytest.raises(Refused) as refused, writing():
            act()
        assert refused.value.reason is reason
    assert db.scalar(select(func.count(BreachMove.id))) == 1


def test_two_who_send_at_once_send_one_letter(own_database, own_app, now):
    with own_app.app_context(), own_database.scope():
        admin, student = people.administrator(), people.student()
        by = people.visitor_of(admin)
        found = log_breach(admin, now=now)
        with writing():
            actions.add_people(found, [student.person_id], by=by, now=now)
            actions.write_letter(found, "vi", "Xin lỗi bạn.", by=by, now=now)
        ref = found.public_id
    barrier = threading.Barrier(2, timeout=60)

    def send(_which):
        with own_app.app_context(), own_database.scope():
            mine = queries.breach_for(by, ref)
            barrier.wait()
            with writing():
                return actions.tell_people(mine, by=by, now=now)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [0, 1]
    with own_database.scope():
        assert session().scalar(select(func.count(BreachPerson.id)).where(BreachPerson.told_at == now)) == 1
