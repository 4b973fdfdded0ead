"""One translation beside its original, for the company and for staff."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES
from recruit.organisations.rules import Rights
from recruit.postings import conditions, queries
from recruit.postings.finding_words import how_to_mend, what_is_found, why_it_matters
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState, sources_of
from recruit.postings.texts.actions import remove_text, save_text
from recruit.postings.texts.forms import TextForm
from recruit.postings.texts.queries import original_parts, seen as seen_now, standings, text_in
from recruit.postings.texts.rules import TextOrigin, may_write
from recruit.postings.texts.writing import fields_of
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator, member_of, staff
from recruit.web.words import words_for

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/positions/<public_id>/texts/<written_in>", lock=_member)
def text(public_id: str, written_in: str) -> ResponseReturnValue:
    """A translation of the company's own position."""
    posting = queries.own_position(visitor(), public_id)
    return _page(posting, written_in, _form(posting, written_in))


@room.post("/company/positions/<public_id>/texts/<written_in>", lock=_editor)
def save_own_text(public_id: str, written_in: str) -> ResponseReturnValue:
    """Keep it, or take it out."""
    return _save(queries.own_position(visitor(), public_id), written_in)


@room.get("/staff/positions/<public_id>/texts/<written_in>", lock=staff)
def text_for_staff(public_id: str, written_in: str) -> ResponseReturnValue:
    """A translation of any position."""
    posting = queries.position_for_staff(visitor(), public_id)
    return _page(posting, written_in, _form(posting, written_in))


@room.post("/staff/positions/<public_id>/texts/<written_in>", lock=coordinator)
def save_text_for_staff(public_id: str, written_in: str) -> ResponseReturnValue:
    """Keep it, or take it out."""
    return _save(queries.position_for_staff(visitor(), public_id), written_in)


def _form(posting: Posting, written_in: str) -> TextForm:
    if written_in not in CODES or written_in == posting.source_language:
        raise Missing
    row = text_in(posting, written_in)
    values = {**fields_of(row), "origin": row.origin} if row else {"origin": TextOrigin.HUMAN}
    return TextForm(data={**values, "seen": seen_now(posting, written_in)})


def _save(posting: Posting, written_in: str) -> ResponseReturnValue:
    form = _form(posting, written_in)
    is_removal = request.form.get("act") == "remove"
    if not is_removal and not form.is_fine():
        return _page(posting, written_in, form)
    by, now, seen = visitor(), clock.now(), form.seen.data or ""
    try:
        with writing():
            if is_removal:
                remove_text(posting, written_in, seen=seen, by=by, now=now)
            else:
                save_text(
                    posting,
                    written_in,
                    form.words(),
                    TextOrigin(form.origin.data),
                    seen=seen,
                    by=by,
                    now=now,
                )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        # Sent once more, it counts as compared with what stands beside it now.
        form.seen.data = seen_now(posting, written_in)
        return _page(posting, written_in, form)
    flash(_("The translation is taken out.") if is_removal else _("The translation is saved."), "done")
    return redirect(_address(posting, written_in), 303)


def _address(posting: Posting, written_in: str) -> str:
    endpoint = "postings.text_for_staff" if visitor().is_staff else "postings.text"
    return page_url(endpoint, public_id=posting.public_id, written_in=written_in)


def _page(posting: Posting, written_in: str, form: TextForm) -> ResponseReturnValue:
    is_staff = visitor().is_staff
    lock = coordinator if is_staff else _editor
    found = queries.findings_of(posting, now=clock.now())
    html = render_template(
        "postings/text.html",
        posting=posting,
        form=form,
        address=_address(posting, written_in),
        written_in=written_in,
        written_in_name=conditions.name_of_language(written_in),
        source_name=conditions.name_of_language(posting.source_language),
        parts=original_parts(posting, written_in),
        standing=standings(posting).get(written_in),
        findings=[one for one in found if one.text.endswith(f"_{written_in}")],
        sources_of=sources_of,
        what_is_found=what_is_found,
        why_it_matters=why_it_matters,
        how_to_mend=how_to_mend,
        may_edit=lock.opens_for(visitor()) and may_write(posting.state, is_staff=is_staff),
        state=PostingState,
        is_staff=is_staff,
        words=conditions.words_of(queries.content_of(posting), posting.source_language),
        switch_form_id="text-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)
