"""How a position fits a student: reasons from stated rules, each met or open. Never a score."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from recruit.postings.rules.codes import JapaneseLevel, japanese_level_at_least
from recruit.students.rules import CefrLevel, LanguageTest, Major
from recruit.students.rules.levels import JAPANESE_TESTS

# The level of JLPT that a CEFR level stands beside (score reports since December 2025).
_OF_CEFR = {
    CefrLevel.A1: JapaneseLevel.N5,
    CefrLevel.A2: JapaneseLevel.N4,
    CefrLevel.B1: JapaneseLevel.N3,
    CefrLevel.B2: JapaneseLevel.N2,
    CefrLevel.C1: JapaneseLevel.N1,
    CefrLevel.C2: JapaneseLevel.N1,
}


@dataclass(frozen=True)
class Fit:
    """What the two rules say: the Japanese a student has beside what is wanted, and the major that is asked for."""

    japanese: JapaneseLevel
    wanted: JapaneseLevel
    japanese_met: bool
    majors_of_student: tuple[Major, ...]
    majors_met: bool
    any_major: bool


def japanese_of(results: Iterable[tuple[LanguageTest, str, CefrLevel | None]]) -> JapaneseLevel:
    """The best Japanese among test results and own views: the JLPT level, else the level its CEFR level stands beside."""
    best = JapaneseLevel.NONE
    for test, level, cefr in results:
        if test not in JAPANESE_TESTS:
            continue
        if level in set(JapaneseLevel):
            found = JapaneseLevel(level)
        elif cefr or level in set(CefrLevel):
            found = _OF_CEFR[cefr or CefrLevel(level)]
        else:
            continue
        best = found if japanese_level_at_least(found, best) else best
    return best


def fit_of(
    japanese: JapaneseLevel, majors: Iterable[Major], *, wanted: JapaneseLevel, majors_ok: Collection[str]
) -> Fit:
    """Both rules: Japanese at least as wanted; one of the student's majors among those asked for (none asked: all are)."""
    own = tuple(majors)
    return Fit(
        japanese=japanese,
        wanted=wanted,
        japanese_met=japanese_level_at_least(japanese, wanted),
        majors_of_student=own,
        majors_met=not majors_ok or any(major in majors_ok for major in own),
        any_major=not majors_ok,
    )
