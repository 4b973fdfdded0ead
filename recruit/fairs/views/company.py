"""A company at fairs: asks for a booth, marks students, reads its timetable, answers after the meetings."""

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events.rules import COMING_STATES
from recruit.fairs import actions, queries, rules, showing
from recruit.fairs.booths.showing import own_booth_facts
from recruit.fairs.forms import (
    UNMARKED,
    BoothForm,
    ButtonForm,
    OutcomeForm,
    StudentFilter,
    TypedWishes,
    WishesForm,
    blame_rank,
    read_wishes,
)
from recruit.fairs.joining.rules import is_late_company
from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing.showing import own_preparation
from recruit.fairs.proposing.drawing import proposes
from recruit.fairs.queries import StudentsWanted
from recruit.fairs.rules import BoothState, FairRefusal, Mark, Outcome
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.organisations.rules import OrganisationState
from recruit.postings.conditions import words_of
from recruit.postings.queries import content_of, open_positions_of
from recruit.students.queries import main_education, refs_seen
from recruit.students.rules import Major
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_reads = member_of("company")
_acts = member_of("company", "owner", "recruiter")


@room.get("/company/fairs", lock=_reads)
def company_fairs() -> ResponseReturnValue:
    """Coming fairs, and those at which the company was."""
    now = clock.now()
    rows = queries.fairs_for_company(visitor(), now)
    coming = [row for row in rows if row[0].event.ends_at > now]
    return render_template(
        "fairs/company_list.html",
        coming=coming,
        past=[row for row in reversed(rows) if row not in coming],
    )


@room.get("/company/fairs/<slug>", lock=_reads)
def company_fair(slug: str) -> ResponseReturnValue:
    """One fair: the booth, the students, the timetable."""
    return _page(queries.fair_for_company(visitor(), slug))


def _page(
    fair: Fair,
    *,
    booth_form: BoothForm | None = None,
    typed: TypedWishes | None = None,
    wishes_form: WishesForm | None = None,
) -> ResponseReturnValue:
    booth, now = queries.own_booth(visitor(), fair), clock.now()
    takes_part = booth is not None and booth.state is BoothState.CONFIRMED
    meetings = queries.meetings_of_company(visitor(), fair) if takes_part else []
    acting = visitor().acting
    first_form = booth_form or BoothForm(
        formdata=None,
        data={
            "tables": booth.tables if booth else 1,
            "people_who_come": booth.people_who_come if booth else "",
        },
    )
    agrees = takes_part and proposes(fair, operator_may=operator_may_arrange())
    faulty = booth_form is not None or wishes_form is not None
    may_ask = fair.event.state in COMING_STATES and now < fair.event.starts_at
    about_booth = own_booth_facts(visitor(), fair, booth, may_ask=may_ask)
    limits = about_booth["limits"]
    is_closed = limits is not None and limits.closes_at is not None and now >= limits.closes_at
    html = render_template(
        "fairs/company_fair.html",
        fair=fair,
        booth=booth,
        takes_part=takes_part,
        is_approved=acting is not None and acting.organisation_state == OrganisationState.APPROVED,
        may_act=_may_act(),
        may_ask=may_ask,
        booths_closed=is_closed,
        **about_booth,
        preparation=own_preparation(fair, booth, current_language(), now),
        is_over=now >= fair.event.ends_at,
        form=wishes_form or first_form,
        booth_form=first_form,
        wishes_form=wishes_form or WishesForm(formdata=None),
        marks=list(Mark),
        meetings=meetings,
        seen=refs_seen(visitor(), [meeting.student for meeting in meetings]),
        times=showing.slot_times(fair) if meetings else {},
        now=now,
        name_of_student=showing.student_name,
        other_name=showing.other_name,
        main_education=main_education,
        switch_form_id=None if takes_part else "booth",
        proposes=agrees,
        is_late=takes_part and not agrees and _is_late(fair, booth, has_meeting=bool(meetings)),
        **(_students(fair, typed, closed=bool(meetings) and not agrees) if takes_part else {}),
    )
    return make_response(html, 422 if faulty else 200)


def _is_late(fair: Fair, booth: Booth | None, *, has_meeting: bool) -> bool:
    """Whether the timetable was made before this company had its booth."""
    published = queries.arranged_timetable(fair.event_id)
    if published is None or booth is None:
        return False
    known = {one["id"] for one in published.instance.get("companies", ())}
    return is_late_company(booth.organisation.public_id, known, has_meeting=has_meeting)


def _students(fair: Fair, typed: TypedWishes | None, *, closed: bool) -> dict[str, object]:
    form = StudentFilter(request.args)
    chosen = form.looked_for()
    mark = chosen.get("mark", "")
    page = queries.students_at_fair(
        visitor(),
        fair,
        after=request.args.get("after"),
        wanted=StudentsWanted(
            major=Major(chosen["major"]) if "major" in chosen else None,
            mark=Mark(mark) if mark in set(Mark) else None,
            marked=mark != UNMARKED,
            levels=_levels_from(chosen.get("japanese", "")),
        ),
    )
    return {
        "page": page,
        "tally": queries.tally_of_marks(visitor(), fair),
        "after": request.args.get("after"),
        "filter_form": form,
        "looked_for": chosen,
        "typed": typed.typed if typed else {},
        "wrong_ranks": typed.wrong_ranks if typed else {},
        "wishes_closed": rules.why_not_wish(
            wishes_until=fair.wishes_until, is_published=closed, now=clock.now()
        ),
    }


def _levels_from(least: str) -> tuple[str, ...]:
    """The level and all that are better."""
    levels = ("N1", "N2", "N3", "N4", "N5")
    return levels[: levels.index(least) + 1] if least else ()


def _may_act() -> bool:
    """As the lock of the moves: viewers read only."""
    return _acts.opens_for(visitor())


@room.post("/company/fairs/<slug>", lock=_acts)
def ask_for_booth(slug: str) -> ResponseReturnValue:
    """Ask to take part."""
    fair = queries.fair_for_company(visitor(), slug)
    form = BoothForm()
    if not form.is_fine():
        return _page(fair, booth_form=form)
    try:
        with writing():
            actions.ask_for_booth(
                fair,
                tables=form.tables.data or 1,
                people_who_come=form.people_who_come.data or "",
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(fair, booth_form=form)
    flash(_("Asked. You receive a mail when our staff have confirmed your booth."), "done")
    return redirect(page_url("fairs.company_fair", slug=slug), 303)


def _own_booth(fair: Fair) -> Booth:
    booth = queries.own_booth(visitor(), fair)
    if booth is None:
        raise Missing
    return booth


@room.post("/company/fairs/<slug>/withdraw", lock=_acts)
def withdraw(slug: str) -> ResponseReturnValue:
    """The company does not come after all."""
    fair = queries.fair_for_company(visitor(), slug)
    booth = _own_booth(fair)
    if ButtonForm().is_fine():
        with writing():
            actions.withdraw_booth(booth, by=visitor(), now=clock.now())
        flash(_("Your booth is withdrawn."), "done")
    return redirect(page_url("fairs.company_fair", slug=slug), 303)


@room.post("/company/fairs/<slug>/wishes", lock=_acts)
def company_wishes(slug: str) -> ResponseReturnValue:
    """Mark the students the company wants to meet."""
    fair = queries.fair_for_company(visitor(), slug)
    booth = _own_booth(fair)
    refs = [name.removeprefix("mark-") for name in request.form if name.startswith("mark-")]
    form, typed = WishesForm(), read_wishes(request.form, refs)
    if not form.is_fine():
        return _page(fair, typed=typed, wishes_form=form)
    if typed.wrong_ranks:
        form.blame(Refused(FairRefusal.RANK_NOT_A_NUMBER), words_for(FairRefusal.RANK_NOT_A_NUMBER))
        return _page(fair, typed=typed, wishes_form=form)
    try:
        with writing():
            actions.save_wishes_of_company(fair, booth, typed.entries, by=visitor(), now=clock.now())
    except Refused as refusal:
        blame_rank(form, typed, refusal, words_for(refusal.reason))
        return _page(fair, typed=typed, wishes_form=form)
    flash(_("Your wishes are saved."), "done")
    keep = StudentFilter(request.args).looked_for()
    after = request.form.get("next") or request.args.get("after")
    return redirect(page_url("fairs.company_fair", slug=slug, after=after, **keep) + "#students", 303)


@room.get("/company/fairs/<slug>/meetings/<public_id>", lock=_reads, seen="meeting")
def meeting(slug: str, public_id: str) -> ResponseReturnValue:
    """One meeting and what the company says of it."""
    return _meeting_page(slug, public_id, None)


@room.post("/company/fairs/<slug>/meetings/<public_id>", lock=_acts, seen="meeting")
def answer_meeting(slug: str, public_id: str) -> ResponseReturnValue:
    """Answer after the meeting."""
    fair = queries.fair_for_company(visitor(), slug)
    found = queries.meeting_of_company(visitor(), fair, public_id)
    form = OutcomeForm().offer(_positions())
    if not form.is_fine():
        return _meeting_page(slug, public_id, form)
    try:
        with writing():
            actions.answer_meeting(
                found,
                Outcome(form.outcome.data),
                note=form.note.data or "",
                posting_ref=form.position.data or "",
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _meeting_page(slug, public_id, form)
    flash(_("Your answer is saved."), "done")
    return redirect(page_url("fairs.company_fair", slug=slug), 303)


def _positions() -> list[tuple[str, str]]:
    """The company's open positions, to name one of them in an answer."""
    found = open_positions_of(visitor().acting_organisation_id or 0, now=clock.now())
    return [
        (one.public_id, words_of(content_of(one), current_language()).fields.get("title", ""))
        for one in found
    ]


def _meeting_page(slug: str, public_id: str, form: OutcomeForm | None) -> ResponseReturnValue:
    fair = queries.fair_for_company(visitor(), slug)
    found = queries.meeting_of_company(visitor(), fair, public_id)
    g.sighted_person_ref = found.student.person.public_id
    times = showing.slot_times(fair)
    shown = form or OutcomeForm(
        formdata=None, data={"outcome": found.outcome or "", "note": found.note}
    ).offer(_positions())
    html = render_template(
        "fairs/meeting.html",
        fair=fair,
        meeting=found,
        seen=refs_seen(visitor(), [found.student]),
        starts_at=times[found.slot].starts_at,
        has_begun=clock.now() >= times[found.slot].starts_at,
        may_act=_may_act(),
        name=showing.student_name(found.student, current_language()),
        other_name=showing.other_name(found.student, current_language()),
        form=shown,
        switch_form_id="answer",
    )
    return make_response(html, 422 if form is not None else 200)
