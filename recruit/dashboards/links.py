"""Links across rooms. Pages are named by their promised address: one is linked where it exists and opens for who reads."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from recruit.accounts.rules import ComesAs
from recruit.core.visitor import Visitor
from recruit.web.gate import current_language, page_opens

MOST_LINKS = 5
# (label, address without its language)
Links = list[tuple[Any, str]]

FOR_EVERYBODY: Links = [
    (_l("Fairs"), "/fairs"),
    (_l("Positions"), "/positions"),
    (_l("Companies"), "/companies"),
    (_l("Handbook"), "/handbook/"),
    (_l("Help"), "/help"),
]
FOR_STUDENTS: Links = [
    (_l("What is next"), "/me"),
    (_l("Fairs"), "/fairs"),
    (_l("Positions"), "/positions"),
    (_l("Profile"), "/me/profile"),
    (_l("Handbook"), "/handbook/"),
]
FOR_COMPANIES: Links = [
    (_l("Desk"), "/company/"),
    (_l("Our positions"), "/company/positions"),
    (_l("Students"), "/company/students"),
    (_l("Applications"), "/company/applications"),
    (_l("Hires"), "/company/placements"),
]
FOR_COMPANIES_TO_BE: Links = [
    (_l("Register a company"), "/company/apply"),
    (_l("What membership means"), "/members"),
    (_l("Fairs"), "/fairs"),
    (_l("Handbook"), "/handbook/"),
    (_l("Help"), "/help"),
]
FOR_SUPPORT: Links = [
    (_l("For whom you act"), "/account/organisations"),
    (_l("Fairs"), "/fairs"),
    (_l("Companies"), "/companies"),
    (_l("Handbook"), "/handbook/"),
    (_l("Help"), "/help"),
]
FOR_UNIVERSITIES: Links = [
    (_l("Desk"), "/university/"),
    (_l("Students"), "/university/students"),
    (_l("Fairs"), "/fairs"),
    (_l("Handbook"), "/handbook/"),
]
FOR_STAFF: Links = [
    (_l("Desk"), "/staff/"),
    (_l("Fairs"), "/staff/fairs"),
    (_l("Organisations"), "/staff/organisations"),
    (_l("Follow-ups"), "/staff/followups"),
    (_l("Retention"), "/staff/retention"),
    (_l("Cases"), "/staff/cases"),
    (_l("Desk of the handbook"), "/staff/handbook"),
    (_l("Handbook"), "/handbook/"),
]


# Pages at which somebody's work begins: other pages lie under their address, but do not belong to them.
STARTS = frozenset({"/me", "/company/", "/university/", "/staff/"})
# Pages whose address lies elsewhere than what they belong to.
PARTS_OF: dict[str, str] = {
    "/me/papers": "/me/profile",
    "/company/surveys": "/company/placements",
    "/me/documents": "/me/profile",
    "/me/name-recording": "/me/profile",
    "/university/lists": "/university/students",
    "/university/invite": "/university/students",
    "/university/confirmations": "/university/students",
}


def _lies_under(path: str, above: str) -> bool:
    return path == above or path.startswith(above.rstrip("/") + "/")


def current_link(hrefs: Iterable[str], now_at: str) -> str | None:
    """Which of these links in the header leads to the page, or to what it is a part of; addresses with their language."""
    language, page = now_at[:3], now_at[3:]
    page = next((whole for part, whole in PARTS_OF.items() if _lies_under(page, part)), page)
    over = [
        href
        for href in hrefs
        if href.startswith(language)
        and (href[3:] == page or (href[3:] not in STARTS and _lies_under(page, href[3:])))
    ]
    return max(over, key=len, default=None)


def endpoint_at(path: str, asking: Visitor | None = None) -> str | None:
    """The endpoint of the page at `path` (without its language), if there is one and it opens for the reader."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(f"/{current_language()}{path}", method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint if page_opens(endpoint, asking) else None


def address(path: str) -> str | None:
    """The address of the page at `path` (a query and a place on the page may follow) in the reader's language, where
    it exists and opens; else None.
    """
    page = path.partition("#")[0].partition("?")[0]
    return f"/{current_language()}{path}" if endpoint_at(page) else None


def _kind_of_links(asking: Visitor) -> Links:
    if not asking.is_signed_in:
        return FOR_EVERYBODY
    if asking.is_staff:
        return FOR_STAFF
    if asking.acts_for("company"):
        return FOR_COMPANIES
    if asking.acts_for("university"):
        return FOR_UNIVERSITIES
    if asking.acts_for("support"):
        return FOR_SUPPORT
    if comes_for_a_company(asking):
        return FOR_COMPANIES_TO_BE
    return FOR_STUDENTS


def main_links(asking: Visitor) -> list[tuple[Any, str]]:
    """At most five links of the header: (label, endpoint), those that open for this visitor."""
    found = [(label, endpoint_at(path, asking)) for label, path in _kind_of_links(asking)]
    return [(label, endpoint) for label, endpoint in found if endpoint][:MOST_LINKS]


def start_of(asking: Visitor) -> str:
    """The endpoint at which this visitor's own work begins."""
    if asking.is_staff:
        return "dashboards.staff"
    if asking.acts_for("company"):
        return "dashboards.company"
    if asking.acts_for("university"):
        return "dashboards.university"
    if comes_for_a_company(asking):
        return "organisations.apply"
    return "dashboards.me"


def comes_for_a_company(asking: Visitor) -> bool:
    """Whether the account was registered for a company that has not been told to us yet."""
    is_free = asking.is_signed_in and not asking.roles and not asking.memberships
    return is_free and asking.came_as == ComesAs.COMPANY


def is_student_or_hire(asking: Visitor) -> bool:
    """Whether `/me` has something to say: staff and members of organisations have their own pages."""
    is_free = asking.is_signed_in and not asking.roles and not asking.memberships
    return is_free and not comes_for_a_company(asking)


STAFF_PAGES: list[tuple[Any, Links]] = [
    (
        _l("People and organisations"),
        [
            (_l("Find a person"), "/staff/people"),
            (_l("Organisations"), "/staff/organisations"),
            (_l("Students"), "/staff/students"),
            (_l("Data requests"), "/staff/requests"),
        ],
    ),
    (
        _l("Fairs and positions"),
        [
            (_l("Events"), "/staff/events"),
            (_l("Fairs"), "/staff/fairs"),
            (_l("Positions"), "/staff/positions"),
        ],
    ),
    (
        _l("Hires"),
        [
            (_l("Hires"), "/staff/placements"),
            (_l("Bring in a list of hires"), "/staff/placements/import"),
            (_l("Late and stuck steps"), "/staff/steps"),
            (_l("Follow-ups"), "/staff/followups"),
            (_l("Surveys"), "/staff/surveys"),
            (_l("Open answers"), "/staff/surveys/open-answers"),
            (_l("Where both sides differ"), "/staff/surveys/gaps"),
            (_l("Cases"), "/staff/cases"),
            (_l("Retention"), "/staff/retention"),
        ],
    ),
    (
        _l("The service"),
        [
            (_l("Staff and their roles"), "/staff/team"),
            (_l("Mails"), "/staff/mail"),
            (_l("Desk of the handbook"), "/staff/handbook"),
            (_l("Facts in the handbook"), "/staff/handbook/facts"),
            (_l("Glossary of the handbook"), "/staff/handbook/terms"),
            (_l("Handbook"), "/handbook/"),
            (_l("Translations"), "/staff/translations"),
            (_l("Newsletter"), "/staff/newsletter"),
            (_l("Audit trail"), "/staff/audit"),
            (_l("Failures of protection"), "/staff/breaches"),
            (_l("What has reached its end"), "/staff/purges"),
        ],
    ),
]


def staff_pages() -> list[tuple[Any, Links]]:
    """All staff pages that open for the reader, by group: (label, address)."""
    groups = []
    for title, links in STAFF_PAGES:
        shown = [(label, href) for label, href in ((label, address(path)) for label, path in links) if href]
        if shown:
            groups.append((title, shown))
    return groups
