"""Who finds whom: words, facets, packed and not, and what a card keeps to itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, text

from recruit.accounts import personal_data
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core.db import database, session, writing
from recruit.core.errors import Missing
from recruit.core.visitor import WORKER
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure, LanguageResult, StudentSkill
from recruit.students.rules import DisclosureScope, LanguageTest, Skill
from recruit.students.search import counting, jobs, packing, queries
from recruit.students.search.models import PackedSight, PackedStudents, StudentFound, StudentWord
from recruit.students.search.rules import Facet, Wanted
from recruit.students.search.words import understood
from tests import people
from tests.factories.organisations import join, make_company, make_university
from tests.factories.students import make_student, show


@pytest.fixture
def company(app):
    return make_company()


@pytest.fixture
def asks(company):
    user = people.company_member()
    join(user, company)
    return people.acting(user)


def names(visitor, **address):
    """Whom a search finds, by what they are called."""
    wanted = Wanted.of(
        {name: [value] if isinstance(value, str) else value for name, value in address.items()}
    )
    search = queries.found_by_staff if visitor.is_coordinator else queries.found_by_company
    found = search(visitor, wanted, understood(wanted.words), after=None)
    assert found.total == len(found.rows)
    return {one.student.call_name for one in found.rows}


def _budi(**values):
    return make_student(
        name_passport="BUDI SANTOSO",
        name_local="Budi Santoso",
        call_name="Budi",
        katakana="",
        nationality="ID",
        **values,
    )


def test_words_find_in_any_script_and_every_word_must(app, company, asks):
    university = make_university()
    with writing():
        university.search_key = " truong dai hoc xay dung mau "
    show(make_student(university=university), company)
    show(_budi(), company)
    for words in (
        "duc",
        "Đức",
        "NGUYEN",
        "ngu",
        "グエン",
        "ぐえん",
        "xay dung",
        "duc xây",
        "giao thong",
        "autocad n3",
    ):
        assert "Đức" in names(asks, q=words), words
    # Nobody has given Budi a reading; the one proposed finds him.
    for words in ("ブディ", "budi", "santoso", "ｂｕｄｉ", "Indonesia bud", "インドネシア"):
        assert names(asks, q=words) == {"Budi"}, words
    for words in ("duc budi", "ducx", "nguyen santoso", "n1"):
        assert names(asks, q=words) == set(), words


def test_a_card_is_found_by_no_more_than_it_shows(app, company, asks):
    show(make_student(), company, DisclosureScope.CARD)
    for address in (
        {"q": "nguyen"},
        {"q": "グエン"},
        {"q": "autocad"},
        {"q": "vietnam"},
        {"country": "VN"},
        {"skill": "autocad"},
    ):
        assert names(asks, **address) == set(), address
    for address in (
        {"q": "duc"},
        {"q": "ドゥック"},
        {"q": "n3"},
        {"major": "transport"},
        {"level": "N3"},
        {"graduates": "2027-1"},
    ):
        assert names(asks, **address) == {"Đức"}, address
    counts = queries.found_by_company(asks, Wanted(), [], after=None).counts
    assert not counts[Facet.COUNTRY]
    assert not counts[Facet.SKILL]
    assert counts[Facet.LEVEL] == {"N3": 1}
    assert names(people.visitor_of(people.coordinator()), q="nguyen", country="VN") == {"Đức"}


def test_only_those_in_sight_are_found_and_nobody_by_who_takes_no_part(app, company, asks):
    student = make_student()
    assert names(asks, q="duc") == set()
    show(student, company)
    assert names(asks, q="duc") == {"Đức"}
    with pytest.raises(Missing):
        queries.found_by_staff(asks, Wanted(), [], after=None)
    held_up = replace(asks, acting=replace(asks.acting, organisation_state=str(OrganisationState.SUSPENDED)))
    assert names(held_up, q="duc") == set()


def test_what_is_found_follows_the_profile_at_once(app, company, asks):
    student = make_student()
    show(student, company)
    with writing():
        student.call_name = "Lan"
        student.language_results = [LanguageResult(test=LanguageTest.JLPT, level="N1")]
        student.skills.append(StudentSkill(skill=Skill.BIM))
    assert names(asks, level="N1", skill="bim", q="lan") == {"Lan"}
    with writing():
        student.skills = []
    assert names(asks, skill=["bim", "autocad"]) == set()


def test_rows_that_came_in_bulk_are_found_after_the_job(app, company, asks, now):
    student = make_student()
    show(student, company)
    with writing() as rows:
        rows.execute(text("DELETE FROM student_word"))
        rows.execute(text("DELETE FROM student_found"))
    assert names(asks) == set()
    assert jobs.keep_found(now) == 1
    assert names(asks, q="duc") == {"Đức"}
    assert jobs.keep_found(now) == 0


def test_nothing_finds_who_was_erased(app, company, asks, now):
    student, stays = make_student(), _budi()
    show(student, company)
    show(stays, company)
    staff = people.visitor_of(people.coordinator())
    with writing():
        personal_data.erase(student.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    jobs.keep_found(now)
    assert names(asks) == names(staff) == {"Budi"}
    words = session().scalars(select(StudentWord.word).where(StudentWord.student_id == student.id)).all()
    assert not words
    row = session().get(StudentFound, student.id)
    assert (row.is_gone, row.called, row.name, row.country) == (True, "", "", "")


def test_packed_and_read_row_by_row_the_same_is_found(app, company, asks, now, clock, monkeypatch):
    monkeypatch.setattr(packing, "PACK_FROM", 2)
    students = [make_student(call_name=name) for name in ("An", "Bình", "Chi")]
    for student in students[:2]:
        show(student, company)
    clock.shift(timedelta(hours=1))
    later = now + timedelta(hours=1)
    assert jobs.keep_found(later) == 2
    assert jobs.keep_found(later) == 0
    assert session().scalar(select(func.count()).select_from(PackedStudents)) == 1
    assert session().scalar(select(func.count()).select_from(PackedSight)) == 1
    assert names(asks) == {"An", "Bình"}
    # What changes after that: one comes, one goes, one is called otherwise.
    clock.shift(timedelta(hours=1))
    show(students[2], company)
    with writing():
        for row in session().scalars(select(Disclosure).where(Disclosure.student_id == students[0].id)):
            row.until_at = now + timedelta(hours=2)
        students[1].call_name, students[1].saved_at = "Quý", now + timedelta(hours=2)
    assert names(asks) == {"Quý", "Chi"}
    assert names(asks, q="quy") == {"Quý"}
    assert names(people.visitor_of(people.coordinator())) == {"An", "Quý", "Chi"}


def test_what_came_in_bulk_or_was_erased_while_the_job_packed_is_right_after_its_next_turn(
    app, company, asks, now, clock, monkeypatch
):
    monkeypatch.setattr(packing, "PACK_FROM", 2)
    goes, staff = make_student(call_name="An"), people.visitor_of(people.coordinator())
    for name in ("Bình", "Chi"):
        make_student(call_name=name)
    clock.shift(timedelta(days=1))
    jobs.keep_found(now + timedelta(days=1))
    # Rows that came in bulk tell of a day long before the job packed.
    clock.move_to(now - timedelta(days=9))
    came = make_student(call_name="Quý")
    clock.move_to(now + timedelta(days=1))
    with writing() as rows:
        rows.execute(delete(StudentFound).where(StudentFound.student_id == came.id))
    jobs.keep_found(now + timedelta(days=1, minutes=1))
    assert names(staff) == {"An", "Bình", "Chi", "Quý"}
    # The job read the rows before the erasing, and wrote after it.
    read = session().scalars(select(PackedStudents)).one()
    before = {name: getattr(read, name) for name in ("layout", "packed_at", "content")}
    with writing() as rows:
        personal_data.erase(
            goes.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now + timedelta(days=1)
        )
        rows.execute(insert(PackedStudents).values(before))
    jobs.keep_found(now + timedelta(days=1, minutes=2))
    assert names(staff) == {"Bình", "Chi", "Quý"}
    packed = counting.np.frombuffer(session().scalars(select(PackedStudents)).one().content, counting.ROW)
    assert goes.id not in packed[~packed["gone"]]["id"] and b"an" not in packed["called"]


@pytest.mark.usefixtures("app")
def test_statements_of_the_search_are_answered_by_indexes(company):
    """Few rows make every plan a scan on PostgreSQL, so scans are put aside there; a missing index shows even so."""
    plans = {
        "ix_disclosure_in_sight": packing.in_sight(company.id),
        "ix_student_found_saved_at": select(StudentFound.name).where(
            StudentFound.saved_at >= company.created_at
        ),
        "ix_student_word_word_student_id_is_whole": select(
            StudentWord.student_id, StudentWord.is_whole
        ).where(StudentWord.word >= "duc", StudentWord.word < "duc\U0010ffff"),
        "ix_disclosure_organisation_id_from_at": select(Disclosure.id).where(
            Disclosure.organisation_id == company.id, Disclosure.from_at >= company.created_at
        ),
        "ix_disclosure_organisation_id_until_at": select(Disclosure.id).where(
            Disclosure.organisation_id == company.id, Disclosure.until_at >= company.created_at
        ),
    }
    how = "EXPLAIN QUERY PLAN" if database().is_sqlite else "EXPLAIN"
    if not database().is_sqlite:
        session().execute(text("SET LOCAL enable_seqscan = off"))
    for index, query in plans.items():
        compiled = query.compile(database().engine, compile_kwargs={"literal_binds": True})
        lines = session().execute(text(f"{how} {compiled}".replace(":", r"\:"))).all()
        plan = "\n".join(str(line[-1]) for line in lines)
        # Over a handful of rows PostgreSQL takes any index that begins with the organisation.
        named = index if database().is_sqlite or "disclosure" not in index else "_disclosure_"
        assert named in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "SCAN" not in plan, plan


def test_only_a_student_who_is_there_is_compared(app, company, asks):
    student, other, hidden = make_student(), _budi(), make_student()
    show(student, company)
    show(other, company, DisclosureScope.CARD)
    seen = queries.students_to_compare(asks, [other.public_id, student.public_id, other.public_id])
    assert [one.student.id for one in seen] == [other.id, student.id]
    assert [one.shows_profile for one in seen] == [False, True]
    for refs in ([student.public_id, hidden.public_id], [student.public_id, "nobody"], [student.public_id]):
        with pytest.raises(Missing):
            queries.students_to_compare(asks, refs)
