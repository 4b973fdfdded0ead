"""The companies that take part, for everybody."""

from datetime import date
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock, files
from recruit.organisations import queries, texts
from recruit.organisations.forms import CompaniesFilter, chosen
from recruit.organisations.models import Organisation
from recruit.organisations.permits import end_of_permit, permit_in
from recruit.organisations.rules import Prefecture, Support, Trade, size_class
from recruit.organisations.views.room import room
from recruit.web.downloads import picture
from recruit.web.gate import current_language
from recruit.web.locks import anybody


@room.get("/companies", lock=anybody, kept=True)
def companies() -> ResponseReturnValue:
    """Approved companies, by name or prefecture."""
    form = CompaniesFilter(request.args)
    prefecture = chosen(Prefecture, form.prefecture.data or "")
    words = form.q.data or ""
    page = queries.companies_page(words=words, prefecture=prefecture, after=request.args.get("after"))
    return render_template(
        "organisations/companies.html",
        form=form,
        page=page,
        filters={"q": words or None, "prefecture": prefecture},
        text_in=queries.text_in,
        trade=Trade,
    )


@room.get("/companies/<slug>", lock=anybody, kept=True)
def company(slug: str) -> ResponseReturnValue:
    """One company: what it says about itself, and what other rooms show beside it."""
    return render_template(
        "organisations/company.html", **about_the_page(queries.public_company(slug)), is_preview=False
    )


@room.get("/companies/<slug>/pictures/<public_id>", lock=anybody)
def company_picture(slug: str, public_id: str) -> Response:
    """A picture on the page of an approved company."""
    stored = queries.public_picture(slug, public_id).stored_file
    return picture(files.content_of(stored), stored)


def about_the_page(organisation: Organisation) -> dict[str, Any]:
    """What the page of a company shows."""
    facts, language = organisation.company, current_language()
    return {
        "organisation": organisation,
        "company": facts,
        "name": queries.text_in(organisation, language),
        "parts": {part: texts.part_in(organisation, part, language) for part in texts.PARTS},
        "pictures": queries.pictures_of(organisation),
        "size": size_class(facts.capital_yen, facts.staff_count) if facts else None,
        "trades": [Trade(code) for code in facts.trades] if facts else [],
        "support": [Support(code) for code in facts.support] if facts else [],
        "checked": queries.passed_checks(organisation),
        "permit_end": permit_end_of(organisation),
        "today": today_in_tokyo(),
    }


def permit_end_of(organisation: Organisation) -> Any:
    """When the company's permit ends; None where nothing is known."""
    facts = organisation.company
    return end_of_permit(permit_in(facts.permit_number), facts.permit_until) if facts else None


def today_in_tokyo() -> date:
    return clock.day_in(clock.now(), "Asia/Tokyo")
