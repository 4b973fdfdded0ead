"""What the published position promised, beside the question whether it was kept."""

from collections.abc import Sequence

from recruit.placements.models import Placement
from recruit.postings.conditions import conditions_of
from recruit.surveys.forms import Item
from recruit.surveys.queries.facts import position_of

# Which rows of the position's conditions a question brings back to mind.
_ROWS = {
    "pay": ("base_pay", "allowances"),
    "overtime": ("overtime",),
    "housing": ("housing",),
    "japanese": ("japanese",),
}


def promised_to(placement: Placement, items: Sequence[Item]) -> dict[str, str]:
    """By the name of the question, what the position said when the person was hired, in the reader's language."""
    if not any(item.recalls for item in items):
        return {}
    content = position_of(placement)
    if content is None:
        return {}
    said = {row.name: row.value for row in conditions_of(content)}
    found = {}
    for item in items:
        values = [said[name] for name in _ROWS.get(item.recalls, ()) if said.get(name)]
        if values:
            found[item.name] = " · ".join(values)
    return found
