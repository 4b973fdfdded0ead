"""What a company that agrees shows of itself to everybody: how many of its people were still there after a year."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.postings.models import Posting
from recruit.retention.outside import queries
from recruit.retention.outside.rules import shown_of
from recruit.web.panels import Panel


def staying_at(_visitor: Visitor, organisation: Organisation) -> dict[str, Any] | None:
    """On the public page of a company."""
    kept = queries.shown_of_company(organisation)
    share = shown_of(kept.shown) if kept is not None else None
    return {"share": share, "as_of": kept.as_of_on} if kept is not None and share is not None else None


def staying_where(asking: Visitor, posting: Posting) -> dict[str, Any] | None:
    """On a position."""
    return staying_at(asking, posting.organisation)


PANELS = (
    Panel("organisation.public", staying_at, "retention/outside/panel.html"),
    Panel("posting.public", staying_where, "retention/outside/panel.html"),
)
