"""The conditions of an event as its page shows them, held against whoever reads."""

from dataclasses import dataclass

from recruit.core.visitor import Visitor
from recruit.events.eligibility import queries, rules
from recruit.events.eligibility.rules import Meets
from recruit.events.eligibility.words import condition_words
from recruit.events.models import Event
from recruit.events.rules import EventRefusal


@dataclass(frozen=True)
class Shown:
    """One condition in words; `meets` is empty for who is not signed in."""

    words: str
    meets: Meets | None


@dataclass(frozen=True)
class ShownConditions:
    """All of them, and why the reader may not sign up."""

    rows: tuple[Shown, ...] = ()
    why_not: EventRefusal | None = None


def shown_conditions(event: Event, visitor: Visitor) -> ShownConditions:
    """No statement where nothing is asked, or nobody is signed in."""
    conditions = queries.conditions_of(event)
    # A fair says on its own that it is for students.
    asked = rules.asked_conditions(conditions) if not queries.asks_nothing(event, conditions) else []
    if not asked:
        return ShownConditions()
    reader = queries.reader_of(visitor) if visitor.is_signed_in else None
    rows = tuple(
        Shown(condition_words(one, conditions), rules.meets(one, conditions, reader) if reader else None)
        for one in asked
    )
    return ShownConditions(rows, rules.why_not_come(conditions, reader) if reader else None)
