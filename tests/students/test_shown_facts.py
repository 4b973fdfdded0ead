"""A profile filled in in one language, read in the others: coded values in words, own words as they were written."""

from datetime import date
from enum import StrEnum

from flask_babel import force_locale
import pytest

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.locales import CODES
from recruit.organisations.rules import Prefecture
from recruit.students import actions, rules
from recruit.students.models import Education, LanguageResult, Student
from recruit.students.names import shown_name
from recruit.students.rules import ExperienceKind, Skill, SkillLevel, WorkWish
from recruit.students.shown_facts import shown_facts
from recruit.students.summaries import result_words
from recruit.web.words import words_for
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show

VALUES = [
    rules.Major, rules.Skill, rules.EducationLevel, rules.GradeScale, rules.LanguageTest, rules.CefrLevel,
    rules.WorkWish, rules.SkillGroup, rules.SkillLevel, rules.ExperienceKind, rules.Region, rules.Confirmed,
    rules.ProfilePart, rules.ProfileSection, rules.ProfileUse, rules.StudentRefusal, Prefecture,
]  # fmt: skip
# Names of tests and programs are the same everywhere; a Japanese reader knows 2D CAD as little as the letters of N3.
SAME_EVERYWHERE = {
    "JLPT", "JFT-Basic", "BJT Business Japanese", "Japanese NAT-TEST", "J.TEST", "IELTS", "TOEFL iBT", "TOEFL ITP",
    "TOEIC Listening and Reading", "VSTEP", "BIM", "AutoCAD", "Jw_cad", "Revit", "Archicad", "Civil 3D",
    "Tekla Structures", "GIS", "MS Project/Primavera", "RCCM", *["A1", "A2", "B1", "B2", "C1", "C2"],
}  # fmt: skip


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_every_coded_value_reads_in_every_language(app, kind: type[StrEnum]) -> None:
    for value in kind:
        with app.test_request_context(), force_locale("en"):
            english = str(words_for(value))
        assert english
        for language in set(CODES) - {"en"}:
            with app.test_request_context(), force_locale(language):
                there = str(words_for(value))
            assert there, (language, value)
            is_same_word = language != "ja" or english in SAME_EVERYWHERE
            assert there != english or is_same_word, f"{value} has no word in {language}"


@pytest.mark.parametrize("degree", [rules.EducationLevel.SECONDARY, rules.EducationLevel.BACHELOR])
def test_nobody_waits_for_a_school_to_confirm(app, degree: rules.EducationLevel) -> None:
    studies = Education(university_name="THPT Phan Châu Trinh", degree=degree, confirmed=rules.Confirmed.NO)
    with app.test_request_context(), force_locale("en"):
        shown = shown_facts(Student(educations=[studies]), whole=False, language="en", numbers={})
    labels = [row[0] for row in shown.studies[0]]
    is_school = degree is rules.EducationLevel.SECONDARY
    assert (labels[0], "Confirmation" in labels) == (("School", False) if is_school else ("University", True))


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "JLPT N3 112"), ("ja", "日本語能力試験（JLPT） N3 112点")]
)
def test_points_read_as_points(app, language: str, words: str) -> None:
    result = LanguageResult(test=rules.LanguageTest.JLPT, test_name="", level="N3", score=112)
    with app.test_request_context(), force_locale(language):
        assert result_words(result) == words


def test_a_company_reads_a_vietnamese_profile_in_japanese(app, now):
    user, company, member = people.student(), make_company(), people.company_member()
    join(member, company)
    student, by = make_student(user), people.visitor_of(user)
    with writing():
        actions.save_education(
            student,
            student.educations[0],
            {
                "university_name": "Đại học Xyz",
                "university": None,
                "degree_local": "Kỹ sư",
                "grade": "Giỏi",
                "grade_scale": rules.GradeScale.CLASS,
            },
            by=by,
            now=now,
        )
        actions.save_results(
            student,
            {"jlpt_level": "N3", "jlpt_score": 112, "japanese_own_view": "A2", "ielts_level": "6.5"},
            by=by,
            now=now,
        )
        actions.save_skills(
            student, [Skill.REVIT, Skill.REBAR], {Skill.REVIT: SkillLevel.ALONE}, by=by, now=now
        )
        actions.save_skills(
            student, [Skill.REVIT, Skill.REBAR], {Skill.REVIT: SkillLevel.ALONE}, by=by, now=now
        )
        actions.save_licences(student, [Skill.CCHN_VN], {}, {}, by=by, now=now)
        actions.save_licences(
            student,
            [Skill.CCHN_VN],
            {Skill.CCHN_VN: "VN-7788"},
            {Skill.CCHN_VN: date(2029, 1, 31)},
            by=by,
            now=now,
        )
        actions.save_experience(
            student,
            None,
            {
                "kind": ExperienceKind.FINAL_PROJECT,
                "title": "Thiết kế cầu",
                "place": "Hà Nội",
                "begins_on": date(2026, 1, 1),
                "ends_on": date(2026, 5, 1),
                "words": "Tôi tính nội lực.",
                "language": "vi",
                "tools": [Skill.CIVIL3D],
            },
            by=by,
            now=now,
        )
        actions.add_busy_time(
            student,
            weekday=1,
            first_on=None,
            last_on=None,
            starts=None,
            ends=None,
            zone="Asia/Tokyo",
            by=by,
            now=now,
        )
        actions.save_profile(
            student,
            {
                "wished_work": [WorkWish.BIM_ENGINEERING],
                "wished_prefectures": [Prefecture.AICHI],
                "about": "Xin chào",
                "about_language": "vi",
            },
            by=by,
            now=clock.now(),
        )
    show(student, company)
    client = people.sign_in(app.test_client(), member)
    page = client.get(f"/ja/company/students/{student.public_id}").text
    for there in (
        "卒業研究・卒業設計", "2026年1月", "2026年5月", "愛知県", "2029年1月31日", "ベトナム語", "N3 112", "IELTS 6.5",
        "話す力", "Kỹ sư", "Giỏi", "Đại học Xyz",
    ):  # fmt: skip
        assert there in page, there
    for own in ("Thiết kế cầu", "Tôi tính nội lực.", "Xin chào"):
        assert f'lang="vi">{own}' in page, own
    for hidden in ("2003", "VN-7788", "every week", "毎週"):
        assert hidden not in page, hidden
    for language in ("id", "en"):
        assert "Tôi tính nội lực." in client.get(f"/{language}/company/students/{student.public_id}").text


@pytest.mark.parametrize(
    ("called", "nationality", "on_the_card", "on_the_profile"),
    [
        ("Đức", "VN", "vi", "vi"),
        ("Hương", "VN", "vi", "vi"),
        ("Nam", "VN", None, "vi"),
        ("Budi", "ID", None, "id"),
        ("", "ID", None, "id"),
    ],
)
def test_a_card_tells_no_more_of_a_language_than_its_letters(
    called, nationality, on_the_card, on_the_profile
):
    student = Student(
        name_passport="AN", name_local="", call_name=called, katakana="", nationality=nationality
    )
    assert shown_name(student, whole=False).first_lang == on_the_card
    assert shown_name(student, whole=True).first_lang == on_the_profile
