"""What a company reads of its own booth: where it stands, what is missing, what it brings."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.fairs.booths import queries
from recruit.fairs.booths.rules import Priority
from recruit.fairs.booths.words import WHERE
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState


def own_booth_facts(visitor: Visitor, fair: Fair, booth: Booth | None, *, may_ask: bool) -> dict[str, Any]:
    """For the page of a fair. What is missing is read while somebody can still mend it."""
    company_id = visitor.acting_organisation_id or 0
    limits = queries.booths_of(fair.event_id)
    is_live = booth is not None and booth.state is not BoothState.WITHDRAWN
    asks = booth is not None and booth.state in queries.ASKING
    lacks = (
        queries.lacks_by_company([company_id], fair.event.country).get(company_id, ())
        if may_ask and (asks or not is_live)
        else ()
    )
    return {
        "limits": limits,
        "booth_rules": [Priority(code) for code in limits.rules] if limits else [],
        "lacks": lacks,
        "lack_where": WHERE,
        "demands": limits is not None and limits.demands and not (booth is not None and booth.let_in_for),
        "own_place": queries.own_place(fair, booth) if asks and booth is not None else None,
        "people": queries.people_of([booth.id]).get(booth.id, []) if is_live and booth is not None else [],
        "shown_count": len(queries.refs_shown(booth)) if is_live and booth is not None else 0,
    }
