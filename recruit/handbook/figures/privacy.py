"""Pictures in chapters hold no personal data: who sends one is told to show nobody who could be recognised."""

from datetime import datetime
from typing import Any

TABLES: dict[str, str] = {
    "chapter_figure": "Holds no person.",
    "figure_size": "Holds no person.",
}


def export(_person_id: int) -> dict[str, Any]:
    """Nothing: no picture belongs to a person."""
    return {}


def erase(_person_id: int, _now: datetime) -> None:
    """Nothing is anybody's here."""
