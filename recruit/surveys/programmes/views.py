"""Staff change the rules of the follow-ups: look at what follows, then save."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from recruit.surveys.models import Programme
from recruit.surveys.planning.naming import day_of_key
from recruit.surveys.planning.programme import START, Budget, Wave
from recruit.surveys.programmes import actions, queries
from recruit.surveys.programmes.counting import READ_AT_ONCE
from recruit.surveys.programmes.forms import (
    MONTHS,
    USUAL,
    AddedForm,
    BudgetForm,
    PointForm,
    WaveForm,
    WindowForm,
    YearlyForm,
    typed,
    typed_point,
)
from recruit.surveys.programmes.proposals import Change, Proposal
from recruit.surveys.programmes.room_for_mail import how_many_without_room, people_without_room
from recruit.surveys.programmes.showing import (
    LINES_A_PAGE,
    ask_again_by_itself,
    consequences_shown,
    counts_to_save,
    typed_query,
    was_shown,
)
from recruit.surveys.programmes.words import ANCHORS
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

_readers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
_editors = role(Role.RETENTION_OFFICER, Role.ADMINISTRATOR)


@room.get("/staff/followups/rules", lock=_readers)
def rules() -> ResponseReturnValue:
    """The rules in force, point by point, and every version there was."""
    programme, by_rules = queries.programme_in_force()
    progress = queries.planning_progress(programme, clock.now())
    if any(not one.is_done for one in progress):
        ask_again_by_itself()
    return render_template(
        "surveys/programmes/rules.html",
        progress=progress,
        programme=programme,
        by_rules=by_rules.going_on(),
        ended=[wave for wave in by_rules.waves if wave.ended_at is not None],
        versions=[
            (version.version, datetime.fromisoformat(since) if since else None)
            for version in queries.versions()
            for since in (version.rules.get("since"),)
        ],
        waves=WAVES,
        when=_when,
        may_edit=bool(visitor().roles & {Role.RETENTION_OFFICER, Role.ADMINISTRATOR}),
    )


def _when(wave: Wave) -> str:
    """The day of a point in words."""
    anchor = ANCHORS.get(wave.anchor)
    months, days = abs(wave.months), abs(wave.days)
    if anchor is None:
        return str(WAVES.get(wave.name, wave.anchor))
    if wave.months < 0:
        return ngettext(
            "%(num)d month before: %(anchor)s", "%(num)d months before: %(anchor)s", months, anchor=anchor
        )
    if wave.days < 0:
        return ngettext(
            "%(num)d day before: %(anchor)s", "%(num)d days before: %(anchor)s", days, anchor=anchor
        )
    if months:
        return ngettext(
            "%(num)d month after: %(anchor)s", "%(num)d months after: %(anchor)s", months, anchor=anchor
        )
    if days:
        return ngettext(
            "%(num)d day after: %(anchor)s", "%(num)d days after: %(anchor)s", days, anchor=anchor
        )
    return _("on the day: %(anchor)s", anchor=anchor)


@room.get("/staff/followups/rules/<wave>", lock=_editors)
def wave_rules(wave: str) -> ResponseReturnValue:
    """The rules of one point; with other rules in the address, what would follow from them. Saves nothing."""
    programme, standing = queries.wave_in_force(wave)
    if "close_days" not in request.args:
        return _wave_page(
            standing, _form_for(standing, None, data=typed_point(standing), meta={"csrf": False})
        )
    form = _form_for(standing, request.args, meta={"csrf": False})
    if not form.is_fine():
        return _wave_page(standing, form), 422
    wanted = form.wanted(standing)
    if actions.same_rules(standing, wanted):
        flash(_("These are the rules that hold already."), "note")
        return _wave_page(standing, form)
    return _wave_page(standing, form, proposal=Proposal(standing, wanted), programme=programme)


@room.post("/staff/followups/rules/<wave>", lock=_editors)
def change_wave_rules(wave: str) -> ResponseReturnValue:
    """Save the rules of one point as the next version."""
    programme, standing = queries.wave_in_force(wave)
    form = _form_for(standing, request.form)
    if not form.is_fine():
        return _wave_page(standing, form), 422
    wanted, version = form.wanted(standing), _number(form.version.data)
    proposal = Proposal(standing, wanted)
    counts = counts_to_save(proposal, version)
    if version == programme.version:
        if counts is None:
            return redirect(page_url("surveys.wave_rules", wave=wave, **dict(typed_query())), 303)
        if not was_shown(counts):
            flash(_not_as_shown(), "problem")
            return _wave_page(standing, form, proposal=proposal, programme=programme), 422
    try:
        with writing():
            actions.change_wave(
                wanted, seen_version=version, counts=counts or {}, by=visitor(), now=clock.now()
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _wave_page(standing, form), 422
    return _saved()


@room.get("/staff/followups/points/new", lock=_editors)
def new_point() -> ResponseReturnValue:
    """A point that is not there yet; with its rules in the address, what would follow from it. Saves nothing."""
    programme, _by_rules = queries.programme_in_force()
    if "close_days" not in request.args:
        like = _like()
        data = (
            {**typed(USUAL), "anchor": START, "after": None, "unit": MONTHS}
            if like is None
            else {**typed_point(like), "questionnaire": queries.questionnaire_of(programme, like.name)}
        )
        return _new_page(_point_form(None, data=data, meta={"csrf": False}))
    form = _point_form(request.args, meta={"csrf": False})
    if not form.is_fine():
        return _new_page(form), 422
    return _new_page(form, proposal=Proposal(None, form.new_wave()), programme=programme)


@room.post("/staff/followups/points/new", lock=_editors)
def add_point() -> ResponseReturnValue:
    """Save the rules with this point as the next version."""
    programme, _by_rules = queries.programme_in_force()
    form = _point_form(request.form)
    if not form.is_fine():
        return _new_page(form), 422
    wanted, version = form.new_wave(), _number(form.version.data)
    proposal = Proposal(None, wanted)
    counts = counts_to_save(proposal, version)
    if version == programme.version:
        if counts is None:
            return redirect(page_url("surveys.new_point", **dict(typed_query())), 303)
        if not was_shown(counts):
            flash(_not_as_shown(), "problem")
            return _new_page(form, proposal=proposal, programme=programme), 422
    try:
        with writing():
            actions.add_wave(
                wanted,
                form.questionnaire.data or "",
                seen_version=version,
                counts=counts or {},
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _new_page(form), 422
    like = _like()
    return _saved(page_url("surveys.point_to_end", wave=like.name) if like else None)


def _like() -> Wave | None:
    """The point whose place a new one takes."""
    named = request.values.get("like", "")
    return next(
        (wave for wave in queries.programme_in_force()[1].going_on().waves if wave.name == named), None
    )


@room.get("/staff/followups/rules/<wave>/end", lock=_editors)
def point_to_end(wave: str) -> ResponseReturnValue:
    """What would follow if this point ended. Ends nothing."""
    programme, standing = queries.wave_in_force(wave)
    return _end_page(standing, programme)


@room.post("/staff/followups/rules/<wave>/end", lock=_editors)
def end_point(wave: str) -> ResponseReturnValue:
    """End this point from now on, as the next version."""
    programme, standing = queries.wave_in_force(wave)
    version = _number(request.form.get("version"))
    counts = counts_to_save(Proposal(standing, None), version)
    if version == programme.version:
        if counts is None:
            return redirect(page_url("surveys.point_to_end", wave=wave), 303)
        if not was_shown(counts):
            return _end_page(standing, programme, fault=_not_as_shown()), 422
    try:
        with writing():
            actions.end_wave(
                standing.name, seen_version=version, counts=counts or {}, by=visitor(), now=clock.now()
            )
    except Refused as refused:
        return _end_page(standing, programme, fault=words_for(refused.reason)), 422
    return _saved()


@room.post("/staff/followups/rules/count", lock=_editors)
def count_consequences() -> ResponseReturnValue:
    """Have the worker count what would follow, where that is too much for a page, and go to where it will stand."""
    programme, _by_rules = queries.programme_in_force()
    change, wave, form = request.form.get("change"), request.form.get("wave", ""), None
    if change == Change.NEW:
        form = _point_form(request.form)
        if not form.is_fine():
            return _new_page(form), 422
        proposal, there = (
            Proposal(None, form.new_wave()),
            page_url("surveys.new_point", **dict(typed_query())),
        )
    else:
        programme, standing = queries.wave_in_force(wave)
        if change == Change.END:
            proposal, there = Proposal(standing, None), page_url("surveys.point_to_end", wave=wave)
        else:
            form = _form_for(standing, request.form)
            if not form.is_fine():
                return _wave_page(standing, form), 422
            proposal = Proposal(standing, form.wanted(standing))
            there = page_url("surveys.wave_rules", wave=wave, **dict(typed_query()))
    now = clock.now()
    people = queries.how_many_people(proposal, now)
    if people > READ_AT_ONCE:
        with writing():
            actions.ask_to_count(proposal, version=programme.version, people=people, now=now)
    return redirect(there, 303)


@room.get("/staff/followups/budget", lock=_editors)
def budget_rules() -> ResponseReturnValue:
    """How much mail a person gets at most; with other numbers in the address, who would wait for room now."""
    programme, by_rules = queries.programme_in_force()
    standing = by_rules.budget or Budget()
    if "mails" not in request.args:
        form = BudgetForm(
            formdata=None, data={"mails": standing.mails, "days": standing.days}, meta={"csrf": False}
        )
        return _budget_page(form)
    form = BudgetForm(formdata=request.args, meta={"csrf": False})
    if not form.is_fine():
        return _budget_page(form), 422
    now, chosen = clock.now(), request.args.get("people", "")
    budgets = {"now": standing, "then": form.budget()}
    # No database skips more lines than it can count.
    first = min(max(request.args.get("page", 0, type=int), 0), 10_000) * LINES_A_PAGE
    counts = {name: how_many_without_room(budget, now) for name, budget in budgets.items()}
    behind = (
        people_without_room(budgets[chosen], now, first=first, most=LINES_A_PAGE) if chosen in budgets else ()
    )
    return _budget_page(
        form,
        save=[*typed_query(), ("version", str(programme.version))],
        counts=counts,
        chosen=chosen,
        behind=behind,
        is_first=first == 0,
        address=lambda **more: page_url("surveys.budget_rules", **dict(typed_query()), **more),
        next_page=first // LINES_A_PAGE + 1 if first + LINES_A_PAGE < counts.get(chosen, 0) else None,
    )


@room.post("/staff/followups/budget", lock=_editors)
def change_budget_rules() -> ResponseReturnValue:
    """Save the contact budget as the next version."""
    form = BudgetForm()
    if not form.is_fine():
        return _budget_page(form), 422
    try:
        with writing():
            actions.change_budget(
                form.budget(), seen_version=_number(form.version.data), by=visitor(), now=clock.now()
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _budget_page(form), 422
    flash(_("Saved as the next version."), "done")
    return redirect(page_url("surveys.rules"), 303)


def _form_for(standing: Wave, formdata: Mapping[str, str] | None, **options: Any) -> WaveForm | YearlyForm:
    """The day of a point that ships counts forwards; one that was added may lie before its anchor, or be a day of the year."""
    if standing.is_yearly:
        return YearlyForm(formdata=formdata, **options)
    if day_of_key(standing.name) is None:
        return WaveForm(formdata=formdata, **options)
    return AddedForm(formdata=formdata, anchor=standing.anchor, **options)


def _point_form(formdata: Mapping[str, str] | None, **options: Any) -> PointForm:
    return PointForm(formdata=formdata, questionnaires=queries.questionnaires(current_language()), **options)


def _not_as_shown() -> str:
    return _(
        "Something about the hires has changed since you looked. Please look at the new numbers, then save."
    )


def _saved(then: str | None = None) -> ResponseReturnValue:
    flash(
        _("Saved as the next version. The worker plans anew; how far it has come stands with the rules."),
        "done",
    )
    return redirect(then or page_url("surveys.rules", _anchor="planning"), 303)


def _new_page(
    form: PointForm, *, proposal: Proposal | None = None, programme: Programme | None = None
) -> str:
    like, shown = _like(), {}
    if proposal is not None and programme is not None:
        shown = consequences_shown(
            proposal,
            programme,
            lambda **more: page_url("surveys.new_point", **more),
            counts_by={"change": Change.NEW},
        )
    return render_template(
        "surveys/programmes/new.html",
        form=form,
        like={"wave": like.name, "name": WAVES.get(like.name, like.name)} if like else None,
        **{"save": None, "asked": False, **shown},
    )


def _end_page(standing: Wave, programme: Programme, *, fault: object = None) -> str:
    wave = standing.name
    shown = consequences_shown(
        Proposal(standing, None),
        programme,
        lambda **more: page_url("surveys.point_to_end", wave=wave, **more),
        counts_by={"change": Change.END, "wave": wave},
    )
    return render_template(
        "surveys/programmes/end.html",
        wave=wave,
        name=WAVES.get(wave, wave),
        fault=fault,
        **{"save": None, **shown},
    )


def _wave_page(
    standing: Wave,
    form: WindowForm,
    *,
    proposal: Proposal | None = None,
    programme: Programme | None = None,
) -> str:
    wave, shown = standing.name, {}
    if proposal is not None and programme is not None:
        shown = consequences_shown(
            proposal,
            programme,
            lambda **more: page_url("surveys.wave_rules", wave=wave, **more),
            counts_by={"change": Change.EDIT, "wave": wave},
        )
    return render_template(
        "surveys/programmes/wave.html",
        form=form,
        wave=wave,
        name=WAVES.get(wave, wave),
        is_added=day_of_key(wave) is not None,
        anchor=ANCHORS.get(standing.anchor),
        **{"save": None, "asked": False, **shown},
    )


def _budget_page(form: BudgetForm, **more: object) -> str:
    return render_template("surveys/programmes/budget.html", form=form, **{"save": None, **more})


def _number(typed_number: str | None) -> int:
    return int(typed_number) if typed_number and typed_number.isdecimal() and len(typed_number) < 9 else 0
