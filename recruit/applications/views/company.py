"""The company's pages: the board, one application, the offer."""

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.applications import actions, queries, rules, showing
from recruit.applications.forms import MoveForm, OfferForm
from recruit.applications.queries import Applicant
from recruit.applications.rules import ApplicationState, OfferState
from recruit.applications.views.room import room
from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations.rules import Rights
from recruit.postings import conditions
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_company = member_of("company")
_company_editors = member_of("company", "owner", "recruiter")
_WAIT_FOR_US = (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW)


def _may_act() -> bool:
    acting = visitor().acting
    return acting is not None and acting.rights in (Rights.OWNER, Rights.RECRUITER)


@room.get("/company/applications", lock=_company)
def board() -> ResponseReturnValue:
    """All applications by stage, what is due first at the top. Nobody is ranked."""
    rows, now = queries.board_of_company(visitor()), clock.now()
    due = [row for row in rows if row.application.state in _WAIT_FOR_US and row.answer_by_at]
    first_day = min(
        (day_in(row.answer_by_at, showing.TOKYO) for row in due if row.answer_by_at), default=None
    )
    return render_template(
        "applications/board.html",
        stages=showing.stages(rows),
        any_rows=bool(rows),
        first_due=due[0] if due else None,
        first_day=first_day,
        due_count=sum(
            1 for row in due if row.answer_by_at and day_in(row.answer_by_at, showing.TOKYO) == first_day
        ),
        late_count=sum(1 for row in due if row.answer_by_at and row.answer_by_at < now),
        due_words=lambda row: showing.due_words(row, now),
        waits=lambda row: row.application.state in _WAIT_FOR_US,
        may_act=_may_act(),
        shown_name=showing.shown_name,
        studies_of=lambda student: showing.studies_of(student, current_language()),
        levels_of=showing.levels_of,
        position_words=showing.position_words,
    )


@room.get("/company/applications/<public_id>", lock=_company, seen="profile")
def of_company(public_id: str) -> ResponseReturnValue:
    """One application: who applies, what the student says, what happened."""
    row = queries.application_for_company(visitor(), public_id)
    return _page(row, MoveForm())


@room.post("/company/applications/<public_id>", lock=_company_editors, seen="profile")
def move(public_id: str) -> ResponseReturnValue:
    """The company decides what comes next."""
    row = queries.application_for_company(visitor(), public_id)
    form = MoveForm().allow(rules.moves_of_company(row.application.state))
    if form.is_fine():
        try:
            with writing():
                actions.move(
                    row.application,
                    ApplicationState(form.to.data),
                    reason=form.words.data or "",
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved. The student has been told by mail."), "done")
            return redirect(page_url("applications.of_company", public_id=public_id), 303)
    return _page(row, form), 422


def _page(row: Applicant, form: MoveForm) -> str:
    application, offer = row.application, row.offer
    if row.shows_profile:
        g.sighted_person_ref = application.student.person.public_id
    moves = rules.moves_of_company(application.state)
    version = application.posting_version.content
    return render_template(
        "applications/of_company.html",
        row=row,
        application=application,
        student=application.student,
        offer=offer,
        offer_rows=conditions.conditions_of(offer.conditions, before=version) if offer else [],
        offer_shapes=showing.OFFER_SHAPES,
        offer_states=OfferState,
        words=showing.position_words(application),
        due=showing.due_words(row, clock.now()),
        form=form.allow(moves),
        moves=moves if _may_act() else [],
        may_offer=rules.may_offer(application.state) and _may_act(),
        states=ApplicationState,
        switch_form_id="move-form",
        **showing.about_students(),
    )


@room.get("/company/applications/<public_id>/offer", lock=_company_editors, seen="profile")
def offer(public_id: str) -> ResponseReturnValue:
    """The terms of an offer, filled in from the position."""
    row = queries.application_for_company(visitor(), public_id)
    if not rules.may_offer(row.application.state):
        return redirect(page_url("applications.of_company", public_id=public_id), 303)
    return _offer_page(row, _offer_form(row))


@room.post("/company/applications/<public_id>/offer", lock=_company_editors, seen="profile")
def make_offer(public_id: str) -> ResponseReturnValue:
    """The company makes the offer."""
    row = queries.application_for_company(visitor(), public_id)
    form, start, last = _offer_form(row), None, None
    if form.is_fine():
        start, last = form.planned_start_on.data, form.answer_by_on.data
    if start is not None and last is not None:
        try:
            with writing():
                actions.make_offer(
                    row.application,
                    conditions=form.conditions(row.application.posting_version.content),
                    planned_start_on=start,
                    answer_by_on=last,
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The offer is made. The student has been told by mail."), "done")
            return redirect(page_url("applications.of_company", public_id=public_id), 303)
    return _offer_page(row, form), 422


def _offer_form(row: Applicant) -> OfferForm:
    return OfferForm.for_content(row.application.posting_version.content, clock.today_in(actions.TOKYO))


def _offer_page(row: Applicant, form: OfferForm) -> str:
    g.sighted_person_ref = row.application.student.person.public_id
    before = row.application.posting_version.content
    return render_template(
        "applications/offer.html",
        row=row,
        application=row.application,
        student=row.application.student,
        form=form,
        words=showing.position_words(row.application),
        rows=conditions.conditions_of(before),
        shown_name=showing.shown_name,
        switch_form_id="offer-form",
    )
