"""Forms of student profiles."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, IntegerField, MonthField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.organisations.words import PREFECTURE
from recruit.students import queries, rules
from recruit.students.models import Student
from recruit.students.names import country_name
from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    EducationLevel,
    GradeScale,
    JlptLevel,
    LanguageTest,
    Major,
    Skill,
    SkillGroup,
    Visibility,
    WorkWish,
)
from recruit.students.values import ProfileValues
from recruit.students.words import (
    CEFR_LEVEL,
    CONFIRMED,
    EDUCATION_LEVEL,
    GRADE_SCALE,
    JLPT_LEVEL,
    MAJOR,
    SKILL,
    SKILL_GROUP,
    VISIBILITY,
    WORK_WISH,
)
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    Required,
    choices_of,
    optional,
)

NOT_IN_LIST = "other"


class ProfileForm(Form):
    """One page, everything optional: what is half filled in is kept."""

    name_passport = LineField(
        _l("Name as in the passport"),
        [optional(), AtMost(200)],
        description=_l("All of it in one line, in capital letters. Example: NGUYEN VAN DUC"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    has_one_name = BooleanField(_l("I have one name"))
    name_local = LineField(
        _l("Name in your own writing"),
        [optional(), AtMost(200)],
        description=_l("With all marks. Example: Nguyễn Văn Đức"),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    call_name = LineField(
        _l("What people should call you"), [optional(), AtMost(80)], description=_l("Example: Đức")
    )
    katakana = LineField(
        _l("Name in katakana"),
        [optional(), AtMost(200)],
        description=_l(
            "How your name is read in Japan. It stands on your papers there, so say it aloud once before you save."
        ),
        render_kw={"lang": "ja", "spellcheck": "false"},
    )
    nationality = SelectField(_l("Nationality"), validators=[optional()])
    born_on = DayField(
        _l("Date of birth"),
        [optional()],
        description=_l("Companies never see it before you apply."),
        render_kw={"autocomplete": "bday"},
    )
    university = SelectField(
        _l("University"),
        validators=[optional()],
        description=_l("The university sees your name and what you study there, so that it can confirm it."),
    )
    university_name = LineField(
        _l("Name of the university, if it is not in the list"), [optional(), AtMost(200)]
    )
    degree = CodeField(_l("Degree"), EDUCATION_LEVEL, validators=[optional()])
    major = CodeField(_l("Major"), MAJOR, validators=[optional()])
    major_local = LineField(
        _l("Major as printed on your papers"),
        [optional(), AtMost(200)],
        description=_l("In the language of the papers. Example: Kỹ thuật xây dựng công trình giao thông"),
    )
    grade = LineField(_l("Average grade"), [optional(), AtMost(10)], render_kw={"inputmode": "decimal"})
    grade_scale = CodeField(_l("Scale of the grade"), GRADE_SCALE, validators=[optional()])
    graduates_on = MonthField(
        _l("Month of graduation"), [optional()], description=_l("Year and month. Example: 2027-06")
    )
    jlpt_level = CodeField(
        _l("JLPT, the highest level you passed"), JLPT_LEVEL, empty=_l("None yet"), validators=[optional()]
    )
    jlpt_score = IntegerField(
        _l("Total score of that test"),
        [optional()],
        description=_l("0 to 180, from your score report."),
        render_kw={"inputmode": "numeric"},
    )
    japanese_own_view = CodeField(
        _l("Japanese, in your own view"),
        CEFR_LEVEL,
        validators=[optional()],
        description=_l("A1: first sentences. B1: everyday talk at work. C1: almost anything."),
    )
    toeic_score = IntegerField(
        _l("TOEIC score"),
        [optional()],
        description=_l("10 to 990, listening and reading together."),
        render_kw={"inputmode": "numeric"},
    )
    english_own_view = CodeField(_l("English, in your own view"), CEFR_LEVEL, validators=[optional()])
    wished_work = CodesField(_l("Work you would like to do"), WORK_WISH, validators=[optional()])
    wished_prefectures = CodesField(
        _l("Prefectures you would like to live in"), PREFECTURE, validators=[optional()]
    )
    may_start_on = MonthField(
        _l("Earliest month you could start"), [optional()], description=_l("Year and month. Example: 2027-10")
    )
    about = LongField(
        _l("About you"),
        [optional(), AtMost(2000)],
        description=_l(
            "What you have built or studied, and what you want to learn in Japan. In any language."
        ),
        render_kw={"rows": 6},
    )
    visibility = RadioField(_l("Who may see your card"), choices=choices_of(VISIBILITY.items()))
    agrees = BooleanField(_l("I have read this and agree."))

    def __init__(
        self, *args: Any, universities: Sequence[Organisation], language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._universities = {university.slug: university for university in universities}
        self._language = language
        self.university.choices = _university_choices(universities, language)
        self.nationality.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(code, country_name(code)) for code in rules.COUNTRIES),
        ]

    def skill_fields(self) -> list[tuple[SkillGroup, Any]]:
        """The check boxes of each group of skills."""
        return [(group, self[f"skills_{group}"]) for group in SkillGroup]

    def values(self) -> ProfileValues:
        """What was typed, as the move takes it."""
        skills = [Skill(code) for _group, field in self.skill_fields() for code in field.data or ()]
        return ProfileValues(
            name_passport=self.name_passport.data or "",
            has_one_name=bool(self.has_one_name.data),
            name_local=self.name_local.data or "",
            call_name=self.call_name.data or "",
            katakana=self.katakana.data or "",
            nationality=self.nationality.data or "",
            born_on=self.born_on.data,
            university=self._universities.get(self.university.data or ""),
            university_name=self.university_name.data or "",
            degree=_member(EducationLevel, self.degree),
            major=_member(Major, self.major),
            major_local=self.major_local.data or "",
            grade=self.grade.data or "",
            grade_scale=_member(GradeScale, self.grade_scale),
            graduates_on=self.graduates_on.data,
            jlpt_level=_member(JlptLevel, self.jlpt_level),
            jlpt_score=self.jlpt_score.data,
            japanese_own_view=_member(CefrLevel, self.japanese_own_view),
            toeic_score=self.toeic_score.data,
            english_own_view=_member(CefrLevel, self.english_own_view),
            skills=tuple(skills),
            wished_work=tuple(WorkWish(code) for code in self.wished_work.data or ()),
            wished_prefectures=tuple(Prefecture(code) for code in self.wished_prefectures.data or ()),
            may_start_on=self.may_start_on.data,
            about=self.about.data or "",
            about_language=self._language,
        )


for _group in SkillGroup:
    _labels = {skill: SKILL[skill] for skill in rules.SKILL_GROUPS[_group]}
    setattr(
        ProfileForm, f"skills_{_group}", CodesField(SKILL_GROUP[_group], _labels, validators=[optional()])
    )


def _member(kind: type[Any], field: Any) -> Any:
    return kind(field.data) if field.data else None


def _university_choices(universities: Sequence[Organisation], language: str) -> list[SelectChoice]:
    """Grouped by country, after the two choices that are no university."""
    none = gettext("Not chosen from the list")
    return [
        SelectChoice("", gettext("Please choose"), optgroup=none),
        SelectChoice(NOT_IN_LIST, gettext("My university is not in this list"), optgroup=none),
        *(
            SelectChoice(
                university.slug, name_in(university, language), optgroup=country_name(university.country)
            )
            for university in universities
        ),
    ]


def values_of(student: Student | None) -> dict[str, Any]:
    """What the form shows at first."""
    if student is None:
        return {"visibility": str(Visibility.NOBODY)}
    plain = (
        "name_passport has_one_name name_local call_name katakana nationality born_on wished_work "
        "wished_prefectures may_start_on about visibility"
    )
    values: dict[str, Any] = {name: getattr(student, name) for name in plain.split()}
    education = queries.main_education(student)
    if education is not None:
        of_study = "university_name degree major major_local grade grade_scale graduates_on"
        values.update({name: getattr(education, name) for name in of_study.split()})
        values["university"] = education.university.slug if education.university else ""
        if education.university_name:
            values["university"] = NOT_IN_LIST
    for result in student.language_results:
        if result.test is LanguageTest.JLPT:
            values.update(jlpt_level=result.level, jlpt_score=result.score)
        elif result.test is LanguageTest.TOEIC:
            values["toeic_score"] = result.score
        elif result.test is LanguageTest.JAPANESE_OWN_VIEW:
            values["japanese_own_view"] = result.level
        elif result.test is LanguageTest.ENGLISH_OWN_VIEW:
            values["english_own_view"] = result.level
    held = {row.skill for row in student.skills}
    for group in SkillGroup:
        values[f"skills_{group}"] = [str(skill) for skill in rules.SKILL_GROUPS[group] if skill in held]
    return values


class ButtonForm(Form):
    """Nothing but a button."""


class ShowForm(Form):
    """Agreement to show the profile to one company."""

    agrees = BooleanField(_l("I have read this and agree."), [Required()])


class _Filter(Form):
    """Filters of a list; they stand in the address."""

    class Meta(Form.Meta):
        csrf = False


class NameFilter(_Filter):
    q = LineField(_l("Name"), description=_l("Without marks is fine: duc finds Đức."))


class DeskFilter(NameFilter):
    confirmed = CodeField(_l("Confirmation"), CONFIRMED, empty=_l("All students"))


class ConfirmForm(Form):
    """What the university says about a student."""

    confirmed = RadioField(choices=choices_of(CONFIRMED.items()))

    def said(self) -> Confirmed:
        return Confirmed(self.confirmed.data)
