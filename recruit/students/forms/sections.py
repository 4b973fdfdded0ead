"""Forms of the pages of a profile. Everything is optional, and what holds is kept even beside a field that does not."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, MonthField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from recruit.core.text import fold
from recruit.organisations.models import Organisation
from recruit.organisations.queries import short_names
from recruit.organisations.rules import Prefecture
from recruit.organisations.words import PREFECTURE
from recruit.students import rules
from recruit.students.names import country_name
from recruit.students.rules import EducationLevel, GradeScale, Major, Region, Visibility, WorkWish
from recruit.students.values import Changes
from recruit.students.words import EDUCATION_LEVEL, GRADE_SCALE, MAJOR, REGION, VISIBILITY, WORK_WISH
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    check_year,
    choices_of,
    optional,
)


class SectionForm(Form):
    """A page of the profile."""

    # Fields whose text is a code: name → the enum they are members of.
    CODES: ClassVar[dict[str, type[Any]]] = {}

    def holding(self) -> Changes:
        """The values of the fields that are not wrong, as a move takes them; none where the form is not one of ours."""
        if "csrf_token" in self.errors:
            return {}
        values = {
            # A choice that was not sent along is no choice.
            name: "" if field.data is None and isinstance(field, SelectField) else field.data
            for name, field in self._fields.items()
            # Words that were not sent along stay as they are.
            if not field.errors and not (field.data is None and isinstance(field, StringField))
        }
        values.pop("csrf_token", None)
        for name, kind in self.CODES.items():
            if name in values:
                values[name] = kind(values[name]) if values[name] else None
        return values


class MonthInYears(MonthField):
    """A month of somebody's studies, work or plans: within one working life, so that a slip of the fingers is seen."""

    def pre_validate(self, form: Any) -> None:
        check_year(self.data, 1950, 2099)


class NamesForm(SectionForm):
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
    nationality = SelectField(_l("Nationality"), validators=[optional()])
    katakana = LineField(
        _l("Name in katakana"),
        [optional(), AtMost(200)],
        description=_l(
            "How your name is read in Japan. It stands on your papers there, so say it aloud once before you save."
        ),
        render_kw={"lang": "ja", "spellcheck": "false"},
    )
    katakana_confirmed = BooleanField(_l("I have said it aloud, and it sounds like my name."))
    born_on = DayField(
        _l("Date of birth"),
        [optional()],
        description=_l("Companies never see it before you apply."),
        render_kw={"autocomplete": "bday"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.nationality.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(code, country_name(code)) for code in rules.COUNTRIES),
        ]


class StudiesForm(SectionForm):
    """One education. The university is typed, with those of our list proposed; one that is not there is kept as typed."""

    CODES: ClassVar[dict[str, type[Any]]] = {
        "degree": EducationLevel,
        "major": Major,
        "grade_scale": GradeScale,
    }

    university_name = LineField(
        _l("University"),
        [optional(), AtMost(200)],
        description=_l(
            "Type its name in any language, or its short name. A university in our list sees your name and what you "
            "study there, so that it can confirm it."
        ),
        render_kw={"list": "universities", "autocomplete": "off"},
    )
    degree = CodeField(_l("Degree"), EDUCATION_LEVEL, validators=[optional()])
    degree_local = LineField(
        _l("Degree as printed on your papers"),
        [optional(), AtMost(120)],
        description=_l("In the language of the papers. Example: Kỹ sư, Sarjana Teknik (S.T.)"),
    )
    major = CodeField(_l("Major"), MAJOR, validators=[optional()])
    major_local = LineField(
        _l("Major as printed on your papers"),
        [optional(), AtMost(200)],
        description=_l("In the language of the papers. Example: Kỹ thuật xây dựng công trình giao thông"),
    )
    grade = LineField(
        _l("Average grade"),
        [optional(), AtMost(40)],
        description=_l("As your university prints it. Example: 3.41, 8.2, Giỏi, Sangat Memuaskan"),
    )
    grade_scale = CodeField(_l("Scale of the grade"), GRADE_SCALE, validators=[optional()])
    graduates_on = MonthInYears(
        _l("Month of graduation"), [optional()], description=_l("Year and month. Example: 2027-06")
    )

    def __init__(self, *args: Any, universities: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self._universities = universities

    def holding(self) -> Changes:
        values = dict(super().holding())
        if "university_name" in values:
            typed = values["university_name"] or ""
            # `university_of` of a page in another language finds it by each of its names.
            values["university"] = university_named(self._universities, typed)
            values["university_name"] = typed
        return values


def university_named(universities: Iterable[Organisation], typed: str) -> Organisation | None:
    """The university whose whole name, in any language, or short name this is; marks and capitals do not count."""
    wanted = fold(typed).strip()
    if not wanted:
        return None
    by_short_name = []
    for university in universities:
        if wanted in {fold(text.name) for text in university.texts} | {university.slug}:
            return university
        if wanted == fold(short_names().get(university.slug, "")):
            by_short_name.append(university)
    # KU is Kasetsart and Kathmandu: then the whole name is needed.
    return by_short_name[0] if len(by_short_name) == 1 else None


class WishesForm(SectionForm):
    """Work, places, the start, and what is to be said. Pay is never asked."""

    wished_work = CodesField(_l("Work you would like to do"), WORK_WISH, validators=[optional()])
    may_start_on = MonthInYears(
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

    def prefecture_fields(self) -> list[Any]:
        """The check boxes of each region."""
        return [self[f"prefectures_{region}"] for region in Region]

    def holding(self) -> Changes:
        values = dict(super().holding())
        places: list[str] = []
        are_all_fine = True
        for region in Region:
            chosen = values.pop(f"prefectures_{region}", None)
            are_all_fine = are_all_fine and f"prefectures_{region}" not in self.errors
            places += chosen or ()
        if are_all_fine and values:
            values["wished_prefectures"] = [Prefecture(code) for code in places]
        if "wished_work" in values:
            values["wished_work"] = [WorkWish(code) for code in values["wished_work"] or ()]
        return values


for _region in Region:
    _names = {prefecture: PREFECTURE[prefecture] for prefecture in rules.PREFECTURES_OF[_region]}
    setattr(
        WishesForm, f"prefectures_{_region}", CodesField(REGION[_region], _names, validators=[optional()])
    )


class VisibilityForm(SectionForm):
    visibility = RadioField(_l("Who may see your card"), choices=choices_of(VISIBILITY.items()))
    agrees = BooleanField(_l("I have read this and agree."))

    def chosen(self) -> Visibility:
        return Visibility(self.visibility.data)
