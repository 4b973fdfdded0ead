"""A company's pages about the life of a position, and what staff see of it."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations.rules import Rights
from recruit.postings import actions, conditions, queries, rules
from recruit.postings.drafts.progress import unfit_fields
from recruit.postings.finding_words import how_to_mend, what_is_found, why_it_matters
from recruit.postings.forms import ButtonForm
from recruit.postings.life import actions as life
from recruit.postings.life.forms import AnswerForm, ClosingForm, DaysForm
from recruit.postings.life.history import changed_since, history_of
from recruit.postings.life.queries import asked_back, last_move, open_question
from recruit.postings.life.steps import may_reopen
from recruit.postings.life.versions import frozen, version_of
from recruit.postings.models import Posting
from recruit.postings.rules import PostingRefusal, PostingState, sources_of
from recruit.postings.views.room import room
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of, staff
from recruit.web.words import words_for

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


def _back(posting: Posting) -> ResponseReturnValue:
    return redirect(page_url("postings.edit", public_id=posting.public_id), 303)


def _page(template: str, posting: Posting, form: Form, **more: Any) -> str:
    return render_template(
        template,
        posting=posting,
        form=form,
        words=conditions.words_of(queries.content_of(posting)),
        state=PostingState,
        **more,
    )


def _found(posting: Posting) -> dict[str, Any]:
    """What must be put right, with how the checker says it."""
    return {
        "findings": rules.blocking(queries.findings_of(posting, now=clock.now())),
        "sources_of": sources_of,
        "what_is_found": what_is_found,
        "why_it_matters": why_it_matters,
        "how_to_mend": how_to_mend,
    }


# ------------------------------------------------------------------------------------------------ days


@room.get("/company/positions/<public_id>/days", lock=_editor)
def days(public_id: str) -> ResponseReturnValue:
    """When a position opens and closes."""
    posting = queries.own_position(visitor(), public_id)
    if posting.state not in life.MAY_SET_DAYS:
        return _back(posting)
    return _days_page(posting, DaysForm.of(posting, clock.now()))


@room.post("/company/positions/<public_id>/days", lock=_editor)
def set_days(public_id: str) -> ResponseReturnValue:
    """The company sets the days."""
    posting = queries.own_position(visitor(), public_id)
    form = DaysForm()
    if form.is_fine():
        try:
            with writing():
                life.set_days(
                    posting, opens_at=form.opens, closes_at=form.closes_at, by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The days are saved."), "done")
            return _back(posting)
    return _days_page(posting, form), 422


def _days_page(posting: Posting, form: DaysForm) -> str:
    return _page("postings/life/days.html", posting, form, switch_form_id="days-form")


# ------------------------------------------------------------------------------------------------ still right


@room.get("/company/positions/<public_id>/still-right", lock=_editor)
def still_right(public_id: str) -> ResponseReturnValue:
    """What everybody reads, and the question whether it is still right. Looking answers nothing."""
    posting = queries.own_position(visitor(), public_id)
    if posting.state is not PostingState.PUBLISHED:
        return _back(posting)
    return _still_right_page(posting, ButtonForm(formdata=None))


@room.post("/company/positions/<public_id>/still-right", lock=_editor)
def say_still_right(public_id: str) -> ResponseReturnValue:
    """The company says that it is."""
    posting = queries.own_position(visitor(), public_id)
    form = ButtonForm()
    try:
        with writing():
            life.say_still_right(posting, by=visitor(), now=clock.now())
    except Refused as refusal:
        if posting.state is not PostingState.PUBLISHED:
            raise
        form.blame(refusal, words_for(refusal.reason))
        return _still_right_page(posting, form), 422
    flash(_("Thank you. Students read that the position was looked at today."), "done")
    return redirect(page_url("postings.of_company"), 303)


def _still_right_page(posting: Posting, form: ButtonForm) -> str:
    return _page(
        "postings/life/still_right.html",
        posting,
        form,
        rows=conditions.conditions_of(queries.content_of(posting)),
        question=open_question(posting),
        **_found(posting),
    )


# ------------------------------------------------------------------------------------------------ answer to staff


@room.get("/company/positions/<public_id>/answer", lock=_editor)
def answer(public_id: str) -> ResponseReturnValue:
    """What staff ask for, what has changed since, and the answer to it."""
    posting = queries.own_position(visitor(), public_id)
    if posting.state is not PostingState.DRAFT or not asked_back(last_move(posting)):
        return _back(posting)
    return _answer_page(posting, AnswerForm())


@room.post("/company/positions/<public_id>/answer", lock=_editor)
def send_answer(public_id: str) -> ResponseReturnValue:
    """The company answers, and the position is checked again."""
    posting = queries.own_position(visitor(), public_id)
    form = AnswerForm()
    if form.is_fine():
        try:
            if unfit_fields(queries.content_of(posting), posting.typed):
                raise Refused(PostingRefusal.TYPED_UNFIT)
            with writing():
                actions.submit_posting(posting, answer=form.answer.data or "", by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Sent. Staff check the position and write to you."), "done")
            return redirect(page_url("postings.of_company"), 303)
    return _answer_page(posting, form), 422


def _answer_page(posting: Posting, form: AnswerForm) -> str:
    moves = queries.moves_of(posting)
    asked = moves[0] if moves else None
    return _page(
        "postings/life/answer.html",
        posting,
        form,
        asked=asked,
        earlier=[move for move in moves[1:] if move.reason],
        changed=changed_since(posting, asked.at) if asked else [],
        switch_form_id="answer-form",
        **_found(posting),
    )


# ------------------------------------------------------------------------------------------------ open again, take off


@room.get("/company/positions/<public_id>/reopen", lock=_editor)
def reopen(public_id: str) -> ResponseReturnValue:
    """What opening it again means."""
    posting = queries.own_position(visitor(), public_id)
    if not may_reopen(posting.state, last_move(posting), now=clock.now()):
        return _back(posting)
    return _reopen_page(posting, ClosingForm(formdata=None))


@room.post("/company/positions/<public_id>/reopen", lock=_editor)
def open_again(public_id: str) -> ResponseReturnValue:
    """The company opens it again as it was checked."""
    posting = queries.own_position(visitor(), public_id)
    form = ClosingForm()
    if form.is_fine():
        try:
            with writing():
                life.reopen_posting(posting, closes_at=form.closes_at, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The position is open again."), "done")
            return redirect(page_url("postings.of_company"), 303)
    return _reopen_page(posting, form), 422


def _reopen_page(posting: Posting, form: ClosingForm) -> str:
    return _page(
        "postings/life/reopen.html",
        posting,
        form,
        rows=conditions.conditions_of(queries.content_of(posting)),
        switch_form_id="reopen-form",
        **_found(posting),
    )


@room.post("/company/positions/<public_id>/withdraw", lock=_editor)
def withdraw(public_id: str) -> ResponseReturnValue:
    """The company does not want it any more."""
    posting = queries.own_position(visitor(), public_id)
    with writing():
        actions.withdraw_posting(posting, by=visitor(), now=clock.now())
    flash(_("The position is withdrawn. You can make it a draft again at any time."), "done")
    return redirect(page_url("postings.of_company"), 303)


# ------------------------------------------------------------------------------------------------ history


@room.get("/company/positions/<public_id>/history", lock=_member)
def history(public_id: str) -> ResponseReturnValue:
    """What happened to the company's own position, who did it and when."""
    return _history_page(queries.own_position(visitor(), public_id), "postings.edit", "postings.version")


@room.get("/staff/positions/<public_id>/history", lock=staff)
def history_for_staff(public_id: str) -> ResponseReturnValue:
    """The same for staff, with all names."""
    return _history_page(
        queries.position_for_staff(visitor(), public_id), "postings.check", "postings.version_for_staff"
    )


def _history_page(posting: Posting, back: str, version: str) -> str:
    return render_template(
        "postings/life/history.html",
        posting=posting,
        words=conditions.words_of(queries.content_of(posting)),
        entries=history_of(posting, reader=visitor()),
        back_url=page_url(back, public_id=posting.public_id),
        version_url=lambda number: page_url(version, public_id=posting.public_id, number=number),
    )


@room.get("/company/positions/<public_id>/versions/<number>", lock=_member)
def version(public_id: str, number: str) -> ResponseReturnValue:
    """What students read once, and what has changed since."""
    return _version_page(queries.own_position(visitor(), public_id), number, "postings.history")


@room.get("/staff/positions/<public_id>/versions/<number>", lock=staff)
def version_for_staff(public_id: str, number: str) -> ResponseReturnValue:
    """The same for staff."""
    posting = queries.position_for_staff(visitor(), public_id)
    return _version_page(posting, number, "postings.history_for_staff")


def _version_page(posting: Posting, number: str, back: str) -> str:
    return render_template(
        "postings/life/version.html",
        frozen=frozen(posting, version_of(posting, number)),
        back_url=page_url(back, public_id=posting.public_id),
    )
