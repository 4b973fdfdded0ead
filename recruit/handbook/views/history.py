"""The history of one chapter in one language: every edition, what differs between two, and the way back."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.differences import differences, shortened
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.handbook import actions, queries
from recruit.handbook.desk_forms import RollBackForm
from recruit.handbook.models import ChapterVersion
from recruit.handbook.views.place import AT, Place, address_of, number_typed, place_of, rendered_for
from recruit.handbook.views.room import room, writers
from recruit.web.gate import visitor
from recruit.web.words import words_for


@room.get(f"{AT}/history", lock=writers)
def chapter_history(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """All editions; with `from` and `to` what differs between two of them."""
    place = place_of(book, chapter, code)
    versions = queries.history(visitor(), place.chapter, code)
    older, newer = _two(versions)
    return render_template(
        "handbook/desk/history.html",
        place=place,
        versions=versions,
        older=older,
        newer=newer,
        found=shortened(differences(older.body, newer.body, language=code)) if older and newer else [],
        names=queries.names_of([ref for one in versions for ref in (one.by_ref, one.reviewed_by_ref)]),
        by_code=BY_CODE,
    )


def _two(versions: Sequence[ChapterVersion]) -> tuple[ChapterVersion | None, ChapterVersion | None]:
    """The two that are asked for, the older first; else the two newest."""
    by_number = {version.number: version for version in versions}
    asked = (
        sorted({number_typed(request.args.get(name)) for name in ("from", "to")} & set(by_number))
        or sorted(by_number)[-2:]
    )
    if len(asked) < 2:
        return None, None
    return by_number[asked[0]], by_number[asked[-1]]


@room.get(f"{AT}/history/<number>", lock=writers)
def chapter_version(book: str, chapter: str, code: str, number: str) -> ResponseReturnValue:
    """One edition as readers saw it, or would have."""
    return _page(place_of(book, chapter, code), number, RollBackForm(formdata=None))


@room.post(f"{AT}/history/<number>", lock=writers)
def roll_back_chapter(book: str, chapter: str, code: str, number: str) -> ResponseReturnValue:
    """Begin a draft with the text of an older edition."""
    place, form = place_of(book, chapter, code), RollBackForm()
    if not form.is_fine():
        return _page(place, number, form), 422
    version = queries.version_numbered(visitor(), place.chapter, code, number_typed(number))
    try:
        with writing():
            actions.roll_back(version, form.note.data or "", by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _page(place, number, form), 422
    flash(_("The older text is a draft now. Send it to a second person."), "done")
    return redirect(address_of(place), 303)


def _page(place: Place, number: str, form: RollBackForm) -> str:
    version = queries.version_numbered(visitor(), place.chapter, place.code, number_typed(number))
    return render_template(
        "handbook/desk/version.html",
        place=place,
        version=version,
        rendered=rendered_for(place, version.body),
        form=form,
        names=queries.names_of([version.by_ref, version.reviewed_by_ref]),
        by_code=BY_CODE,
        switch_form_id="roll-back-form",
    )
