"""What companies do before a fair: the list and the board of staff, the ticks of companies."""

from collections.abc import Iterator
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import queries as fair_queries, showing
from recruit.fairs.forms import ButtonForm
from recruit.fairs.models import Fair
from recruit.fairs.preparing import actions, queries
from recruit.fairs.preparing.forms import TaskForm, task_form
from recruit.fairs.preparing.models import FairTask
from recruit.fairs.preparing.rules import TaskStanding, standing
from recruit.fairs.preparing.words import SHAPE, STANDING, title_of
from recruit.fairs.views.room import room
from recruit.web.exports import csv_file
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, member_of
from recruit.web.times import format_day
from recruit.web.words import words_for

NEAR = (TaskStanding.LATE, TaskStanding.SOON)
_acts = member_of("company", "owner", "recruiter")


def _fair(slug: str) -> Fair:
    _event, fair = fair_queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


@room.get("/staff/fairs/<slug>/preparation", lock=coordinator)
def preparation(slug: str) -> ResponseReturnValue:
    """The list of a fair, and how far each company has come."""
    fair = _fair(slug)
    rows, heads, board = _board(fair)
    return render_template(
        "fairs/preparing/staff.html",
        fair=fair,
        rows=rows,
        heads=heads,
        board=board,
        shapes=SHAPE,
        standings=STANDING,
    )


def _board(fair: Fair) -> tuple[list[FairTask], list[dict[str, Any]], list[dict[str, Any]]]:
    """The tasks, how they are called and when they are due, and a row for each company."""
    rows, now, language = queries.tasks_of(fair), clock.now(), current_language()
    tasks = queries.with_days(fair, rows)
    heads = []
    for row, task in zip(rows, tasks, strict=True):
        title, lang = title_of(row.kind, row.words, language)
        heads.append({"row": row, "title": title, "lang": lang, "due_at": task.due_at})
    booths = queries.confirmed_booths(visitor(), fair)
    done = queries.done_by_booth(booths, rows)
    board = []
    for booth in booths:
        cells = [standing(task, done[booth.id], now) for task in tasks]
        board.append(
            {
                "booth": booth,
                "name": showing.company_name(booth.organisation, language),
                "cells": cells,
                # What a small screen names: what is late or near.
                "near": [pair for pair in zip(cells, heads, strict=True) if pair[0] in NEAR],
            }
        )
    return rows, heads, board


@room.get("/staff/fairs/<slug>/preparation.csv", lock=coordinator)
def preparation_file(slug: str) -> ResponseReturnValue:
    """The board as a file."""
    fair = _fair(slug)
    _rows, heads, board = _board(fair)
    zone = fair.event.zone

    def lines() -> Iterator[list[str]]:
        yield ["", _("Due"), *(format_day(clock.day_in(one["due_at"], zone)) for one in heads)]
        for one in board:
            yield [one["booth"].number, one["name"], *(str(STANDING[cell]) for cell in one["cells"])]

    head = [_("Booth number"), _("Company"), *(one["title"] for one in heads)]
    return csv_file(f"{fair.event.slug}-preparation.csv", head, lines())


@room.post("/staff/fairs/<slug>/preparation/usual", lock=coordinator)
def add_usual_tasks(slug: str) -> ResponseReturnValue:
    """Take the usual list."""
    fair = _fair(slug)
    if ButtonForm().is_fine():
        try:
            with writing():
                added = actions.add_usual_tasks(fair, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                ngettext("%(num)d task is on the list now.", "%(num)d tasks are on the list now.", added),
                "done",
            )
    return redirect(page_url("fairs.preparation", slug=slug), 303)


@room.get("/staff/fairs/<slug>/preparation/new", lock=coordinator)
@room.post("/staff/fairs/<slug>/preparation/new", lock=coordinator)
def new_fair_task(slug: str) -> ResponseReturnValue:
    """Write a task."""
    return _task_page(_fair(slug), None)


@room.get("/staff/fairs/<slug>/preparation/<public_id>", lock=coordinator)
@room.post("/staff/fairs/<slug>/preparation/<public_id>", lock=coordinator)
def fair_task(slug: str, public_id: str) -> ResponseReturnValue:
    """Change a task."""
    fair = _fair(slug)
    return _task_page(fair, queries.task_for_staff(visitor(), fair, public_id))


def _task_page(fair: Fair, task: FairTask | None) -> ResponseReturnValue:
    form = task_form(task)
    if request.method == "POST" and form.is_fine():
        words = form.words() if isinstance(form, TaskForm) else {}
        days = form.days_before.data or 0
        try:
            with writing():
                if task is None:
                    actions.add_task(fair, words, days, by=visitor(), now=clock.now())
                else:
                    actions.change_task(fair, task, words, days, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("fairs.preparation", slug=fair.event.slug), 303)
    html = render_template(
        "fairs/preparing/task.html",
        fair=fair,
        task=task,
        title=title_of(task.kind, task.words, current_language())[0] if task else "",
        form=form,
        texts=list(form.texts) if isinstance(form, TaskForm) else [],
        switch_form_id="task",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/fairs/<slug>/preparation/<public_id>/remove", lock=coordinator)
def remove_fair_task(slug: str, public_id: str) -> ResponseReturnValue:
    """Off the list."""
    fair = _fair(slug)
    task = queries.task_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        with writing():
            actions.remove_task(fair, task, by=visitor(), now=clock.now())
        flash(_("Taken off the list."), "done")
    return redirect(page_url("fairs.preparation", slug=slug), 303)


@room.post("/company/fairs/<slug>/tasks/<public_id>", lock=_acts)
def tick_fair_task(slug: str, public_id: str) -> ResponseReturnValue:
    """Say that a task is done, or is not."""
    fair = fair_queries.fair_for_company(visitor(), slug)
    booth = fair_queries.own_booth(visitor(), fair)
    if booth is None:
        raise Missing
    task = queries.task_for_company(fair, public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.tick(booth, task, done=bool(request.form.get("done")), by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Saved."), "done")
    return redirect(page_url("fairs.company_fair", slug=slug) + "#before", 303)
