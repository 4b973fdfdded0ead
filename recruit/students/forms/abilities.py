"""Forms of what a student can do: languages, skills, licences."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from recruit.students import rules
from recruit.students.forms.sections import MonthInYears, SectionForm
from recruit.students.models import Student
from recruit.students.names import language_name
from recruit.students.rules import LICENCES, LanguageTest, Skill, SkillGroup, SkillLevel
from recruit.students.values import RESULT_FIELDS, Changes
from recruit.students.words import CEFR_LEVEL, JLPT_LEVEL, SKILL, SKILL_GROUP, SKILL_LEVEL
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    LineField,
    WholeNumberField,
    optional,
)

JAPANESE_MORE = (LanguageTest.JFT_BASIC, LanguageTest.BJT, LanguageTest.NAT_TEST, LanguageTest.J_TEST)
ENGLISH_MORE = (LanguageTest.IELTS, LanguageTest.TOEFL_IBT, LanguageTest.TOEFL_ITP, LanguageTest.VSTEP)
# ISO codes of the languages of tests that are not in the list.
_LANGUAGES = ("ja", "en", "zh", "ko", "fr", "de", "ru", "es", "th", "vi", "id")
_HOW_FAR = _l(
    "A1: first sentences. A2: everyday errands. B1: everyday talk at work. B2: meetings. C1: almost anything."
)


class LanguagesForm(SectionForm):
    """One field for each thing that the papers of a test say; `values.RESULT_FIELDS` has their names."""

    jlpt_level = CodeField(
        _l("JLPT, the highest level you passed"), JLPT_LEVEL, empty=_l("None yet"), validators=[optional()]
    )
    jlpt_score = WholeNumberField(
        _l("Total score of that test"), [optional()], description=_l("0 to 180, from your score report.")
    )
    jlpt_taken_on = MonthInYears(_l("Month of that test"), [optional()])
    japanese_own_view = CodeField(
        _l("Speaking Japanese, in your own view"), CEFR_LEVEL, validators=[optional()], description=_HOW_FAR
    )
    toeic_score = WholeNumberField(
        _l("TOEIC score"),
        [optional()],
        description=_l("10 to 990, listening and reading together."),
    )
    toeic_taken_on = MonthInYears(_l("Month of that test"), [optional()])
    english_own_view = CodeField(
        _l("Speaking English, in your own view"), CEFR_LEVEL, validators=[optional()], description=_HOW_FAR
    )
    other_test_name = LineField(_l("Name of the test"), [optional(), AtMost(80)])
    other_language = SelectField(_l("Language"), validators=[optional()])
    other_level = LineField(_l("Result as printed"), [optional(), AtMost(20)])
    other_taken_on = MonthInYears(_l("Month of that test"), [optional()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.other_language.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(code, language_name(code)) for code in _LANGUAGES),
        ]

    def fields_of(self, tests: tuple[LanguageTest, ...]) -> list[tuple[LanguageTest, list[Any]]]:
        """The fields of each of these tests."""
        return [(test, [self[name] for name in RESULT_FIELDS[test].names().values()]) for test in tests]

    def holding(self) -> Changes:
        """What was given; an empty choice is an empty level."""
        values = dict(super().holding())
        for fields in RESULT_FIELDS.values():
            for name in (fields.level, fields.test_name, fields.language):
                if name in values:
                    values[name] = values[name] or ""
        return values


def _add_fields_of(test: LanguageTest) -> None:
    fields = RESULT_FIELDS[test]
    if fields.level:
        levels = {level: level for level in rules.PRINTED_LEVELS[test]}
        setattr(
            LanguagesForm,
            fields.level,
            CodeField(_l("Level or band"), levels, empty=_l("None yet"), validators=[optional()]),
        )
    if fields.score:
        least, most, _step = rules.SCORES[test]
        score = WholeNumberField(
            _l("Total score"), [optional()], description=_l("%(least)s to %(most)s.", least=least, most=most)
        )
        setattr(LanguagesForm, fields.score, score)
    setattr(LanguagesForm, fields.taken_on, MonthInYears(_l("Month of that test"), [optional()]))


for _test in (*JAPANESE_MORE, *ENGLISH_MORE):
    _add_fields_of(_test)


def results_of(student: Student | None) -> dict[str, Any]:
    """What the page of languages shows at first."""
    values: dict[str, Any] = {}
    for row in student.language_results if student else ():
        for column, name in RESULT_FIELDS[row.test].names().items():
            values[name] = getattr(row, column)
    return values


class HeldForm(SectionForm):
    """Check boxes of a few groups of skills, and for each that is held some fields more."""

    GROUPS: tuple[SkillGroup, ...] = ()

    def group_fields(self) -> list[Any]:
        return [self[f"skills_{group}"] for group in self.GROUPS]

    def held(self) -> list[Skill]:
        """What is ticked, of the groups whose boxes are not wrong."""
        return [Skill(code) for field in self.group_fields() if not field.errors for code in field.data or ()]


class SkillsForm(HeldForm):
    GROUPS = tuple(group for group in SkillGroup if group is not SkillGroup.LICENCE)

    def levels(self) -> dict[Skill, SkillLevel | None]:
        """How far each goes, of those that the page asks about."""
        found = {}
        for skill in Skill:
            field = self._fields.get(f"level_{skill}")
            if field is not None and not field.errors:
                found[skill] = SkillLevel(field.data) if field.data else None
        return found


class LicencesForm(HeldForm):
    GROUPS = (SkillGroup.LICENCE,)

    def numbers(self) -> dict[Skill, str]:
        return {skill: self[f"number_{skill}"].data or "" for skill in self._asked("number")}

    def expiries(self) -> dict[Skill, Any]:
        return {skill: self[f"expires_{skill}"].data for skill in self._asked("expires")}

    def _asked(self, what: str) -> list[Skill]:
        found = [(skill, self._fields.get(f"{what}_{skill}")) for skill in LICENCES]
        return [skill for skill, field in found if field is not None and not field.errors]


for _form in (SkillsForm, LicencesForm):
    for _group in _form.GROUPS:
        _labels = {skill: SKILL[skill] for skill in rules.SKILL_GROUPS[_group]}
        setattr(_form, f"skills_{_group}", CodesField(SKILL_GROUP[_group], _labels, validators=[optional()]))


def skills_form_for(student: Student | None) -> type[SkillsForm]:
    """The page of skills, with a question for each skill that the student has."""
    levels = {
        f"level_{row.skill}": CodeField(SKILL[row.skill], SKILL_LEVEL, validators=[optional()])
        for row in (student.skills if student else ())
        if row.skill not in LICENCES
    }
    return type("SkillsForm", (SkillsForm,), levels)


def licences_form_for(student: Student | None) -> type[LicencesForm]:
    """The page of licences, with number and last day for each that the student has."""
    fields: dict[str, Any] = {}
    for row in student.skills if student else ():
        if row.skill in LICENCES:
            fields[f"number_{row.skill}"] = LineField(
                _l("Number"),
                [optional(), AtMost(60)],
                description=_l("Kept encrypted. Companies read it only after you have applied."),
                render_kw={"autocomplete": "off", "spellcheck": "false"},
            )
            fields[f"expires_{row.skill}"] = DayField(_l("Valid until"), [optional()])
    return type("LicencesForm", (LicencesForm,), fields)


def skills_of(student: Student | None) -> dict[str, Any]:
    """What the pages of skills and licences show at first, without the numbers."""
    rows = {row.skill: row for row in student.skills} if student else {}
    values: dict[str, Any] = {
        f"skills_{group}": [str(skill) for skill in rules.SKILL_GROUPS[group] if skill in rows]
        for group in SkillGroup
    }
    for skill, row in rows.items():
        values[f"level_{skill}"] = row.level
        values[f"expires_{skill}"] = row.expires_on
    return values
