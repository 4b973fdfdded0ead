"""How a position fits a student: reasons from stated rules, each met, open or not yet known. Never a score, never for companies.

What a position asks for and what the student wishes are two things. What the profile does not say is not held against it.
Times at which the student is busy are no rule: they matter for interviews, not for the work.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.organisations.rules import Prefecture
from recruit.postings.rules.codes import Driving, JapaneseLevel, WorkKind, japanese_level_at_least
from recruit.postings.rules.findings.majors import FITTING
from recruit.students.rules import (
    CefrLevel,
    EducationLevel,
    LanguageTest,
    Major,
    ProfileSection,
    Skill,
    needs_degree_check,
)
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
# From graduation to the first day: certificates, two months of examination on average, visa, journey.
PAPERS_TAKE_MONTHS = 4


class FitRule(StrEnum):
    """What is compared, in the order in which it is read."""

    MAJOR = "major"
    STUDIES = "studies"
    DEGREE = "degree"
    JAPANESE = "japanese"
    GRADUATION = "graduation"
    DRIVING = "driving"
    WORK_WISH = "work_wish"
    PLACE_WISH = "place_wish"
    START_WISH = "start_wish"


class Verdict(StrEnum):
    """`unknown`: the profile does not say it yet."""

    MET = "met"
    OPEN = "open"
    UNKNOWN = "unknown"


class JapaneseFrom(StrEnum):
    """Where a level of Japanese was read from."""

    NOTHING = "nothing"
    LEVEL = "level"
    TABLE = "table"
    OWN_VIEW = "own_view"


WISHES = frozenset({FitRule.WORK_WISH, FitRule.PLACE_WISH, FitRule.START_WISH})
# Where in the profile something about it is mended.
MENDED_IN: dict[FitRule, ProfileSection] = {
    FitRule.MAJOR: ProfileSection.STUDIES,
    FitRule.STUDIES: ProfileSection.STUDIES,
    FitRule.DEGREE: ProfileSection.STUDIES,
    FitRule.GRADUATION: ProfileSection.STUDIES,
    FitRule.JAPANESE: ProfileSection.LANGUAGES,
    FitRule.DRIVING: ProfileSection.LICENCES,
    FitRule.WORK_WISH: ProfileSection.WISHES,
    FitRule.PLACE_WISH: ProfileSection.WISHES,
    FitRule.START_WISH: ProfileSection.WISHES,
}


@dataclass(frozen=True)
class Japanese:
    """The best level, and what it was read from."""

    level: JapaneseLevel = JapaneseLevel.NONE
    read_from: JapaneseFrom = JapaneseFrom.NOTHING


@dataclass(frozen=True)
class Profile:
    """What the rules take from a profile."""

    majors: tuple[Major, ...] = ()
    degrees: tuple[EducationLevel, ...] = ()
    graduates_on: date | None = None
    japanese: Japanese = Japanese()
    licences: frozenset[Skill] = frozenset()
    wished_work: tuple[str, ...] = ()
    wished_prefectures: tuple[str, ...] = ()
    may_start_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """What the rules take from a position."""

    work_kind: WorkKind
    prefecture: Prefecture
    majors: tuple[str, ...]
    japanese: JapaneseLevel
    starts_on: date | None
    driving: Driving | None


@dataclass(frozen=True)
class Reason:
    """One rule and what it says. `months` counts from graduation to the first day, where that is the matter."""

    rule: FitRule
    verdict: Verdict
    months: int | None = None

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.MET

    @property
    def is_wish(self) -> bool:
        return self.rule in WISHES

    @property
    def section(self) -> ProfileSection:
        return MENDED_IN[self.rule]


@dataclass(frozen=True)
class Fit:
    """All reasons in the order of reading, and what they were made from."""

    profile: Profile
    asked: Asked
    reasons: tuple[Reason, ...]

    @property
    def asked_reasons(self) -> list[Reason]:
        """What the position asks for."""
        return [one for one in self.reasons if not one.is_wish]

    @property
    def wish_reasons(self) -> list[Reason]:
        """What the student wishes."""
        return [one for one in self.reasons if one.is_wish]

    @property
    def not_met(self) -> list[Reason]:
        """What is open or not yet known."""
        return [one for one in self.reasons if not one.is_met]


def japanese_of(results: Iterable[tuple[LanguageTest, str, CefrLevel | None]]) -> Japanese:
    """The best Japanese among test results and own views: the JLPT level, else the level its CEFR level stands beside.

    Of two equal ones the test stands before the own view.
    """
    best = Japanese()
    order = list(JapaneseFrom)
    for test, level, cefr in results:
        if test not in JAPANESE_TESTS:
            continue
        if level in set(JapaneseLevel):
            found = Japanese(JapaneseLevel(level), JapaneseFrom.LEVEL)
        elif cefr or level in set(CefrLevel):
            own = test is LanguageTest.JAPANESE_OWN_VIEW
            found = Japanese(
                _OF_CEFR[cefr or CefrLevel(level)], JapaneseFrom.OWN_VIEW if own else JapaneseFrom.TABLE
            )
        else:
            continue
        is_better = not japanese_level_at_least(best.level, found.level)
        is_surer = best.level is found.level and order.index(found.read_from) < order.index(best.read_from)
        best = found if is_better or is_surer or best.read_from is JapaneseFrom.NOTHING else best
    return best


def fit_of(profile: Profile, asked: Asked) -> Fit:
    """What every rule says that the position gives something to say about."""
    found = [
        _major(profile.majors, asked.majors),
        _studies(profile.majors, asked.work_kind),
        _degree(profile.degrees),
        _japanese(profile.japanese, asked.japanese),
        _graduation(profile.graduates_on, asked.starts_on),
        _driving(profile.licences, asked.driving),
        _wish(FitRule.WORK_WISH, profile.wished_work, asked.work_kind),
        _wish(FitRule.PLACE_WISH, profile.wished_prefectures, asked.prefecture),
        _start(profile.may_start_on, asked.starts_on),
    ]
    return Fit(profile, asked, tuple(one for one in found if one is not None))


def _verdict(met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.OPEN


def _major(own: Sequence[Major], wanted: Collection[str]) -> Reason:
    if not wanted:
        return Reason(FitRule.MAJOR, Verdict.MET)
    if not own:
        return Reason(FitRule.MAJOR, Verdict.UNKNOWN)
    return Reason(FitRule.MAJOR, _verdict(any(major in wanted for major in own)))


def _studies(own: Sequence[Major], kind: WorkKind) -> Reason:
    if not own:
        return Reason(FitRule.STUDIES, Verdict.UNKNOWN)
    return Reason(FitRule.STUDIES, _verdict(any(major in FITTING[kind] for major in own)))


def _degree(own: Sequence[EducationLevel]) -> Reason:
    if not own:
        return Reason(FitRule.DEGREE, Verdict.UNKNOWN)
    return Reason(FitRule.DEGREE, _verdict(not all(needs_degree_check(level) for level in own)))


def _japanese(own: Japanese, wanted: JapaneseLevel) -> Reason:
    if own.read_from is JapaneseFrom.NOTHING and wanted is not JapaneseLevel.NONE:
        return Reason(FitRule.JAPANESE, Verdict.UNKNOWN)
    return Reason(FitRule.JAPANESE, _verdict(japanese_level_at_least(own.level, wanted)))


def months_between(first: date, last: date) -> int:
    """Whole months by the calendar; negative where the second month comes first."""
    return (last.year - first.year) * 12 + last.month - first.month


def _graduation(graduates_on: date | None, starts_on: date | None) -> Reason | None:
    if starts_on is None:
        return None
    if graduates_on is None:
        return Reason(FitRule.GRADUATION, Verdict.UNKNOWN)
    months = months_between(graduates_on, starts_on)
    return Reason(FitRule.GRADUATION, _verdict(months >= PAPERS_TAKE_MONTHS), months)


def _driving(own: Collection[Skill], wanted: Driving | None) -> Reason | None:
    if wanted is None or wanted is Driving.NOT_NEEDED:
        return None
    return Reason(FitRule.DRIVING, _verdict(wanted is Driving.AFTER_JOINING or Skill.DRIVE_JP in own))


def _wish(rule: FitRule, own: Collection[str], offered: str) -> Reason:
    return Reason(rule, _verdict(offered in own) if own else Verdict.UNKNOWN)


def _start(may_start_on: date | None, starts_on: date | None) -> Reason | None:
    if starts_on is None:
        return None
    if may_start_on is None:
        return Reason(FitRule.START_WISH, Verdict.UNKNOWN)
    return Reason(FitRule.START_WISH, _verdict(months_between(may_start_on, starts_on) >= 0))
