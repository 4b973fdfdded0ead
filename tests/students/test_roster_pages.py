"""The university's lists: looked at, confirmed, taken back, forgotten; and the link by which it invites."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
import io
import threading

import pytest
from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES
from recruit.core.models import AuditEntry
from recruit.messages.models import Mail
from recruit.organisations.rules import Rights
from recruit.students import actions as student_actions
from recruit.students.models import Education
from recruit.students.roster import actions, jobs, privacy, queries, rules
from recruit.students.roster.models import EducationMove, Roster
from recruit.students.roster.rules import RosterRefusal
from recruit.students.rules import Confirmed, DisclosureScope
from tests import people
from tests.factories.organisations import join, make_university
from tests.factories.students import make_student, show

LISTS = "/vi/university/lists"


@pytest.fixture
def desk(app):
    """The desk of one university, with a student who names it, and a stranger of another."""
    return Desk()


class Desk:
    def __init__(self):
        self.university, self.other = make_university("huce"), make_university("itb")
        self.member = people.university_member()
        join(self.member, self.university)
        self.own = make_student(university=self.university)
        self.stranger = make_student(
            university=self.other, name_local="Trần Thị Hoa", name_passport="TRAN THI HOA"
        )
        show(self.own, self.university, DisclosureScope.CARD)
        show(self.stranger, self.other, DisclosureScope.CARD)

    @property
    def by(self):
        return people.acting(self.member)

    @property
    def study(self):
        return self.own.educations[0]


def address_of(student):
    return (
        session().scalars(select(people.User.email).where(people.User.person_id == student.person_id)).one()
    )


def send(client, words, name="ds.csv", **more):
    data = {"file": (io.BytesIO(words.encode()), name), "otherwise": "enrolled", **more}
    return client.post(LISTS, data=data, content_type="multipart/form-data")


def test_a_list_is_looked_at_first_and_confirms_only_what_is_chosen(client, desk, outbox):
    people.sign_in(client, desk.member)
    words = (
        f"Họ tên,Email\nNguyễn Văn Đức,{address_of(desk.own)}\nTrần Thị Hoa,{address_of(desk.stranger)}\n"
        "Ai Đó,ai@else.example\nSai,sai\n"
    )
    answer = send(client, words)
    assert answer.status_code == 303
    here = answer.headers["Location"]
    assert desk.study.confirmed is Confirmed.NO
    assert session().scalars(select(EducationMove)).all() == []
    mark = f"2:{desk.study.public_id}"
    assert f'value="{mark}" checked' in client.get(here).text
    # Who studies elsewhere and who has no account read the same.
    strangers = client.get(here + "?show=not_here").text
    assert "Trần Thị Hoa" in strangers and "Ai Đó" in strangers
    assert desk.stranger.public_id not in strangers and desk.stranger.educations[0].public_id not in strangers
    assert ">sai<" in client.get(here + "?show=bad").text
    # Nothing chosen, a day ahead, a stranger's study smuggled in.
    assert client.post(here, data={}).status_code == 422
    late = client.post(here, data={"chosen": mark, "holds_on": "2027-01-01"})
    assert (
        late.status_code == 422
        and 'value="2027-01-01"' in late.text
        and f'value="{mark}" checked' in late.text
    )
    smuggled = f"3:{desk.stranger.educations[0].public_id}"
    assert client.post(here, data={"chosen": smuggled}).status_code == 422
    for _ in range(2):
        client.post(here, data={"chosen": mark, "holds_on": "2026-11-20"})
    (move,) = session().scalars(select(EducationMove)).all()
    assert (move.before, move.after, move.holds_on) == (Confirmed.NO, Confirmed.ENROLLED, date(2026, 11, 20))
    assert outbox.kinds == ["studies_confirmed"]
    assert desk.stranger.educations[0].confirmed is Confirmed.NO


def test_all_that_is_sure_is_confirmed_in_one_press(client, desk):
    people.sign_in(client, desk.member)
    second = make_student(university=desk.university, name_local="Lê Minh Quân", name_passport="LE MINH QUAN")
    show(second, desk.university, DisclosureScope.CARD)
    here = send(
        client,
        f"Name,Email\nDuc Nguyen Van,{address_of(desk.own)}\nAnother Name,{address_of(second)}\n",
        otherwise="graduated",
    ).headers["Location"]
    client.post(here, data={"act": "all"})
    assert desk.study.confirmed is Confirmed.GRADUATED
    # The names differ: somebody must look.
    assert second.educations[0].confirmed is Confirmed.NO


def test_the_same_name_twice_must_be_chosen(client, desk):
    people.sign_in(client, desk.member)
    twin = make_student(university=desk.university)
    show(twin, desk.university, DisclosureScope.CARD)
    here = send(client, "Name\nNguyễn Văn Đức\n").headers["Location"]
    page = client.get(here).text
    assert page.count('name="who-2"') == 3
    client.post(here, data={"who-2": f"2:{twin.educations[0].public_id}"})
    assert (desk.study.confirmed, twin.educations[0].confirmed) == (Confirmed.NO, Confirmed.ENROLLED)


@pytest.mark.parametrize("language", CODES)
def test_a_file_that_cannot_be_read_says_why_in_every_language(client, desk, language):
    people.sign_in(client, desk.member)
    data = {
        "file": (io.BytesIO("Ho ten\nNguyÔn V¨n §øc\n".encode("latin-1")), "ds.csv"),
        "otherwise": "enrolled",
    }
    answer = client.post(f"/{language}/university/lists", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "TCVN3" in answer.text
    assert session().scalars(select(Roster)).all() == []


def test_the_template_is_understood_in_every_language(client, desk):
    people.sign_in(client, desk.member)
    for language in CODES:
        for ending in ("csv", "xlsx"):
            content = client.get(f"/{language}/university/lists/template.{ending}").data
            # What the refusal of a list without titles gives as an example is what stands in the template.
            named = client.post(
                f"/{language}/university/lists",
                data={"file": (io.BytesIO(b"one,two\n"), "a.csv"), "otherwise": "enrolled"},
                content_type="multipart/form-data",
            ).text
            if ending == "csv":
                titles = content.decode("utf-8-sig").splitlines()[0].split(",")
                assert all(title.strip('"') in named for title in titles[:2]), (language, titles)
            answer = client.post(
                LISTS,
                data={"file": (io.BytesIO(content), f"t.{ending}"), "otherwise": "graduated"},
                content_type="multipart/form-data",
            )
            (row,) = session().scalars(select(Roster)).all()
            found, _otherwise = queries.contents_of(row)
            assert answer.status_code == 303
            assert not found.bad, (language, ending)
            assert [(one.email, one.graduates, one.status) for one in found.lines] == [
                ("an@example.com", (2027, 6), Confirmed.ENROLLED),
                ("siti@example.com", (2027, 8), Confirmed.ENROLLED),
            ]


def test_a_list_is_for_its_university_alone_and_for_an_hour(client, desk, clock):
    people.sign_in(client, desk.member)
    here = send(client, "Name\nHoa\n").headers["Location"]
    row = session().scalars(select(Roster)).one()
    assert b"Hoa" not in row.sealed
    elsewhere = people.make_user("desk@itb.example")
    join(elsewhere, desk.other)
    stranger = people.sign_in(client.application.test_client(), elsewhere)
    assert stranger.get(here).status_code == 404
    assert stranger.post(here + "/done").status_code == 404
    clock.shift(timedelta(minutes=59))
    assert client.get(here).status_code == 200
    assert jobs.forget_rosters(row.ends_at - timedelta(seconds=1)) == 0
    clock.shift(timedelta(minutes=1))
    assert client.get(here).status_code == 404
    assert jobs.forget_rosters(row.ends_at) == 1
    # A newer list takes the place of the one before; "done" deletes it at once.
    first, second = send(client, "Name\nHoa\n"), send(client, "Name\nLan\n")
    assert client.get(first.headers["Location"]).status_code == 404
    client.post(second.headers["Location"] + "/done")
    assert session().scalars(select(Roster)).all() == []


def test_students_ticked_on_the_list_are_confirmed_and_set_back_together(client, desk, now):
    people.sign_in(client, desk.member)
    here = "/vi/university/students"
    assert client.post(here, data={"confirmed": "graduated"}).status_code == 422
    assert client.post(here, data={"chosen": desk.study.public_id, "confirmed": "perhaps"}).status_code == 422
    both = [desk.study.public_id, desk.stranger.educations[0].public_id]
    assert client.post(here, data={"chosen": both, "confirmed": "graduated"}).status_code == 303
    assert desk.study.confirmed is Confirmed.GRADUATED
    assert desk.stranger.educations[0].confirmed is Confirmed.NO
    (batch,) = queries.batches(desk.by)
    assert (batch.after, batch.changed, batch.standing, batch.by) == (
        Confirmed.GRADUATED, 1, 1, "Trần Văn Minh",
    )  # fmt: skip
    assert client.get("/vi/university/confirmations").text.count("take-back") == 1
    back = f"/vi/university/confirmations/{batch.batch}/take-back"
    for _ in range(2):
        assert client.post(back).status_code == 303
    assert desk.study.confirmed is Confirmed.NO
    assert "take-back" not in client.get("/vi/university/confirmations").text
    moves = session().scalars(select(EducationMove).order_by(EducationMove.id)).all()
    assert [(move.before, move.after) for move in moves] == [
        (Confirmed.NO, Confirmed.GRADUATED),
        (Confirmed.GRADUATED, Confirmed.NO),
    ]
    elsewhere = people.make_user("desk@itb.example")
    join(elsewhere, desk.other)
    with pytest.raises(Missing), writing():
        actions.take_back(batch.batch, by=people.acting(elsewhere), now=now)


def test_two_at_the_desk_confirm_one_list_at_once(own_app, own_database, now):
    with own_app.app_context(), own_database.scope():
        desk, colleague = Desk(), people.make_user("colleague@huce.example")
        join(colleague, desk.university, Rights.DESK)
        students = [desk.own, *(make_student(university=desk.university) for _more in range(4))]
        for student in students[1:]:
            show(student, desk.university, DisclosureScope.CARD)
        refs = [student.educations[0].public_id for student in students]
        both = (desk.by, people.acting(colleague))
    barrier = threading.Barrier(2, timeout=60)

    def confirm(by):
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing():
                return actions.confirm(dict.fromkeys(refs, Confirmed.ENROLLED), None, by=by, now=now)

    with ThreadPoolExecutor(2) as pool:
        changed = list(pool.map(confirm, both))
    with own_database.scope() as rows:
        assert sum(changed) == len(refs)
        assert {one.confirmed for one in rows.scalars(select(Education))} - {Confirmed.NO} == {
            Confirmed.ENROLLED
        }
        # Each once: moves, lines of the trail, mails.
        moves = rows.scalars(select(EducationMove)).all()
        said = rows.scalars(select(AuditEntry).where(AuditEntry.action == "education_confirmed")).all()
        mails = rows.scalars(select(Mail).where(Mail.kind == "studies_confirmed")).all()
        assert [len(moves), len(said), len(mails)] == [len(refs)] * 3


def test_who_only_reads_at_a_university_says_nothing_in_its_name(client, desk, now):
    reader = people.make_user("reader@huce.example")
    join(reader, desk.university, Rights.VIEWER)
    people.sign_in(client, reader)
    page = client.get("/vi/university/students")
    assert page.status_code == 200 and 'name="chosen"' not in page.text
    assert client.get(LISTS).status_code == 403 and send(client, "Name\nHoa\n").status_code == 403
    data = {"chosen": desk.study.public_id, "confirmed": "graduated"}
    assert client.post("/vi/university/students", data=data).status_code == 403
    one = f"/vi/university/students/{desk.own.public_id}"
    assert "/confirm" not in client.get(one).text
    assert client.post(f"{one}/confirm", data=data).status_code == 403
    with writing():
        actions.confirm({desk.study.public_id: Confirmed.ENROLLED}, None, by=desk.by, now=now)
    (batch,) = queries.batches(desk.by)
    assert "take-back" not in client.get("/vi/university/confirmations").text
    assert client.post(f"/vi/university/confirmations/{batch.batch}/take-back").status_code == 403
    with pytest.raises(Missing), writing():
        student_actions.confirm_education(desk.study, Confirmed.NO, by=people.acting(reader), now=now)
    assert desk.study.confirmed is Confirmed.ENROLLED


def test_what_is_said_again_after_it_was_taken_back_is_told_again(desk, now, outbox):
    def say(confirmed):
        with writing():
            student_actions.confirm_education(desk.study, confirmed, by=desk.by, now=now)

    say(Confirmed.ENROLLED)
    assert len(outbox.hand_over()) == 1
    # Taken back and said again, twice before a mail goes: one mail.
    for confirmed in (Confirmed.NO, Confirmed.ENROLLED, Confirmed.NO, Confirmed.ENROLLED):
        say(confirmed)
    assert len(outbox.of_kind("studies_confirmed")) == 3 and len(outbox.hand_over()) == 1


def test_what_changed_since_is_not_set_back(desk, now):
    with writing():
        actions.confirm({desk.study.public_id: Confirmed.ENROLLED}, None, by=desk.by, now=now)
    (batch,) = queries.batches(desk.by)
    with writing():
        student_actions.confirm_education(desk.study, Confirmed.GRADUATED, by=desk.by, now=now)
    with writing():
        assert actions.take_back(batch.batch, by=desk.by, now=now) == 0
    assert desk.study.confirmed is Confirmed.GRADUATED


def test_one_press_has_a_limit(desk, now):
    wanted = dict.fromkeys(map(str, range(rules.MOST_AT_ONCE + 1)), Confirmed.ENROLLED)
    with pytest.raises(Refused) as refused, writing():
        actions.confirm(wanted, None, by=desk.by, now=now)
    assert refused.value.reason is RosterRefusal.TOO_MANY_AT_ONCE


def test_the_desk_asks_the_database_as_often_for_three_as_for_one(client, desk, count_queries, now):
    people.sign_in(client, desk.member)
    words = "Name,Email\n"
    counts = []
    for number in range(3):
        student = make_student(university=desk.university) if number else desk.own
        if number:
            show(student, desk.university, DisclosureScope.CARD)
        words += f"Nguyễn Văn Đức,{address_of(student)}\n"
        with writing():
            actions.confirm({student.educations[0].public_id: Confirmed.ENROLLED}, None, by=desk.by, now=now)
        here = send(client, words, otherwise="graduated").headers["Location"]
        if number in (0, 2):
            with count_queries(LIST_STATEMENTS):
                counts.append(client.get(here).text.count('name="chosen"'))
            with count_queries(CONFIRMATION_STATEMENTS):
                client.get("/vi/university/confirmations")
    assert counts == [1, 3]


LIST_STATEMENTS = 5
CONFIRMATION_STATEMENTS = 5


def test_who_follows_the_link_of_a_university_finds_it_chosen(client, desk):
    page = client.get("/vi/universities/huce").text
    assert "/vi/account/register" in page
    assert client.get("/vi/universities/nowhere").status_code == 404
    people.sign_in(client, people.student())
    assert "/vi/me/profile/studies?university=huce" in client.get("/vi/universities/huce").text
    # The field, and the list of all to choose from.
    for slug, times in (("huce", 3), ("nowhere", 2)):
        page = client.get(f"/vi/me/profile/studies?university={slug}").text
        assert page.count('value="Trường Đại học Xây dựng mẫu"') == times
    teacher = people.sign_in(client.application.test_client(), desk.member)
    invite = teacher.get("/en/university/invite").text
    assert "/vi/universities/huce" in invite and "<svg" in invite


def test_the_student_reads_when_it_was_confirmed_and_takes_it_along(client, desk, now):
    people.sign_in(client, session().get(people.User, user_id_of(desk.own)))
    assert "25/11/2026" not in client.get("/vi/me/profile/studies").text
    with writing():
        actions.confirm({desk.study.public_id: Confirmed.ENROLLED}, None, by=desk.by, now=now)
    page = client.get("/vi/me/profile/studies").text
    assert "25/11/2026" in page and "Trường Đại học Xây dựng mẫu" in page
    (said,) = privacy.export(desk.own.person_id)["confirmations"]
    assert said["confirmed"] is Confirmed.ENROLLED
    with writing():
        actions.keep_roster(rules.Roster((), ()), Confirmed.ENROLLED, by=desk.by, now=now)
        privacy.erase(desk.own.person_id, now)
        privacy.erase(desk.member.person_id, now)
    assert session().scalars(select(EducationMove)).all() == []
    assert session().scalars(select(Roster)).all() == []


def user_id_of(student):
    return session().scalars(select(people.User.id).where(people.User.person_id == student.person_id)).one()


def test_another_study_is_not_what_was_confirmed(desk, now):
    with writing():
        actions.confirm({desk.study.public_id: Confirmed.ENROLLED}, None, by=desk.by, now=now)
    student = people.visitor_of(session().get(people.User, user_id_of(desk.own)))
    with writing():
        student_actions.save_education(desk.own, desk.study, {"major": None}, by=student, now=now)
    moves = session().scalars(select(EducationMove).order_by(EducationMove.id)).all()
    assert [(move.after, move.by_ref == student.person_ref) for move in moves] == [
        (Confirmed.ENROLLED, False),
        (Confirmed.NO, True),
    ]
    said = session().scalars(select(AuditEntry).where(AuditEntry.action == "education_confirmed")).all()
    assert len(said) == 1
