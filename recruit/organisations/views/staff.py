"""Staff check organisations and decide."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.invitations import is_open
from recruit.core import clock, files
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.organisations import actions, invitations, queries, rules, staff_queries
from recruit.organisations.forms import ApproveForm, CheckForm, OrganisationsFilter, ReasonForm, chosen
from recruit.organisations.models import Organisation
from recruit.organisations.permits import standing
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    OrganisationKind,
    OrganisationState,
    Support,
    Trade,
)
from recruit.organisations.views.public import permit_end_of, today_in_tokyo
from recruit.organisations.views.room import room
from recruit.web.downloads import picture
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

# Where a check is made: the public registers of the tax agency and of the ministry.
LOOK_UP = {
    Check.CORPORATE_NUMBER: "https://www.houjin-bangou.nta.go.jp/henkorireki-johoto.html?selHouzinNo={number}",
    Check.PERMIT_NUMBER: "https://etsuran2.mlit.go.jp/TAKKEN/kensetuKensaku.do",
}


@room.get("/staff/organisations", lock=coordinator)
def organisations() -> ResponseReturnValue:
    """Every organisation, newest first."""
    form = OrganisationsFilter(request.args)
    kind = chosen(OrganisationKind, form.kind.data or "")
    state = chosen(OrganisationState, form.state.data or "")
    words = form.q.data or ""
    page = staff_queries.organisations_page(
        visitor(), kind=kind, state=state, words=words, after=request.args.get("after")
    )
    return render_template(
        "organisations/staff_list.html",
        form=form,
        page=page,
        counts=staff_queries.counts_by_state(visitor(), kind),
        state=state,
        filters={"q": words or None, "kind": kind, "state": state},
        name_in=queries.name_in,
    )


@room.get("/staff/organisations/<public_id>", lock=coordinator)
def organisation(public_id: str) -> ResponseReturnValue:
    """One organisation, what was checked, what was decided."""
    return _page(staff_queries.organisation_for_staff(visitor(), public_id))


def _page(
    found: Organisation,
    *,
    reason_form: ReasonForm | None = None,
    check_form: CheckForm | None = None,
    approve_form: ApproveForm | None = None,
) -> ResponseReturnValue:
    facts, end = found.company, permit_end_of(found)
    checks = staff_queries.newest_checks(visitor(), found)
    moves = staff_queries.moves_of(visitor(), found)
    forms = (reason_form, check_form, approve_form)
    faulty = any(form is not None and (form.errors or form.form_errors) for form in forms)
    html = render_template(
        "organisations/staff_one.html",
        organisation=found,
        company=facts,
        name_in=queries.name_in,
        approve_form=approve_form or ApproveForm(formdata=None),
        open_checks=staff_queries.open_checks(visitor(), found),
        reason_form=reason_form or ReasonForm(formdata=None),
        check_form=check_form or CheckForm(formdata=None),
        checks=checks,
        look_up=LOOK_UP,
        moves=moves,
        names=staff_queries.names_of(
            visitor(), {move.by_ref for move in moves} | {row.by_ref for row in checks.values() if row}
        ),
        members=staff_queries.members_for_staff(visitor(), found),
        invited=[(one, is_open(one, clock.now())) for one in invitations.waiting_for(found.id)],
        may_invite=rules.why_not_invite(found.state) is None,
        eligibility=rules.eligibility(facts.capital_yen, facts.staff_count, facts.deemed_large)
        if facts
        else None,
        permit_end=end,
        permit_standing=standing(end, today_in_tokyo()) if end else None,
        pictures=queries.pictures_of(found),
        trades=[Trade(code) for code in facts.trades] if facts else [],
        support=[Support(code) for code in facts.support] if facts else [],
        may={state: rules.may_move(found.state, state) for state in OrganisationState},
    )
    return make_response(html, 422 if faulty else 200)


@room.post("/staff/organisations/<public_id>/approve", lock=coordinator)
def approve(public_id: str) -> ResponseReturnValue:
    """Let the organisation in. With checks still open, only who ticks so."""
    found = staff_queries.organisation_for_staff(visitor(), public_id)
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
    found = staff_queries.organisation_for_staff(visitor(), public_id)
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


@room.post("/staff/organisations/<public_id>/refuse", lock=coordinator)
def refuse(public_id: str) -> ResponseReturnValue:
    """Say no to an application."""
    return _with_reason(public_id, actions.refuse, _("Refused. The owners receive your words by mail."))


@room.post("/staff/organisations/<public_id>/lift", lock=coordinator)
def lift(public_id: str) -> ResponseReturnValue:
    """Let a suspended organisation back in."""
    return _with_reason(
        public_id,
        actions.lift_suspension,
        _("The suspension is lifted. The owners receive your words by mail."),
    )


@room.post("/staff/organisations/<public_id>/suspend", lock=coordinator)
def suspend(public_id: str) -> ResponseReturnValue:
    """Close the platform to the organisation for the time being."""
    return _with_reason(public_id, actions.suspend, _("Suspended. The owners receive your words by mail."))


@room.post("/staff/organisations/<public_id>/checks", lock=coordinator)
def note_check(public_id: str) -> ResponseReturnValue:
    """Keep the outcome of a check."""
    found = staff_queries.organisation_for_staff(visitor(), public_id)
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


@room.get("/staff/organisations/<public_id>/pictures/<picture_ref>", lock=coordinator)
def picture_for_staff(public_id: str, picture_ref: str) -> Response:
    """A picture of a company's page, before it is public too."""
    found = staff_queries.organisation_for_staff(visitor(), public_id)
    stored = next(
        (one.stored_file for one in queries.pictures_of(found) if one.public_id == picture_ref), None
    )
    if stored is None:
        raise Missing
    return picture(files.content_of(stored), stored)
