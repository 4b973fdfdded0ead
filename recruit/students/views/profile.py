"""My profile: what is in it and the next useful step, and the page of names."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.text import one_line
from recruit.students import actions, queries, rules
from recruit.students.forms.sections import NamesForm
from recruit.students.katakana import propose_katakana
from recruit.students.models import Student
from recruit.students.opening import may_open_profile
from recruit.students.rules import ProfileFacts, ProfilePart, ProfileSection, ProfileUse
from recruit.students.summaries import summaries_of
from recruit.students.values import NAMES
from recruit.students.views.room import room
from recruit.students.views.saving import after_saving, is_sent, overview, page, save
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for

ENDPOINTS: dict[ProfileSection, str] = {
    ProfileSection.NAMES: "students.names",
    ProfileSection.STUDIES: "students.studies",
    ProfileSection.LANGUAGES: "students.languages",
    ProfileSection.SKILLS: "students.skills",
    ProfileSection.LICENCES: "students.licences",
    ProfileSection.EXPERIENCE: "students.experience",
    ProfileSection.WISHES: "students.wishes",
    ProfileSection.BUSY_TIMES: "students.busy_times",
    ProfileSection.VISIBILITY: "students.visibility",
}
# Where on its page a missing part is filled in, where it is not a field of that name.
_ANCHORS = {
    ProfilePart.UNIVERSITY: "university_name",
    ProfilePart.JAPANESE: "jlpt_level",
    ProfilePart.SPEAKING: "japanese_own_view",
    ProfilePart.SKILLS: "held",
    ProfilePart.SKILL_LEVELS: "levels",
    ProfilePart.WISHES: "wished_work",
}
_COUNTRY_OF = {"vi": "VN", "id": "ID"}


def address_of(part: ProfilePart) -> str:
    """The field in which a part is filled in."""
    return f"{page_url(ENDPOINTS[rules.SECTION_OF[part]])}#{_ANCHORS.get(part, str(part))}"


@room.get("/me/profile", lock=signed_in)
def profile() -> ResponseReturnValue:
    """My profile: what there is, what is missing, and the next useful step."""
    student = queries.own_student(visitor())
    if student is None and not may_open_profile(visitor()):
        # The handbook sends its readers here, whoever they are.
        flash(_("Profiles are for students. Your account needs none."), "note")
        return redirect(page_url("dashboards.start"), 303)
    facts = queries.facts_of(student) if student else ProfileFacts()
    needed = len(rules.NEEDED[ProfileUse.FAIR])
    missing = rules.missing_for(ProfileUse.FAIR, facts)
    next_part = rules.next_part(facts)
    return render_template(
        "students/profile.html",
        student=student,
        next_part=next_part,
        still_missing=[part for part in missing if next_part is None or part is not next_part[1]],
        filled=needed - len(missing),
        needed=needed,
        address_of=address_of,
        sections=[
            (section, page_url(ENDPOINTS[section]), lines)
            for section, lines in summaries_of(student, current_language()).items()
        ],
    )


@room.get("/me/profile/names", lock=signed_in)
@room.post("/me/profile/names", lock=signed_in)
def names() -> ResponseReturnValue:
    """My names, and how they are read in Japan."""
    student = queries.own_student(visitor())
    form = NamesForm(data={name: getattr(student, name) for name in NAMES} if student else {})
    is_saved = True
    if is_sent():
        had_confirmed = bool(student and student.katakana_confirmed)
        if request.form.get("take"):
            form.katakana.data = one_line(request.form["take"])
        is_saved = save(
            form, lambda own: actions.save_profile(own, form.holding(), by=visitor(), now=clock.now())
        )
        student = queries.own_student(visitor())
        if student and is_saved:
            _tell_after_names(student, had_confirmed=had_confirmed)
            goes_on = "propose" in request.form or "take" in request.form
            return after_saving(f"{page_url('students.names')}#katakana" if goes_on else overview())
    return page(
        ProfileSection.NAMES, form, is_saved=is_saved, student=student, proposal=_propose(form, student)
    )


def _tell_after_names(student: Student, *, had_confirmed: bool) -> None:
    advice = rules.advice_on_name_passport(student.name_passport)
    if advice:
        flash(words_for(advice), "note")
    if had_confirmed and student.katakana and not student.katakana_confirmed:
        flash(_("Your name has changed. Please look at its katakana once more."), "note")


def _propose(form: NamesForm, student: Student | None) -> str | None:
    """The reading proposed for the name that is saved, as long as none is confirmed; into the box where that is empty.

    What the student wrote is never replaced: another reading is proposed beside it.
    """
    if student is None or student.katakana_confirmed or form.katakana.errors:
        return None
    country = student.nationality or _COUNTRY_OF.get(visitor().language or "", "")
    reading = propose_katakana(student.name_local or student.name_passport, country)
    if reading and not form.katakana.data:
        form.katakana.data = reading
    return reading
