"""Moves of student profiles, and what follows elsewhere."""

from concurrent.futures import ThreadPoolExecutor
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
from recruit.students.models import Disclosure, Experience, Student
from recruit.students.rules import (
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    ExperienceKind,
    Major,
    Skill,
    StudentRefusal,
    Visibility,
    WorkWish,
)
from tests import people
from tests.factories.organisations import join, make_company, make_university
from tests.factories.students import make_student, show

NAMES = {
    "name_passport": "NGUYEN VAN DUC",
    "name_local": "Nguyễn Văn Đức",
    "call_name": "Đức",
    "katakana": "グエン・ヴァン・ドゥック",
    "nationality": "VN",
    "born_on": date(2003, 5, 14),
}
STUDY = {
    "degree": EducationLevel.ENGINEER,
    "major": Major.TRANSPORT,
    "major_local": "Giao thông",
    "graduates_on": date(2027, 6, 1),
}


def save(user, changes, now):
    """Names and wishes."""
    with writing():
        student = actions.open_profile(user.person_id, now=now)
        faults = actions.save_profile(student, changes, by=people.visitor_of(user), now=now)
    return student, faults


def study_at(university, user, now):
    with writing():
        student = actions.open_profile(user.person_id, now=now)
        education = student.educations[0] if student.educations else None
        actions.save_education(
            student, education, {**STUDY, "university": university}, by=people.visitor_of(user), now=now
        )
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


def test_a_profile_is_kept_and_found_without_marks(app, now):
    user = people.student()
    student, faults = save(user, NAMES, now)
    assert faults == {}
    assert " duc " in student.search_key
    again, _faults = save(user, {"wished_work": (WorkWish.CIVIL_DESIGN,)}, now)
    assert again is student
    assert (student.call_name, student.wished_work) == ("Đức", ["civil_design"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name_passport": "Nguyễn Văn Đức"}, StudentRefusal.NAME_NOT_LATIN),
        ({"katakana": "Duc"}, StudentRefusal.KATAKANA_NOT_KATAKANA),
        ({"born_on": date(2025, 5, 14)}, StudentRefusal.DAY_NOT_POSSIBLE),
    ],
)
def test_what_cannot_be_right_is_not_kept_and_all_else_is(app, now, changes, reason):
    ((field, wrong),) = changes.items()
    student, faults = save(people.student(), {**NAMES, **changes}, now)
    assert faults == {field: reason}
    assert getattr(student, field) != wrong
    assert student.call_name == "Đức"


RESULTS = [
    ({"jlpt_level": "N3", "jlpt_score": 112}, {"jlpt": ("N3", 112, "B1")}, set()),
    ({"jlpt_level": "N5"}, {"jlpt": ("N5", None, None)}, set()),
    ({"jlpt_level": "N3", "jlpt_score": 181}, {"jlpt": ("N3", None, None)}, {"jlpt_score"}),
    ({"jlpt_level": "", "jlpt_score": 112}, {}, {"jlpt_score"}),
    ({"toeic_score": 601}, {}, {"toeic_score"}),
    ({"japanese_own_view": "A2"}, {"japanese_own_view": ("A2", None, "A2")}, set()),
    (
        {"ielts_level": "6.5", "vstep_level": "B2"},
        {"ielts": ("6.5", None, "B2"), "vstep": ("B2", None, "B2")},
        set(),
    ),
    ({"jft_basic_score": 150, "jft_basic_taken_on": date(2026, 7, 1)}, {"jft_basic": ("", 150, None)}, set()),
    ({"jft_basic_score": 150, "jft_basic_taken_on": date(2026, 8, 1)}, {"jft_basic": ("", 150, "A1")}, set()),
    ({"bjt_score": 480, "bjt_taken_on": date(2027, 8, 1)}, {"bjt": ("", 480, None)}, {"bjt_taken_on"}),
    (
        {"other_test_name": "TOPIK", "other_level": "4", "other_language": "ko"},
        {"other": ("4", None, None)},
        set(),
    ),
]


@pytest.mark.parametrize(("changes", "kept", "wrong"), RESULTS)
def test_results_of_tests_are_kept_with_their_level(app, now, changes, kept, wrong):
    user = people.student()
    by = people.visitor_of(user)
    with writing():
        student = actions.open_profile(user.person_id, now=now)
        faults = actions.save_results(student, changes, by=by, now=now)
    assert {str(row.test): (row.level, row.score, row.cefr) for row in student.language_results} == kept
    assert set(faults) == wrong
    with writing():
        actions.save_results(student, dict.fromkeys(changes), by=by, now=now)
    assert student.language_results == []


def test_a_score_of_another_level_does_not_stay(app, now):
    user = people.student()
    by = people.visitor_of(user)
    with writing():
        student = actions.open_profile(user.person_id, now=now)
        actions.save_results(student, {"jlpt_level": "N3", "jlpt_score": 112}, by=by, now=now)
        actions.save_results(student, {"jlpt_level": "N2", "jlpt_score": 900}, by=by, now=now)
    (row,) = student.language_results
    assert (row.level, row.score, row.cefr) == ("N2", None, None)


def test_nobody_else_saves_a_profile(app, now):
    student, other = make_student(), people.visitor_of(people.other_student())
    deed = Experience(kind=ExperienceKind.JOB, title="Cầu")
    for move in (
        lambda: actions.save_profile(student, NAMES, by=other, now=now),
        lambda: actions.save_education(student, student.educations[0], STUDY, by=other, now=now),
        lambda: actions.remove_education(student, student.educations[0], by=other, now=now),
        lambda: actions.save_results(student, {"toeic_score": 600}, by=other, now=now),
        lambda: actions.save_skills(student, [], {}, by=other, now=now),
        lambda: actions.save_licences(student, [], {}, {}, by=other, now=now),
        lambda: actions.save_experience(student, None, {"title": "Cầu"}, by=other, now=now),
        lambda: actions.remove_experience(student, deed, by=other, now=now),
    ):
        with pytest.raises(Missing), writing():
            move()


def test_a_company_reads_the_number_of_a_licence_only_after_an_application(app, now):
    user, company, member = people.student(), make_company(), people.company_member()
    join(member, company)
    student = make_student(user)
    with writing():
        actions.save_licences(student, [Skill.SKK_ID], {}, {}, by=people.visitor_of(user), now=now)
        actions.save_licences(
            student, [Skill.SKK_ID], {Skill.SKK_ID: "SKK-123"}, {}, by=people.visitor_of(user), now=now
        )
    numbers = {Skill.SKK_ID: "SKK-123"}
    assert queries.licence_numbers(people.visitor_of(user), student) == numbers
    show(student, company)
    assert queries.licence_numbers(people.acting(member), student) == {}
    show(student, company, DisclosureScope.DOCUMENTS, DisclosureReason.APPLICATION)
    assert queries.licence_numbers(people.acting(member), student) == numbers
    assert queries.licence_numbers(people.visitor_of(people.other_student()), student) == {}


def test_the_university_sees_its_students_and_confirms_them(app, now, outbox):
    user, desk, first, second = (
        people.student(),
        people.university_member(),
        make_university(),
        make_university(),
    )
    join(desk, first)
    student = study_at(first, user, now)
    education = queries.education_of_university(people.acting(desk), student.public_id)
    for _ in range(2):
        with writing():
            actions.confirm_education(education, Confirmed.ENROLLED, by=people.acting(desk), now=now)
    assert outbox.kinds == ["studies_confirmed"]
    (message,) = outbox.hand_over()
    assert message["To"] == user.email
    study_at(second, user, now)
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
    barrier = threading.Barrier(2, timeout=60)

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
