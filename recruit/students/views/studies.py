"""The page of studies: the education that counts, and earlier ones beside it."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in
from recruit.students import actions, queries
from recruit.students.forms import ButtonForm
from recruit.students.forms.sections import StudiesForm
from recruit.students.models import Education, Student
from recruit.students.roster.queries import newest_move_of
from recruit.students.rules import Confirmed, ProfileSection
from recruit.students.summaries import study_words
from recruit.students.values import Faults
from recruit.students.views.room import room
from recruit.students.views.saving import after_removing, after_saving, is_sent, overview, page, save
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in

_FIELDS = ("degree", "degree_local", "major", "major_local", "grade", "grade_scale", "graduates_on")


@room.get("/me/profile/studies", lock=signed_in)
@room.post("/me/profile/studies", lock=signed_in)
def studies() -> ResponseReturnValue:
    """What I study: the education that ends last."""
    student = queries.own_student(visitor())
    return _one(student, queries.main_education(student) if student else None, is_main=True)


@room.get("/me/profile/studies/earlier", lock=signed_in)
@room.post("/me/profile/studies/earlier", lock=signed_in)
def earlier_studies() -> ResponseReturnValue:
    """One more education."""
    return _one(queries.own_student(visitor()), None)


@room.get("/me/profile/studies/<public_id>", lock=signed_in)
@room.post("/me/profile/studies/<public_id>", lock=signed_in)
def one_study(public_id: str) -> ResponseReturnValue:
    """One of my educations."""
    education = queries.own_education(visitor(), public_id)
    return _one(education.student, education)


@room.post("/me/profile/studies/<public_id>/remove", lock=signed_in)
def remove_study(public_id: str) -> ResponseReturnValue:
    """Take one of my educations out of the profile."""
    education = queries.own_education(visitor(), public_id)
    if ButtonForm().is_fine():
        with writing():
            actions.remove_education(education.student, education, by=visitor(), now=clock.now())
    return after_removing(page_url("students.studies"))


def _one(
    student: Student | None, education: Education | None, *, is_main: bool = False
) -> ResponseReturnValue:
    universities = queries.known_universities()
    values = _values_of(education)
    if not values.get("university_name"):
        values["university_name"] = _invited_by(universities)
    form = StudiesForm(data=values, universities=universities)
    kept = [education]

    def keep(own: Student) -> Faults:
        kept[0], faults = actions.save_education(
            own, education, form.holding(), by=visitor(), now=clock.now()
        )
        return faults

    is_saved = True
    if is_sent():
        is_saved = save(form, keep)
        if is_saved:
            return after_saving(overview() if is_main else page_url("students.studies"))
    shown = kept[0]
    is_on_the_main_page = is_main or shown is None
    return page(
        ProfileSection.STUDIES,
        form,
        is_saved=is_saved,
        is_main=is_main,
        # A new one that was kept in spite of a wrong field has its own address from now on.
        action=None if is_on_the_main_page else page_url("students.one_study", public_id=shown.public_id),
        education=shown,
        is_new=shown is None and not is_main,
        said=newest_move_of(shown) if shown and shown.confirmed is not Confirmed.NO else None,
        university=name_in(shown.university, current_language()) if shown and shown.university else "",
        others=[
            (one.public_id, study_words(one, current_language()))
            for one in (student.educations if student and is_main else ())
            if one is not shown
        ],
        universities=_proposals(universities),
    )


def _values_of(education: Education | None) -> dict[str, object]:
    if education is None:
        return {}
    university = education.university
    name = name_in(university, current_language()) if university else education.university_name
    return {"university_name": name, **{name: getattr(education, name) for name in _FIELDS}}


def _invited_by(universities: Sequence[Organisation]) -> str:
    """The university whose link the reader followed, already filled in."""
    slug = request.args.get("university", "")
    return next((name_in(one, current_language()) for one in universities if one.slug == slug), "")


def _proposals(universities: Sequence[Organisation]) -> list[tuple[str, str]]:
    """The name in the reader's language and what else it is called, for each."""
    found = []
    for university in universities:
        first = name_in(university, current_language())
        found.append(
            (first, " · ".join(dict.fromkeys(text.name for text in university.texts if text.name != first)))
        )
    return found
