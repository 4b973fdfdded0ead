"""What is different on the day, and the ways to mend it, as they are kept between a form, a worker and a page. Plain Python."""

from collections.abc import Iterable, Mapping
import hashlib
import json
from typing import Any

from recruit.fairs.timetable.repairing import Day, Repair
from recruit.fairs.timetable.result import Meeting


def day_as_json(day: Day) -> dict[str, Any]:
    return {
        "from_slot": day.from_slot,
        "absent": sorted(day.absent),
        "late": dict(sorted(day.late.items())),
        "gone": sorted(day.gone),
        "tables": dict(sorted(day.tables.items())),
        "behind": dict(sorted(day.behind.items())),
    }


def day_of(written: Mapping[str, Any]) -> Day:
    return Day(
        from_slot=written["from_slot"],
        absent=frozenset(written["absent"]),
        late=dict(written["late"]),
        gone=frozenset(written["gone"]),
        tables=dict(written["tables"]),
        behind=dict(written.get("behind", {})),
    )


def is_as_planned(day: Day) -> bool:
    """Nothing was said that differs from the plan."""
    return not (day.absent or day.late or day.gone or day.tables or day.behind)


def proposal_as_json(repair: Repair) -> dict[str, Any]:
    """Everything that is needed to show a way and to go it."""
    return {
        "price": repair.price,
        "served": repair.served,
        "weight": repair.weight,
        "proven": repair.proven,
        "disturbed": repair.disturbed,
        "moved": [[one.student, one.company, one.before, one.after] for one in repair.moved],
        "dropped": [[one.student, one.company, one.slot] for one in repair.dropped],
        "added": [[one.student, one.company, one.slot] for one in repair.added],
        "meetings": [[one.student, one.company, one.slot] for one in repair.meetings],
    }


def hash_of_meetings(meetings: Iterable[Meeting]) -> str:
    """Names the plan that was to be mended, so that a way made for another one is not gone."""
    rows = sorted([one.student, one.company, one.slot, one.table] for one in meetings)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
