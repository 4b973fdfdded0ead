"""Open answers, one by one: what waits, the answer with its gloss and its codes, the numbers. For retention officers."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from recruit.surveys.coding import actions, codebook, figures, queries
from recruit.surveys.coding.forms import CodesForm, GlossForm, SettleForm
from recruit.surveys.coding.queries import Reading, Which
from recruit.surveys.coding.rules import OTHER_LANGUAGE, Stage, Turn
from recruit.surveys.coding.words import TURNS, WRITTEN_IN
from recruit.surveys.forms import text
from recruit.surveys.programmes.queries import points
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

_officers = role(Role.RETENTION_OFFICER)
FILES = {"csv": csv_file, "xlsx": xlsx_file}


@room.get("/staff/surveys/open-answers", lock=_officers)
def open_answers() -> ResponseReturnValue:
    """What waits for a gloss, for codes, for a second coder, for a decision; the oldest first."""
    asks, which = visitor(), _which()
    counts = queries.counts(asks, which)
    asked = request.args.get("stage")
    first_waiting = next((one for one in Stage if counts[one] and one is not Stage.DONE), Stage.GLOSS)
    stage = next((one for one in Stage if one == asked), first_waiting)
    page = max(request.args.get("page", 0, type=int), 0)
    lines = queries.queue(asks, stage, which, page=min(page, 10_000))
    return render_template(
        "surveys/coding/queue.html",
        counts=counts,
        mine=queries.waiting_for(asks, stage, which) if stage is Stage.SECOND else counts[stage],
        stage=stage,
        stages=list(Stage),
        which=which,
        page=page,
        lines=lines[: queries.LINES_A_PAGE],
        has_more=len(lines) > queries.LINES_A_PAGE,
        next_line=None if stage is Stage.DONE else queries.next_in_line(asks, stage, which),
        known_languages=queries.languages(asks),
        written_in=WRITTEN_IN,
        waves=WAVES,
        point_choices=[(key, WAVES.get(key, key)) for key in points()],
        say=lambda labels: text(labels, current_language()),
        address=_address,
        queue_url=_queue_url,
    )


@room.get("/staff/surveys/open-answers/<public_id>/<item>", lock=_officers, seen="response")
def open_answer(public_id: str, item: str) -> ResponseReturnValue:
    """One answer: the original, its gloss, and the step that is this person's turn."""
    return _answer_page(_reading(public_id, item))


@room.post("/staff/surveys/open-answers/<public_id>/<item>", lock=_officers, seen="response")
def keep_open_answer(public_id: str, item: str) -> ResponseReturnValue:
    """Keep a gloss, codes or a decision; then the next answer that waits for the same."""
    reading = _reading(public_id, item)
    step = request.form.get("step", "")
    form = _form_of(step, reading)
    if not form.is_fine():
        return _answer_page(reading, form), 422
    asks, now = visitor(), clock.now()
    try:
        with writing():
            if isinstance(form, GlossForm):
                actions.keep_gloss(
                    reading, str(form.written_in.data), form.gloss.data or "", by=asks, now=now
                )
            elif isinstance(form, SettleForm):
                actions.settle(
                    reading,
                    form.codes.data or (),
                    nothing_fits=form.nothing_fits.data,
                    together=form.together.data,
                    by=asks,
                    now=now,
                )
            else:
                actions.keep_codes(
                    reading, form.codes.data or (), nothing_fits=form.nothing_fits.data, by=asks, now=now
                )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _answer_page(_reading(public_id, item), form), 422
    return _go_on(reading)


@room.get("/staff/surveys/open-answers/figures", lock=_officers)
def coding_figures() -> ResponseReturnValue:
    """How many people named what, from ten on, and how far the coders agree."""
    return render_template(
        "surveys/coding/figures.html",
        figures=figures.figures(visitor()),
        entries=codebook.entries(visitor()),
        language_now=current_language(),
        forms=list(FILES),
    )


@room.get("/staff/surveys/open-answers/codes.<any(csv, xlsx):form>", lock=_officers, seen="response")
def codes_file(form: str) -> ResponseReturnValue:
    """Codes of every answer that both have looked at: no words, no names, no days. Codes say what answers say: a look at each."""
    coded = figures.coded_answers(visitor())
    g.sighted_person_refs = sorted({one.person_ref for one in coded if one.person_ref})
    head = ["answer", "point", "question", "written_in", "first", "second", "settled", "codes"]
    rows = [
        [
            number,
            one.wave,
            one.item,
            one.written_in,
            " ".join(one.first.chosen),
            " ".join(one.second.chosen),
            " ".join(one.settled.chosen) if one.settled else "",
            "" if one.codes is None else " ".join(sorted(one.codes)),
        ]
        for number, one in enumerate(coded, start=1)
    ]
    return FILES[form]("codes", head, rows)


def _reading(public_id: str, item: str) -> Reading:
    reading = queries.reading_for(visitor(), public_id, item)
    g.sighted_person_ref = reading.response.contact.placement.person.public_id
    return reading


def _which() -> Which:
    """The filter in the address, as far as it is known."""
    wave, language = request.args.get("wave", ""), request.args.get("language", "")
    return Which(wave if wave in WAVES else "", language if language in WRITTEN_IN else "")


def _filter() -> dict[str, str]:
    which = _which()
    return {name: value for name, value in (("wave", which.wave), ("language", which.language)) if value}


def _address(line: queries.Line) -> str:
    return page_url(
        "surveys.open_answer", public_id=line.response_ref, item=line.item, **_filter(), work=line.stage
    )


def _queue_url(**more: object) -> str:
    return page_url("surveys.open_answers", **{**_filter(), **more})


def _work(reading: Reading) -> Stage:
    """What the reader is working through: as the address says, else what this answer waits for."""
    return next((one for one in Stage if one == request.args.get("work")), reading.stage)


def _go_on(reading: Reading) -> ResponseReturnValue:
    """To the next answer that waits for the same; when there is none, to the queue."""
    work = _work(reading)
    line = queries.next_in_line(
        visitor(), work, _which(), after=(reading.response.public_id, reading.item.name)
    )
    flash(_("Kept. This is the next one.") if line else _("Kept. Nothing more waits here."), "done")
    return redirect(_address(line) if line else _queue_url(), 303)


def _form_of(step: str, reading: Reading, *, empty: bool = False) -> GlossForm | CodesForm:
    """The form of a step; `empty` for a page that is only looked at."""
    typed: dict[str, object] = {"formdata": None} if empty else {}
    if step == "gloss":
        written = reading.written_in if reading.written_in in WRITTEN_IN else OTHER_LANGUAGE
        return GlossForm(data={"written_in": written, "gloss": reading.gloss}, **typed)
    own = reading.own
    given = own.chosen if own else sorted(frozenset().union(*(one.chosen for one in reading.codings)))
    entries = codebook.offered(given)
    labels = {entry.key: entry.say("label", current_language()) for entry in entries}
    if step == "settle":
        # What both gave is ticked already; the rest is the question.
        both = (
            sorted(frozenset.intersection(*(frozenset(one.chosen) for one in reading.codings[:2])))
            if (reading.codings)
            else []
        )
        return SettleForm(data={"codes": both}, **typed).offer(labels)
    data = {"codes": own.chosen, "nothing_fits": not own.chosen} if own else {}
    return CodesForm(data=data, **typed).offer(labels)


def _step(reading: Reading) -> str:
    if reading.stage is Stage.GLOSS:
        return "gloss"
    if reading.stage is Stage.SETTLE:
        return "settle"
    return "codes" if reading.turn is not None else ""


def _answer_page(reading: Reading, form: GlossForm | CodesForm | None = None) -> str:
    language = current_language()
    asks_for_gloss = request.args.get("edit") == "gloss"
    step = form.step.data if form is not None else "gloss" if asks_for_gloss else _step(reading)
    if form is None and step:
        form = _form_of(step, reading, empty=True)
    entries = codebook.every_entry()
    work = _work(reading)
    here = (reading.response.public_id, reading.item.name)
    next_line = queries.next_in_line(visitor(), work, _which(), after=here)
    return render_template(
        "surveys/coding/answer.html",
        reading=reading,
        form=form,
        step=step,
        question=text(reading.item.label, language),
        wave=WAVES.get(reading.response.contact.wave.key, reading.response.contact.wave.key),
        written_in=WRITTEN_IN.get(reading.written_in, WRITTEN_IN[OTHER_LANGUAGE]),
        original_lang=reading.written_in if reading.written_in in WRITTEN_IN else "",
        entries=[
            entry
            for entry in entries
            if isinstance(form, CodesForm) and entry.key in {value for value, *_more in form.codes.choices}
        ],
        labels={entry.key: entry.say("label", language) for entry in entries},
        turns=TURNS,
        turn=reading.turn,
        is_mending=reading.own is not None,
        may_mend_gloss=step != "gloss",
        gloss_url=page_url(
            "surveys.open_answer", public_id=here[0], item=here[1], **_filter(), work=work, edit="gloss"
        ),
        all_answers_url=page_url("surveys.response", public_id=here[0]),
        next_url=_address(next_line) if next_line else None,
        queue_url=_queue_url(stage=work),
        settled=Turn.SETTLED,
        stages=Stage,
        language_now=language,
        switch_form_id="coding-form" if form is not None else None,
    )
