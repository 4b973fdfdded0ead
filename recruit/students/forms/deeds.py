"""Forms of what a student has done, and of the times when a student is busy."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import SelectField, TimeField
from wtforms.fields.choices import SelectChoice

from recruit.students import rules
from recruit.students.forms.sections import MonthInYears, SectionForm
from recruit.students.names import weekday_name
from recruit.students.rules import ExperienceKind, Skill, SkillGroup
from recruit.students.values import Changes
from recruit.students.words import EXPERIENCE_KIND, SKILL
from recruit.web.forms import AtMost, CodesField, DayField, LineField, LongField, choices_of, optional

# What one works with: of the skills, those that are tools.
TOOLS = tuple(
    skill
    for group in (SkillGroup.DRAWING, SkillGroup.SURVEYING, SkillGroup.OFFICE)
    for skill in rules.SKILL_GROUPS[group]
)


class ExperienceForm(SectionForm):
    kind = SelectField(_l("What it was"), choices=choices_of(EXPERIENCE_KIND.items()))
    title = LineField(
        _l("In a few words"),
        [optional(), AtMost(200)],
        description=_l("Example: Design of a prestressed concrete bridge of 42 m"),
    )
    place = LineField(
        _l("Where"), [optional(), AtMost(200)], description=_l("Company, university, or site and town.")
    )
    begins_on = MonthInYears(
        _l("First month"), [optional()], description=_l("Year and month. Example: 2026-06")
    )
    ends_on = MonthInYears(
        _l("Last month"), [optional()], description=_l("Leave it empty if it goes on still.")
    )
    words = LongField(
        _l("What you did yourself"),
        [optional(), AtMost(2000)],
        description=_l("In the language you say it best. Companies see which language it is."),
        render_kw={"rows": 6},
    )
    tools = CodesField(
        _l("What you worked with"), {skill: SKILL[skill] for skill in TOOLS}, validators=[optional()]
    )

    def holding(self) -> Changes:
        values = dict(super().holding())
        if "kind" in values:
            values["kind"] = ExperienceKind(values["kind"])
        if "tools" in values:
            values["tools"] = [Skill(code) for code in values["tools"] or ()]
        return values


class BusyTimeForm(SectionForm):
    """A day of every week, or some days; between two times, or all day."""

    weekday = SelectField(_l("Every week on"), validators=[optional()])
    first_on = DayField(_l("Or: first day"), [optional()], description=_l("Exams, holidays, a journey."))
    last_on = DayField(_l("Last day"), [optional()])
    starts = TimeField(
        _l("Begins at"), [optional()], description=_l("Leave both times empty for the whole day.")
    )
    ends = TimeField(_l("Ends at"), [optional()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.weekday.choices = [
            SelectChoice("", gettext("No day of the week")),
            *(SelectChoice(str(day), weekday_name(day)) for day in range(7)),
        ]

    def busy(self) -> dict[str, Any]:
        """The busy time as the move takes it."""
        weekday = self.weekday.data
        return {
            "weekday": int(weekday) if weekday else None,
            **{name: self[name].data for name in ("first_on", "last_on", "starts", "ends")},
        }
