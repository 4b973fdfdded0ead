"""What a company sees: its own forms and answers, and what may be told of both sides. Never whether a hire has answered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.organisations.rules import Rights
from recruit.placements.names import names_of
from recruit.surveys.forms import RESERVED_LABELS, Grid, Item, ItemType, Screen, text, why_not_valid
from recruit.surveys.pairing import rules
from recruit.surveys.pairing.actions import answering
from recruit.surveys.pairing.both_sides import LEAST_PEOPLE
from recruit.surveys.pairing.models import GapRelease
from recruit.surveys.pairing.queries import forms, gaps
from recruit.surveys.pairing.queries.forms import CompanyForm
from recruit.surveys.pairing.rules import FormStanding, Part
from recruit.surveys.pairing.words import TASKS_OF_POINTS, THINGS, told_share
from recruit.surveys.queries.answering import is_reserved, mark_of
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.charts import Pair, PairWords, paired_shares
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.logs import note_refused_form
from recruit.web.times import format_share
from recruit.web.words import words_for

ZONE = "Asia/Tokyo"
THANKED_FOR = timedelta(days=30)
# Above both sides stand these marks; the first page of a form says what belongs to the point.
BOTH_SIDES = "part_both_sides"
_company = member_of("company")
_answers = member_of("company", Rights.OWNER, Rights.RECRUITER)


@room.get("/company/surveys", lock=_company)
def company_forms() -> ResponseReturnValue:
    """The company's forms: what is open, by person and point, what comes, what is handed in."""
    lines = forms.company_forms(visitor(), clock.now())
    names = names_of(line.contact.placement for line in lines)
    return render_template(
        "surveys/pairing/forms.html",
        open_lines=[line for line in lines if line.standing in rules.TAKES_ANSWERS],
        coming=[line for line in lines if line.standing is FormStanding.TO_COME][:10],
        handed_in=_newest_first(lines),
        names=names,
        waves=WAVES,
        zone=ZONE,
        late=FormStanding.LATE,
        may_answer=forms.may_answer(visitor()),
    )


def _newest_first(lines: Sequence[forms.Line]) -> list[forms.Line]:
    """The forms that are handed in, by the day that stands beside each."""
    days = {line: line.handed_in_at for line in reversed(lines) if line.handed_in_at}
    return sorted(days, key=lambda line: days[line], reverse=True)


@room.get("/company/surveys/both-sides", lock=_company)
def both_sides() -> ResponseReturnValue:
    """What may be told of both sides: shares of several people, released once a month."""
    releases = sorted(gaps.releases_for(visitor()), key=_apart, reverse=True)
    return render_template(
        "surveys/pairing/both_sides.html",
        releases=releases,
        things=THINGS,
        share=told_share,
        least=LEAST_PEOPLE,
        chart=_drawn(releases) if releases else None,
    )


def _apart(release: GapRelease) -> int:
    return abs(release.hires_share - release.company_share)


def _drawn(releases: Sequence[GapRelease]) -> Markup:
    return paired_shares(
        chart_id="both-sides",
        title=_("Who agrees, on both sides"),
        description=_(
            "For each thing the share of your people who agree, and that of your company's answers."
        ),
        pairs=[
            Pair(str(THINGS[release.item]), release.hires_share, release.company_share)
            for release in releases
        ],
        words=PairWords(
            one=_("Your people agree"),
            other=_("Your company agrees"),
            ticks=["0", "50", format_share(1.0, 0)],
        ),
    )


@room.get("/company/surveys/<public_id>", lock=_answers, seen="hire")
def company_form(public_id: str) -> ResponseReturnValue:
    """One form: where it begins, and once it is handed in what the company said and what it does next."""
    form = _form(public_id)
    page = "surveys/pairing/handed_in.html" if form.is_handed_in else "surveys/pairing/form.html"
    point = form.contact.wave.key
    return render_template(
        page,
        standings=FormStanding,
        task=TASKS_OF_POINTS.get(point) if _is_fresh(form) else None,
        lines=[(item, shown_answer(item, value)) for item, value in form.lines()],
        open_forms=sum(
            line.standing in rules.TAKES_ANSWERS for line in forms.company_forms(visitor(), clock.now())
        ),
        **_shared(form),
    )


def _is_fresh(form: CompanyForm) -> bool:
    """What comes next is said for a while, and not of points that are long past."""
    handed_in_at = form.response.submitted_at if form.response else None
    return handed_in_at is not None and clock.now() - handed_in_at < THANKED_FOR


@room.get("/company/surveys/<public_id>/check", lock=_answers, seen="hire")
def company_check(public_id: str) -> ResponseReturnValue:
    """All answers before the form is handed in."""
    form = _form(public_id)
    if form.is_handed_in or not form.answers:
        return redirect(page_url("surveys.company_form", public_id=public_id), 303)
    pages = [
        (part, [(item, shown_answer(item, form.answers.get(item.name, ""))) for item in part.items])
        for part in form.parts()
    ]
    return render_template("surveys/pairing/check.html", pages=pages, **_shared(form))


@room.post("/company/surveys/<public_id>/hand-in", lock=_answers)
def hand_in_company_form(public_id: str) -> ResponseReturnValue:
    """Hand the form in, once."""
    form = _form(public_id)
    try:
        with writing():
            answering.submit(form, by=visitor(), now=clock.now())
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
    return redirect(page_url("surveys.company_form", public_id=public_id), 303)


@room.get("/company/surveys/<public_id>/<part>", lock=_answers, seen="hire")
def company_part(public_id: str, part: str) -> ResponseReturnValue:
    """One page of questions."""
    form = _form(public_id)
    page = _part(form, part)
    if form.standing(clock.now()) not in rules.TAKES_ANSWERS:
        return redirect(page_url("surveys.company_form", public_id=public_id), 303)
    return _part_page(form, page, typed=form.answers, errors={})


@room.post("/company/surveys/<public_id>/<part>", lock=_answers, seen="hire")
def keep_company_part(public_id: str, part: str) -> ResponseReturnValue:
    """Keep each answer of a page by itself and go on: one that cannot stand does not take the others with it."""
    form = _form(public_id)
    page = _part(form, part)
    typed = {item.name: _typed(item) for item in page.items}
    changed = {name for name, value in typed.items() if mark_of(value) != request.form.get(f"seen-{name}")}
    if form.standing(clock.now()) not in rules.TAKES_ANSWERS:
        flash(words_for(rules.PairingRefusal.FORM_CLOSED), "problem")
        return redirect(page_url("surveys.company_form", public_id=public_id), 303)
    if is_switching_language():
        return _part_page(form, page, typed=typed, errors={})
    refusals = {item.name: why_not_valid(item, typed[item.name]) for item in page.items}
    errors = {name: words_for(refusal) for name, refusal in refusals.items() if refusal is not None}
    try:
        with writing():
            for item in page.items:
                # What stands as the page showed it takes the place of nothing that a colleague has changed meanwhile.
                is_new = item.name in changed and typed[item.name] != form.answers.get(item.name, "")
                if item.name not in errors and is_new:
                    answering.keep(
                        form,
                        item,
                        typed[item.name],
                        by=visitor(),
                        language=current_language(),
                        now=clock.now(),
                    )
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
        return redirect(page_url("surveys.company_form", public_id=public_id), 303)
    if errors:
        note_refused_form("company_form", list(errors))
        return _part_page(form, page, typed=typed, errors=errors), 422
    if request.form.get("act") == "stop":
        flash(_("Your answers so far are kept. You or a colleague can go on at any time."), "done")
        return redirect(page_url("surveys.company_forms"), 303)
    names = [one.name for one in form.parts()]
    after = names[names.index(part) + 1 :] if part in names else []
    if after:
        return redirect(page_url("surveys.company_part", public_id=public_id, part=after[0]), 303)
    return redirect(page_url("surveys.company_check", public_id=public_id), 303)


def _form(public_id: str) -> CompanyForm:
    form = forms.form_for(visitor(), public_id)
    g.sighted_person_ref = form.contact.placement.person.public_id
    return form


def _part(form: CompanyForm, name: str) -> Part:
    page = next((one for one in form.parts() if one.name == name), None)
    if page is None:
        raise Missing
    return page


def _typed(item: Item) -> str:
    """What the page says about one question, as one text: a reserved answer counts before what else was filled in."""
    reserved = request.form.get(f"reserved-{item.name}", "")
    if is_reserved(reserved):
        return reserved
    values = request.form.getlist(f"answer-{item.name}")
    return " ".join(value.strip() for value in values if value.strip())


def _part_page(form: CompanyForm, page: Part, *, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    names = [one.name for one in form.parts()]
    place = names.index(page.name)
    return render_template(
        "surveys/pairing/part.html",
        page=page,
        place=place + 1,
        places=len(names),
        before=names[place - 1] if place else "",
        grid=Screen(page.items, Grid(page.name, page.heading.label)) if page.name == BOTH_SIDES else None,
        typed=typed,
        seen={item.name: mark_of(form.answers.get(item.name, "")) for item in page.items},
        errors=errors,
        types=ItemType,
        reserved_labels=RESERVED_LABELS,
        switch_form_id="company-form",
        **_shared(form),
    )


def shown_answer(item: Item, value: str) -> str:
    """An answer as the reader of this page reads it."""
    language = current_language()
    if is_reserved(value):
        return next(text(labels, language) for code, labels in RESERVED_LABELS.items() if code == value)
    labels = {choice.value: text(choice.label, language) for choice in item.choices}
    return " · ".join(labels.get(part, part) for part in value.split()) if item.choices else value


def _shared(form: CompanyForm) -> dict[str, Any]:
    language, now = current_language(), clock.now()
    contact = form.contact
    return {
        "survey": form,
        "contact": contact,
        "hire_name": names_of([contact.placement])[contact.placement.id],
        "point": WAVES.get(contact.wave.key, contact.wave.key),
        "title": text(form.form.title, language),
        "minutes": form.form.minutes,
        "standing": form.standing(now),
        "until": form.taken_until(now),
        "zone": ZONE,
        "say": lambda labels: text(labels, language),
        "at_this_company": contact.placement.employer_id == visitor().acting_organisation_id,
    }
