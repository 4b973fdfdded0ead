"""Help lines that ship with the program, as rows."""

from datetime import date, datetime
import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from recruit.cases.models import HelpLine
from recruit.core.db import session

SHIPPED = Path(__file__).parent.parent / "help_lines" / "help_lines.json"


def load_help_lines(now: datetime) -> int:
    """Load the file; gives how many rows are new or changed. A row that was checked later than the file is left alone."""
    known = {line.key: line for line in session().scalars(select(HelpLine))}
    changed = 0
    for position, line in enumerate(json.loads(SHIPPED.read_text(encoding="utf-8"))):
        values = _values(line, position)
        row = known.get(line["key"])
        if row is None:
            session().add(HelpLine(key=line["key"], **values))
        elif _is_newer(row, values) or all(getattr(row, name) == value for name, value in values.items()):
            continue
        else:
            for name, value in values.items():
                setattr(row, name, value)
        changed += 1
    session().flush()
    return changed


def _values(line: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        "kind": line["kind"],
        "country": line["country"],
        "languages": line["languages"],
        "phone": line["phone"],
        "web": line["web"],
        "verified_on": date.fromisoformat(line["verified_on"]) if line["verified_on"] else None,
        "verified": line["verified"],
        "position": position,
        "texts": line["texts"],
        "note": line["source"],
    }


def _is_newer(row: HelpLine, values: dict[str, Any]) -> bool:
    on_file = values["verified_on"]
    return row.verified_on is not None and (on_file is None or row.verified_on > on_file)
