"""What a student says in a profile, on its way from a form to a move.

Each page of the profile hands over `Changes`: the fields to be written, by name. A field that is not among them stays as it
is, so that one wrong field never costs the others. Values are already of their type; emptying a field is a value too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recruit.students.rules import OWN_VIEWS, PRINTED_LEVELS, SCORES, LanguageTest, StudentRefusal

Changes = Mapping[str, Any]
# Why a field was not written.
Faults = dict[str, StudentRefusal]

NAMES = (
    "name_passport", "has_one_name", "name_local", "call_name", "katakana", "katakana_confirmed", "nationality", "born_on",
)  # fmt: skip
# `about_language` is the language of the page; it counts only where the words became others.
WISHES = ("wished_work", "wished_prefectures", "may_start_on", "about", "about_language")
# `university` is an organisation or None; `university_name` counts only where it is None.
STUDIES = (
    "university", "university_name", "degree", "degree_local", "major", "major_local", "grade", "grade_scale",
    "graduates_on",
)  # fmt: skip
EXPERIENCE = ("kind", "title", "place", "begins_on", "ends_on", "words", "language", "tools")


@dataclass(frozen=True)
class ResultFields:
    """Under which names the page of languages speaks of one test; empty for what the test does not have."""

    level: str = ""
    score: str = ""
    taken_on: str = ""
    test_name: str = ""
    language: str = ""

    def names(self) -> dict[str, str]:
        """Column → field, for those there are."""
        return {column: field for column, field in vars(self).items() if field}


def _fields_of(test: LanguageTest) -> ResultFields:
    if test in OWN_VIEWS:
        return ResultFields(level=str(test))
    if test is LanguageTest.OTHER:
        return ResultFields(
            level="other_level",
            taken_on="other_taken_on",
            test_name="other_test_name",
            language="other_language",
        )
    return ResultFields(
        level=f"{test}_level" if test in PRINTED_LEVELS else "",
        score=f"{test}_score" if test in SCORES and test is not LanguageTest.NAT_TEST else "",
        taken_on=f"{test}_taken_on",
    )


RESULT_FIELDS: dict[LanguageTest, ResultFields] = {test: _fields_of(test) for test in LanguageTest}
