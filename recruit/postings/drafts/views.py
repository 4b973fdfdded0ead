"""Pages on which a company writes a position down: how it begins, how far it is, one step of it."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.organisations.queries import own_organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings import actions, conditions, queries
from recruit.postings.drafts import beginnings
from recruit.postings.drafts.actions import begin_draft, save_step
from recruit.postings.drafts.progress import ITEMS_MISSING, Progress, StepProgress, progress_of
from recruit.postings.finding_words import how_to_mend, what_is_found, why_it_matters
from recruit.postings.forms import ALLOWANCE_ROWS, OTHER_LANGUAGES, STEPS, BeginForm, ButtonForm, PostingForm
from recruit.postings.models import Posting
from recruit.postings.rules import DraftStep, Finding, PostingRefusal, PostingState, Severity, sources_of
from recruit.postings.views.room import room
from recruit.web.gate import is_switching_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

# The page asks for this answer when it saves by itself, without leaving the page.
BY_ITSELF = "X-Saved-By-Itself"
SEEN = "X-Seen"
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)
_TEMPLATES: dict[DraftStep, str] = {
    DraftStep.WORK: "postings/steps/work.html",
    DraftStep.CONTRACT: "postings/steps/contract.html",
    DraftStep.HOURS: "postings/steps/hours.html",
    DraftStep.PAY: "postings/steps/pay.html",
    DraftStep.LIVING: "postings/steps/living.html",
    DraftStep.LEARNING: "postings/steps/learning.html",
    DraftStep.APPLYING: "postings/steps/applying.html",
}


@room.get("/company/positions/new", lock=_editor)
@room.post("/company/positions/new", lock=_editor)
def new() -> ResponseReturnValue:
    """Begin a position: from four answers, from an earlier position, or from a sample."""
    company = own_organisation(visitor())
    form = BeginForm(data={"prefecture": company.company and company.company.prefecture})
    if request.method == "POST" and not is_switching_language():
        begun = _begun(form)
        if begun is not None:
            content, typed = begun
            with writing():
                posting = begin_draft(content, typed, copied_from=_copied(), by=visitor(), now=clock.now())
            flash(_("The draft is saved. You can leave it at any time and go on later."), "done")
            return redirect(_address(posting, DraftStep.WORK), 303)
    earlier = queries.positions_of_company(visitor())
    html = render_template(
        "postings/edit_begin.html",
        form=form,
        earlier=[(one, conditions.words_of(queries.content_of(one), "ja")) for one in earlier],
        samples=beginnings.sample_titles(),
        is_approved=company.state is OrganisationState.APPROVED,
        switch_form_id="begin-form",
    )
    return make_response(html, 422 if form.errors else 200)


def _copied() -> Posting | None:
    """The earlier position whose button was pressed."""
    ref = request.form.get("copy")
    return queries.own_position(visitor(), ref) if ref else None


def _begun(form: BeginForm) -> tuple[dict, dict] | None:
    """What the draft begins with, by the button that was pressed; None where the four answers do not hold."""
    now = clock.now()
    if earlier := _copied():
        today = day_in(now, queries.TOKYO)
        return beginnings.from_earlier(queries.content_of(earlier), today=today), {}
    if request.form.get("sample"):
        organisation = own_organisation(visitor())
        prefecture = organisation.company.prefecture if organisation.company else None
        found = beginnings.from_sample(request.form["sample"], prefecture, organisation.city or "")
        if found is None:
            raise Missing
        return found
    return (form.content(), {}) if form.is_fine() else None


def overview(posting: Posting) -> ResponseReturnValue:
    """How far a draft is, step by step; sent in, it asks staff to check it."""
    refusal, refused_in = None, None
    if request.method == "POST" and not is_switching_language():
        try:
            if progress(posting).has_unfit:
                raise Refused(PostingRefusal.TYPED_UNFIT)
            with writing():
                actions.submit_posting(posting, by=visitor(), now=clock.now())
        except Refused as refused:
            refusal = words_for(refused.reason)
            if refused.reason is PostingRefusal.CLOSING_DAY_OVER:
                refused_in = DraftStep.APPLYING
        else:
            flash(_("Sent. Staff check the position and write to you."), "done")
            return redirect(page_url("postings.of_company"), 303)
    content, made = queries.content_of(posting), progress(posting)
    moves = queries.moves_of(posting)
    html = render_template(
        "postings/edit.html",
        posting=posting,
        words=conditions.words_of(content, "ja"),
        progress=made,
        asked=moves[0].reason if moves and moves[0].to_state is PostingState.DRAFT else "",
        refusal=refusal,
        refused_in=refused_in,
        is_approved=posting.organisation.state is OrganisationState.APPROVED,
        address_of=lambda step, anchor="": _address(posting, step, anchor),
        place_of=lambda finding: _place_of(posting, finding),
        items_missing=ITEMS_MISSING,
        button_form=ButtonForm(formdata=None),
        **_about_findings(),
    )
    return make_response(html, 422 if refusal else 200)


def progress(posting: Posting) -> Progress:
    """How far a draft is now."""
    found = queries.findings_of(posting, now=clock.now())
    return progress_of(queries.content_of(posting), posting.typed, found)


@room.get("/company/positions/<public_id>/steps/<step>", lock=_editor)
@room.post("/company/positions/<public_id>/steps/<step>", lock=_editor)
def step(public_id: str, step: str) -> ResponseReturnValue:
    """One of the seven steps. What holds is kept, whatever else is wrong or missing."""
    posting = queries.own_position(visitor(), public_id)
    if step not in set(DraftStep):
        raise Missing
    if posting.state is not PostingState.DRAFT:
        if request.method == "POST":
            raise Refused(PostingRefusal.MOVE_NOT_POSSIBLE)
        return redirect(page_url("postings.edit", public_id=public_id), 303)
    kind = STEPS[DraftStep(step)]
    form = kind.for_draft(queries.content_of(posting), posting.typed)
    if request.method != "POST" or is_switching_language():
        return _step_page(posting, form)
    is_fine, by_itself = form.is_fine(), BY_ITSELF in request.headers
    try:
        with writing():
            seen = save_step(
                posting,
                form,
                seen=form.seen.data or "",
                by=visitor(),
                now=clock.now(),
                is_noted=not by_itself,
            )
    except Refused as refusal:
        return _not_saved(posting, form, refusal)
    if by_itself:
        return "", 204 if is_fine else 202, {SEEN: seen}
    form.seen.data = seen
    leaves = request.form.get("act") == "leave"
    if not is_fine and not leaves:
        return _step_page(posting, form, is_saved=True)
    flash(
        _("The draft is saved.") if is_fine else _("The draft is saved. Something in it needs another look."),
        "done",
    )
    following = form.STEP.following
    if leaves:
        return redirect(page_url("postings.of_company"), 303)
    return redirect(
        _address(posting, following) if following else page_url("postings.edit", public_id=public_id), 303
    )


def _not_saved(posting: Posting, form: PostingForm, refusal: Refused) -> ResponseReturnValue:
    """Somebody was faster: what both wrote is shown, and the next press of the button decides."""
    if refusal.reason is not PostingRefusal.CHANGED_MEANWHILE:
        raise refusal
    if BY_ITSELF in request.headers:
        return "", 409
    content = queries.content_of(posting)
    form.blame(refusal, words_for(refusal.reason))
    form.seen.data = form.seen_in(content, posting.typed)
    return _step_page(posting, form, there=form.differing(content, posting.typed))


def _step_page(
    posting: Posting,
    form: PostingForm,
    *,
    is_saved: bool = False,
    there: Sequence[tuple[str, str]] = (),
) -> ResponseReturnValue:
    made = progress(posting)
    here = made.of(form.STEP)
    form.show_findings([*here.grave, *here.mild])
    html = render_template(
        _TEMPLATES[form.STEP],
        form=form,
        posting=posting,
        words=conditions.words_of(queries.content_of(posting), "ja"),
        progress=made,
        here=here,
        findings=[*here.grave, *here.mild],
        step=form.STEP,
        is_answer=request.method == "POST",
        is_saved=is_saved,
        there=there,
        address=_address(posting, form.STEP),
        address_of=lambda one: _address(posting, one),
        allowance_rows=range(ALLOWANCE_ROWS),
        switch_form_id="posting-form",
        **_about_findings(),
    )
    return make_response(html, 422 if request.method == "POST" and (form.errors or form.form_errors) else 200)


def _about_findings() -> dict[str, object]:
    return {
        "sources_of": sources_of,
        "what_is_found": what_is_found,
        "why_it_matters": why_it_matters,
        "how_to_mend": how_to_mend,
        "blocking": Severity.BLOCKING,
    }


def _address(posting: Posting, step: DraftStep, anchor: str = "") -> str:
    return page_url("postings.step", public_id=posting.public_id, step=str(step), _anchor=anchor or None)


def _place_of(posting: Posting, finding: Finding) -> tuple[str, str] | None:
    """Address and label of the field in which something that was found is mended; None where there is none."""
    for kind in STEPS.values():
        form = kind(formdata=None, meta={"csrf": False})
        field = form.beside(finding)
        if field is not None:
            return _address(posting, kind.STEP, form.anchor_of(finding)), str(field.label.text)
    language = finding.text.rpartition("_")[2]
    if language in OTHER_LANGUAGES:
        address = page_url("postings.text", public_id=posting.public_id, written_in=language)
        return address, _("Translation into %(language)s", language=conditions.name_of_language(language))
    return None


__all__ = ["StepProgress", "new", "overview", "step"]
