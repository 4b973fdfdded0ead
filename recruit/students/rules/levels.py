"""Language tests and the levels they stand for, in plain Python."""

from datetime import date
from decimal import Decimal

from recruit.students.rules.codes import CefrLevel, JlptLevel, LanguageTest, StudentRefusal

JAPANESE_TESTS = frozenset(
    {
        LanguageTest.JLPT,
        LanguageTest.JFT_BASIC,
        LanguageTest.BJT,
        LanguageTest.NAT_TEST,
        LanguageTest.J_TEST,
        LanguageTest.JAPANESE_OWN_VIEW,
    }
)

# Total score from which a pass carries a level, best first: score reports since December 2025.
JLPT_TO_CEFR: dict[JlptLevel, tuple[tuple[int, CefrLevel], ...]] = {
    JlptLevel.N1: ((142, CefrLevel.C1), (100, CefrLevel.B2)),
    JlptLevel.N2: ((112, CefrLevel.B2), (90, CefrLevel.B1)),
    JlptLevel.N3: ((104, CefrLevel.B1), (95, CefrLevel.A2)),
    JlptLevel.N4: ((90, CefrLevel.A2),),
    JlptLevel.N5: ((80, CefrLevel.A1),),
}
TOEIC_TO_CEFR = (
    (945, CefrLevel.C1),
    (785, CefrLevel.B2),
    (550, CefrLevel.B1),
    (225, CefrLevel.A2),
    (120, CefrLevel.A1),
)
# From August 2026 the JFT-Basic judges three levels, before only A2.
JFT_LEVELS_FROM = date(2026, 8, 1)
BJT_B2_FROM = 400
# Least and most total score, and the step between scores in tenths of a point.
SCORES: dict[LanguageTest, tuple[int, int, int]] = {
    LanguageTest.JLPT: (0, 180, 10),
    LanguageTest.JFT_BASIC: (10, 250, 10),
    LanguageTest.BJT: (0, 800, 10),
    LanguageTest.NAT_TEST: (0, 180, 10),
    LanguageTest.TOEIC: (10, 990, 50),
    LanguageTest.IELTS: (0, 9, 5),
    LanguageTest.TOEFL_IBT: (0, 120, 10),
}


def cefr_of_jlpt(level: JlptLevel, total_score: int) -> CefrLevel | None:
    """The level printed beside a JLPT result; None for a total below the pass mark (no level is printed then)."""
    return next((cefr for least, cefr in JLPT_TO_CEFR[level] if total_score >= least), None)


def cefr_of_toeic(score: int) -> CefrLevel | None:
    """The level of a TOEIC total taken as listening and reading together; None below A1."""
    return next((cefr for least, cefr in TOEIC_TO_CEFR if score >= least), None)


def cefr_of_jft(score: int, taken_on: date) -> CefrLevel | None:
    """The level a JFT-Basic result shows; 175 to 199 is A2.1 of the test's own scale: on the way, not yet A2."""
    if score >= 200:
        return CefrLevel.A2
    return CefrLevel.A1 if taken_on >= JFT_LEVELS_FROM and score >= 145 else None


def cefr_of(
    test: LanguageTest, level: JlptLevel | None, score: int | None, taken_on: date
) -> CefrLevel | None:
    """The CEFR level a test result stands for; None where the test has no published table or the score is unknown."""
    if score is None:
        return None
    if test is LanguageTest.JLPT:
        return cefr_of_jlpt(level, score) if level else None
    if test is LanguageTest.JFT_BASIC:
        return cefr_of_jft(score, taken_on)
    return cefr_of_toeic(score) if test is LanguageTest.TOEIC else None


def counts_as_b2_for_immigration(test: LanguageTest, level: JlptLevel | None, score: int | None) -> bool:
    """Immigration takes a pass of N2 (or N1), or 400 points of BJT, even where the JLPT paper itself prints B1.

    Without a score a JLPT level is taken as passed: the certificate shows the pass, the score report the points.
    """
    if test is LanguageTest.JLPT and level in (JlptLevel.N1, JlptLevel.N2):
        return score is None or cefr_of_jlpt(level, score) is not None
    return test is LanguageTest.BJT and score is not None and score >= BJT_B2_FROM


def language_of(test: LanguageTest) -> str:
    """The code of the language a test is about."""
    return "ja" if test in JAPANESE_TESTS else "en"


def why_not_score(
    test: LanguageTest, level: JlptLevel | None, score: Decimal | None
) -> StudentRefusal | None:
    """Why a result cannot be right."""
    if test is LanguageTest.JLPT and level is None:
        return StudentRefusal.LEVEL_NEEDED
    if score is None or test not in SCORES:
        return None
    least, most, step = SCORES[test]
    fits = least <= score <= most and (score * 10) % step == 0
    return None if fits else StudentRefusal.SCORE_OUTSIDE_TEST
