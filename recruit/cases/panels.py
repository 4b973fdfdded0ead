"""What cases show on pages of earlier rooms: help lines, as soon as an answer says that something is wrong."""

from collections.abc import Mapping
from typing import Any

from recruit.cases import queries
from recruit.cases.words import language_names
from recruit.core.locales import CODES
from recruit.core.visitor import Visitor
from recruit.web.gate import current_language
from recruit.web.panels import Panel


def worry(visitor: Visitor, subject: Mapping[str, Any] | str) -> dict[str, Any] | None:
    """The lines for whoever reads; `subject` is the language, or holds it under `language`."""
    wanted = subject if isinstance(subject, str) else str(subject.get("language", ""))
    language = wanted if wanted in CODES else current_language()
    lines = queries.help_lines_at_once(language)
    return {"lines": lines, "language": language, "language_names": language_names} if lines else None


PANELS = [Panel("survey.worry", worry, "cases/panel_worry.html")]
