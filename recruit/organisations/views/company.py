"""A company's own profile: its facts, what staff asked and decided, and the answer to it."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations import actions, queries, rules
from recruit.organisations.forms import AnswerForm, CompanyForm, values_of
from recruit.organisations.marks import mark_of_facts
from recruit.organisations.models import Organisation
from recruit.organisations.permits import standing
from recruit.organisations.rules import OrganisationRefusal, OrganisationState, Rights
from recruit.organisations.views.public import permit_end_of, today_in_tokyo
from recruit.organisations.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/profile", lock=_member)
@room.post("/company/profile", lock=_member)
def profile() -> ResponseReturnValue:
    """The company's facts: everybody of the company reads them, owners and recruiters change them."""
    asks = visitor()
    organisation = queries.own_organisation(asks)
    if not _editor.opens_for(asks):
        return _profile_page(organisation, None)
    form = _company_form(organisation)
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_company(
                    organisation, form.facts(), seen=form.seen.data or "", by=asks, now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
            if refusal.reason is OrganisationRefusal.CHANGED_MEANWHILE:
                # Sent once more, it counts as compared with what stands there now.
                form.seen.data = mark_of_facts(organisation)
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("organisations.profile"), 303)
    return _profile_page(organisation, form)


def _company_form(organisation: Organisation, *, is_sent: bool = True) -> CompanyForm:
    values = {**values_of(organisation), "seen": mark_of_facts(organisation)}
    return CompanyForm(data=values) if is_sent else CompanyForm(formdata=None, data=values)


def _profile_page(
    organisation: Organisation, form: CompanyForm | None, answer_form: AnswerForm | None = None
) -> ResponseReturnValue:
    moves = queries.own_moves(visitor())
    is_closed = organisation.state is not OrganisationState.APPROVED
    facts, end = organisation.company, permit_end_of(organisation)
    answer = answer_form or AnswerForm(formdata=None)
    html = render_template(
        "organisations/profile.html",
        organisation=organisation,
        company=facts,
        form=form,
        answer_form=answer,
        asked=moves[0].reason if moves and is_closed else "",
        moves=moves,
        eligibility=rules.eligibility(facts.capital_yen, facts.staff_count, facts.deemed_large)
        if facts
        else None,
        permit_end=end,
        permit_standing=standing(end, today_in_tokyo()) if end else None,
        switch_form_id="company-form" if form else None,
    )
    faulty = any(one and (one.errors or one.form_errors) for one in (form, answer))
    return make_response(html, 422 if faulty else 200)


@room.post("/company/profile/again", lock=_editor)
def send_again() -> ResponseReturnValue:
    """Answer what staff asked, or apply once more."""
    organisation, form = queries.own_organisation(visitor()), AnswerForm()
    if not form.is_fine():
        return _profile_page(organisation, _company_form(organisation, is_sent=False), form)
    try:
        with writing():
            actions.send_application_again(
                organisation, answer=form.answer.data or "", by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _profile_page(organisation, _company_form(organisation, is_sent=False), form)
    if form.answer.data:
        flash(_("Your answer has arrived. We check the application again and write to you."), "done")
    else:
        flash(_("Your application has arrived. We check it and write to you."), "done")
    return redirect(page_url("organisations.profile"), 303)
