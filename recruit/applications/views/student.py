"""The student's pages: apply, see where an application stands, answer an offer."""

from datetime import datetime

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import consents
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.rules import Purpose
from recruit.applications import actions, queries, rules, showing
from recruit.applications.forms import AcceptForm, ApplyForm, ButtonForm
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationState, OfferState
from recruit.applications.views.room import room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.periods import sight_of_application_ends_at
from recruit.organisations.rules import OrganisationState
from recruit.postings import conditions
from recruit.postings.models import Posting
from recruit.postings.queries import content_of, newest_version, public_position
from recruit.postings.rules import PostingState
from recruit.students.models import Student
from recruit.students.queries import own_student
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


def _own_student() -> Student:
    student = own_student(visitor())
    if student is None:
        raise Missing
    return student


@room.get("/positions/<slug>/apply", lock=signed_in)
def apply(slug: str) -> ResponseReturnValue:
    """What applying means, and the form for it."""
    student, posting = _own_student(), public_position(slug)
    live = queries.live_application(student, posting)
    if live is not None:
        return redirect(page_url("applications.my_application", public_id=live.public_id), 303)
    return _apply_page(ApplyForm(), student, posting)


@room.post("/positions/<slug>/apply", lock=signed_in)
def submit(slug: str) -> ResponseReturnValue:
    """The student applies."""
    student, posting = _own_student(), public_position(slug)
    form = ApplyForm()
    if form.is_fine() and (not form.agrees.data or agrees_to_shown(form, _words())):
        try:
            with writing():
                application = actions.submit_application(
                    student,
                    posting,
                    agrees=form.agrees.data,
                    letter=form.letter.data or "",
                    seen=form.seen.data or "",
                    language=current_language(),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your application has been sent."), "done")
            return redirect(page_url("applications.my_application", public_id=application.public_id), 303)
    return _apply_page(form, student, posting), 422


def _words() -> consents.ConsentWords:
    """What somebody who applies agrees to."""
    return consents.newest_words(Purpose.PROFILE_TO_COMPANY, current_language())


def _apply_page(form: ApplyForm, student: Student, posting: Posting) -> str:
    # Sent once more, it counts as read as it stands now.
    version = newest_version(posting)
    form.seen.data = str(version.number) if version else ""
    return render_template(
        "applications/apply.html",
        form=form,
        posting=posting,
        words=conditions.words_of(content_of(posting)),
        is_open=posting.closes_at is None or posting.closes_at >= clock.now(),
        missing=queries.missing_parts(student),
        consent=_words(),
        switch_form_id="apply-form",
    )


@room.get("/me/applications", lock=signed_in)
def my_applications() -> ResponseReturnValue:
    """The visitor's own applications."""
    return render_template(
        "applications/my_applications.html",
        applications=queries.own_applications(visitor()),
        shapes=showing.SHAPES,
        position_words=showing.position_words,
        states=ApplicationState,
    )


@room.get("/me/applications/<public_id>", lock=signed_in)
def my_application(public_id: str) -> ResponseReturnValue:
    """Where one application stands."""
    application = queries.own_application(visitor(), public_id)
    reached = {move.to_state: move.at for move in application.moves}
    return render_template(
        "applications/my_application.html",
        application=application,
        words=showing.position_words(application),
        is_published=application.posting.state is PostingState.PUBLISHED,
        is_stopped=application.posting.organisation.state is OrganisationState.SUSPENDED,
        road_steps=showing.road(rules.road_of(application.state, reached)),
        offer=queries.newest_offer(application),
        offer_states=OfferState,
        form=ButtonForm(),
        may_withdraw=rules.may_move(application.state, ApplicationState.WITHDRAWN),
        may_keep=rules.may_be_kept_longer(application.state, unseen_since=application.unseen_since),
        seen_until=_seen_until(application, agreed=application.longer_agreed_at is not None),
        seen_longer=_seen_until(application, agreed=True),
        states=ApplicationState,
    )


def _seen_until(application: Application, *, agreed: bool) -> datetime | None:
    ended = [move.at for move in application.moves if move.to_state in rules.ENDED]
    return sight_of_application_ends_at(max(ended), agreed=agreed) if ended else None


@room.post("/me/applications/<public_id>/withdraw", lock=signed_in)
def withdraw(public_id: str) -> ResponseReturnValue:
    """The student takes an application back."""
    application = queries.own_application(visitor(), public_id)
    was_invited = application.state is ApplicationState.INVITED
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.withdraw(application, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                _("The company has been told that you do not apply.")
                if was_invited
                else _("Your application is withdrawn. The company no longer sees your profile for it."),
                "done",
            )
    return redirect(page_url("applications.my_application", public_id=public_id), 303)


@room.post("/me/applications/<public_id>/keep", lock=signed_in)
def keep_longer(public_id: str) -> ResponseReturnValue:
    """The student lets the company see an ended application for longer, or takes that back."""
    application = queries.own_application(visitor(), public_id)
    agrees = application.longer_agreed_at is None
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.keep_longer(application, agrees=agrees, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                _("The company sees this application for longer.")
                if agrees
                else _("You have taken it back. The company sees this application only for the usual time."),
                "done",
            )
    return redirect(page_url("applications.my_application", public_id=public_id), 303)


@room.get("/me/offers", lock=signed_in)
def my_offers() -> ResponseReturnValue:
    """The visitor's own offers."""
    return render_template(
        "applications/my_offers.html",
        offers=queries.own_offers(visitor()),
        shapes=showing.OFFER_SHAPES,
        position_words=showing.position_words,
        states=OfferState,
    )


@room.get("/me/offers/<public_id>", lock=signed_in)
def my_offer(public_id: str) -> ResponseReturnValue:
    """The conditions of an offer, with what differs from the position, and the answer."""
    offer = queries.own_offer(visitor(), public_id)
    return _offer_page(_accept_form(offer), offer)


@room.post("/me/offers/<public_id>", lock=signed_in)
def accept(public_id: str) -> ResponseReturnValue:
    """The student accepts."""
    offer = queries.own_offer(visitor(), public_id)
    form = _accept_form(offer)
    if form.is_fine():
        try:
            with writing():
                actions.accept_offer(offer, ends=form.ends.data or (), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("You have accepted the offer. Congratulations!"), "done")
            return redirect(page_url("applications.my_offer", public_id=public_id), 303)
    return _offer_page(form, offer), 422


@room.post("/me/offers/<public_id>/decline", lock=signed_in)
def decline(public_id: str) -> ResponseReturnValue:
    """The student declines."""
    offer = queries.own_offer(visitor(), public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.decline_offer(offer, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("You have declined the offer. The company has been told."), "done")
    return redirect(page_url("applications.my_offer", public_id=public_id), 303)


def _accept_form(offer: Offer) -> AcceptForm:
    others = queries.other_live_applications(offer.application)
    return AcceptForm().allow(
        (
            one.public_id,
            _(
                "%(position)s – %(company)s",
                position=showing.position_words(one).fields.get("title", ""),
                company=showing.name_in(one.posting.organisation, current_language()),
            ),
        )
        for one in others
    )


def _offer_page(form: AcceptForm, offer: Offer) -> str:
    before = offer.application.posting_version.content
    company = offer.application.posting.organisation
    is_stopped = offer.state is OfferState.MADE and company.state is OrganisationState.SUSPENDED
    return render_template(
        "applications/my_offer.html",
        form=form,
        offer=offer,
        words=showing.position_words(offer.application),
        rows=conditions.conditions_of(offer.conditions, before=before),
        is_open=not is_stopped and rules.why_not_answer(offer.state, offer.answer_by_at, clock.now()) is None,
        is_stopped=is_stopped,
        shapes=showing.OFFER_SHAPES,
        states=OfferState,
        switch_form_id="accept-form",
    )
