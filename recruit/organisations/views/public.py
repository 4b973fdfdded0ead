"""The companies that take part, for everybody."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.organisations import queries
from recruit.organisations.forms import CompaniesFilter, chosen
from recruit.organisations.rules import Prefecture, Support, Trade, size_class
from recruit.organisations.views.room import room
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
    organisation = queries.public_company(slug)
    facts = organisation.company
    return render_template(
        "organisations/company.html",
        organisation=organisation,
        company=facts,
        name=queries.text_in(organisation, current_language()),
        about=queries.about_in(organisation, current_language()),
        size=size_class(facts.capital_yen, facts.staff_count) if facts else None,
        trades=[Trade(code) for code in facts.trades] if facts else [],
        support=[Support(code) for code in facts.support] if facts else [],
    )
