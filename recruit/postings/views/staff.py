"""Staff check positions: list, one position, publish, send back."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.postings import actions, conditions, queries
from recruit.postings.forms import ButtonForm, ReturnForm
from recruit.postings.models import Posting
from recruit.postings.pay import pay_of
from recruit.postings.rules import PostingItem, PostingState
from recruit.postings.views.room import room
from recruit.postings.words import finding_sentence
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, staff


@room.get("/staff/positions", lock=staff)
def for_staff() -> ResponseReturnValue:
    """All positions; those that wait for a check first looked at."""
    typed = request.args.get("state", "")
    state = PostingState(typed) if typed in set(PostingState) else None
    page = queries.positions_for_staff(visitor(), state=state, after=request.args.get("after"))
    kept = {"state": typed} if state else {}
    return render_template(
        "postings/for_staff.html",
        rows=[(posting, conditions.words_of(queries.content_of(posting))) for posting in page.rows],
        counts=queries.count_by_state(visitor()),
        wanted=state,
        next_url=page_url("postings.for_staff", **kept, after=page.next_mark) if page.next_mark else None,
        first_url=None if page.is_first else page_url("postings.for_staff", **kept),
    )


@room.get("/staff/positions/<public_id>", lock=staff)
def check(public_id: str) -> ResponseReturnValue:
    """One position with what the rules find in it."""
    return _page(queries.position_for_staff(visitor(), public_id), ReturnForm())


def _page(posting: Posting, form: ReturnForm) -> str:
    content, now = queries.content_of(posting), clock.now()
    return render_template(
        "postings/check.html",
        posting=posting,
        form=form,
        button_form=ButtonForm(formdata=None),
        words=conditions.words_of(content),
        rows=conditions.conditions_of(content),
        pay=pay_of(content, current_language(), now=now),
        missing=[PostingItem(key) for key in queries.missing_items(posting)],
        findings=queries.findings_of(posting, now=now),
        moves=queries.moves_of(posting),
        languages_of=list(content["texts"]),
        finding_sentence=finding_sentence,
        state=PostingState,
        may_decide=coordinator.opens_for(visitor()),
        switch_form_id="return-form",
    )


@room.post("/staff/positions/<public_id>/publish", lock=coordinator)
def publish(public_id: str) -> ResponseReturnValue:
    """Approve and publish."""
    posting = queries.position_for_staff(visitor(), public_id)
    with writing():
        actions.publish_posting(posting, by=visitor(), now=clock.now())
    flash(_("Published. The company has been told."), "done")
    return redirect(page_url("postings.check", public_id=public_id), 303)


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
