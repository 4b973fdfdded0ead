"""The pages of languages, skills and licences."""

from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.students import actions, queries
from recruit.students.forms.abilities import (
    ENGLISH_MORE,
    JAPANESE_MORE,
    LanguagesForm,
    licences_form_for,
    results_of,
    skills_form_for,
    skills_of,
)
from recruit.students.models import Student
from recruit.students.rules import LICENCES, ProfileSection
from recruit.students.values import Faults
from recruit.students.views.room import room
from recruit.students.views.saving import after_saving, is_sent, overview, page, save
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in


@room.get("/me/profile/languages", lock=signed_in)
@room.post("/me/profile/languages", lock=signed_in)
def languages() -> ResponseReturnValue:
    """My results of language tests, and how well I speak."""
    student = queries.own_student(visitor())
    form = LanguagesForm(data=results_of(student))

    def keep(own: Student) -> Faults:
        return actions.save_results(own, form.holding(), by=visitor(), now=clock.now())

    is_saved = True
    if is_sent():
        is_saved = save(form, keep)
        if is_saved:
            return after_saving(overview())
    return page(
        ProfileSection.LANGUAGES,
        form,
        is_saved=is_saved,
        japanese_more=form.fields_of(JAPANESE_MORE),
        english_more=form.fields_of(ENGLISH_MORE),
    )


@room.get("/me/profile/skills", lock=signed_in)
@room.post("/me/profile/skills", lock=signed_in)
def skills() -> ResponseReturnValue:
    """What I can do, and how far each skill goes."""
    student = queries.own_student(visitor())
    form = skills_form_for(student)(data=skills_of(student))

    def keep(own: Student) -> None:
        if not any(field.errors for field in form.group_fields()):
            actions.save_skills(own, form.held(), form.levels(), by=visitor(), now=clock.now())

    is_saved = True
    if is_sent():
        before = {row.skill for row in student.skills} if student else set()
        is_saved = save(form, keep)
        if is_saved:
            # What is new on the page is asked about next.
            is_new = any(skill not in before for skill in form.held())
            return after_saving(f"{page_url('students.skills')}#levels" if is_new else overview())
    held = [row.skill for row in student.skills if row.skill not in LICENCES] if student else []
    return page(ProfileSection.SKILLS, form, is_saved=is_saved, held=held)


@room.get("/me/profile/licences", lock=signed_in)
@room.post("/me/profile/licences", lock=signed_in)
def licences() -> ResponseReturnValue:
    """My licences, with number and last day."""
    student = queries.own_student(visitor())
    values = skills_of(student)
    if student:
        numbers = queries.licence_numbers(visitor(), student)
        values |= {f"number_{skill}": number for skill, number in numbers.items()}
    form = licences_form_for(student)(data=values)

    def keep(own: Student) -> None:
        if not any(field.errors for field in form.group_fields()):
            actions.save_licences(
                own, form.held(), form.numbers(), form.expiries(), by=visitor(), now=clock.now()
            )

    is_saved = True
    if is_sent():
        before = {row.skill for row in student.skills} if student else set()
        is_saved = save(form, keep)
        if is_saved:
            is_new = any(skill not in before for skill in form.held())
            return after_saving(f"{page_url('students.licences')}#numbers" if is_new else overview())
    held = [row.skill for row in student.skills if row.skill in LICENCES] if student else []
    return page(ProfileSection.LICENCES, form, is_saved=is_saved, held=held)
