"""Pages of hires: for the company its own people, for staff all of them and the lists they come from."""

from collections.abc import Iterable

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.organisations.queries import name_in
from recruit.placements import actions, bringing_in, changes, lists, queries
from recruit.placements.forms import (
    DeathForm,
    EmployerForm,
    EndForm,
    KeptFile,
    LeaveEndForm,
    LeaveForm,
    ListForm,
    MoveForm,
    StartForm,
    keep,
)
from recruit.placements.models import Placement
from recruit.placements.names import names_of
from recruit.placements.rules import AT_WORK, GOES_ON, EmployerSize, ExitKind, PlacementState
from recruit.placements.stay.queries import days_of, latest_end_on, law_on, listed
from recruit.placements.stay.rules import TO_RENEW, Renewal, StayList, renewal_of
from recruit.placements.stay.words import SHAPES
from recruit.placements.words import country_name, list_fault, row_fault
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, member_of, sees_hires
from recruit.web.moves import carried_out
from recruit.web.room import Room

room = Room("placements", __name__)
_company = member_of("company")
_company_editors = member_of("company", "owner", "recruiter")


@room.get("/company/placements", lock=_company)
def of_company() -> ResponseReturnValue:
    """The company's hires."""
    placements = queries.placements_of_company(visitor())
    return render_template(
        "placements/of_company.html",
        placements=placements,
        names=names_of(placements),
        today=clock.today_in(actions.TOKYO),
        state=PlacementState,
        stays=_news_of_stays(placements),
        stay_shapes=SHAPES,
    )


def _news_of_stays(placements: Iterable[Placement]) -> dict[int, Renewal]:
    """How the stays of those who are here stand, by the hire's id, where somebody has to act or waits."""
    today = clock.today_in(actions.TOKYO)
    grace_months = law_on(today).grace_months
    news: dict[int, Renewal] = {}
    for one in placements:
        found = renewal_of(days_of(one), today, grace_months)
        is_unknown = found is Renewal.UNKNOWN and one.state in AT_WORK
        if is_unknown or (one.state in GOES_ON and found in (*TO_RENEW, Renewal.APPLIED)):
            news[one.id] = found
    return news


@room.get("/company/placements/<public_id>", lock=_company, seen="hire")
def at_company(public_id: str) -> ResponseReturnValue:
    """One hire of the company."""
    placement = queries.placement_for(visitor(), public_id)
    return _page(placement, start=StartForm(), move=MoveForm(), end=EndForm())


@room.post("/company/placements/<public_id>/start", lock=_company_editors, seen="hire")
def confirm_start(public_id: str) -> ResponseReturnValue:
    """The first working day has come true."""
    placement = queries.placement_for(visitor(), public_id)
    form = StartForm()
    day = form.started_on.data
    if (
        form.is_fine()
        and day is not None
        and carried_out(form, actions.confirm_start, placement, day, by=visitor(), now=clock.now())
    ):
        flash(_("The first working day is confirmed. Follow-ups begin from it."), "done")
        return redirect(page_url("placements.at_company", public_id=public_id), 303)
    return _page(placement, start=form, move=MoveForm(formdata=None), end=EndForm(formdata=None)), 422


@room.post("/company/placements/<public_id>/move", lock=_company_editors, seen="hire")
def move_start(public_id: str) -> ResponseReturnValue:
    """The planned first day changes."""
    placement = queries.placement_for(visitor(), public_id)
    form = MoveForm()
    day = form.planned_start_on.data
    if (
        form.is_fine()
        and day is not None
        and carried_out(form, actions.move_start, placement, day, by=visitor(), now=clock.now())
    ):
        flash(_("The planned first day is moved. Steps and follow-ups moved with it."), "done")
        return redirect(page_url("placements.at_company", public_id=public_id), 303)
    return _page(placement, start=StartForm(formdata=None), move=form, end=EndForm(formdata=None)), 422


@room.post("/company/placements/<public_id>/end", lock=_company_editors, seen="hire")
def enter_end(public_id: str) -> ResponseReturnValue:
    """The person leaves."""
    placement = queries.placement_for(visitor(), public_id)
    form = EndForm()
    day = form.last_working_day.data
    if (
        form.is_fine()
        and day is not None
        and carried_out(
            form,
            actions.enter_end,
            placement,
            day,
            ExitKind(form.exit_kind.data),
            by=visitor(),
            now=clock.now(),
        )
    ):
        flash(_("The end is entered. Later follow-ups are cancelled."), "done")
        return redirect(page_url("placements.at_company", public_id=public_id), 303)
    return _page(placement, start=StartForm(formdata=None), move=MoveForm(formdata=None), end=form), 422


def _page(placement: Placement, *, start: StartForm, move: MoveForm, end: EndForm) -> str:
    g.sighted_person_ref = placement.person.public_id
    return render_template(
        "placements/at_company.html",
        placement=placement,
        shown=names_of([placement])[placement.id],
        may_act=_company_editors.opens_for(visitor()),
        day_has_come=placement.planned_start_on is None
        or placement.planned_start_on <= clock.today_in(actions.TOKYO),
        start=start,
        move=move,
        end=end,
        form=next((form for form in (start, move, end) if form.errors), None),
        state=PlacementState,
        goes_on=placement.state in GOES_ON,
        renewal=_news_of_stays([placement]).get(placement.id),
    )


@room.get("/staff/placements", lock=sees_hires)
def of_staff() -> ResponseReturnValue:
    """All hires."""
    source = request.args.get("source", "")
    wanted = request.args.get("state", "")
    state = PlacementState(wanted) if wanted in list(PlacementState) else None
    owed_only = request.args.get("asked") == "overdue"
    stay = next((one for one in StayList if one == request.args.get("stay")), None)
    return render_template(
        "placements/of_staff.html",
        page=queries.placements_for_staff(
            source_name=source,
            state=state,
            owes_answer_since=clock.today_in(actions.TOKYO) if owed_only else None,
            by_stay=listed(stay, clock.today_in(actions.TOKYO)) if stay else None,
            after=request.args.get("after"),
        ),
        asked="overdue" if owed_only else "",
        stay=stay,
        sources=queries.sources_for_staff(),
        source=source,
        wanted=state,
        states=list(PlacementState),
        country_name=country_name,
    )


@room.get("/staff/placements/import", lock=coordinator)
def bring_in() -> ResponseReturnValue:
    """Choose a list of hires."""
    return _list_page(ListForm())


def _list_page(
    form: ListForm,
    *,
    found: lists.HireList | None = None,
    result: bringing_in.Result | None = None,
    source: str = "",
    kept: KeptFile | None = None,
) -> str:
    return render_template(
        "placements/bring_in.html",
        form=form,
        found=found,
        result=result,
        source=source,
        kept=kept,
        row_fault=row_fault,
        columns_of={
            "required": lists.REQUIRED,
            "optional": lists.OPTIONAL,
            "sizes": list(EmployerSize),
            "exits": list(ExitKind),
        },
    )


@room.post("/staff/placements/import", lock=coordinator)
def look_at_list() -> ResponseReturnValue:
    """Show what a list would do, or (second button) take it over."""
    form = ListForm()
    if not form.is_fine():
        return _list_page(form), 422
    name, content = form.chosen_file()
    source = form.source.data or name
    try:
        found = lists.read(name, content, latest_stay=latest_end_on(clock.today_in(actions.TOKYO)))
    except lists.NotAList as fault:
        form.blame_field("file", list_fault(fault))
        return _list_page(form), 422
    if request.form.get("act") == "take" and not found.bad:
        with writing():
            result = bringing_in.bring_in(
                found.rows, source=source, dry_run=False, by=visitor(), now=clock.now()
            )
        done = len(result.added) + len(result.changed)
        flash(ngettext("%(num)d hire was taken over.", "%(num)d hires were taken over.", done), "done")
        return redirect(page_url("placements.of_staff", source=source), 303)
    result = bringing_in.bring_in(found.rows, source=source, dry_run=True, by=visitor(), now=clock.now())
    return _list_page(form, found=found, result=result, source=source, kept=keep(name, content))


@room.get("/staff/placements/<public_id>", lock=sees_hires, seen="hire")
def for_staff(public_id: str) -> ResponseReturnValue:
    """One hire with everything that became known, in order."""
    return _staff_page(queries.placement_for(visitor(), public_id))


def _staff_page(placement: Placement, refused: Form | None = None) -> str:
    """`refused` is the form that was not fine; the others are empty."""
    g.sighted_person_ref = placement.person.public_id
    forms: dict[str, Form] = {
        "leave": LeaveForm(formdata=None),
        "leave_end": LeaveEndForm(formdata=None),
        "employer": EmployerForm(formdata=None).offer(_employers()),
        "death": DeathForm(formdata=None),
    }
    forms = {
        name: refused if refused is not None and type(form) is type(refused) else form
        for name, form in forms.items()
    }
    return render_template(
        "placements/for_staff.html",
        placement=placement,
        asked=queries.open_confirmations_of(placement),
        today=clock.today_in(actions.TOKYO),
        state=PlacementState,
        country_name=country_name,
        forms=forms,
        form=refused,
        renewal=_news_of_stays([placement]).get(placement.id),
    )


def _employers() -> list[tuple[str, str]]:
    language = current_language()
    named = [(one.public_id, name_in(one, language)) for one in queries.possible_employers()]
    return sorted(named, key=lambda row: row[1])


@room.post("/staff/placements/<public_id>/end-withdrawn", lock=coordinator, seen="hire")
def withdraw_end(public_id: str) -> ResponseReturnValue:
    """An end was a mistake."""
    placement = queries.placement_for(visitor(), public_id)
    with writing():
        actions.withdraw_end(placement, by=visitor(), now=clock.now())
    flash(_("The end is withdrawn. Follow-ups are planned again."), "done")
    return redirect(page_url("placements.for_staff", public_id=public_id), 303)


@room.post("/staff/placements/<public_id>/never-started", lock=coordinator, seen="hire")
def never_started(public_id: str) -> ResponseReturnValue:
    """The offer never became work."""
    placement = queries.placement_for(visitor(), public_id)
    with writing():
        actions.never_started(placement, by=visitor(), now=clock.now())
    flash(_("Noted. No follow-ups will be sent."), "done")
    return redirect(page_url("placements.for_staff", public_id=public_id), 303)


@room.post("/staff/placements/<public_id>/leave", lock=coordinator, seen="hire")
def begin_leave(public_id: str) -> ResponseReturnValue:
    """A leave of absence has begun."""
    placement, form = queries.placement_for(visitor(), public_id), LeaveForm()
    first_on = form.first_on.data
    if (
        form.is_fine()
        and first_on is not None
        and carried_out(
            form, changes.begin_leave, placement, first_on, form.last_on.data, by=visitor(), now=clock.now()
        )
    ):
        flash(_("The leave is entered. Follow-ups wait until it is over."), "done")
        return redirect(page_url("placements.for_staff", public_id=public_id), 303)
    return _staff_page(placement, form), 422


@room.post("/staff/placements/<public_id>/leave-ended", lock=coordinator, seen="hire")
def end_leave(public_id: str) -> ResponseReturnValue:
    """The person works again."""
    placement, form = queries.placement_for(visitor(), public_id), LeaveEndForm()
    last_on = form.last_on.data
    if (
        form.is_fine()
        and last_on is not None
        and carried_out(form, changes.end_leave, placement, last_on, by=visitor(), now=clock.now())
    ):
        flash(_("The leave has ended. Follow-ups go on."), "done")
        return redirect(page_url("placements.for_staff", public_id=public_id), 303)
    return _staff_page(placement, form), 422


@room.post("/staff/placements/<public_id>/employer", lock=coordinator, seen="hire")
def change_employer(public_id: str) -> ResponseReturnValue:
    """A transfer inside a group."""
    placement = queries.placement_for(visitor(), public_id)
    form = EmployerForm().offer(_employers())
    from_on = form.from_on.data
    if (
        form.is_fine()
        and from_on is not None
        and carried_out(
            form,
            changes.change_employer,
            placement,
            form.employer.data or "",
            from_on,
            by=visitor(),
            now=clock.now(),
        )
    ):
        flash(_("The new employer is entered, and sees this hire from now on."), "done")
        return redirect(page_url("placements.for_staff", public_id=public_id), 303)
    return _staff_page(placement, form), 422


@room.post("/staff/placements/<public_id>/died", lock=coordinator, seen="hire")
def record_death(public_id: str) -> ResponseReturnValue:
    """The person has died."""
    placement, form = queries.placement_for(visitor(), public_id), DeathForm()
    died_on = form.died_on.data
    if (
        form.is_fine()
        and died_on is not None
        and carried_out(form, changes.record_death, placement, died_on, by=visitor(), now=clock.now())
    ):
        flash(_("It is entered. Nothing is sent to this person any more."), "done")
        return redirect(page_url("placements.for_staff", public_id=public_id), 303)
    return _staff_page(placement, form), 422
