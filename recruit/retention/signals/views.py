"""The page of the early signals, for retention officers alone."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.visitor import Role
from recruit.retention import queries
from recruit.retention.lost_contact import as_observed
from recruit.retention.room import room
from recruit.retention.rules import TOKYO, Question, end_of
from recruit.retention.signals.queries import first_seen
from recruit.retention.signals.rules import CASES_TO_JUDGE, WATCHED_MONTHS, base_of, track_record, watched
from recruit.retention.signals.words import MEANINGS
from recruit.web.gate import visitor
from recruit.web.locks import role

_officers = role(Role.RETENTION_OFFICER)


@room.get("/staff/retention/signals", lock=_officers)
def signals() -> ResponseReturnValue:
    """Each signal beside what happens anyway, as it was when the last month ended."""
    as_of = clock.today_in(TOKYO).replace(day=1)
    known_by = end_of(as_of - timedelta(days=1))
    hires = queries.chosen(queries.hires_known_by(known_by), Question(as_of, known_by))
    observed = [as_observed(hire.record, hire.heard, as_of) for hire in hires if hire.record is not None]
    people = [one for record in observed if (one := watched(record, as_of)) is not None]
    base = base_of(people)
    return render_template(
        "retention/signals.html",
        records=[
            track_record(signal, people, days, base, as_of)
            for signal, days in first_seen(visitor(), known_by).items()
        ],
        base=base,
        people=len(people),
        as_of=as_of,
        meanings=MEANINGS,
        months=WATCHED_MONTHS,
        cases_to_judge=CASES_TO_JUDGE,
    )
