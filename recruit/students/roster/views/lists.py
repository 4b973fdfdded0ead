"""A list is brought in, looked at beside the profiles, and what was chosen is confirmed."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.accounts import limits
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.students.roster import actions, queries
from recruit.students.roster.forms import ButtonForm, DayForm, RosterForm
from recruit.students.roster.matching import fitted
from recruit.students.roster.reading import read
from recruit.students.roster.rules import MOST_AT_ONCE, MOST_LINES, BadLine, Column, Fit, Fitted, OwnStudent
from recruit.students.roster.views.room import room, speaks
from recruit.students.roster.words import SAYS, why_bad
from recruit.students.rules import Confirmed
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import page_url, visitor
from recruit.web.times import format_day
from recruit.web.words import words_for

LINES_ON_A_PAGE = 100
BAD = "bad"
# What needs a look comes first.
TABS = (Fit.BY_MAIL, Fit.BY_NAME, Fit.CHOOSE, Fit.NOT_HERE, Fit.DONE)
_HEAD = (Column.NAME, Column.EMAIL, Column.NUMBER, Column.MAJOR, Column.GRADUATES, Column.STATUS)
_EXAMPLES = (
    ("Nguyễn Văn An", "an@example.com", "20231234", "Kỹ thuật xây dựng", "2027-06"),
    ("Siti Nurhaliza", "siti@example.com", "13519001", "Teknik Sipil", "2027-08"),
)


@room.get("/university/lists", lock=speaks)
@room.post("/university/lists", lock=speaks)
def bring_in() -> ResponseReturnValue:
    """Choose a list. It is read and kept for an hour; nothing is confirmed by that."""
    form = RosterForm()
    if request.method == "POST" and form.is_fine():
        try:
            limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, visitor().person_ref)
            roster = read(*form.sent())
            with writing():
                row = actions.keep_roster(
                    roster, Confirmed(form.otherwise.data), by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            return redirect(page_url("roster.one_list", public_id=row.public_id), 303)
    html = render_template(
        "students/roster/bring_in.html", form=form, most=MOST_LINES, switch_form_id="roster-form"
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def _template() -> tuple[list[str], list[tuple[str, ...]]]:
    head = [words_for(column) for column in _HEAD]
    return head, [(*example, str(SAYS[Confirmed.ENROLLED])) for example in _EXAMPLES]


@room.get("/university/lists/template.csv", lock=speaks)
def template_csv() -> ResponseReturnValue:
    """An empty list in the reader's language, to be filled in."""
    return csv_file("students", *_template())


@room.get("/university/lists/template.xlsx", lock=speaks)
def template_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    return xlsx_file("students", *_template())


@room.get("/university/lists/<public_id>", lock=speaks)
@room.post("/university/lists/<public_id>", lock=speaks)
def one_list(public_id: str) -> ResponseReturnValue:
    """Who of the list is here, and who may be; what is chosen is confirmed."""
    asks, now, form = visitor(), clock.now(), DayForm()
    row = queries.own_roster(asks, public_id, now)
    roster, otherwise = queries.contents_of(row)
    found = fitted(asks, roster, otherwise)
    if request.method == "POST" and form.is_fine():
        wanted = (
            _all_sure(found, otherwise) if request.form.get("act") == "all" else _chosen(found, otherwise)
        )
        try:
            with writing():
                count = actions.confirm(wanted, form.holds_on.data, by=asks, now=now)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(ngettext("%(num)d student is confirmed.", "%(num)d students are confirmed.", count), "done")
            here = page_url("roster.one_list", public_id=public_id, show=request.args.get("show"))
            return redirect(here, 303)
    html = _looked_at(public_id, row.ends_at, form, found, roster.bad, otherwise)
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def _looked_at(
    public_id: str,
    ends_at: object,
    form: DayForm,
    found: Sequence[Fitted],
    bad: Sequence[BadLine],
    otherwise: Confirmed,
) -> str:
    counts: dict[str, int] = {tab: sum(one.fit is tab for one in found) for tab in TABS} | {BAD: len(bad)}
    asked = request.args.get("show", "")
    show = asked if asked in counts else next((tab for tab, count in counts.items() if count), Fit.BY_MAIL)
    shown: Sequence[object] = bad if show == BAD else [one for one in found if one.fit == show]
    page = _page_number(len(shown))
    here = page_url("roster.one_list", public_id=public_id, show=show)
    tabs = [
        {
            "label": _("Lines with a mistake") if tab == BAD else words_for(tab),
            "href": page_url("roster.one_list", public_id=public_id, show=tab),
            "current": tab == show,
            "count": count,
        }
        for tab, count in counts.items()
        if count or tab == show
    ]
    begin = (page - 1) * LINES_ON_A_PAGE
    return render_template(
        "students/roster/one_list.html",
        public_id=public_id,
        ends_at=ends_at,
        form=form,
        tabs=tabs,
        show=show,
        counts=counts,
        lines=len(found) + len(bad),
        shown=shown[begin : begin + LINES_ON_A_PAGE],
        otherwise=otherwise,
        ticked=set(request.form.getlist("chosen")) if request.method == "POST" else None,
        all_sure=len(_all_sure(found, otherwise)) if show == Fit.BY_MAIL else 0,
        why_bad=why_bad,
        says=SAYS,
        mark_of=_mark_of,
        month_of=_month_of,
        here=here,
        next_url=page_url("roster.one_list", public_id=public_id, show=show, page=page + 1)
        if len(shown) > begin + LINES_ON_A_PAGE
        else None,
        first_url=here if page > 1 else None,
        switch_form_id="list-form",
    )


def _page_number(rows: int) -> int:
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    return page if 0 < page <= -(-rows // LINES_ON_A_PAGE) else 1


def _month_of(graduates: tuple[int, int] | None) -> str:
    """The month of a line, written as the months of the profiles beside it."""
    return format_day(date(*graduates, 1), "month") if graduates else ""


def _mark_of(one: Fitted, student: OwnStudent) -> str:
    """What a box or a choice of the page says when it is sent: the line, and whose study."""
    return f"{one.line.line}:{student.education_ref}"


def _chosen(found: Iterable[Fitted], otherwise: Confirmed) -> dict[str, Confirmed]:
    """What was ticked or chosen, as far as it is one of the candidates of its line."""
    sent = set(request.form.getlist("chosen"))
    sent |= {value for name, value in request.form.items() if name.startswith("who-")}
    return {
        student.education_ref: one.line.status or otherwise
        for one in found
        for student in one.candidates
        if _mark_of(one, student) in sent
    }


def _all_sure(found: Iterable[Fitted], otherwise: Confirmed) -> dict[str, Confirmed]:
    """Those found by their address whose name is the same too; as many as may be confirmed at once."""
    sure = [one for one in found if one.fit is Fit.BY_MAIL and one.same_name]
    return {one.candidates[0].education_ref: one.line.status or otherwise for one in sure[:MOST_AT_ONCE]}


@room.post("/university/lists/<public_id>/done", lock=speaks)
def done(public_id: str) -> ResponseReturnValue:
    """The desk needs the list no longer."""
    row = queries.own_roster(visitor(), public_id, clock.now())
    if not ButtonForm().is_fine():
        abort(422)
    with writing():
        actions.drop_roster(row, by=visitor())
    flash(_("The list is deleted here. What you confirmed stays."), "done")
    return redirect(page_url("students.for_university"), 303)
