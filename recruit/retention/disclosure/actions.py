"""The one move: what was shown is kept, in the transaction that shows it."""

from collections.abc import Mapping
from datetime import datetime
import hashlib
import json
from typing import Any

from recruit.accounts import tokens
from recruit.core import audit, vault
from recruit.core.db import session
from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.limits import Audience
from recruit.core.visitor import WORKER
from recruit.retention.disclosure.models import FigureRelease, ReleaseCell


def mark_of(key: str) -> str:
    """A person in a release: the same in every release, and nobody can be told by it."""
    return tokens.fingerprint("release", key)[:12]


def keep(
    made: Release, *, viewer: str, known_at: datetime, shown: Mapping[str, Any], now: datetime
) -> FigureRelease:
    """Write down a release. `shown` is what the page says, in plain values."""
    table = made.table
    people = json.dumps(
        {
            "groups": [[key, sorted(marks)] for key, marks in sorted(table.groups.items())],
            "figures": [[key, sorted(groups)] for key, groups in sorted(table.figures.items())],
            "answer": table.answer,
        }
    )
    row = FigureRelease(
        what=table.name,
        viewer=viewer,
        audience=made.audience,
        as_of_on=made.as_of,
        known_at=known_at,
        published_at=now,
        data_hash=hashlib.sha256(people.encode()).hexdigest(),
        shown=dict(shown),
        people=vault.seal(people),
        cells=[
            ReleaseCell(cell=json.dumps(key), low=one.low, high=one.high, hidden_why=one.why)
            for key, one in made.figures.items()
        ],
    )
    session().add(row)
    session().flush()
    audit.record(
        "figures.released" if made.audience is Audience.PUBLIC else "figures.released_to",
        by=WORKER,
        now=now,
        subject_kind="release",
        subject_ref=f"{table.name}:{made.as_of}",
    )
    return row
