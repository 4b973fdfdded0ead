"""What positions show on pages of earlier rooms."""

from typing import Any

from recruit.core import clock
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.postings import conditions, queries
from recruit.postings.conditions import name_of_language
from recruit.postings.models import Posting
from recruit.postings.texts.showing import language_rows
from recruit.web.gate import page_url
from recruit.web.panels import Panel


def positions_of_company(_visitor: Visitor, organisation: Organisation) -> dict[str, Any] | None:
    """The open positions on a company's public page."""
    found = queries.open_positions_of(organisation.id, now=clock.now())
    if not found:
        return None
    return {"rows": [(posting, conditions.words_of(queries.content_of(posting))) for posting in found]}


def texts_of_position(asks: Visitor, posting: Posting) -> dict[str, Any] | None:
    """The languages of a position, on its page for the company and for staff."""
    endpoint = "postings.text_for_staff" if asks.is_staff else "postings.text"
    return {
        "rows": [
            (row, page_url(endpoint, public_id=posting.public_id, written_in=row.language))
            for row in language_rows(posting)
        ],
        "source_language": posting.source_language,
        "source_name": name_of_language(posting.source_language),
    }


PANELS = [
    Panel("organisation.public", positions_of_company, "postings/panel.html"),
    Panel("posting.texts", texts_of_position, "postings/texts.html"),
]
