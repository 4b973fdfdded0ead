"""Two entries of one person are put together, and taken apart again where that was a mistake; two people are told apart."""

from collections.abc import Iterable

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.merging import actions, queries, telling_apart
from recruit.accounts.merging.rules import UNDONE_WITHIN
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.dashboards.forms import PeopleFilter
from recruit.dashboards.queries import people
from recruit.dashboards.queries.twice import MOST, perhaps_twice
from recruit.dashboards.views.pages import room
from recruit.dashboards.words import table_words
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

_NOT_TOLD = frozenset({"case", "alert"})


@room.get("/staff/people/twice", lock=coordinator)
def twice() -> ResponseReturnValue:
    """Who may be there twice, with the reasons."""
    return render_template(
        "dashboards/twice.html",
        pairs=perhaps_twice(visitor()),
        apart=queries.all_told_apart(visitor(), most=MOST),
    )


@room.get("/staff/people/<public_id>/merge", lock=coordinator, seen="profile")
def choose_other(public_id: str) -> ResponseReturnValue:
    """Which other entry is the same person: those that look alike, or whoever is found by name, address or number."""
    asks = visitor()
    found = people.person_for(asks, public_id)
    g.sighted_person_ref = found.person.public_id
    form = PeopleFilter(request.args)
    words = form.q.data or ""
    page = people.people_page(asks, words, after=None) if words else None
    others = people.with_what_they_are(asks, page.rows) if page and page.rows else []
    return render_template(
        "dashboards/choose_other.html",
        found=found,
        form=form,
        words=words,
        pairs=perhaps_twice(asks, person_id=found.person.id),
        others=[one for one in others if one.person.id != found.person.id],
    )


@room.get("/staff/people/<public_id>/merge/<other>", lock=coordinator, seen="profile")
@room.post("/staff/people/<public_id>/merge/<other>", lock=coordinator, seen="profile")
def merge(public_id: str, other: str) -> ResponseReturnValue:
    """What follows to the entry that stays, what stands in the way; and the press that does it."""
    asks = visitor()
    kept, merged = queries.pair_for(asks, public_id, other)
    g.sighted_person_refs = [kept.public_id, merged.public_id]
    status = 200
    if request.method == "POST":
        try:
            with writing():
                actions.merge_people(kept, merged, by=asks, now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "note")
            status = 422
        else:
            flash(_("The two entries are one now. You can undo it for 30 days."), "done")
            return redirect(page_url("dashboards.person", public_id=kept.public_id), 303)
    sides = people.with_what_they_are(asks, [kept, merged])
    shown = queries.preview(asks, kept, merged)
    page = render_template(
        "dashboards/merge.html",
        preview=shown,
        kept=sides[0],
        merged=sides[1],
        going=_told(shown.going),
        days=UNDONE_WITHIN.days,
        apart=queries.told_apart(kept, merged),
    )
    return page, status


def _told(going: Iterable[queries.Going]) -> list[tuple[str, int, int]]:
    """What follows, in words. Cases follow too, but that there is one is not for everybody who puts people together."""
    found: dict[str, tuple[int, int]] = {}
    for one in going:
        if one.table not in _NOT_TOLD:
            moves, stays = found.get(table_words(one.table), (0, 0))
            found[table_words(one.table)] = (moves + one.moves, stays + one.stays)
    return [(words, moves, stays) for words, (moves, stays) in found.items()]


@room.post("/staff/people/merges/<public_id>/undo", lock=coordinator)
def undo_merge(public_id: str) -> ResponseReturnValue:
    """It was a mistake: two entries again."""
    asks = visitor()
    done = queries.merge_for(asks, public_id)
    merged_ref, kept_ref = done.merged.public_id, done.kept.public_id
    try:
        with writing():
            actions.part_people(done, by=asks, now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "note")
        return redirect(page_url("dashboards.person", public_id=kept_ref), 303)
    flash(_("There are two entries again. This one is as it was."), "done")
    return redirect(page_url("dashboards.person", public_id=merged_ref), 303)


@room.post("/staff/people/<public_id>/apart/<other>", lock=coordinator)
def tell_apart(public_id: str, other: str) -> ResponseReturnValue:
    """They are two people, however alike: not proposed again."""
    asks = visitor()
    one, second = queries.pair_for(asks, public_id, other)
    try:
        with writing():
            telling_apart.tell_apart(one, second, by=asks, now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "note")
    else:
        flash(_("Noted: these are two people. They are not proposed again."), "done")
    return redirect(page_url("dashboards.twice"), 303)


@room.post("/staff/people/apart/<public_id>/undo", lock=coordinator)
def propose_again(public_id: str) -> ResponseReturnValue:
    """The note that they are two people was a mistake."""
    asks = visitor()
    apart = queries.apart_for(asks, public_id)
    with writing():
        telling_apart.propose_again(apart, by=asks, now=clock.now())
    flash(_("The note is taken back. The two are proposed again where they look alike."), "done")
    return redirect(page_url("dashboards.twice"), 303)
