"""A student at a fair: chooses companies, sees who asked, reads the own timetable."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.fairs import actions, queries, rules, showing
from recruit.fairs.forms import TypedWishes, WishesForm, blame_rank, read_wishes
from recruit.fairs.joining.views import late_joining
from recruit.fairs.models import Timetable
from recruit.fairs.panels import MOST_POSITIONS
from recruit.fairs.proposing.drawing import proposes
from recruit.fairs.queries import StudentAtFair
from recruit.fairs.rules import FairRefusal, Mark
from recruit.fairs.timetable.result import UnmetReason
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.fairs.words import UNMET_FOR_STUDENT
from recruit.organisations.rules import Trade
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


@room.get("/me/fairs/<slug>", lock=signed_in)
def my_fair(slug: str) -> ResponseReturnValue:
    """My fair."""
    return _page(queries.seat_at_fair(visitor(), slug))


def _page(
    seat: StudentAtFair, *, form: WishesForm | None = None, typed: TypedWishes | None = None
) -> ResponseReturnValue:
    fair = seat.fair
    published = queries.arranged_timetable(fair.event_id)
    meetings = queries.meetings_of_student(seat.student.id, fair.event_id) if published else []
    # Only where something is missing from the day is there a reason to look.
    unmet = _unmet(published, seat) if published else {}
    taken_out = (
        queries.companies_taken_out(seat.student.id, fair.event_id)
        if published and (unmet or not meetings)
        else frozenset()
    )
    wishes = queries.own_wishes(seat)
    language = current_language()
    times = showing.slot_times(fair)
    booths = queries.booths_at(fair)
    positions = queries.positions_by_company(
        [one.company_id for one in booths], event_id=fair.event_id, now=clock.now()
    )
    html = render_template(
        "fairs/my_fair.html",
        fair=fair,
        booths=booths,
        positions={
            one: showing.titles_of(found, language)[:MOST_POSITIONS] for one, found in positions.items()
        },
        wishes=wishes,
        asked=queries.companies_that_asked(seat),
        published=published,
        unmet=unmet,
        taken_out=taken_out,
        met={one.company_id: times[one.slot].venue_time for one in meetings if one.slot in times},
        entries=showing.day_entries(
            meetings,
            times,
            lambda one: showing.company_name(one.organisation, language),
            lambda one: _("Table %(number)s", number=one.table_number + 1),
            lambda one: page_url("organisations.company", slug=one.organisation.slug),
        ),
        wishes_closed=rules.why_not_wish(
            wishes_until=fair.wishes_until, is_published=published is not None, now=clock.now()
        ),
        arranges=fair.arranging and operator_may_arrange(),
        proposes=proposes(fair, operator_may=operator_may_arrange()),
        is_over=clock.now() >= fair.event.ends_at,
        late=late_joining(seat, published, has_wishes=bool(wishes), has_meeting=bool(meetings)),
        marks=list(Mark),
        typed=typed.typed if typed else {},
        wrong_ranks=typed.wrong_ranks if typed else {},
        company_name=showing.company_name,
        trade=Trade,
        form=form or WishesForm(formdata=None),
        switch_form_id="wishes",
    )
    return make_response(html, 422 if form is not None else 200)


def _unmet(published: Timetable, seat: StudentAtFair) -> dict[str, Any]:
    """Why a wish that the company shares is not met, by the company's public id."""
    return {
        one["company"]: UNMET_FOR_STUDENT[UnmetReason(one["reason"])]
        for one in published.unmet
        if one["student"] == seat.student.public_id
    }


@room.post("/me/fairs/<slug>", lock=signed_in)
def save_my_wishes(slug: str) -> ResponseReturnValue:
    """Choose companies."""
    seat = queries.seat_at_fair(visitor(), slug)
    refs = [name.removeprefix("mark-") for name in request.form if name.startswith("mark-")]
    form, typed = WishesForm(), read_wishes(request.form, refs)
    if not form.is_fine():
        return _page(seat, form=form, typed=typed)
    if typed.wrong_ranks:
        form.blame(Refused(FairRefusal.RANK_NOT_A_NUMBER), words_for(FairRefusal.RANK_NOT_A_NUMBER))
        return _page(seat, form=form, typed=typed)
    try:
        with writing():
            actions.save_wishes_of_student(
                seat.fair, seat.student, typed.entries, by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        blame_rank(form, typed, refusal, words_for(refusal.reason))
        return _page(seat, form=form, typed=typed)
    flash(_("Your wishes are saved. You can change them until the deadline."), "done")
    return redirect(page_url("fairs.my_fair", slug=slug), 303)
