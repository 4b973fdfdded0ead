"""Moves of student profiles, and what follows elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
import threading

import pytest
from sqlalchemy import func, select

from recruit.accounts.actions import withdraw_consent
from recruit.accounts.actions.people import note_confirmed
from recruit.accounts.models import User
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.organisations import actions as organisations
from recruit.organisations.rules import OrganisationState
from recruit.students import actions, privacy, queries
from recruit.students.models import Disclosure, Student
from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    JlptLevel,
    LanguageTest,
    Major,
    Skill,
    StudentRefusal,
    Visibility,
    WorkWish,
)
from recruit.students.values import ProfileValues
from tests import people
from tests.factories.organisations import join, make_company, make_university
from tests.factories.students import make_student, show

VALUES = ProfileValues(
    name_passport="NGUYEN VAN DUC",
    name_local="Nguyễn Văn Đức",
    call_name="Đức",
    katakana="グエン・ヴァン・ドゥック",
    nationality="VN",
    born_on=date(2003, 5, 14),
    degree=EducationLevel.ENGINEER,
    major=Major.TRANSPORT,
    major_local="Giao thông",
    graduates_on=date(2027, 6, 1),
    jlpt_level=JlptLevel.N3,
    jlpt_score=112,
    skills=(Skill.AUTOCAD, Skill.SURVEY),
    wished_work=(WorkWish.CIVIL_DESIGN,),
)


def save(user, values, now):
    with writing():
        student = actions.open_profile(user.person_id, now=now)
        actions.save_profile(student, values, by=people.visitor_of(user), now=now)
    return student


def live_rows():
    return session().scalar(select(func.count()).select_from(Disclosure).where(Disclosure.until_at.is_(None)))


def choose(student, visibility, user, now, *, agrees=False):
    with writing():
        actions.change_visibility(
            student, visibility, agrees=agrees, language="vi", by=people.visitor_of(user), now=now
        )


@pytest.mark.parametrize(("who", "profiles"), [(people.student, 1), (people.company_member, 0)])
def test_a_student_who_confirms_the_address_finds_an_empty_profile(app, now, who, profiles):
    user = who()
    with writing():
        user.confirmed_at = None
    with writing() as rows:
        note_confirmed(rows.get_one(User, user.id), now)
    assert session().scalar(select(func.count()).select_from(Student)) == profiles


def test_a_profile_is_kept_coded_and_found_without_marks(app, now):
    student = save(people.student(), VALUES, now)
    (japanese,) = student.language_results
    assert japanese.cefr is CefrLevel.B1
    assert " duc " in student.search_key
    save_again = save(session().scalars(select(User)).one(), replace(VALUES, skills=(Skill.REVIT,)), now)
    assert save_again is student
    assert [row.skill for row in student.skills] == [Skill.REVIT]


def test_half_a_profile_is_kept(app, now):
    student = save(people.student(), ProfileValues(call_name="Đức", jlpt_level=JlptLevel.N5), now)
    assert student.call_name == "Đức"
    assert student.educations == []
    assert student.language_results[0].cefr is None


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"name_passport": "Nguyễn Văn Đức"}, StudentRefusal.NAME_NOT_LATIN, "name_passport"),
        ({"katakana": "Duc"}, StudentRefusal.KATAKANA_NOT_KATAKANA, "katakana"),
        ({"jlpt_score": 181}, StudentRefusal.SCORE_OUTSIDE_TEST, "jlpt_score"),
        ({"jlpt_level": None}, StudentRefusal.LEVEL_NEEDED, "jlpt_score"),
        ({"toeic_score": 601}, StudentRefusal.SCORE_OUTSIDE_TEST, "toeic_score"),
        ({"born_on": date(2025, 5, 14)}, StudentRefusal.DAY_NOT_POSSIBLE, "born_on"),
    ],
)
def test_what_cannot_be_right_is_refused(app, now, changes, reason, field):
    with pytest.raises(Refused) as refused:
        save(people.student(), replace(VALUES, **changes), now)
    assert (refused.value.reason, refused.value.field) == (reason, field)
    assert session().scalar(select(func.count()).select_from(Student)) == 0


def test_nobody_else_saves_a_profile(app, now):
    student, other = make_student(), people.visitor_of(people.other_student())
    with pytest.raises(Missing), writing():
        actions.save_profile(student, VALUES, by=other, now=now)


def test_the_university_sees_its_students_and_confirms_them(app, now, outbox):
    user, desk, first, second = (
        people.student(),
        people.university_member(),
        make_university(),
        make_university(),
    )
    join(desk, first)
    student = save(user, replace(VALUES, university=first), now)
    education = queries.education_of_university(people.acting(desk), student.public_id)
    for _ in range(2):
        with writing():
            actions.confirm_education(education, Confirmed.ENROLLED, by=people.acting(desk), now=now)
    assert outbox.kinds == ["studies_confirmed"]
    (message,) = outbox.hand_over()
    assert message["To"] == user.email
    save(user, replace(VALUES, university=second), now)
    assert education.confirmed is Confirmed.NO
    with pytest.raises(Missing):
        queries.education_of_university(people.acting(desk), student.public_id)


def test_another_university_confirms_nothing(app, now):
    desk = people.university_member()
    join(desk, make_university())
    student = make_student(university=make_university())
    by = people.acting(desk)
    with pytest.raises(Missing), writing():
        actions.confirm_education(student.educations[0], Confirmed.ENROLLED, by=by, now=now)


def test_a_reason_is_one_row_and_a_new_scope_a_new_one(app, now):
    student, company = make_student(), make_company()
    first = show(student, company, DisclosureScope.CARD)
    assert show(student, company, DisclosureScope.CARD).id == first.id
    second = show(student, company, DisclosureScope.PROFILE)
    assert first.until_at == now
    assert second.until_at is None
    show(student, company, reason=DisclosureReason.FAIR)
    with writing():
        actions.end_disclosure(
            student, company.id, reason=DisclosureReason.CHOSEN, by=people.nobody(), now=now
        )
    assert live_rows() == 1


def test_all_approved_companies_see_a_card_only_after_an_agreement(app, now):
    user, waiting = people.student(), make_company(state=OrganisationState.APPLIED)
    student, approved, staff = make_student(user), make_company(), people.visitor_of(people.coordinator())
    with pytest.raises(Refused) as refused:
        choose(student, Visibility.ALL_APPROVED_COMPANIES, user, now)
    assert refused.value.reason is StudentRefusal.AGREEMENT_NEEDED
    assert live_rows() == 0
    choose(student, Visibility.ALL_APPROVED_COMPANIES, user, now, agrees=True)
    assert queries.scope_shown_to(student, approved.id) is DisclosureScope.CARD
    assert queries.scope_shown_to(student, waiting.id) is None
    with writing():
        organisations.approve(waiting, by=staff, now=now, despite_open_checks=True)
    assert queries.scope_shown_to(student, waiting.id) is DisclosureScope.CARD
    with writing():
        organisations.suspend(waiting, "?", by=staff, now=now)
    assert queries.scope_shown_to(student, waiting.id) is None
    choose(student, Visibility.FAIR_COMPANIES, user, now)
    assert live_rows() == 0
    assert student.visibility is Visibility.FAIR_COMPANIES


def test_taking_the_agreement_back_hides_the_card(app, now):
    user, _company = people.student(), make_company()
    student = make_student(user)
    choose(student, Visibility.ALL_APPROVED_COMPANIES, user, now, agrees=True)
    consent = live_consent(user.person_id, Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION)
    with writing():
        withdraw_consent(consent.public_id, by=people.visitor_of(user), now=now)
    session().refresh(student)
    assert student.visibility is Visibility.NOBODY
    assert live_rows() == 0


def test_a_student_chooses_a_company_and_ends_it(app, now):
    user, company = people.student(), make_company()
    student, by = make_student(user), people.visitor_of(user)
    for _ in range(2):
        with writing():
            actions.choose_company(student, company, language="vi", by=by, now=now)
    assert live_rows() == 1
    with writing():
        actions.end_own(student, company, by=by, now=now)
    assert live_rows() == 0
    to_company = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION, company.public_id)
    assert live_consent(user.person_id, *to_company) is None


def test_a_person_who_is_erased_leaves_only_the_record_of_who_saw_them(app, now):
    user, company = people.student(), make_company()
    student = make_student(user, university=make_university())
    show(student, company)
    assert privacy.export(user.person_id)["profile"]["born_on"] == "2003-05-14"
    assert len(privacy.export(user.person_id)["shown_to"]) == 1
    with writing():
        privacy.erase(user.person_id, now)
    session().refresh(student)
    left = privacy.export(user.person_id)
    assert not any(
        left["profile"][name] for name in ("name_passport", "name_local", "katakana", "born_on", "educations")
    )
    assert left["shown_to"][0]["until_at"] == now.isoformat()


def test_two_reactions_at_once_show_a_student_once(own_database, own_app):
    with own_database.scope():
        student_id, company_id = make_student().id, make_company().id
    barrier = threading.Barrier(2)

    def begin(_number):
        with own_database.scope():
            student = session().get_one(Student, student_id)
            barrier.wait()
            with writing():
                actions.begin_disclosure(
                    student, company_id, scope=DisclosureScope.CARD, reason=DisclosureReason.FAIR,
                    reason_ref="hanoi", by=people.nobody(), now=core_clock.now(),
                )  # fmt: skip

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(begin, range(2)))
    with own_database.scope():
        assert live_rows() == 1


def test_own_view_counts_as_a_language(app, now):
    values = ProfileValues(japanese_own_view=CefrLevel.A2, english_own_view=CefrLevel.B1)
    student = save(people.student(), values, now)
    assert {row.test for row in student.language_results} == {
        LanguageTest.JAPANESE_OWN_VIEW,
        LanguageTest.ENGLISH_OWN_VIEW,
    }
    assert [row.language for row in student.language_results] == ["ja", "en"]
