"""The room of the figures: its routes, who may read them, and how a question stands in an address."""

from typing import Any

from recruit.core.visitor import Role
from recruit.retention.rules import Definition, Question
from recruit.web.locks import role
from recruit.web.room import Room

room = Room("retention", "recruit.retention.views")
analysts = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)


def address_of(question: Question) -> dict[str, Any]:
    """The question as it stands in an address, for the links that keep it."""
    parts = {
        "as_of": question.as_of.isoformat(),
        "known_by": question.known_by.isoformat() if question.known_by_given else "",
        "source": question.source,
        "country": question.country,
        "size": str(question.size or ""),
        "start_year": str(question.start_year or ""),
        "definition": "" if question.definition is Definition.COMPANY else str(question.definition),
    }
    return {name: value for name, value in parts.items() if value}
