"""What ships with the program as files and lives as rows: loaded by `recruit db upgrade`, safe to load again."""

from collections.abc import Callable
from datetime import datetime

from recruit.accounts.actions import load_consent_texts
from recruit.arrivals import actions as arrivals
from recruit.cases import actions as cases
from recruit.core import facts
from recruit.handbook import actions as handbook
from recruit.organisations.actions.universities import load_universities
from recruit.surveys import actions as surveys
from recruit.surveys.coding.editing import load_codebook

# In the order of the journey. Each adds what is not there yet.
SHIPMENTS: tuple[tuple[str, Callable[[datetime], object]], ...] = (
    ("dated facts", lambda _now: facts.load_shipped()),
    ("consent texts", lambda _now: load_consent_texts()),
    ("universities", load_universities),
    ("steps of the procedure", lambda _now: arrivals.load_shipped()),
    ("terms of the books", handbook.load_terms),
    ("books", handbook.load_editions),
    ("questionnaires and programmes", surveys.load_shipped),
    ("codebook of open answers", load_codebook),
    ("help lines", cases.load_help_lines),
)


def load_all(now: datetime) -> None:
    """Load everything; inside `writing()`."""
    for _name, load in SHIPMENTS:
        load(now)
