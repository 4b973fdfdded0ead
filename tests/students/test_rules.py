"""Levels, names, grades and completeness of student profiles."""

from datetime import date, time
from decimal import Decimal

import pytest

from recruit.organisations.rules import Prefecture
from recruit.students import words
from recruit.students.rules import (
    LEVEL_FACTS,
    LICENCES,
    PAPERS,
    PREFECTURES_OF,
    SECTION_OF,
    CefrLevel,
    DocumentKind,
    EducationLevel,
    GradeScale,
    JlptLevel,
    LanguageTest,
    Major,
    ProfileFacts,
    ProfilePart,
    ProfileUse,
    Region,
    Skill,
    StudentAdvice,
    StudentRefusal,
    advice_on_name_passport,
    cefr_of,
    cefr_of_jlpt,
    completeness,
    counts_as_b2_for_immigration,
    language_of,
    missing_for,
    needs_degree_check,
    passport_form,
    why_not_busy,
    why_not_grade,
    why_not_katakana,
    why_not_name_passport,
    why_not_score,
)


@pytest.mark.parametrize(
    ("level", "score", "cefr"),
    [
        ("N1", 180, "C1"),
        ("N1", 142, "C1"),
        ("N1", 141, "B2"),
        ("N1", 100, "B2"),
        ("N1", 99, None),
        ("N2", 112, "B2"),
        ("N2", 111, "B1"),
        ("N2", 90, "B1"),
        ("N2", 89, None),
        ("N3", 104, "B1"),
        ("N3", 103, "A2"),
        ("N3", 95, "A2"),
        ("N3", 94, None),
        ("N4", 90, "A2"),
        ("N4", 89, None),
        ("N5", 80, "A1"),
        ("N5", 79, None),
    ],
)
def test_jlpt_by_the_table_of_december_2025(level: str, score: int, cefr: str | None) -> None:
    assert cefr_of_jlpt(JlptLevel(level), score) == cefr


@pytest.mark.parametrize(
    ("test", "level", "score", "taken_on", "cefr"),
    [
        (LanguageTest.JFT_BASIC, None, 200, date(2026, 7, 31), CefrLevel.A2),
        (LanguageTest.JFT_BASIC, None, 199, date(2026, 7, 31), None),
        (LanguageTest.JFT_BASIC, None, 145, date(2026, 7, 31), None),
        (LanguageTest.JFT_BASIC, None, 199, date(2026, 8, 1), CefrLevel.A1),
        (LanguageTest.JFT_BASIC, None, 145, date(2026, 8, 1), CefrLevel.A1),
        (LanguageTest.JFT_BASIC, None, 144, date(2026, 8, 1), None),
        (LanguageTest.TOEIC, None, 945, date(2026, 1, 1), CefrLevel.C1),
        (LanguageTest.TOEIC, None, 784, date(2026, 1, 1), CefrLevel.B1),
        (LanguageTest.TOEIC, None, 119, date(2026, 1, 1), None),
        (LanguageTest.JLPT, None, 120, date(2026, 1, 1), None),
        (LanguageTest.JLPT, JlptLevel.N2, None, date(2026, 1, 1), None),
        (LanguageTest.BJT, None, 480, date(2026, 1, 1), None),
        (LanguageTest.IELTS, "6.5", None, date(2026, 1, 1), CefrLevel.B2),
        (LanguageTest.IELTS, "7.0", None, date(2026, 1, 1), CefrLevel.C1),
        (LanguageTest.IELTS, "3.5", None, date(2026, 1, 1), None),
        (LanguageTest.TOEFL_IBT, None, 72, date(2026, 1, 1), CefrLevel.B2),
        (LanguageTest.TOEFL_ITP, None, 459, date(2026, 1, 1), CefrLevel.A2),
        (LanguageTest.VSTEP, "B1", None, date(2026, 1, 1), CefrLevel.B1),
        (LanguageTest.NAT_TEST, "2Q", 150, date(2026, 1, 1), None),
        (LanguageTest.JAPANESE_OWN_VIEW, "A2", None, date(2026, 1, 1), CefrLevel.A2),
    ],
)
def test_cefr_of_other_tests(
    test: LanguageTest, level: JlptLevel | None, score: int | None, taken_on: date, cefr: CefrLevel | None
) -> None:
    assert cefr_of(test, level, score, taken_on) == cefr


@pytest.mark.parametrize(
    ("test", "level", "score", "counts"),
    [
        # The paper prints B1 for N2 with 90 points, immigration still takes the pass as B2.
        (LanguageTest.JLPT, JlptLevel.N2, 90, True),
        (LanguageTest.JLPT, JlptLevel.N2, 89, False),
        (LanguageTest.JLPT, JlptLevel.N1, None, True),
        (LanguageTest.JLPT, JlptLevel.N3, 180, False),
        (LanguageTest.BJT, None, 400, True),
        (LanguageTest.BJT, None, 399, False),
        (LanguageTest.BJT, None, None, False),
        (LanguageTest.TOEIC, None, 990, False),
    ],
)
def test_b2_for_immigration(
    test: LanguageTest, level: JlptLevel | None, score: int | None, counts: bool
) -> None:
    assert counts_as_b2_for_immigration(test, level, score) is counts


@pytest.mark.parametrize(
    ("test", "level", "score", "refusal"),
    [
        (LanguageTest.JLPT, JlptLevel.N3, "180", None),
        (LanguageTest.JLPT, JlptLevel.N3, "181", StudentRefusal.SCORE_OUTSIDE_TEST),
        (LanguageTest.JLPT, None, "100", StudentRefusal.LEVEL_NEEDED),
        (LanguageTest.JLPT, JlptLevel.N3, None, None),
        (LanguageTest.JFT_BASIC, None, "9", StudentRefusal.SCORE_OUTSIDE_TEST),
        (LanguageTest.TOEIC, None, "990", None),
        (LanguageTest.TOEIC, None, "991", StudentRefusal.SCORE_OUTSIDE_TEST),
        (LanguageTest.TOEIC, None, "501", StudentRefusal.SCORE_OUTSIDE_TEST),
        (LanguageTest.TOEFL_ITP, None, "309", StudentRefusal.SCORE_OUTSIDE_TEST),
        (LanguageTest.ENGLISH_OWN_VIEW, None, "5", None),
    ],
)
def test_scores_that_exist(
    test: LanguageTest, level: JlptLevel | None, score: str | None, refusal: StudentRefusal | None
) -> None:
    assert why_not_score(test, level, None if score is None else Decimal(score)) == refusal


def test_language_of_a_test() -> None:
    assert language_of(LanguageTest.BJT) == "ja"
    assert language_of(LanguageTest.IELTS) == "en"


@pytest.mark.parametrize(
    ("grade", "scale", "fits"),
    [("4", "4", True), ("4.01", "4", False), ("8.7", "10", True), ("-1", "10", False), ("10.5", "10", False)],
)
def test_grades_fit_their_scale(grade: str, scale: str, fits: bool) -> None:
    assert (why_not_grade(Decimal(grade), GradeScale(scale)) is None) is fits


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("NGUYEN VAN AN", None),
        ("Sutrisno", None),
        ("MUHAMMAD H. NUR'AINI", None),
        ("NGUYỄN VĂN AN", StudentRefusal.NAME_NOT_LATIN),
        ("グエン", StudentRefusal.NAME_NOT_LATIN),
        ("AN 2", StudentRefusal.NAME_NOT_LATIN),
        ("  ", StudentRefusal.NAME_NOT_LATIN),
    ],
)
def test_names_in_passports(name: str, refusal: StudentRefusal | None) -> None:
    assert why_not_name_passport(name) == refusal


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("BUDI SANTOSO, S.T.", StudentAdvice.TITLE_IN_NAME),
        ("Hj. Siti Rahayu", StudentAdvice.TITLE_IN_NAME),
        ("Sutrisno Sutrisno", StudentAdvice.NAME_TWICE),
        ("SUTRISNO LNU", StudentAdvice.FILLER_IN_NAME),
        ("SUTRISNO", None),
        ("BUDI SANTOSO", None),
    ],
)
def test_names_worth_a_second_look(name: str, advice: StudentAdvice | None) -> None:
    assert advice_on_name_passport(name) == advice


def test_passport_form_of_vietnamese_letters() -> None:
    assert passport_form("Nguyễn Văn  Đức") == "NGUYEN VAN DUC"
    assert passport_form("Đỗ Thị Mỹ Hường") == "DO THI MY HUONG"


@pytest.mark.parametrize(
    ("text", "fits"), [("グエン・ヴァン・アン", True), ("ぐえん", False), ("・", False), ("AN", False)]
)
def test_katakana(text: str, fits: bool) -> None:
    assert (why_not_katakana(text) is None) is fits


def test_degrees_that_need_a_look() -> None:
    assert {level for level in EducationLevel if needs_degree_check(level)} == {
        EducationLevel.SECONDARY,
        EducationLevel.COLLEGE,
    }


def test_licences_are_the_skills_with_a_paper() -> None:
    assert Skill.SEKOKAN_CIVIL_1 in LICENCES
    assert Skill.ASEAN_ENG in LICENCES
    assert Skill.SITE_INTERNSHIP not in LICENCES
    assert Skill.AUTOCAD not in LICENCES


def test_what_is_missing_comes_in_the_order_of_the_form() -> None:
    facts = ProfileFacts(frozenset({ProfilePart.CALL_NAME, ProfilePart.MAJOR, ProfilePart.JAPANESE}))
    assert missing_for(ProfileUse.CARD, facts) == [ProfilePart.UNIVERSITY, ProfilePart.GRADUATES_ON]
    assert completeness(ProfileUse.CARD, facts) == 60


@pytest.mark.parametrize("paper", [DocumentKind.DIPLOMA, DocumentKind.EXPECTED_GRADUATION])
def test_any_proof_of_graduation_serves(paper: DocumentKind) -> None:
    everything = frozenset(ProfilePart) - {ProfilePart.TRANSCRIPT, ProfilePart.GRADUATION_PAPER}
    facts = ProfileFacts(everything, frozenset({paper}))
    assert missing_for(ProfileUse.APPLICATION, facts) == [ProfilePart.TRANSCRIPT]
    whole = ProfileFacts(everything, frozenset({paper, DocumentKind.TRANSCRIPT}))
    assert completeness(ProfileUse.APPLICATION, whole) == 100


def test_every_code_has_a_word() -> None:
    for labels in words.ALL:
        kind = type(next(iter(labels)))
        assert set(labels) == set(kind), kind
    assert set(words.MAJOR) == set(Major)


def test_each_level_has_a_source_and_the_best_comes_first() -> None:
    order = list(CefrLevel)
    for test in {fact.test for fact in LEVEL_FACTS}:
        facts = [fact for fact in LEVEL_FACTS if fact.test is test]
        assert all(fact.source.startswith("https://") and fact.source_name for fact in facts)
        assert all(fact.valid_from_on <= fact.checked_on for fact in facts)
        for level in {fact.level for fact in facts}:
            of_level = [order.index(fact.cefr) for fact in facts if fact.level == level]
            assert of_level == sorted(of_level, reverse=True), (test, level)


MONDAY, DAY, LATER, EIGHT, NOON = 0, date(2026, 12, 14), date(2026, 12, 18), time(8), time(12)


@pytest.mark.parametrize(
    ("busy", "faults"),
    [
        ((MONDAY, None, None, EIGHT, NOON), {}),
        ((None, DAY, LATER, None, None), {}),
        ((None, DAY, None, EIGHT, NOON), {}),
        ((None, None, None, EIGHT, NOON), {"weekday": StudentRefusal.BUSY_DAY_NEEDED}),
        ((MONDAY, DAY, None, None, None), {"first_on": StudentRefusal.ONE_KIND_OF_DAY}),
        ((None, LATER, DAY, None, None), {"last_on": StudentRefusal.END_BEFORE_BEGIN}),
        ((MONDAY, None, None, None, NOON), {"starts": StudentRefusal.BOTH_TIMES_NEEDED}),
        ((MONDAY, None, None, NOON, EIGHT), {"ends": StudentRefusal.END_BEFORE_BEGIN}),
        ((MONDAY, None, None, EIGHT, EIGHT), {"ends": StudentRefusal.END_BEFORE_BEGIN}),
    ],
)
def test_busy_times_that_can_be(busy: tuple, faults: dict[str, StudentRefusal]) -> None:
    assert why_not_busy(*busy) == faults


def test_regions_hold_each_prefecture_once() -> None:
    assert [one for places in PREFECTURES_OF.values() for one in places] == list(Prefecture)
    assert PREFECTURES_OF[Region.KANTO][-2:] == (Prefecture.TOKYO, Prefecture.KANAGAWA)
    assert PREFECTURES_OF[Region.SHIKOKU][0] is Prefecture.TOKUSHIMA
    assert set(ProfilePart) - set(PAPERS) == set(SECTION_OF)
