"""How a position fits: reasons from stated rules, and nothing that is not stated."""

from dataclasses import replace
from datetime import date

import pytest

from recruit.organisations.rules import Prefecture
from recruit.postings.rules import Driving, JapaneseLevel, WorkKind, fit_of, japanese_of
from recruit.postings.rules.fit import (
    Asked,
    FitRule,
    Japanese,
    JapaneseFrom,
    Profile,
    Verdict,
)
from recruit.students.rules import CefrLevel, EducationLevel, LanguageTest, Major, Skill

ASKED = Asked(
    work_kind=WorkKind.CIVIL_SITE_MANAGEMENT,
    prefecture=Prefecture.HOKKAIDO,
    majors=("civil", "transport"),
    japanese=JapaneseLevel.N3,
    starts_on=date(2027, 4, 1),
    driving=Driving.ON_JOINING,
)
PROFILE = Profile(
    majors=(Major.CIVIL,),
    degrees=(EducationLevel.ENGINEER,),
    graduates_on=date(2026, 9, 1),
    japanese=Japanese(JapaneseLevel.N3, JapaneseFrom.LEVEL),
    licences=frozenset({Skill.DRIVE_JP}),
    wished_work=("civil_site_management",),
    wished_prefectures=("hokkaido",),
    may_start_on=date(2027, 4, 15),
)


def verdict(rule: FitRule, profile: Profile = PROFILE, asked: Asked = ASKED) -> Verdict | None:
    return next((one.verdict for one in fit_of(profile, asked).reasons if one.rule is rule), None)


def test_all_that_fits_is_met() -> None:
    fit = fit_of(PROFILE, ASKED)
    assert fit.not_met == []
    assert [one.rule for one in fit.reasons] == list(FitRule)
    assert {one.rule for one in fit.wish_reasons} == {
        FitRule.WORK_WISH,
        FitRule.PLACE_WISH,
        FitRule.START_WISH,
    }


def test_what_a_profile_does_not_say_is_not_held_against_it() -> None:
    said = {one.rule: one.verdict for one in fit_of(Profile(), ASKED).reasons}
    # A licence is in the profile or is not there: nothing to wait for.
    assert said.pop(FitRule.DRIVING) is Verdict.OPEN
    assert set(said.values()) == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (FitRule.MAJOR, {"majors": (Major.HVAC,)}, Verdict.OPEN),
        (FitRule.STUDIES, {"majors": (Major.HVAC,)}, Verdict.OPEN),
        (FitRule.STUDIES, {"majors": (Major.HVAC, Major.GEOLOGY)}, Verdict.MET),
        (FitRule.DEGREE, {"degrees": (EducationLevel.COLLEGE,)}, Verdict.OPEN),
        (FitRule.DEGREE, {"degrees": (EducationLevel.COLLEGE, EducationLevel.MASTER)}, Verdict.MET),
        (FitRule.JAPANESE, {"japanese": Japanese(JapaneseLevel.N4, JapaneseFrom.LEVEL)}, Verdict.OPEN),
        (FitRule.JAPANESE, {"japanese": Japanese(JapaneseLevel.N2, JapaneseFrom.TABLE)}, Verdict.MET),
        (FitRule.GRADUATION, {"graduates_on": date(2026, 12, 1)}, Verdict.MET),
        (FitRule.GRADUATION, {"graduates_on": date(2027, 1, 1)}, Verdict.OPEN),
        (FitRule.GRADUATION, {"graduates_on": date(2027, 7, 1)}, Verdict.OPEN),
        (FitRule.DRIVING, {"licences": frozenset({Skill.DRIVE_HOME})}, Verdict.OPEN),
        (FitRule.WORK_WISH, {"wished_work": ("surveying",)}, Verdict.OPEN),
        (FitRule.PLACE_WISH, {"wished_prefectures": ("tokyo", "osaka")}, Verdict.OPEN),
        (FitRule.START_WISH, {"may_start_on": date(2027, 5, 1)}, Verdict.OPEN),
    ],
)
def test_each_rule_of_the_profile(rule: FitRule, changes: dict[str, object], expected: Verdict) -> None:
    assert verdict(rule, replace(PROFILE, **changes)) is expected


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (FitRule.MAJOR, {"majors": ()}, Verdict.MET),
        (FitRule.JAPANESE, {"japanese": JapaneseLevel.NONE}, Verdict.MET),
        (FitRule.GRADUATION, {"starts_on": None}, None),
        (FitRule.START_WISH, {"starts_on": None}, None),
        (FitRule.DRIVING, {"driving": Driving.NOT_NEEDED}, None),
        (FitRule.DRIVING, {"driving": None}, None),
        (FitRule.DRIVING, {"driving": Driving.AFTER_JOINING}, Verdict.MET),
    ],
)
def test_each_rule_of_the_position(
    rule: FitRule, changes: dict[str, object], expected: Verdict | None
) -> None:
    assert verdict(rule, Profile(), replace(ASKED, **changes)) is expected


def test_months_are_counted_from_graduation_to_the_start() -> None:
    late = fit_of(replace(PROFILE, graduates_on=date(2027, 7, 20)), ASKED)
    assert [one.months for one in late.reasons if one.rule is FitRule.GRADUATION] == [-3]


@pytest.mark.parametrize(
    ("results", "level", "read_from"),
    [
        ([], JapaneseLevel.NONE, JapaneseFrom.NOTHING),
        (
            [(LanguageTest.JLPT, "N4", None), (LanguageTest.JLPT, "N3", None)],
            JapaneseLevel.N3,
            JapaneseFrom.LEVEL,
        ),
        ([(LanguageTest.JFT_BASIC, "", CefrLevel.A2)], JapaneseLevel.N4, JapaneseFrom.TABLE),
        ([(LanguageTest.JAPANESE_OWN_VIEW, "A1", None)], JapaneseLevel.N5, JapaneseFrom.OWN_VIEW),
        (
            [(LanguageTest.JAPANESE_OWN_VIEW, "B1", None), (LanguageTest.JLPT, "N3", None)],
            JapaneseLevel.N3,
            JapaneseFrom.LEVEL,
        ),
        ([(LanguageTest.TOEIC, "", CefrLevel.C1)], JapaneseLevel.NONE, JapaneseFrom.NOTHING),
    ],
)
def test_japanese_of(
    results: list[tuple[LanguageTest, str, CefrLevel | None]], level: JapaneseLevel, read_from: JapaneseFrom
) -> None:
    assert japanese_of(results) == Japanese(level, read_from)
