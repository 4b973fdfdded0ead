"""What everybody may read: coming fairs, what is known of a country."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from recruit.arrivals.models import StepRule
from recruit.arrivals.queries import step_rules_on
from recruit.core.db import session
from recruit.core.facts import Fact, facts_on
from recruit.core.texts import best_text
from recruit.events.models import Event
from recruit.events.rules import EventKind, EventState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState

ANNOUNCED = (EventState.OPEN, EventState.CLOSED, EventState.RUNNING)
PUBLIC_EVENTS = (*ANNOUNCED, EventState.FINISHED, EventState.ARCHIVED)
COUNTRIES = ("VN", "ID")


@dataclass(frozen=True)
class ComingFair:
    """A fair as the start page shows it. `seats_left` is None where seats are not counted."""

    slug: str
    title: str
    title_language: str
    place: str
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    zone: str
    seats_left: int | None
    is_open: bool


def coming_fairs(language: str, now: datetime, *, limit: int = 3, country: str = "") -> list[ComingFair]:
    """The next announced fairs, in order of their days. Two statements."""
    query = select(Event).where(Event.kind == EventKind.FAIR, Event.state.in_(ANNOUNCED), Event.ends_at > now)
    if country:
        query = query.where(Event.country == country)
    found = session().scalars(query.order_by(Event.starts_at, Event.id).limit(limit))
    fairs = []
    for event in found:
        text = best_text(event.texts, language)
        fairs.append(
            ComingFair(
                slug=event.slug,
                title=text.title if text else event.slug,
                title_language=text.language if text else "",
                place=text.place if text else "",
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                sign_up_until=event.sign_up_until,
                zone=event.zone,
                seats_left=None if event.seats is None else max(0, event.seats - event.signed_up_count),
                is_open=event.state is EventState.OPEN and event.sign_up_until > now,
            )
        )
    return fairs


FACTS_OF = {
    "VN": ("tb_screening_vietnam_from", "vietnam_direct_contract_registration_working_days"),
    "ID": ("visa_fee_indonesia_single", "visa_centre_fee_indonesia"),
}
FACTS_OF_ALL = ("coe_processing_mean_days", "coe_validity_months", "visa_processing_working_days")


@dataclass(frozen=True)
class CountryPage:
    """What we know of going to Japan from one country."""

    country: str
    facts: list[Fact]
    steps: list[StepRule]
    universities: list[Organisation]
    approved_universities: int


def country_page(country: str, on: date) -> CountryPage:
    """Facts with their sources, the steps only this country has, and its universities in our list."""
    keys = (*FACTS_OF[country], *FACTS_OF_ALL)
    known = facts_on(keys, on)
    universities = list(
        session().scalars(
            select(Organisation)
            .where(
                Organisation.kind == OrganisationKind.UNIVERSITY,
                Organisation.country == country,
                Organisation.state.in_((OrganisationState.LISTED, OrganisationState.APPROVED)),
            )
            .order_by(Organisation.slug)
        )
    )
    return CountryPage(
        country=country,
        facts=[known[key] for key in keys if key in known],
        steps=[rule for rule in step_rules_on(on) if rule.applies_when == f"country:{country}"],
        universities=universities,
        approved_universities=sum(one.state is OrganisationState.APPROVED for one in universities),
    )


def how_many_companies() -> int:
    """How many companies take part."""
    return (
        session().scalar(
            select(func.count())
            .select_from(Organisation)
            .where(
                Organisation.kind == OrganisationKind.COMPANY,
                Organisation.state == OrganisationState.APPROVED,
            )
        )
        or 0
    )
