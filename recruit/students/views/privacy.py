"""Showing my profile to a company, and an end to it in one click. The page of who sees me is `/me/privacy`."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import consents
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.organisations.models import Organisation
from recruit.organisations.queries import name_in, organisation_by_ref, public_company
from recruit.students import actions, queries
from recruit.students.forms import ShowForm
from recruit.students.models import Student
from recruit.students.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in


def _own() -> Student:
    student = queries.own_student(visitor())
    if student is None:
        raise Missing
    return student


@room.post("/me/privacy/<public_id>/end", lock=signed_in)
def end(public_id: str) -> ResponseReturnValue:
    """This organisation no longer sees me. Pressed twice, nothing more happens."""
    student, organisation = _own(), organisation_by_ref(public_id)
    if organisation is None:
        raise Missing
    with writing():
        actions.end_own(student, organisation, by=visitor(), now=clock.now())
    name = name_in(organisation, current_language())
    flash(_("%(organisation)s no longer sees your profile.", organisation=name), "done")
    return redirect(f"{page_url('dashboards.privacy')}#may-see", 303)


@room.get("/me/privacy/companies/<slug>", lock=signed_in)
@room.post("/me/privacy/companies/<slug>", lock=signed_in)
def show_to(slug: str) -> ResponseReturnValue:
    """Show my whole profile to this company, after reading what that means."""
    student, organisation = _own(), public_company(slug)
    form, name = ShowForm(), name_in(organisation, current_language())
    words = consents.newest_words(Purpose.PROFILE_TO_COMPANY, current_language())
    if request.method == "POST" and form.is_fine() and agrees_to_shown(form, words):
        with writing():
            actions.choose_company(
                student, organisation, language=current_language(), by=visitor(), now=clock.now()
            )
        flash(_("%(organisation)s can now read your profile.", organisation=name), "done")
        return redirect(f"{page_url('dashboards.privacy')}#may-see", 303)
    return _agreement(form, organisation, words)


@room.get("/me/privacy/university", lock=signed_in)
@room.post("/me/privacy/university", lock=signed_in)
def show_to_university() -> ResponseReturnValue:
    """Let my university, which reads abroad, see how my applications stand. It is off until I switch it on."""
    student = _own()
    university = queries.partner_of(student)
    if university is None:
        raise Missing
    form = ShowForm()
    words = consents.newest_words(Purpose.PARTNER_ABROAD, current_language(), university.country)
    if request.method == "POST" and form.is_fine() and agrees_to_shown(form, words):
        with writing():
            actions.show_to_university(student, language=current_language(), by=visitor(), now=clock.now())
        name = name_in(university, current_language())
        flash(_("%(organisation)s can now see how your applications stand.", organisation=name), "done")
        return redirect(f"{page_url('dashboards.privacy')}#may-see", 303)
    return _agreement(form, university, words)


def _agreement(
    form: ShowForm, organisation: Organisation, words: consents.ConsentWords
) -> ResponseReturnValue:
    """The words, and the box below them."""
    html = render_template(
        "students/show_to.html",
        form=form,
        organisation=organisation,
        name=name_in(organisation, current_language()),
        is_university=words.purpose is Purpose.PARTNER_ABROAD,
        words=words,
        switch_form_id="show-form",
    )
    return make_response(html, 422 if form.errors else 200)
