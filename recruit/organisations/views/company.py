"""A company's own pages: apply, profile."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations import actions, queries, rules
from recruit.organisations.forms import ApplyForm, ButtonForm, ProfileForm, values_of
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.organisations.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of, signed_in
from recruit.web.words import words_for

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/apply", lock=signed_in)
@room.post("/company/apply", lock=signed_in)
def apply() -> ResponseReturnValue:
    """Register a company."""
    form = ApplyForm()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                organisation = actions.apply_as_company(
                    form.facts(), form.corporate_number.data or "", by=visitor(), now=clock.now()
                )
                actions.act_for_organisation(organisation.public_id, by=visitor())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your application has arrived. We check it and write to you."), "done")
            return redirect(page_url("organisations.profile"), 303)
    html = render_template("organisations/apply.html", form=form, switch_form_id="company-form")
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.get("/company/profile", lock=_member)
@room.post("/company/profile", lock=_member)
def profile() -> ResponseReturnValue:
    """The company's profile: everybody of the company reads it, owners and recruiters change it."""
    asks = visitor()
    organisation = queries.own_organisation(asks)
    if not _editor.opens_for(asks):
        return _profile_page(organisation, None)
    form = ProfileForm(data=values_of(organisation))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_company(organisation, form.facts(), by=asks, now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("organisations.profile"), 303)
    return _profile_page(organisation, form)


def _profile_page(organisation: Organisation, form: ProfileForm | None) -> ResponseReturnValue:
    last = queries.newest_move(organisation.id)
    asked = last.reason if last and organisation.state is not OrganisationState.APPROVED else ""
    facts = organisation.company
    html = render_template(
        "organisations/profile.html",
        organisation=organisation,
        company=facts,
        form=form,
        button_form=ButtonForm(),
        asked=asked,
        size=rules.size_class(facts.capital_yen, facts.staff_count) if facts else None,
        switch_form_id="company-form" if form else None,
    )
    return make_response(html, 422 if form and (form.errors or form.form_errors) else 200)


@room.post("/company/profile/again", lock=_editor)
def send_again() -> ResponseReturnValue:
    """Send the completed application again."""
    organisation = queries.own_organisation(visitor())
    with writing():
        actions.send_application_again(organisation, by=visitor(), now=clock.now())
    flash(_("Your application has arrived. We check it and write to you."), "done")
    return redirect(page_url("organisations.profile"), 303)
