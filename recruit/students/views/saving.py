"""How a page of the profile is saved: what holds is kept, what does not stays in its box beside the reason."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.students.forms.sections import SectionForm
from recruit.students.models import Student
from recruit.students.opening import has_no_profile, own_or_new
from recruit.students.rules import ProfileSection
from recruit.students.values import Faults
from recruit.web.gate import is_switching_language, page_url, visitor
from recruit.web.words import words_for

# The page asks for this answer when it saves by itself, without leaving the page.
BY_ITSELF = "X-Saved-By-Itself"

_TEMPLATES: dict[ProfileSection, str] = {
    ProfileSection.NAMES: "students/profile/names.html",
    ProfileSection.STUDIES: "students/profile/studies.html",
    ProfileSection.LANGUAGES: "students/profile/languages.html",
    ProfileSection.SKILLS: "students/profile/skills.html",
    ProfileSection.LICENCES: "students/profile/licences.html",
    ProfileSection.EXPERIENCE: "students/profile/experience.html",
    ProfileSection.WISHES: "students/profile/wishes.html",
    ProfileSection.BUSY_TIMES: "students/profile/busy_times.html",
    ProfileSection.VISIBILITY: "students/profile/visibility.html",
}
_SAVE_BY_THEMSELVES = frozenset(
    {
        ProfileSection.NAMES,
        ProfileSection.STUDIES,
        ProfileSection.LANGUAGES,
        ProfileSection.EXPERIENCE,
        ProfileSection.WISHES,
    }
)


def is_sent() -> bool:
    """Whether a page was sent in to be saved (and not only to be shown in another language)."""
    return request.method == "POST" and not is_switching_language()


def must_be_for_reader() -> None:
    """The pages of a profile are nowhere for who has none and may not open one."""
    if has_no_profile(visitor()):
        raise Missing


def save(form: SectionForm, move: Callable[[Student], Faults | None]) -> bool:
    """Let `move` keep what holds in the form; blames each field that does not. True where all of it was kept."""
    is_fine = form.is_fine()
    if "csrf_token" in form.errors:
        return False
    with writing():
        student = own_or_new(visitor(), now=clock.now())
        faults = move(student) or {}
    for field, reason in faults.items():
        form.blame(Refused(reason, field=field), words_for(reason))
    return is_fine and not faults


def saves_by_itself() -> bool:
    return BY_ITSELF in request.headers


def after_saving(address: str) -> ResponseReturnValue:
    """All was kept: on to the next page, or no word where the page saved by itself."""
    if saves_by_itself():
        return "", 204
    flash(_("Saved. You can go on at any time."), "done")
    return redirect(address, 303)


def after_removing(address: str) -> ResponseReturnValue:
    """Something is out of the profile: said as that, for "saved" would read as kept."""
    flash(_("It is no longer in your profile."), "done")
    return redirect(address, 303)


def page(
    section: ProfileSection,
    form: SectionForm,
    *,
    is_saved: bool = True,
    action: str | None = None,
    is_new: bool = False,
    **about: object,
) -> ResponseReturnValue:
    """A page of the profile. `is_saved` is False where something in the form was not kept, `action` where it is sent.

    What is new would be made again each time the page saved by itself, so it waits for the button.
    """
    must_be_for_reader()
    is_wrong = bool(form.errors or form.form_errors)
    html = render_template(
        _TEMPLATES[section],
        form=form,
        section=section,
        action=action,
        saves=section in _SAVE_BY_THEMSELVES and not is_new,
        rest_is_saved=is_wrong and "csrf_token" not in form.errors and not is_saved,
        switch_form_id="profile-form",
        **about,
    )
    return make_response(html, 422 if is_wrong else 200)


def overview() -> str:
    return page_url("students.profile")
