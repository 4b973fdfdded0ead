"""The desk of translations, and the page on which a chapter is translated beside its original."""

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock, translating
from recruit.core.db import writing
from recruit.core.differences import Change, differences, shortened
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE, CODES
from recruit.core.translating import Lack
from recruit.handbook import actions as handbook_actions, queries as handbook_queries
from recruit.handbook.desk_forms import WritingForm
from recruit.handbook.faults import stopping
from recruit.handbook.rendering import pages_to_link
from recruit.handbook.rules import ChapterState, HandbookRefusal
from recruit.handbook.translatable import KIND, ref_of
from recruit.handbook.translating import actions, queries
from recruit.handbook.translating.showing import owner_in, title_in
from recruit.handbook.views.addresses import lead_on
from recruit.handbook.views.place import Place, faults_at, number_typed, numbered, place_of, written_in
from recruit.handbook.views.room import writers
from recruit.web.gate import current_language, page_opens, page_url, visitor
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("translations", __name__)
room.register_error_handler(Missing, lead_on)
_AT = "/staff/translations/chapters/<book>/<chapter>/<code>"


@room.get("/staff/translations", lock=writers)
def desk() -> ResponseReturnValue:
    """What waits in one language, the oldest first; `into` and `kind` choose."""
    asks, now = visitor(), clock.now()
    counts = queries.counts(asks)
    into = request.args.get("into", "")
    if into not in CODES:
        into = current_language()
    kinds, here = translating.known(), counts.get(into, {})
    kind = request.args.get("kind", "")
    if kind not in kinds:
        kind = ""
    page = queries.on_desk(asks, into, kind, after=request.args.get("after"), now=now)
    chosen = {"into": into, **({"kind": kind} if kind else {})}
    return render_template(
        "handbook/translating/desk.html",
        page=page,
        total=sum(sum(by_kind.values()) for by_kind in counts.values()),
        here=here,
        tongues=[(code, sum(counts.get(code, {}).values())) for code in CODES],
        into=into,
        kind=kind,
        kinds=kinds,
        by_code=BY_CODE,
        may_open=lambda lack: page_opens(lack.endpoint, asks),
        title_of=title_of,
        owner_of=lambda lack: owner_in(lack, current_language()),
        fields_of=fields_of,
        next_url=page_url("translations.desk", **chosen, after=page.next_mark) if page.next_mark else None,
        first_url=None if page.is_first else page_url("translations.desk", **chosen),
    )


def title_of(lack: Lack) -> tuple[str, str]:
    """What a thing is called in the reader's language or the nearest, and the language of that."""
    return title_in(lack, current_language())


def fields_of(lack: Lack) -> dict[str, str]:
    """What a small form sends to name it."""
    return {"kind": lack.kind, "ref": lack.ref, "into": lack.language}


@room.post("/staff/translations/take", lock=writers)
def take() -> ResponseReturnValue:
    """Somebody says that they take it: on to the page on which it is written."""
    asks, now = visitor(), clock.now()
    kind, ref, language = (request.form.get(name, "") for name in ("kind", "ref", "into"))
    lack = queries.lack_named(kind, ref, language, by=asks, now=now)
    try:
        with writing():
            actions.take(lack, by=asks, now=now)
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
        return redirect(page_url("translations.desk", into=language), 303)
    flash(_("It is yours. Nobody else is offered it while you go on with it."), "done")
    return redirect(page_url(lack.endpoint, **lack.values), 303)


@room.post("/staff/translations/give-back", lock=writers)
def give_back() -> ResponseReturnValue:
    """Let others have it."""
    kind, ref, language = (request.form.get(name, "") for name in ("kind", "ref", "into"))
    with writing():
        actions.give_back(kind, ref, language, by=visitor())
    flash(_("Given back. A draft that was begun stays."), "done")
    into = language if language in CODES else current_language()
    return redirect(page_url("translations.desk", into=into), 303)


@room.get(_AT, lock=writers)
def chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """A chapter's original with what changed in it, and its translation beside it."""
    return _page(_translated(book, chapter, code))


@room.post(_AT, lock=writers)
def save_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Keep the draft, or keep it and send it to a second person."""
    place, by, now = _translated(book, chapter, code), visitor(), clock.now()
    form = WritingForm()
    if not form.is_fine():
        return _page(place, form), 422
    is_sent = request.form.get("act") == "send"
    if is_sent and _has_faults(place, form, written_in(place, form).source_version):
        # As the page says them: beside the newest edition of the original.
        if _has_faults(place, form, number_typed(form.source_seen.data)):
            form.blame(Refused(HandbookRefusal.FAULTS), words_for(HandbookRefusal.FAULTS))
        else:
            form.blame_field(
                "up_to_date",
                _(
                    "Your text has the figures that only the newest edition of the original has. Tick this if it says all of that edition; otherwise save it as a draft."
                ),
            )
        return _page(place, form), 422
    try:
        with writing():
            # Whoever gave the draft up meanwhile: what was typed stays on the page.
            draft = place.worked_on
            handbook_actions.save_draft(
                draft,
                written_in(place, form),
                seen_revision=number_typed(form.revision.data),
                by=by,
                now=now,
            )
            actions.go_on(KIND, ref_of(place.chapter), code, by=by, now=now)
            if is_sent:
                handbook_actions.send_for_review(draft, pages=pages_to_link(current_app), by=by, now=now)
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _page(_translated(book, chapter, code), form, refused=refused), 422
    if is_sent:
        flash(_("Sent. A second person reads it and publishes it, or sends it back with a word."), "done")
        return redirect(page_url("translations.desk", into=code), 303)
    flash(_("Saved as a draft."), "done")
    return redirect(page_url("translations.chapter", book=book, chapter=chapter, code=code), 303)


def _has_faults(place: Place, form: WritingForm, edition: int | None) -> bool:
    """Whether what was typed could not be published as a translation of that edition of the original."""
    return bool(stopping(faults_at(place, form.body.data or "", edition)))


def _translated(book: str, chapter: str, code: str) -> Place:
    """Raises Missing for the original itself, and for what the book does not promise."""
    place = place_of(book, chapter, code)
    if place.is_source:
        raise Missing
    return place


def _page(place: Place, form: WritingForm | None = None, *, refused: Refused | None = None) -> str:
    asks, version = visitor(), place.shown
    is_stale = refused is not None and refused.reason is HandbookRefusal.CHANGED_MEANWHILE
    if form is not None and is_stale and place.open is not None:
        # What was saved meanwhile stands on this page: saving again is a decision.
        form.revision.data = str(place.open.revision)
    then, source = handbook_queries.source_then_and_now(
        asks, place.book, place.chapter, version.source_version if version else None
    )
    if source is None:
        raise Missing
    original = differences(
        then.body if then else source.body, source.body, language=place.book.source_language
    )
    # The lines that only hold a callout together say nothing.
    original = [one for one in original if one.before.strip("> ") or one.after.strip("> ")]
    is_mine = (
        place.open is not None
        and place.open.state is ChapterState.DRAFT
        and place.open.by_ref == asks.person_ref
    )
    if form is None and is_mine:
        form = WritingForm(formdata=None, obj=place.open)
        form.source_seen.data = str(source.number)
        form.up_to_date.data = False
    body: str = form.body.data or "" if form else version.body if version else ""
    faults = faults_at(place, body, source.number)
    ref = ref_of(place.chapter)
    return render_template(
        "handbook/translating/chapter.html",
        place=place,
        code=place.code,
        version=version,
        source=source,
        original=original,
        changed=sum(1 for one in original if one.change is not Change.SAME),
        form=form,
        is_mine=is_mine,
        claim=queries.claim_on(KIND, ref, place.code, now=clock.now()),
        fields={"kind": KIND, "ref": ref, "into": place.code},
        waits=place.newest is None or place.newest.source_version != source.number,
        saved_differs=(
            shortened(differences(place.open.body, body, language=place.code))
            if is_stale and place.open is not None
            else []
        ),
        faults=numbered(faults, body),
        stopping=stopping(faults),
        names=handbook_queries.names_of([place.open.by_ref] if place.open else []),
        by_code=BY_CODE,
        switch_form_id="writing-form" if form else None,
    )
