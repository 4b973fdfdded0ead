"""What the company's side shows on pages of earlier rooms: the open forms about a hire, on the company's page of that hire."""

from typing import Any

from recruit.core import clock
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.surveys.pairing.queries.forms import company_forms, may_answer
from recruit.surveys.pairing.rules import TAKES_ANSWERS
from recruit.surveys.words import WAVES
from recruit.web.panels import Panel


def _for_company(asking: Visitor, placement: Placement) -> dict[str, Any] | None:
    if not may_answer(asking):
        return None
    lines = [
        line
        for line in company_forms(asking, clock.now(), placement_id=placement.id)
        if line.standing in TAKES_ANSWERS
    ]
    return {"lines": lines, "waves": WAVES} if lines else None


PANELS = (Panel("placement.company", _for_company, "surveys/pairing/panel_company.html"),)
