"""What is special about going to Japan from one country: steps, facts with their sources, universities, fairs."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.errors import Missing
from recruit.core.facts import Fact
from recruit.core.texts import best_text
from recruit.dashboards.links import address
from recruit.dashboards.queries import public as queries
from recruit.dashboards.views.pages import room
from recruit.web.gate import current_language
from recruit.web.locks import anybody
from recruit.web.times import format_day, format_money, format_number


@dataclass(frozen=True)
class FactLine:
    """A dated fact as a label and its value, with who says so."""

    label: str
    value: str
    fact: Fact


def _title(country: str) -> str:
    return {"VN": _("From Vietnam to Japan"), "ID": _("From Indonesia to Japan")}[country]


def _line(fact: Fact) -> FactLine:
    """The fact in the reader's language. Every key of `queries.FACTS_OF` and `FACTS_OF_ALL` has its line here."""
    label, value = {
        "tb_screening_vietnam_from": (
            _("Tuberculosis screening before departure, asked for since"),
            lambda: format_day(_day(fact.value)),
        ),
        "vietnam_direct_contract_registration_working_days": (
            _("Registering a contract signed directly with a company takes"),
            lambda: _("%(days)s working days", days=fact.value),
        ),
        "visa_fee_indonesia_single": (
            _("Visa for one entry"),
            lambda: format_money(int(fact.value), "IDR"),
        ),
        "visa_centre_fee_indonesia": (
            _("Handling at the visa application centre"),
            lambda: format_money(int(fact.value), "IDR"),
        ),
        "coe_processing_mean_days": (
            _("Certificate of Eligibility (COE): the immigration office takes on average"),
            lambda: _("%(days)s days", days=format_number(float(fact.value))),
        ),
        "coe_validity_months": (
            _("The COE is valid for"),
            lambda: _("%(months)s months", months=fact.value),
        ),
        "visa_processing_working_days": (
            _("Visa at the embassy, once the COE is there"),
            lambda: _("about %(days)s working days", days=fact.value),
        ),
    }[fact.key]
    return FactLine(label, value(), fact)


def _day(text: str) -> date:
    return date.fromisoformat(text)


@room.get("/countries/<iso2>", lock=anybody, kept=True)
def country(iso2: str) -> ResponseReturnValue:
    """One country's page; those we know nothing of have none."""
    if iso2 not in queries.COUNTRIES:
        raise Missing
    now = clock.now()
    page = queries.country_page(iso2, clock.day_in(now, "Asia/Tokyo"))
    language = current_language()
    return render_template(
        "dashboards/country.html",
        title=_title(iso2),
        page=page,
        facts=[_line(fact) for fact in page.facts],
        steps=[(rule, best_text(rule.texts, language)) for rule in page.steps],
        fairs=queries.coming_fairs(language, now, country=iso2),
        address=address,
    )
