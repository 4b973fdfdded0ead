"""My profile: one page, saved as far as it is filled in."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import consents
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.students import actions, queries, rules
from recruit.students.forms import ProfileForm, values_of
from recruit.students.katakana import propose_katakana
from recruit.students.models import Student
from recruit.students.opening import may_open_profile
from recruit.students.rules import ProfileFacts, ProfilePart, ProfileUse, StudentRefusal, Visibility
from recruit.students.views.room import room
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for

# Where on the page a missing part is filled in.
ANCHORS = {
    **{part: str(part) for part in ProfilePart},
    ProfilePart.JAPANESE: "jlpt_level",
    ProfilePart.SKILLS: "skills",
    ProfilePart.WISHES: "wishes",
}
_COUNTRY_OF = {"vi": "VN", "id": "ID"}


@room.get("/me/profile", lock=signed_in)
@room.post("/me/profile", lock=signed_in)
def profile() -> ResponseReturnValue:
    """My profile. Who has none yet opens one with the first saving, but nobody who works for an organisation or here."""
    student = queries.own_student(visitor())
    if student is None and not may_open_profile(visitor()):
        raise Missing
    form = ProfileForm(
        data=values_of(student), universities=queries.known_universities(), language=current_language()
    )
    if request.method == "POST" and "propose" in request.form and not is_switching_language():
        return _page(student, form, proposed=_propose(form))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                _save(form)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved. You can go on at any time."), "done")
            advice = rules.advice_on_name_passport(form.name_passport.data or "")
            if advice:
                flash(words_for(advice), "note")
            return redirect(page_url("students.profile"), 303)
    return _page(student, form)


def _save(form: ProfileForm) -> None:
    asks, now = visitor(), clock.now()
    student = actions.open_profile(asks.person_id or 0, now=now)
    actions.save_profile(student, form.values(), by=asks, now=now)
    actions.change_visibility(
        student,
        Visibility(form.visibility.data),
        agrees=bool(form.agrees.data),
        language=current_language(),
        by=asks,
        now=now,
    )


def _propose(form: ProfileForm) -> bool:
    """Fill the empty katakana field; nothing is saved. What the student wrote is never replaced."""
    if form.katakana.data:
        return False
    country = form.nationality.data or _COUNTRY_OF.get(visitor().language or "", "")
    reading = propose_katakana(form.name_local.data or form.name_passport.data or "", country)
    if reading is None:
        reason = StudentRefusal.NO_READING_PROPOSED
        form.blame(Refused(reason, field="katakana"), words_for(reason))
        return False
    form.katakana.data = reading
    return True


def _page(student: Student | None, form: ProfileForm, *, proposed: bool = False) -> ResponseReturnValue:
    facts = queries.facts_of(student) if student else ProfileFacts()
    needed = len(rules.NEEDED[ProfileUse.FAIR])
    missing = rules.missing_for(ProfileUse.FAIR, facts)
    next_part = rules.next_part(facts)
    visibility_notes = {
        Visibility.NOBODY: _("No company sees you until you choose one or apply for a position."),
        Visibility.FAIR_COMPANIES: _(
            "When you sign up for a fair, its companies can read your profile from then on."
        ),
        Visibility.ALL_APPROVED_COMPANIES: _(
            "Every company that our staff have approved sees your card from now on, also those that join later."
        ),
    }
    html = render_template(
        "students/profile.html",
        form=form,
        student=student,
        next_part=next_part,
        still_missing=[
            part
            for part in missing
            if part not in rules.PAPERS and (next_part is None or part is not next_part[1])
        ],
        filled=needed - len(missing),
        needed=needed,
        anchors=ANCHORS,
        proposed=proposed,
        visibility_notes={str(code): words for code, words in visibility_notes.items()},
        consent=consents.newest_words(Purpose.PROFILE_TO_COMPANY, current_language()),
        has_agreed=bool(student and student.visibility is Visibility.ALL_APPROVED_COMPANIES),
        switch_form_id="profile-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)
