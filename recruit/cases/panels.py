"""What cases show on pages of earlier rooms: help lines, as soon as an answer says that something is wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
import json
from typing import Any
from zoneinfo import ZoneInfo

from recruit.cases import queries, rules
from recruit.cases.actions.help_lines import SHIPPED
from recruit.cases.hours import Today, today
from recruit.cases.words import language_names
from recruit.core import clock
from recruit.core.locales import CODES
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.forms import Alert, AlertRule
from recruit.web.gate import current_language
from recruit.web.panels import Panel

TOKYO = ZoneInfo("Asia/Tokyo")


def worry(visitor: Visitor, subject: Mapping[str, Any] | str) -> dict[str, Any] | None:
    """The lines for whoever reads. `subject` is the language, or holds it under `language`, with the `alerts` that answers
    set off (each with its rule and level) and whether they are `handed_in`.
    """
    about = _about(subject)
    language = str(about.get("language", ""))
    language = language if language in CODES else current_language()
    alerts: Sequence[AlertRule | Alert] = about.get("alerts", ())
    lines = queries.help_lines_at_once(language, rules.kinds_at_once([alert.rule for alert in alerts]))
    if not lines:
        return None
    levels = [rules.Level(alert.level) for alert in alerts] if about.get("handed_in") else []
    return {
        "lines": lines,
        "language": language,
        "language_names": language_names,
        "today": {line.key: how_today(line.key, clock.now()) for line in lines},
        # How soon somebody looks at what was handed in.
        "level": min(levels, key=rules.ORDER.index, default=None),
    }


def _about(subject: Mapping[str, Any] | str) -> Mapping[str, Any]:
    return {"language": subject} if isinstance(subject, str) else subject


def how_today(key: str, now: datetime) -> Today:
    """How a line that ships with us stands today in Japan."""
    at = now.astimezone(TOKYO)
    is_holiday = at.date() in calendar().by_country["JP"]
    return today(_hours().get(key, ""), at, is_holiday=is_holiday)


@lru_cache(maxsize=1)
def _hours() -> dict[str, str]:
    return {line["key"]: line["hours"] for line in json.loads(SHIPPED.read_text(encoding="utf-8"))}


def of_hire(visitor: Visitor, placement: Placement) -> dict[str, Any] | None:
    """Cases of a hire that this reader knows of anyway; whoever knows of none sees no sign of them."""
    if not visitor.sees_hires:
        return None
    _sees_all, cases = queries.cases_known_of(visitor, placement.person_id)
    return {"cases": cases} if cases else None


PANELS = [
    Panel("survey.worry", worry, "cases/panel_worry.html"),
    Panel("hire.plan", of_hire, "cases/panel_hire.html"),
]
