"""What a company reads of its tasks before a fair."""

from datetime import datetime
from typing import Any

from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing import queries
from recruit.fairs.preparing.rules import SEEN, TaskKind, next_task, standing
from recruit.fairs.preparing.words import (
    RULES_SOURCE,
    RULES_SOURCE_NAME,
    SHAPE,
    STANDING,
    WHERE,
    WHY,
    title_of,
)
from recruit.web.gate import page_url


def own_preparation(fair: Fair, booth: Booth | None, language: str, now: datetime) -> list[dict[str, Any]]:
    """The list as rows of a page, by the day on which each is due. The first that is open is marked as the next."""
    if booth is None or now >= fair.event.ends_at:
        return []
    own = queries.own_tasks(fair, booth)
    upcoming = next_task(own.tasks, own.done)
    rows = []
    for row, task in zip(own.rows, own.tasks, strict=True):
        title, lang = title_of(row.kind, row.words, language)
        place = WHERE.get(row.kind)
        how = standing(task, own.done, now)
        rows.append(
            {
                "ref": row.public_id,
                "title": title,
                "lang": lang,
                "why": WHY.get(row.kind, ""),
                "href": f"{page_url(place[0], slug=fair.event.slug)}#{place[1]}" if place else "",
                "source": RULES_SOURCE if row.kind is TaskKind.RULES else "",
                "source_name": RULES_SOURCE_NAME,
                "due_at": task.due_at,
                "shape": SHAPE[how],
                "words": STANDING[how],
                "is_done": task.ref in own.done,
                "ticks_itself": row.kind in SEEN,
                "is_next": upcoming is not None and task.ref == upcoming.ref,
            }
        )
    return rows
