"""Language tests and the levels they stand for, in plain Python; the figures are facts with source and day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
import json
from pathlib import Path

from recruit.students.rules.codes import CefrLevel, JlptLevel, LanguageTest, StudentRefusal

LEVELS = Path(__file__).parents[2] / "core" / "facts" / "language_levels.json"


@dataclass(frozen=True)
class LevelFact:
    """From this result on a test stands for a CEFR level. `level` is the printed level or the least band of the test."""

    test: LanguageTest
    level: str
    least: int
    cefr: CefrLevel
    valid_from_on: date
    # Whether results from before that day are read by it too.
    holds_before: bool
    source: str
    source_name: str
    checked_on: date
    verified: bool


def _read() -> tuple[LevelFact, ...]:
    rows = json.loads(LEVELS.read_text(encoding="utf-8"))
    return tuple(
        LevelFact(
            test=LanguageTest(row["test"]),
            level=row["level"],
            least=row["least"],
            cefr=CefrLevel(row["cefr"]),
            valid_from_on=date.fromisoformat(row["valid_from_on"]),
            holds_before=row["holds_before"],
            source=row["source"],
            source_name=row["source_name"],
            checked_on=date.fromisoformat(row["checked_on"]),
            verified=row["verified"],
        )
        for row in rows
    )


# Best first within a test.
LEVEL_FACTS = _read()

# What somebody says about themselves; no test has a part for it that every candidate takes.
OWN_VIEWS = frozenset({LanguageTest.JAPANESE_OWN_VIEW, LanguageTest.ENGLISH_OWN_VIEW})
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
# The levels or bands that the papers of a test print, best first.
PRINTED_LEVELS: dict[LanguageTest, tuple[str, ...]] = {
    LanguageTest.JLPT: tuple(JlptLevel),
    LanguageTest.NAT_TEST: ("1Q", "2Q", "3Q", "4Q", "5Q"),
    LanguageTest.J_TEST: ("特A", "A", "準A", "B", "準B", "C", "D", "E", "F", "G"),
    LanguageTest.IELTS: tuple(f"{half / 2:.1f}" for half in range(18, 1, -1)),
    LanguageTest.VSTEP: ("C1", "B2", "B1"),
    LanguageTest.JAPANESE_OWN_VIEW: tuple(reversed(CefrLevel)),
    LanguageTest.ENGLISH_OWN_VIEW: tuple(reversed(CefrLevel)),
}
_BANDED = frozenset({LanguageTest.IELTS})
BJT_B2_FROM = 400
# Least and most total score, and the step between scores.
SCORES: dict[LanguageTest, tuple[int, int, int]] = {
    LanguageTest.JLPT: (0, 180, 1),
    LanguageTest.JFT_BASIC: (10, 250, 1),
    LanguageTest.BJT: (0, 800, 1),
    LanguageTest.NAT_TEST: (0, 180, 1),
    LanguageTest.TOEIC: (10, 990, 5),
    LanguageTest.TOEFL_IBT: (0, 120, 1),
    LanguageTest.TOEFL_ITP: (310, 677, 1),
}


def cefr_of(test: LanguageTest, level: str | None, score: int | None, taken_on: date) -> CefrLevel | None:
    """The CEFR level a result stands for; None where the test has no published table, or what the table needs is unknown.

    A total below the pass mark has no level. A JFT-Basic of 175 to 199 is A2.1 of the test's own scale: not yet A2.
    """
    if test in OWN_VIEWS:
        return CefrLevel(level) if level else None
    for fact in LEVEL_FACTS:
        if fact.test is not test or not (fact.holds_before or fact.valid_from_on <= taken_on):
            continue
        if test in _BANDED:
            fits = Decimal(level or 0) >= Decimal(fact.level)
        elif test in SCORES:
            is_level = not fact.level or level == fact.level
            fits = is_level and score is not None and score >= fact.least
        else:
            fits = level == fact.level
        if fits:
            return fact.cefr
    return None


def cefr_of_jlpt(level: JlptLevel, total_score: int) -> CefrLevel | None:
    """The level printed beside a JLPT result; None for a total below the pass mark (no level is printed then)."""
    return cefr_of(LanguageTest.JLPT, level, total_score, date.max)


def counts_as_b2_for_immigration(test: LanguageTest, level: str | None, score: int | None) -> bool:
    """Immigration takes a pass of N2 (or N1), or 400 points of BJT, even where the JLPT paper itself prints B1.

    Without a score a JLPT level is taken as passed: the certificate shows the pass, the score report the points.
    """
    if test is LanguageTest.JLPT and level in (JlptLevel.N1, JlptLevel.N2):
        return score is None or cefr_of_jlpt(JlptLevel(level), score) is not None
    return test is LanguageTest.BJT and score is not None and score >= BJT_B2_FROM


def language_of(test: LanguageTest) -> str:
    """The code of the language a test is about; of a test that is not in the list the student says it."""
    return "ja" if test in JAPANESE_TESTS else "en"


def why_not_level(test: LanguageTest, level: str) -> StudentRefusal | None:
    """Why a printed level cannot be right. A test that prints none takes none."""
    if not level or test is LanguageTest.OTHER:
        return None
    return None if level in PRINTED_LEVELS.get(test, ()) else StudentRefusal.LEVEL_NEEDED


def why_not_score(test: LanguageTest, level: str | None, score: Decimal | None) -> StudentRefusal | None:
    """Why a result cannot be right."""
    if test is LanguageTest.JLPT and not level:
        return StudentRefusal.LEVEL_NEEDED
    if score is None or test not in SCORES:
        return None
    least, most, step = SCORES[test]
    fits = least <= score <= most and score % step == 0
    return None if fits else StudentRefusal.SCORE_OUTSIDE_TEST
