"""Pages of cases: help lines and the report for everybody, the board and single cases for who sees to them."""

from datetime import UTC, datetime, time
import re
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItem, parse

from recruit.accounts import limits
from recruit.cases import actions, queries, rules
from recruit.cases.forms import CloseForm, HandOverForm, HelpedForm, NextForm, NoteForm, ReportForm
from recruit.cases.models import Case
from recruit.cases.rules import CaseState, ClosingCode, HelpAnswer, MayHear, ReportKind
from recruit.cases.words import SHAPES, about_sentence, alert_sentence, language_names
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role, Seen
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, safe_return, visitor
from recruit.web.locks import anybody, role, token_holder
from recruit.web.moves import carried_out
from recruit.web.room import Room
from recruit.web.times import reader_zone
from recruit.web.words import words_for

room = Room("cases", __name__)
# Which of the cases somebody sees is decided by the query behind each page.
_sees_cases = role(Role.RETENTION_OFFICER, Role.ADMINISTRATOR, Role.COORDINATOR)
_officer = role(Role.RETENTION_OFFICER)
# From one network: a dormitory may share one address, a program must not fill the desk.
REPORTS: tuple[RateLimitItem, ...] = (parse("10 per hour"), parse("40 per day"))
REPORT_NUMBER = re.compile(r"T-\d{4}-\d{4,9}")
HELPED = {"yes": True, "no": False}


@room.get("/help", lock=anybody, kept=True)
def help_lines() -> ResponseReturnValue:
    """Help lines, danger first."""
    return render_template(
        "cases/help_lines.html",
        groups=queries.help_lines_by_kind(current_language()),
        language_names=language_names,
    )


@room.get("/help/report", lock=anybody)
def report() -> ResponseReturnValue:
    """Tell us something without signing in; after it, what happens next."""
    if request.args.get("sent"):
        number = request.args["sent"]
        return render_template(
            "cases/reported.html", number=number if REPORT_NUMBER.fullmatch(number) else ""
        )
    kind = request.args.get("kind", "")
    form = ReportForm(
        formdata=None,
        kind=kind if kind in set(ReportKind) else None,
        page=safe_return(request.args.get("page"), "")[:300],
    )
    return render_template("cases/report.html", form=form, switch_form_id="report-form")


@room.post("/help/report", lock=anybody)
def send_report() -> ResponseReturnValue:
    """Take a report."""
    form = ReportForm()
    if not form.is_fine():
        return render_template("cases/report.html", form=form, switch_form_id="report-form"), 422
    limits.count("report", REPORTS, limits.network_of(request.remote_addr))
    with writing():
        found = actions.report(
            ReportKind(form.kind.data),
            form.words.data or "",
            reach=form.reach.data or "",
            page=form.page.data or "",
            now=clock.now(),
        )
    return redirect(page_url("cases.report", sent=found.number), 303)


@room.get("/helped/<token>", lock=token_holder)
def helped(token: str) -> ResponseReturnValue:
    """Did it help? The key in the mail opens it, without a session."""
    return _helped_page(token, HelpedForm())


@room.post("/helped/<token>", lock=token_holder)
def keep_helped(token: str) -> ResponseReturnValue:
    """Keep the answer; the first one counts."""
    found = queries.case_of_key(token, clock.now())
    form = HelpedForm()
    if not form.is_fine():
        return _helped_page(token, form), 422
    with writing():
        actions.keep_help_answer(found, HelpAnswer(form.said.data), now=clock.now())
    return redirect(page_url("cases.helped", token=token), 303)


def _helped_page(token: str, form: HelpedForm) -> str:
    found = queries.case_of_key(token, clock.now())
    return render_template("cases/helped.html", case=found, form=form, switch_form_id="helped-form")


@room.get("/staff/cases", lock=_sees_cases)
def of_staff() -> ResponseReturnValue:
    """Who needs help, by the time somebody must have acted."""
    shows_closed = request.args.get("state") == CaseState.CLOSED
    page = queries.closed_cases(visitor(), after=request.args.get("after")) if shows_closed else None
    return render_template(
        "cases/of_staff.html",
        cases=page.rows if page else queries.open_cases(visitor()),
        page=page,
        may_see_answers=lambda case: queries.may_see_answers(visitor(), case),
        now=clock.now(),
        **_WORDS,
    )


@room.get("/staff/cases/<public_id>", lock=_sees_cases, seen="response")
def case(public_id: str) -> ResponseReturnValue:
    """One case."""
    return _page(queries.case_for(visitor(), public_id))


@room.post("/staff/cases/<public_id>/take", lock=_officer)
def take(public_id: str) -> ResponseReturnValue:
    """Take a case, or take it over."""
    found = queries.case_for(visitor(), public_id)
    try:
        with writing():
            actions.take_case(found, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("This case is yours now."), "done")
    return redirect(page_url("cases.case", public_id=public_id), 303)


@room.post("/staff/cases/<public_id>/hand-over", lock=_officer, seen="response")
def hand_over(public_id: str) -> ResponseReturnValue:
    """Give the case to a colleague."""
    found = queries.case_for(visitor(), public_id)
    form = HandOverForm(queries.colleagues())
    if form.is_fine() and carried_out(
        form, actions.hand_over, found, form.colleague.data or "", by=visitor(), now=clock.now()
    ):
        flash(_("The case is handed over. Please tell your colleague."), "done")
        return redirect(page_url("cases.case", public_id=public_id), 303)
    return _page(found, over=form), 422


@room.post("/staff/cases/<public_id>/notes", lock=_sees_cases, seen="response")
def add_note(public_id: str) -> ResponseReturnValue:
    """Write down what was said or done."""
    found = queries.case_for(visitor(), public_id)
    form = NoteForm()
    if not form.is_fine():
        return _page(found, note=form), 422
    try:
        with writing():
            actions.add_note(
                found,
                form.words.data or "",
                may_be_told_to=MayHear(form.may_be_told_to.data),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("The note is kept, encrypted."), "done")
    return redirect(page_url("cases.case", public_id=public_id), 303)


@room.post("/staff/cases/<public_id>/next", lock=_sees_cases, seen="response")
def plan_next(public_id: str) -> ResponseReturnValue:
    """Say what comes next, and by when."""
    found = queries.case_for(visitor(), public_id)
    form = NextForm()
    day = form.due_on.data
    if (
        form.is_fine()
        and day is not None
        and carried_out(
            form,
            actions.plan_next,
            found,
            form.next_action.data or "",
            datetime.combine(day, time(18), ZoneInfo(reader_zone())).astimezone(UTC),
            by=visitor(),
            now=clock.now(),
        )
    ):
        flash(_("The next act is planned."), "done")
        return redirect(page_url("cases.case", public_id=public_id), 303)
    return _page(found, plan=form), 422


@room.post("/staff/cases/<public_id>/close", lock=_sees_cases, seen="response")
def close(public_id: str) -> ResponseReturnValue:
    """The case is over."""
    found = queries.case_for(visitor(), public_id)
    form = CloseForm()
    if form.is_fine() and carried_out(
        form,
        actions.close_case,
        found,
        ClosingCode(form.closing_code.data),
        helped=HELPED.get(form.helped.data),
        by=visitor(),
        now=clock.now(),
    ):
        flash(_("The case is closed."), "done")
        return redirect(page_url("cases.of_staff"), 303)
    return _page(found, end=form), 422


@room.post("/staff/cases/<public_id>/reopen", lock=_officer)
def reopen(public_id: str) -> ResponseReturnValue:
    """It was not over."""
    found = queries.case_for(visitor(), public_id)
    try:
        with writing():
            actions.reopen_case(found, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("The case is open again."), "done")
    return redirect(page_url("cases.case", public_id=public_id), 303)


_WORDS = {
    "shapes": SHAPES,
    "sentence": alert_sentence,
    "about_sentence": about_sentence,
    "is_late": rules.is_late,
    "state": CaseState,
    "language_names": language_names,
}


def _page(
    found: Case,
    *,
    note: NoteForm | None = None,
    plan: NextForm | None = None,
    end: CloseForm | None = None,
    over: HandOverForm | None = None,
) -> str:
    asks = visitor()
    sees = queries.may_see_answers(asks, found)
    # What an alert is called gives the answer away, and notes repeat it: seeing any of them is a look at the person.
    if found.person is not None:
        g.sighted_person_ref = found.person.public_id
        g.sighted_as = Seen.RESPONSE if sees else Seen.HIRE
    may_hand_over = (
        rules.why_not_taken(found.state, is_retention_officer=Role.RETENTION_OFFICER in asks.roles) is None
    )
    booth, event = queries.booth_of(found) or (None, None)
    forms: list[Form] = [form for form in (note, plan, end, over) if form is not None]
    return render_template(
        "cases/case.html",
        case=found,
        booth=booth,
        event=event,
        answers=queries.relevant_answers(asks, found, current_language()),
        may_see_answers=sees,
        is_officer=Role.RETENTION_OFFICER in asks.roles,
        contact_points=queries.ways_to_reach(found) if sees else [],
        reported=(told := queries.reported(found) if sees else None),
        reported_page=safe_return(told.page, "") if told else "",
        notes=queries.notes_of(asks, found),
        over=(over or HandOverForm(queries.colleagues(), formdata=None)) if may_hand_over else None,
        note=note or NoteForm(formdata=None),
        plan=plan or NextForm(formdata=None),
        end=end or CloseForm(formdata=None),
        form=next((form for form in forms if form.errors), None),
        is_mine=found.owner_id is not None and found.owner_id == asks.person_id,
        now=clock.now(),
        **_WORDS,
    )
