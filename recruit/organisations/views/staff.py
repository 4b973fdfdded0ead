"""Staff check organisations and decide."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.invitations import is_open
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations import actions, invitations, queries, rules
from recruit.organisations.forms import ApproveForm, CheckForm, OrganisationsFilter, ReasonForm, chosen
from recruit.organisations.models import Organisation
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    OrganisationKind,
    OrganisationState,
    Support,
    Trade,
)
from recruit.organisations.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/organisations", lock=coordinator)
def organisations() -> ResponseReturnValue:
    """Every organisation, newest first."""
    form = OrganisationsFilter(request.args)
    kind = chosen(OrganisationKind, form.kind.data or "")
    state = chosen(OrganisationState, form.state.data or "")
    words = form.q.data or ""
    page = queries.organisations_page(
        visitor(), kind=kind, state=state, words=words, after=request.args.get("after")
    )
    return render_template(
        "organisations/staff_list.html",
        form=form,
        page=page,
        counts=queries.counts_by_state(visitor(), kind),
        state=state,
        filters={"q": words or None, "kind": kind, "state": state},
        name_in=queries.name_in,
    )


@room.get("/staff/organisations/<public_id>", lock=coordinator)
def organisation(public_id: str) -> ResponseReturnValue:
    """One organisation, what was checked, what was decided."""
    return _page(queries.organisation_for_staff(visitor(), public_id))


def _page(
    found: Organisation,
    *,
    reason_form: ReasonForm | None = None,
    check_form: CheckForm | None = None,
    approve_form: ApproveForm | None = None,
) -> ResponseReturnValue:
    facts = found.company
    forms = (reason_form, check_form, approve_form)
    faulty = any(form is not None and (form.errors or form.form_errors) for form in forms)
    html = render_template(
        "organisations/staff_one.html",
        organisation=found,
        company=facts,
        name_in=queries.name_in,
        approve_form=approve_form or ApproveForm(formdata=None),
        open_checks=queries.open_checks(visitor(), found),
        reason_form=reason_form or ReasonForm(formdata=None),
        check_form=check_form or CheckForm(formdata=None),
        checks=queries.newest_checks(visitor(), found),
        moves=queries.moves_of(visitor(), found),
        members=queries.members_for_staff(visitor(), found),
        invited=[(one, is_open(one, clock.now())) for one in invitations.waiting_for(found.id)],
        may_invite=rules.why_not_invite(found.state) is None,
        size=rules.size_class(facts.capital_yen, facts.staff_count) if facts else None,
        trades=[Trade(code) for code in facts.trades] if facts else [],
        support=[Support(code) for code in facts.support] if facts else [],
        may={state: rules.may_move(found.state, state) for state in OrganisationState},
    )
    return make_response(html, 422 if faulty else 200)


@room.post("/staff/organisations/<public_id>/approve", lock=coordinator)
def approve(public_id: str) -> ResponseReturnValue:
    """Let the organisation in. With checks still open, only who ticks so."""
    found = queries.organisation_for_staff(visitor(), public_id)
    form = ApproveForm()
    if not form.is_fine():
        return _page(found, approve_form=form)
    try:
        with writing():
            actions.approve(
                found,
                by=visitor(),
                now=clock.now(),
                despite_open_checks=bool(form.despite_open_checks.data),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(found, approve_form=form)
    flash(_("Approved. The owners receive a mail."), "done")
    return redirect(page_url("organisations.organisation", public_id=public_id), 303)


def _with_reason(public_id: str, move: Callable[..., None], words: str) -> ResponseReturnValue:
    found = queries.organisation_for_staff(visitor(), public_id)
    form = ReasonForm()
    if not form.is_fine():
        return _page(found, reason_form=form)
    try:
        with writing():
            move(found, form.reason.data or "", by=visitor(), now=clock.now())
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(found, reason_form=form)
    flash(words, "done")
    return redirect(page_url("organisations.organisation", public_id=public_id), 303)


@room.post("/staff/organisations/<public_id>/ask-back", lock=coordinator)
def ask_back(public_id: str) -> ResponseReturnValue:
    """Ask for more."""
    return _with_reason(public_id, actions.ask_back, _("The owners receive your words by mail."))


@room.post("/staff/organisations/<public_id>/suspend", lock=coordinator)
def suspend(public_id: str) -> ResponseReturnValue:
    """Close the platform to the organisation for the time being."""
    return _with_reason(public_id, actions.suspend, _("Suspended. The owners receive your words by mail."))


@room.post("/staff/organisations/<public_id>/checks", lock=coordinator)
def note_check(public_id: str) -> ResponseReturnValue:
    """Keep the outcome of a check."""
    found = queries.organisation_for_staff(visitor(), public_id)
    form = CheckForm()
    if not form.is_fine():
        return _page(found, check_form=form)
    with writing():
        actions.note_check(
            found,
            Check(form.check.data),
            CheckOutcome(form.outcome.data),
            note=form.note.data or "",
            by=visitor(),
            now=clock.now(),
        )
    flash(_("The check is noted."), "done")
    return redirect(page_url("organisations.organisation", public_id=public_id), 303)
