"""The desk of a company: what to do next and by when."""

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.dashboards.cards import card_of, cards_of
from recruit.dashboards.links import address
from recruit.dashboards.queries.company import company_duties
from recruit.dashboards.rules import WAITS, split_next
from recruit.dashboards.views.pages import room, settings
from recruit.fairs.declared import operator_may_arrange
from recruit.web.gate import current_language, visitor
from recruit.web.locks import member_of


@room.get("/company/", lock=member_of("company"))
def company() -> ResponseReturnValue:
    """The next step of the company, and all that waits after it."""
    asks = visitor()
    now = clock.now()
    first, rest = split_next(
        company_duties(asks, current_language(), now, operator_may=operator_may_arrange()), now
    )
    return render_template(
        "dashboards/company.html",
        acting=asks.acting,
        first=card_of(first, now) if first else None,
        rest=cards_of(rest, now),
        first_waits=first is not None and first.act in WAITS,
        has_several=len(asks.memberships) > 1,
        may_act=asks.acting is not None and asks.acting.rights in ("owner", "recruiter"),
        address=address,
        contact=settings().operator_contact,
    )
