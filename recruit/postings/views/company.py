"""A company's own positions: list, form, submit, take back, close."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations.queries import own_organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings import actions, conditions, queries, rules
from recruit.postings.finding_words import how_to_mend, what_is_found, why_it_matters
from recruit.postings.forms import ALLOWANCE_ROWS, OTHER_LANGUAGES, ButtonForm, PostingForm, values_of
from recruit.postings.models import Posting
from recruit.postings.rules import FindingRule, PostingState, sources_of
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

# What is missing is said beside its field in fewer words.
_MISSING = (FindingRule.ITEM_MISSING, FindingRule.APRIL_2024)
_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/positions", lock=_member)
def of_company() -> ResponseReturnValue:
    """The company's positions."""
    found = queries.positions_of_company(visitor())
    return render_template(
        "postings/of_company.html",
        rows=[(posting, conditions.words_of(queries.content_of(posting), "ja")) for posting in found],
        state=PostingState,
        may_edit=_editor.opens_for(visitor()),
        now=clock.now(),
    )


@room.get("/company/positions/new", lock=_editor)
@room.post("/company/positions/new", lock=_editor)
def new() -> ResponseReturnValue:
    """Begin a position."""
    company = own_organisation(visitor())
    form = PostingForm(data={"prefecture": company.company and company.company.prefecture, "openings": 1})
    if request.method == "POST" and form.is_fine():
        with writing():
            posting = actions.create_posting(form.content(), by=visitor(), now=clock.now())
        return _after_saving(posting, form)
    return _form_page(form, None)


@room.get("/company/positions/<public_id>", lock=_member)
@room.post("/company/positions/<public_id>", lock=_member)
def edit(public_id: str) -> ResponseReturnValue:
    """One position of the company: the form while it is a draft, else what is checked or read."""
    posting = queries.own_position(visitor(), public_id)
    if posting.state is not PostingState.DRAFT or not _editor.opens_for(visitor()):
        return _shown(posting)
    form = PostingForm(data=values_of(queries.content_of(posting)))
    if request.method == "POST" and form.is_fine():
        with writing():
            actions.save_posting(posting, form.content(), by=visitor(), now=clock.now())
        return _after_saving(posting, form)
    return _form_page(form, posting)


def _after_saving(posting: Posting, form: PostingForm) -> ResponseReturnValue:
    """Saved in any case; the second button also asks staff to check, or says what is missing."""
    address = page_url("postings.edit", public_id=posting.public_id)
    if request.form.get("act") != "submit":
        flash(_("The draft is saved."), "done")
        return redirect(address, 303)
    try:
        with writing():
            actions.submit_posting(posting, by=visitor(), now=clock.now())
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        form.blame_missing(queries.missing_items(posting))
        found = rules.blocking(queries.findings_of(posting, now=clock.now()))
        form.blame_findings([one for one in found if one.rule not in _MISSING])
        return _form_page(form, posting, is_saved=True)
    flash(_("Sent. Staff check the position and write to you."), "done")
    return redirect(page_url("postings.of_company"), 303)


def _form_page(form: PostingForm, posting: Posting | None, *, is_saved: bool = False) -> ResponseReturnValue:
    moves = queries.moves_of(posting) if posting else []
    found = queries.findings_of(posting, now=clock.now()) if posting else []
    form.show_findings([one for one in found if one.rule not in _MISSING])
    html = render_template(
        "postings/edit.html",
        form=form,
        posting=posting,
        address=page_url("postings.edit", public_id=posting.public_id)
        if posting
        else page_url("postings.new"),
        asked=moves[0].reason if moves and moves[0].to_state is PostingState.DRAFT else "",
        is_saved=is_saved,
        missing=[one for one in found if one.rule in _MISSING],
        findings=[one for one in found if one.rule not in _MISSING],
        sources_of=sources_of,
        what_is_found=what_is_found,
        why_it_matters=why_it_matters,
        how_to_mend=how_to_mend,
        is_approved=own_organisation(visitor()).state is OrganisationState.APPROVED,
        allowance_rows=range(ALLOWANCE_ROWS),
        other_languages=OTHER_LANGUAGES,
        switch_form_id="posting-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def _shown(posting: Posting) -> ResponseReturnValue:
    content = queries.content_of(posting)
    return render_template(
        "postings/shown.html",
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
