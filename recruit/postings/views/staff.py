"""Staff check positions: list, one position, what was found and why it is fine, publish, send back, take off."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.postings import actions, conditions, queries
from recruit.postings.checking.actions import note_finding
from recruit.postings.checking.queries import checked, put_right
from recruit.postings.finding_words import how_to_mend, what_is_found, why_it_matters
from recruit.postings.forms import NoteForm, PublishForm, ReturnForm
from recruit.postings.life.forms import TakeOffForm
from recruit.postings.life.history import changed_since, last_read
from recruit.postings.life.queries import last_moves, open_question
from recruit.postings.models import Posting
from recruit.postings.rules import MoveCause, PostingRefusal, PostingState, sources_of
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator, staff
from recruit.web.words import words_for

_MAY_BE_TAKEN_OFF = (PostingState.SCHEDULED, PostingState.PUBLISHED)


@room.get("/staff/positions", lock=staff)
def for_staff() -> ResponseReturnValue:
    """Positions in one state or in all; at first those that wait for a check, the longest waiting at the top."""
    typed = request.args.get("state", PostingState.IN_REVIEW)
    state = PostingState(typed) if typed in set(PostingState) else None
    page = queries.positions_for_staff(visitor(), state=state, after=request.args.get("after"))
    kept = {"state": typed}
    moves = last_moves([posting.id for posting in page.rows])
    return render_template(
        "postings/for_staff.html",
        rows=[
            (posting, conditions.words_of(queries.content_of(posting)), moves.get(posting.id))
            for posting in page.rows
        ],
        today=day_in(clock.now(), queries.TOKYO),
        day_of=lambda instant: day_in(instant, queries.TOKYO),
        states=PostingState,
        counts=queries.count_by_state(visitor()),
        wanted=state,
        next_url=page_url("postings.for_staff", **kept, after=page.next_mark) if page.next_mark else None,
        first_url=None if page.is_first else page_url("postings.for_staff", **kept),
    )


@room.get("/staff/positions/<public_id>", lock=staff)
def check(public_id: str) -> ResponseReturnValue:
    """One position with what the rules find in it."""
    return _page(queries.position_for_staff(visitor(), public_id), ReturnForm())


def _note_form(posting: Posting) -> NoteForm:
    """One note at a time; the findings that may be found fine to choose from."""
    form = NoteForm()
    form.offer(one for one in checked(visitor(), posting, now=clock.now()) if one.may_be_noted)
    return form


def _page(
    posting: Posting,
    form: ReturnForm,
    note_form: NoteForm | None = None,
    take_off_form: TakeOffForm | None = None,
    publish_form: PublishForm | None = None,
) -> str:
    content, now, moves = queries.content_of(posting), clock.now(), queries.moves_of(posting)
    read, publishes = last_read(moves[1:]), publish_form or PublishForm(formdata=None)
    publishes.seen.data = queries.mark_of(posting)
    return render_template(
        "postings/check.html",
        posting=posting,
        form=form,
        publish_form=publishes,
        words=conditions.words_of(content),
        rows=conditions.conditions_of(content),
        checked=checked(visitor(), posting, now=now),
        put_right=put_right(visitor(), posting),
        note_form=note_form or _note_form(posting),
        sources_of=sources_of,
        what_is_found=what_is_found,
        why_it_matters=why_it_matters,
        how_to_mend=how_to_mend,
        now=now,
        move=moves[0] if moves else None,
        asked=read,
        changed=changed_since(posting, read.at) if read else [],
        question=open_question(posting),
        take_off_form=take_off_form or TakeOffForm(formdata=None),
        may_take_off=posting.state in _MAY_BE_TAKEN_OFF,
        languages_of=list(content["texts"]),
        state=PostingState,
        may_decide=coordinator.opens_for(visitor()),
        switch_form_id="return-form",
    )


@room.post("/staff/positions/<public_id>/publish", lock=coordinator)
def publish(public_id: str) -> ResponseReturnValue:
    """Approve and publish."""
    posting, form = queries.position_for_staff(visitor(), public_id), PublishForm()
    try:
        with writing():
            actions.publish_posting(posting, seen=form.seen.data or "", by=visitor(), now=clock.now())
    except Refused as refusal:
        if refusal.reason is not PostingRefusal.READ_BEFORE_CHANGE:
            raise
        form.blame(refusal, words_for(refusal.reason))
        return _page(posting, ReturnForm(formdata=None), publish_form=form), 422
    if posting.state is PostingState.SCHEDULED:
        flash(_("Approved. It opens by itself on its day, and the company has been told."), "done")
    else:
        flash(_("Published. The company has been told."), "done")
    return redirect(page_url("postings.for_staff"), 303)


@room.post("/staff/positions/<public_id>/return", lock=coordinator)
def send_back(public_id: str) -> ResponseReturnValue:
    """Send back with words about what to change."""
    posting = queries.position_for_staff(visitor(), public_id)
    form = ReturnForm()
    if not form.is_fine():
        return _page(posting, form), 422
    with writing():
        actions.return_posting(posting, form.reason.data or "", by=visitor(), now=clock.now())
    flash(_("Sent back. The company has been told what to change."), "done")
    return redirect(page_url("postings.for_staff"), 303)


@room.post("/staff/positions/<public_id>/take-off", lock=coordinator)
def take_off(public_id: str) -> ResponseReturnValue:
    """Take it off the list, with words to its company."""
    posting = queries.position_for_staff(visitor(), public_id)
    form = TakeOffForm()
    if not form.is_fine():
        return _page(posting, ReturnForm(formdata=None), take_off_form=form), 422
    with writing():
        actions.withdraw_posting(
            posting, reason=form.why.data or "", cause=MoveCause.BY_STAFF, by=visitor(), now=clock.now()
        )
    flash(_("Taken off the list. The company and who has applied have been told."), "done")
    return redirect(page_url("postings.check", public_id=public_id), 303)


@room.post("/staff/positions/<public_id>/note", lock=coordinator)
def note(public_id: str) -> ResponseReturnValue:
    """Write down why something that was found is fine."""
    posting = queries.position_for_staff(visitor(), public_id)
    form = _note_form(posting)
    if not form.is_fine():
        return _page(posting, ReturnForm(formdata=None), form), 422
    try:
        with writing():
            note_finding(
                posting, form.finding.data or "", form.note.data or "", by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(posting, ReturnForm(formdata=None), form), 422
    flash(_("Your note is kept with the finding."), "done")
    return redirect(page_url("postings.check", public_id=public_id, _anchor="found"), 303)
