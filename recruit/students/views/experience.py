"""The pages of what I have done."""

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.students import actions, queries
from recruit.students.forms import ButtonForm
from recruit.students.forms.deeds import ExperienceForm
from recruit.students.models import Experience, Student
from recruit.students.pictures.queries import pictures_of, pictures_of_experience
from recruit.students.rules import ProfileSection
from recruit.students.summaries import deed_words
from recruit.students.values import EXPERIENCE, Faults
from recruit.students.views.room import room
from recruit.students.views.saving import (
    after_removing,
    after_saving,
    is_sent,
    must_be_for_reader,
    page,
    save,
)
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in


@room.get("/me/profile/experience", lock=signed_in)
def experience() -> ResponseReturnValue:
    """What I have done, newest first."""
    must_be_for_reader()
    student = queries.own_student(visitor())
    pictures = Counter(one.experience_id for one in (pictures_of(student.id) if student else ()))
    rows = [
        (one.public_id, deed_words(one), one.title, one.language, pictures[one.id])
        for one in (student.experiences if student else ())
    ]
    return render_template("students/profile/experiences.html", rows=rows, section=ProfileSection.EXPERIENCE)


@room.get("/me/profile/experience/add", lock=signed_in)
@room.post("/me/profile/experience/add", lock=signed_in)
def add_experience() -> ResponseReturnValue:
    """Something more that I have done."""
    return _one(None)


@room.get("/me/profile/experience/<public_id>", lock=signed_in)
@room.post("/me/profile/experience/<public_id>", lock=signed_in)
def one_experience(public_id: str) -> ResponseReturnValue:
    """Something that I have done."""
    return _one(queries.own_experience(visitor(), public_id))


@room.post("/me/profile/experience/<public_id>/remove", lock=signed_in)
def remove_experience(public_id: str) -> ResponseReturnValue:
    """Take an experience out of the profile."""
    gone = queries.own_experience(visitor(), public_id)
    if ButtonForm().is_fine():
        with writing():
            actions.remove_experience(gone.student, gone, by=visitor(), now=clock.now())
    return after_removing(page_url("students.experience"))


def _one(before: Experience | None) -> ResponseReturnValue:
    form = ExperienceForm(data={name: getattr(before, name) for name in EXPERIENCE} if before else {})
    kept = [before]

    def keep(own: Student) -> Faults:
        kept[0], faults = actions.save_experience(
            own, before, {**form.holding(), "language": current_language()}, by=visitor(), now=clock.now()
        )
        return faults

    is_saved = True
    if is_sent():
        is_saved = save(form, keep)
        if is_saved:
            return after_saving(page_url("students.experience"))
    shown = kept[0]
    return page(
        ProfileSection.EXPERIENCE,
        form,
        is_saved=is_saved or shown is None,
        # A new one that was kept in spite of a wrong field has its own address from now on.
        action=page_url("students.one_experience", public_id=shown.public_id) if shown else None,
        experience=shown,
        pictures=pictures_of_experience(shown.id) if shown else (),
        is_new=shown is None,
    )
