"""A guest answers by the key in the mail; staff read counts."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events.queries import event_for_staff
from recruit.surveys.after_events import actions, queries, rules
from recruit.surveys.after_events.models import GuestSurvey
from recruit.surveys.after_events.queries import ItemFigures
from recruit.surveys.forms.definition import ItemType
from recruit.surveys.forms.wording import text
from recruit.surveys.views.room import room
from recruit.web.charts import Bar, small_bars
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import coordinator, token_holder
from recruit.web.logs import note_refused_form
from recruit.web.words import words_for


@room.get("/after/<token>", lock=token_holder)
def guest_survey(token: str) -> ResponseReturnValue:
    """A few questions on one page."""
    return _page(queries.survey_of_key(token), token, {})


@room.post("/after/<token>", lock=token_holder, by_key_alone=True)
def answer_guest_survey(token: str) -> ResponseReturnValue:
    """Keep the answers, without a name."""
    survey = queries.survey_of_key(token)
    typed = {item.name: _typed(item.name) for item in queries.form_of(survey).items}
    if is_switching_language():
        return _page(survey, token, typed)
    try:
        with writing():
            actions.answer(survey, typed, now=clock.now())
    except Refused as refusal:
        note_refused_form("GuestSurvey", (refusal.field or "the whole",))
        page = make_response(
            _page(survey, token, typed, problem=str(words_for(refusal.reason)), wrong=refusal.field or "")
        )
        page.status_code = 422
        return page
    return redirect(page_url("surveys.guest_survey", token=token), 303)


def _typed(name: str) -> str:
    return " ".join(value.strip() for value in request.form.getlist(name) if value.strip())


def _page(
    survey: GuestSurvey, token: str, typed: dict[str, str], *, problem: str = "", wrong: str = ""
) -> ResponseReturnValue:
    form, language = queries.form_of(survey), current_language()
    html = render_template(
        "surveys/after_events/survey.html",
        event=survey.registration.event,
        survey_form=form,
        title=text(form.title, language),
        say=lambda labels: text(labels, language),
        types=ItemType,
        typed=typed,
        problem=problem,
        wrong=wrong,
        closed=rules.why_not_answer(answered=survey.answered, closes_at=survey.closes_at, now=clock.now()),
        closes_at=survey.closes_at,
        here=page_url("surveys.guest_survey", token=token),
        switch_form_id="guest-survey",
    )
    return make_response(html)


@room.get("/staff/events/<slug>/survey", lock=coordinator)
def guest_results(slug: str) -> ResponseReturnValue:
    """What guests said, in counts."""
    event = event_for_staff(visitor(), slug)
    results = queries.results_of(visitor(), event)
    return render_template(
        "surveys/after_events/results.html",
        event=event,
        results=results,
        charts={
            (one.kind, figures.item.name): _bars(f"{one.kind}-{figures.item.name}", figures)
            for one in results
            for figures in one.items
            if figures.answered >= rules.LEAST_SHOWN
        },
        say=lambda labels: text(labels, current_language()),
        least=rules.LEAST_SHOWN,
    )


def _bars(chart_id: str, figures: ItemFigures) -> Markup:
    language = current_language()
    bars = []
    for choice in figures.item.choices:
        count = figures.counts.get(choice.value, 0)
        share = rules.shown_share(count, figures.answered) or 0
        bars.append(
            Bar(
                text(choice.label, language),
                float(share),
                _("%(share)d %% (%(count)d)", share=share, count=count),
            )
        )
    said = " · ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    return small_bars(
        chart_id=chart_id, title=text(figures.item.label, language), description=said, bars=bars, most=100.0
    )
