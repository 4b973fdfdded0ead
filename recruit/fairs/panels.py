"""What fairs show on pages of earlier rooms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, RegistrationState
from recruit.fairs import queries, showing
from recruit.fairs.booths.rules import Priority
from recruit.fairs.declared import operator_may_arrange
from recruit.fairs.models import Fair
from recruit.fairs.proposing.drawing import proposes
from recruit.fairs.queries import CompanyAtFair
from recruit.fairs.rules import ANSWER_WITHIN
from recruit.organisations.rules import Trade
from recruit.web.gate import current_language
from recruit.web.panels import Panel
from recruit.web.times import format_day

MOST_POSITIONS = 3


def companies_and_road(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """On the public page of a fair: who takes part with which positions, and the road from the sign-up on."""
    if event.kind is not EventKind.FAIR:
        return None
    found = queries.fair_for_all(event.id)
    companies = found.companies
    positions = (
        queries.positions_by_company(
            [one.company_id for one in companies], event_id=event.id, now=clock.now()
        )
        if companies
        else {}
    )
    language = current_language()
    return {
        "companies": [_company(one, positions.get(one.company_id, {}), language) for one in companies],
        "rules": None if found.rules is None else [Priority(code) for code in found.rules],
        "road_steps": _road(event, found.wishes_until, has_seat=_has_seat(visitor, event))
        if found.wishes_until
        else [],
        "is_over": clock.now() >= event.ends_at,
    }


def _company(
    company: CompanyAtFair, positions: Mapping[str, Mapping[str, str]], language: str
) -> dict[str, Any]:
    text = best_text(company.texts, language)
    japanese = best_text(company.texts, "ja")
    own = text.name if text else company.slug
    titles = showing.titles_of(positions, language)
    return {
        "slug": company.slug,
        "name": own,
        "name_lang": text.language if text and text.language != language else "",
        "other": japanese.name if japanese and japanese.name != own else "",
        "number": company.number,
        "trades": [Trade(code) for code in company.trades[:2]],
        "prefecture": company.prefecture,
        "staff_count": company.staff_count,
        "positions": titles[:MOST_POSITIONS],
        "more": max(0, len(titles) - MOST_POSITIONS),
    }


def _has_seat(visitor: Visitor, event: Event) -> bool:
    if not visitor.is_signed_in:
        return False
    seat = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.person_id == visitor.person_id,
        Registration.state == RegistrationState.SIGNED_UP,
    )
    return session().scalar(seat) is not None


def _road(event: Event, wishes_until: datetime, *, has_seat: bool) -> list[dict[str, Any]]:
    """The sign-up and what follows it; the first station that is not behind the reader is where they stand."""
    now = clock.now()
    stations = [
        (
            event.sign_up_until,
            _("until %(day)s", day=format_day(event.sign_up_until, "short")),
            _("Sign up"),
            "",
        ),
        (
            wishes_until,
            _("until %(day)s", day=format_day(wishes_until, "short")),
            _("Choose companies"),
            _("The companies choose too"),
        ),
        (
            event.ends_at,
            format_day(event.starts_at, "short"),
            _("The fair, meetings by your timetable"),
            _("On the clock of the venue and on yours"),
        ),
        (
            event.ends_at + ANSWER_WITHIN,
            _("until %(day)s", day=format_day(event.ends_at + ANSWER_WITHIN, "short")),
            _("Every company answers"),
            _("We remind those that have not"),
        ),
        (None, "", _("To Japan, if you are hired"), _("With you to year three")),
    ]
    ahead = [place for place, one in enumerate(stations) if one[0] is None or now < one[0]]
    here = next((place for place in ahead if place or not has_seat), 0)
    return [
        {
            "state": "done" if place < here else "here" if place == here else "planned",
            "when": when,
            "title": title,
            "words": words,
        }
        for place, (_until, when, title, words) in enumerate(stations)
    ]


def choose_companies(visitor: Visitor, registration: Registration) -> dict[str, Any] | None:
    """Beside the ticket of a fair: where to choose companies."""
    event = registration.event
    if event.kind is not EventKind.FAIR or registration.state is not RegistrationState.SIGNED_UP:
        return None
    fair = session().get(Fair, event.id)
    agree = fair is not None and proposes(fair, operator_may=operator_may_arrange())
    return {"slug": event.slug, "agree_on_times": agree}


def link_for_staff(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """On the page where staff write an event: the way to its booths and timetable."""
    return {"slug": event.slug} if event.kind is EventKind.FAIR else None


def day_for_staff(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """At the door of a fair whose timetable is published: the way to who is missing."""
    if event.kind is not EventKind.FAIR or queries.published_timetable(event.id) is None:
        return None
    return {"slug": event.slug}


PANELS = [
    Panel("event.public", companies_and_road, "fairs/panel_public.html"),
    Panel("event.seat", choose_companies, "fairs/panel_seat.html"),
    Panel("event.staff", link_for_staff, "fairs/panel_staff.html"),
    Panel("event.door", day_for_staff, "fairs/panel_door.html"),
]
