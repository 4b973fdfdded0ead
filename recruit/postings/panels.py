"""What positions show on pages of earlier rooms."""

from typing import Any

from recruit.core import clock
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.postings import conditions, queries
from recruit.web.panels import Panel


def positions_of_company(_visitor: Visitor, organisation: Organisation) -> dict[str, Any] | None:
    """The open positions on a company's public page."""
    found = queries.open_positions_of(organisation.id, now=clock.now())
    if not found:
        return None
    return {"rows": [(posting, conditions.words_of(queries.content_of(posting))) for posting in found]}


PANELS = [Panel("organisation.public", positions_of_company, "postings/panel.html")]
