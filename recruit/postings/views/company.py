"""A company's own positions: list, one of them, take back, close. How one is written stands in `drafts`."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.organisations.rules import Rights
from recruit.postings import actions, conditions, queries
from recruit.postings.drafts import views as drafts
from recruit.postings.forms import ButtonForm
from recruit.postings.life.actions import MAY_SET_DAYS
from recruit.postings.life.steps import first_of, steps_of, taken_off_by_staff
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/positions", lock=_member)
def of_company() -> ResponseReturnValue:
    """The company's positions."""
    found, now = queries.positions_of_company(visitor()), clock.now()
    steps = steps_of(found, now=now)
    rows = [
        (posting, conditions.words_of(queries.content_of(posting), "ja"), steps[posting.id])
        for posting in found
    ]
    return render_template(
        "postings/of_company.html",
        rows=rows,
        first=first_of(rows),
        state=PostingState,
        may_edit=_editor.opens_for(visitor()),
        now=now,
    )


@room.get("/company/positions/<public_id>", lock=_member)
@room.post("/company/positions/<public_id>", lock=_member)
def edit(public_id: str) -> ResponseReturnValue:
    """One position of the company: how far it is while it is a draft, else what is checked or read."""
    posting = queries.own_position(visitor(), public_id)
    if posting.state is not PostingState.DRAFT or not _editor.opens_for(visitor()):
        return _shown(posting)
    return drafts.overview(posting)


def _shown(posting: Posting) -> ResponseReturnValue:
    content, now = queries.content_of(posting), clock.now()
    return render_template(
        "postings/shown.html",
        step=steps_of([posting], now=now)[posting.id],
        taken_off=taken_off_by_staff(posting),
        may_set_days=posting.state in MAY_SET_DAYS,
        posting=posting,
        words=conditions.words_of(content, "ja"),
        rows=conditions.conditions_of(content),
        moves=queries.moves_of(posting),
        version=queries.newest_version(posting),
        state=PostingState,
        may_edit=_editor.opens_for(visitor()),
        button_form=ButtonForm(formdata=None),
    )


@room.post("/company/positions/<public_id>/take-back", lock=_editor)
def take_back(public_id: str) -> ResponseReturnValue:
    """Make it a draft again."""
    posting = queries.own_position(visitor(), public_id)
    with writing():
        actions.take_back(posting, by=visitor(), now=clock.now())
    flash(_("The position is a draft again. Nobody else reads it until it has been checked."), "done")
    return redirect(page_url("postings.edit", public_id=public_id), 303)


@room.post("/company/positions/<public_id>/close", lock=_editor)
def close(public_id: str) -> ResponseReturnValue:
    """Take no more applications."""
    posting = queries.own_position(visitor(), public_id)
    with writing():
        actions.close_posting(posting, by=visitor(), now=clock.now())
    flash(_("The position is closed. Applications that have arrived go on."), "done")
    return redirect(page_url("postings.of_company"), 303)
