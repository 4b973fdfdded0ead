"""Pages of the request desk: ask and follow one's own request, with or without an account; answer, for staff."""

import time

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItem, parse

from recruit.accounts import limits
from recruit.accounts.requests import actions, queries, rules
from recruit.accounts.requests.forms import (
    ButtonForm,
    DecideForm,
    FinishForm,
    NoteForm,
    RequestByAddressForm,
    RequestForm,
    text_of,
)
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import Law, Outcome, RequestKind, RequestState
from recruit.accounts.requests.words import SHAPES
from recruit.accounts.views.pages import answer_after
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody, coordinator, signed_in, token_holder
from recruit.web.moves import carried_out
from recruit.web.room import Room
from recruit.web.tables import Page
from recruit.web.times import reader_zone
from recruit.web.words import words_for

room = Room("requests", __name__)
# From one network: a dormitory may share one address, a program must not fill the desk.
FROM_ONE_NETWORK: tuple[RateLimitItem, ...] = (parse("10 per hour"), parse("30 per day"))
TABS = {"waiting", "over", "counts"}


def _first_law() -> str:
    """The likeliest country of somebody who reads this language."""
    return str({"id": Law.INDONESIA, "vi": Law.VIETNAM}.get(current_language(), Law.JAPAN))


def _wished_kind() -> str | None:
    kind = request.args.get("kind", "")
    return kind if kind in set(RequestKind) else None


@room.get("/me/requests", lock=signed_in)
@room.post("/me/requests", lock=signed_in)
def mine() -> ResponseReturnValue:
    """My requests, and a new one."""
    form = RequestForm(**({} if request.method == "POST" else {"kind": _wished_kind(), "law": _first_law()}))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                made = actions.make_request(
                    RequestKind(form.kind.data),
                    Law(form.law.data),
                    text_of(form.words),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your request has arrived. Its number is %(number)s.", number=made.number), "done")
            return redirect(page_url("requests.own", public_id=made.public_id), 303)
    page = render_template(
        "requests/mine.html",
        form=form,
        requests=queries.own_requests(visitor()),
        shapes=SHAPES,
        switch_form_id="request-form",
    )
    return page, 422 if form.errors or form.form_errors else 200


@room.get("/me/requests/<public_id>", lock=signed_in)
def own(public_id: str) -> ResponseReturnValue:
    """One of my requests: where it stands, and our answer."""
    return _own_page(queries.own_request(visitor(), public_id))


@room.post("/me/requests/<public_id>/take-back", lock=signed_in)
def take_back(public_id: str) -> ResponseReturnValue:
    """I need it no more."""
    found = queries.own_request(visitor(), public_id)
    try:
        with writing():
            actions.take_back_request(found, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("Your request is taken back."), "done")
    return redirect(page_url("requests.own", public_id=public_id), 303)


@room.get("/privacy/request", lock=anybody)
@room.post("/privacy/request", lock=anybody)
def ask() -> ResponseReturnValue:
    """Ask without an account. The answer is the same whatever we know of the address."""
    form, started = (
        RequestByAddressForm(
            **({} if request.method == "POST" else {"kind": _wished_kind(), "law": _first_law()})
        ),
        time.monotonic(),
    )
    if request.method == "POST" and form.is_fine():
        limits.count("data_request", FROM_ONE_NETWORK, limits.network_of(request.remote_addr))
        limits.count_mail_to(text_of(form.email))
        with writing():
            actions.ask_by_address(
                RequestKind(form.kind.data),
                Law(form.law.data),
                text_of(form.words),
                name=text_of(form.name),
                address=text_of(form.email),
                language=current_language(),
                zone=reader_zone(),
                now=clock.now(),
            )
        answer_after(started)
        return redirect(page_url("requests.asked"), 303)
    page = render_template("requests/ask.html", form=form, switch_form_id="request-form")
    return page, 422 if form.errors else 200


@room.get("/privacy/request/sent", lock=anybody)
def asked() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("requests/asked.html", days=rules.UNCONFIRMED_KEPT_FOR.days)


@room.get("/requests/<key>", lock=token_holder)
def by_key(key: str) -> ResponseReturnValue:
    """The request a mailed key opens. Opening changes nothing: mail scanners open it too."""
    return _own_page(queries.request_of_key(key, clock.now()), key=key)


@room.post("/requests/<key>", lock=token_holder)
def confirm(key: str) -> ResponseReturnValue:
    """It is my address: the request counts from now on."""
    found = queries.request_of_key(key, clock.now())
    with writing():
        actions.confirm_request(found, now=clock.now())
    return redirect(page_url("requests.by_key", key=key), 303)


def _own_page(found: DataRequest, *, key: str = "") -> str:
    return render_template(
        "requests/own.html",
        one=found,
        key=key,
        words=queries.words_of(found),
        answer=queries.answer_of(found),
        state=RequestState,
        shapes=SHAPES,
        is_late=_is_late(found),
        zone=rules.TOKYO,
        form=ButtonForm(formdata=None),
    )


def _is_late(found: DataRequest) -> bool:
    due = rules.due_at(found.state, found.answer_by_at, found.finish_by_at)
    return due is not None and due < clock.now()


@room.get("/staff/requests", lock=coordinator)
def of_staff() -> ResponseReturnValue:
    """What people ask about their data, by the clock that runs out first; what is over; complaints by month."""
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    asks, now = visitor(), clock.now()
    after = request.args.get("after")
    page: Page[DataRequest] | None = None
    if tab != "counts":
        reads = queries.requests_that_are_over if tab == "over" else queries.waiting_requests
        page = reads(asks, after=after)
    return render_template(
        "requests/of_staff.html",
        tab=tab,
        page=page,
        requests=page.rows if page else [],
        counts=queries.complaints_by_month(now) if tab == "counts" else [],
        is_late=_is_late,
        is_alarming=lambda one: rules.is_alarming(one.state, one.received_at, now),
        shapes=SHAPES,
        state=RequestState,
    )


@room.get("/staff/requests/<public_id>", lock=coordinator, seen="request")
def for_staff(public_id: str) -> ResponseReturnValue:
    """One request, with its history and its clocks."""
    return _staff_page(queries.request_for_staff(visitor(), public_id))


@room.post("/staff/requests/<public_id>/decide", lock=coordinator, seen="request")
def decide(public_id: str) -> ResponseReturnValue:
    """Answer."""
    found = queries.request_for_staff(visitor(), public_id)
    form = DecideForm()
    if form.is_fine() and carried_out(
        form,
        actions.decide_request,
        found,
        Outcome(form.outcome.data),
        text_of(form.answer),
        with_others=bool(form.with_others.data),
        by=visitor(),
        now=clock.now(),
    ):
        flash(_("The letter is on its way."), "done")
        return redirect(page_url("requests.for_staff", public_id=public_id), 303)
    return _staff_page(found, decision=form), 422


@room.post("/staff/requests/<public_id>/finish", lock=coordinator, seen="request")
def finish(public_id: str) -> ResponseReturnValue:
    """It is carried out."""
    found = queries.request_for_staff(visitor(), public_id)
    form = FinishForm()
    if form.is_fine() and carried_out(
        form, actions.finish_request, found, text_of(form.done), by=visitor(), now=clock.now()
    ):
        flash(_("The request is done."), "done")
        return redirect(page_url("requests.for_staff", public_id=public_id), 303)
    return _staff_page(found, ending=form), 422


@room.post("/staff/requests/<public_id>/notes", lock=coordinator, seen="request")
def add_note(public_id: str) -> ResponseReturnValue:
    """Write down, for staff."""
    found = queries.request_for_staff(visitor(), public_id)
    form = NoteForm()
    if not form.is_fine():
        return _staff_page(found, note=form), 422
    with writing():
        actions.add_note(found, text_of(form.note), by=visitor(), now=clock.now())
    flash(_("The note is kept, encrypted."), "done")
    return redirect(page_url("requests.for_staff", public_id=public_id), 303)


def _staff_page(
    found: DataRequest,
    *,
    decision: DecideForm | None = None,
    ending: FinishForm | None = None,
    note: NoteForm | None = None,
) -> str:
    if found.person is not None:
        g.sighted_person_ref = found.person.public_id
    forms: list[Form] = [form for form in (decision, ending, note) if form is not None]
    clocks = (
        rules.clocks_for(found.kind, found.law, found.received_at, with_others=found.with_others)
        if found.received_at
        else None
    )
    return render_template(
        "requests/for_staff.html",
        one=found,
        words=queries.words_of(found),
        written_in=BY_CODE[found.person.language if found.person else found.language].name,
        answer=queries.answer_of(found),
        history=[(move, queries.note_of(move)) for move in found.moves],
        names=queries.names_of(found.moves),
        clocks=clocks,
        person_zone=found.person.zone if found.person else found.zone,
        zone=rules.TOKYO,
        state=RequestState,
        kind=RequestKind,
        shapes=SHAPES,
        is_late=_is_late(found),
        decision=decision or DecideForm(formdata=None),
        ending=ending or FinishForm(formdata=None),
        note=note or NoteForm(formdata=None),
        form=next((form for form in forms if form.errors or form.form_errors), None),
    )
