"""Staff change the rules of the follow-ups: look at what follows, then save."""

from collections.abc import Callable, Mapping, Sequence
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
from recruit.surveys.planning.contacts import Kind, PlannedContact
from recruit.surveys.planning.naming import day_of_key
from recruit.surveys.planning.programme import START, Budget, Wave
from recruit.surveys.programmes import actions, queries
from recruit.surveys.programmes.consequences import Effect, counted
from recruit.surveys.programmes.forms import (
    MONTHS,
    USUAL,
    BudgetForm,
    PointForm,
    WaveForm,
    WindowForm,
    typed,
    typed_point,
)
from recruit.surveys.programmes.room_for_mail import how_many_without_room, people_without_room
from recruit.surveys.programmes.words import ANCHORS
from recruit.surveys.views.room import room
from recruit.surveys.words import CONTACT_KINDS, WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.times import format_day, format_instant
from recruit.web.words import words_for

_readers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
_editors = role(Role.RETENTION_OFFICER, Role.ADMINISTRATOR)
# So many lines behind a number stand on one page.
LINES_A_PAGE = 100


@room.get("/staff/followups/rules", lock=_readers)
def rules() -> ResponseReturnValue:
    """The rules in force, point by point, and every version there was."""
    programme, by_rules = queries.programme_in_force()
    return render_template(
        "surveys/programmes/rules.html",
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
    form_kind = _form_for(wave)
    if "close_days" not in request.args:
        form = form_kind(formdata=None, data=typed(standing), meta={"csrf": False})
        return _wave_page(wave, form)
    form = form_kind(formdata=request.args, meta={"csrf": False})
    if not form.is_fine():
        return _wave_page(wave, form), 422
    wanted = form.wanted(standing)
    if actions.same_rules(standing, wanted):
        flash(_("These are the rules that hold already."), "note")
        return _wave_page(wave, form)
    found = queries.consequences_of(standing, wanted, clock.now())
    return _wave_page(
        wave,
        form,
        **_shown(found, programme, lambda **more: page_url("surveys.wave_rules", wave=wave, **more)),
    )


@room.post("/staff/followups/rules/<wave>", lock=_editors)
def change_wave_rules(wave: str) -> ResponseReturnValue:
    """Save the rules of one point as the next version."""
    _programme, standing = queries.wave_in_force(wave)
    form = _form_for(wave)()
    if not form.is_fine():
        return _wave_page(wave, form), 422
    wanted, now = form.wanted(standing), clock.now()
    counts = _counts(queries.consequences_of(standing, wanted, now))
    try:
        with writing():
            actions.change_wave(
                wanted, seen_version=_number(form.version.data), counts=counts, by=visitor(), now=now
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _wave_page(wave, form), 422
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
    found = queries.consequences_of_new(form.new_wave(), clock.now())
    return _new_page(form, **_shown(found, programme, lambda **more: page_url("surveys.new_point", **more)))


@room.post("/staff/followups/points/new", lock=_editors)
def add_point() -> ResponseReturnValue:
    """Save the rules with this point as the next version."""
    form = _point_form(request.form)
    if not form.is_fine():
        return _new_page(form), 422
    wanted, now = form.new_wave(), clock.now()
    counts = _counts(queries.consequences_of_new(wanted, now))
    try:
        with writing():
            actions.add_wave(
                wanted,
                form.questionnaire.data or "",
                seen_version=_number(form.version.data),
                counts=counts,
                by=visitor(),
                now=now,
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
    return _end_page(wave, standing, programme)


@room.post("/staff/followups/rules/<wave>/end", lock=_editors)
def end_point(wave: str) -> ResponseReturnValue:
    """End this point from now on, as the next version."""
    programme, standing = queries.wave_in_force(wave)
    now = clock.now()
    counts = _counts(queries.consequences_of_end(standing, now))
    try:
        with writing():
            actions.end_wave(
                wave, seen_version=_number(request.form.get("version")), counts=counts, by=visitor(), now=now
            )
    except Refused as refused:
        return _end_page(wave, standing, programme, fault=words_for(refused.reason)), 422
    return _saved()


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
        save=[*_query(), ("version", str(programme.version))],
        counts=counts,
        chosen=chosen,
        behind=behind,
        is_first=first == 0,
        address=lambda **more: page_url("surveys.budget_rules", **dict(_query()), **more),
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


def _form_for(wave: str) -> type[WaveForm] | type[WindowForm]:
    """The day of a point that was added is its name: another day is another point."""
    return WaveForm if day_of_key(wave) is None else WindowForm


def _point_form(formdata: Mapping[str, str] | None, **options: Any) -> PointForm:
    return PointForm(formdata=formdata, questionnaires=queries.questionnaires(current_language()), **options)


def _counts(found: Sequence[queries.Touched]) -> dict[Effect, int]:
    return counted(touched.consequence for touched in found)


def _shown(
    found: Sequence[queries.Touched], programme: Programme, here: Callable[..., str]
) -> dict[str, object]:
    """What follows from rules that are not saved yet: how many of each, and the lines behind the number that was chosen."""
    chosen = next((effect for effect in Effect if effect == request.args.get("effect")), None)
    page = max(request.args.get("page", 0, type=int), 0)
    behind = [touched for touched in found if touched.consequence.effect is chosen]
    first = page * LINES_A_PAGE
    return {
        "save": [*_query(), ("version", str(programme.version))],
        "counts": _counts(found),
        "chosen": chosen,
        "behind": behind[first : first + LINES_A_PAGE],
        "behind_count": len(behind),
        "is_first": first == 0,
        "hires": len({touched.placement.id for touched in found}),
        "address": lambda **more: here(**dict(_query()), **more),
        "next_page": page + 1 if first + LINES_A_PAGE < len(behind) else None,
        "kinds": CONTACT_KINDS,
        "day_of": _day_of,
    }


def _saved(then: str | None = None) -> ResponseReturnValue:
    flash(
        _("Saved as the next version. Follow-ups that are still to come are planned anew within minutes."),
        "done",
    )
    return redirect(then or page_url("surveys.rules"), 303)


def _new_page(form: PointForm, **more: object) -> str:
    like = _like()
    return render_template(
        "surveys/programmes/new.html",
        form=form,
        like={"wave": like.name, "name": WAVES.get(like.name, like.name)} if like else None,
        **{"save": None, **more},
    )


def _end_page(wave: str, standing: Wave, programme: Programme, *, fault: object = None) -> str:
    found = queries.consequences_of_end(standing, clock.now())
    shown = _shown(found, programme, lambda **more: page_url("surveys.point_to_end", wave=wave, **more))
    return render_template(
        "surveys/programmes/end.html", wave=wave, name=WAVES.get(wave, wave), fault=fault, **shown
    )


def _wave_page(wave: str, form: WindowForm, **more: object) -> str:
    return render_template(
        "surveys/programmes/wave.html",
        form=form,
        wave=wave,
        name=WAVES.get(wave, wave),
        anchor=ANCHORS.get(anchor := queries.wave_in_force(wave)[1].anchor, anchor),
        **{"save": None, **more},
    )


def _day_of(contact: PlannedContact | None, effect: Effect) -> str:
    """What the edit is about at this contact: the day it is due, or the last day it is open."""
    if contact is None:
        return "–"
    if effect in (Effect.OPEN_LONGER, Effect.TOO_LATE) or contact.due_at is None:
        return format_day(contact.close_on)
    goes = format_instant(contact.due_at, contact.zone)
    if contact.key.kind is not Kind.INVITATION:
        return goes
    return _("%(goes)s, open until %(close)s", goes=goes, close=format_day(contact.close_on))


def _budget_page(form: BudgetForm, **more: object) -> str:
    return render_template("surveys/programmes/budget.html", form=form, **{"save": None, **more})


def _query() -> Sequence[tuple[str, str]]:
    """What was typed, without where on the page somebody is."""
    return [
        (name, value)
        for name, value in request.args.items()
        if name not in ("effect", "people", "page", "version", "lang")
    ]


def _number(typed_number: str | None) -> int:
    return int(typed_number) if typed_number and typed_number.isdecimal() and len(typed_number) < 9 else 0
