"""Registering a company, step by step; what is typed is kept at every step, half filled too."""

from flask import abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations import actions, queries, registration
from recruit.organisations.actions.companies import is_registered
from recruit.organisations.forms import ButtonForm
from recruit.organisations.registration import Step
from recruit.organisations.rules import OrganisationRefusal, folded_number
from recruit.organisations.views.room import room
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


def _typed() -> dict[str, list[str]]:
    draft = queries.draft_of(visitor())
    return dict(draft.typed) if draft else {}


@room.get("/company/apply", lock=signed_in)
def apply() -> ResponseReturnValue:
    """What to have ready, and how far the registration has come."""
    typed = _typed()
    found = registration.standings(typed)
    return render_template(
        "organisations/apply.html",
        standings=found,
        is_begun=bool(typed),
        go_on_at=registration.first_open(found),
        form=ButtonForm(),
    )


@room.get("/company/apply/<step>", lock=signed_in)
@room.post("/company/apply/<step>", lock=signed_in)
def apply_step(step: str) -> ResponseReturnValue:
    """One step of the registration."""
    if step not in set(Step):
        abort(404)
    here = Step(step)
    if request.method == "GET":
        return _step_page(here, registration.form_of(here, _typed()))
    form = registration.FORMS[here]()
    is_fine = form.is_fine()
    with writing():
        typed = {name: request.form.getlist(name) for name in registration.fields_of(here)}
        actions.keep_draft(typed, by=visitor(), now=clock.now())
    if "leave" in request.form:
        flash(_("Kept. Go on whenever it suits you; nobody else sees it."), "done")
        return redirect(page_url("organisations.apply"), 303)
    if here is Step.COMPANY and is_fine:
        number = folded_number(request.form.get("corporate_number", ""))
        if is_registered(number, visitor()):
            form.blame_field("corporate_number", words_for(OrganisationRefusal.NUMBER_TAKEN))
            is_fine = False
    if not is_fine:
        return _step_page(here, form)
    following = registration.after(here)
    if following is None:
        return redirect(page_url("organisations.apply_send"), 303)
    return redirect(page_url("organisations.apply_step", step=following), 303)


def _step_page(here: Step, form: Form) -> ResponseReturnValue:
    html = render_template(
        "organisations/apply_step.html",
        form=form,
        step=here,
        number=list(Step).index(here) + 1,
        of=len(Step),
        title=registration.TITLES[here],
        lead=registration.LEADS[here],
        fields=[form[name] for name in registration.fields_of(here)],
        before=registration.before(here),
        switch_form_id="company-form",
    )
    faulty = request.method == "POST" and (form.errors or form.form_errors)
    return make_response(html, 422 if faulty else 200)


@room.get("/company/apply/send", lock=signed_in)
@room.post("/company/apply/send", lock=signed_in)
def apply_send() -> ResponseReturnValue:
    """Read all once more, and send it."""
    form, typed = ButtonForm(), _typed()
    if not typed:
        return redirect(page_url("organisations.apply"), 303)
    found = registration.standings(typed)
    if request.method == "POST" and form.is_fine() and registration.first_open(found) is None:
        whole = registration.whole_form(typed)
        try:
            with writing():
                organisation = actions.apply_as_company(
                    whole.facts(), whole.corporate_number.data or "", by=visitor(), now=clock.now()
                )
                actions.act_for_organisation(organisation.public_id, by=visitor())
                actions.drop_draft(by=visitor())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your application has arrived. We check it and write to you."), "done")
            return redirect(page_url("organisations.ready"), 303)
    html = render_template(
        "organisations/apply_send.html", form=form, standings=found, go_on_at=registration.first_open(found)
    )
    faulty = form.form_errors or (request.method == "POST" and registration.first_open(found))
    return make_response(html, 422 if faulty else 200)


@room.post("/company/apply/drop", lock=signed_in)
def apply_drop() -> ResponseReturnValue:
    """Throw away what was filled in."""
    with writing():
        actions.drop_draft(by=visitor())
    flash(_("What you had filled in is deleted."), "done")
    return redirect(page_url("organisations.apply"), 303)
