"""Moves of language results: a row for each test, written together."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from recruit.core.visitor import Visitor
from recruit.students import rules
from recruit.students.actions.keeping import must_be_own, note_saved, write
from recruit.students.models import LanguageResult, Student
from recruit.students.rules import LanguageTest, StudentRefusal
from recruit.students.values import RESULT_FIELDS, Changes, Faults, ResultFields

_EMPTY: dict[str, Any] = {"level": "", "score": None, "taken_on": None, "test_name": "", "language": ""}


def save_results(student: Student, changes: Changes, *, by: Visitor, now: datetime) -> Faults:
    """Keep what holds of the results, named as in `values.RESULT_FIELDS`; gives why the rest was not kept, by field.

    A test of which nothing is left goes.
    """
    must_be_own(student, by)
    rows = {row.test: row for row in student.language_results}
    faults: Faults = {}
    changed = []
    for test in LanguageTest:
        fields = RESULT_FIELDS[test]
        if not any(name in changes for name in fields.names().values()):
            continue
        row = rows.get(test)
        wanted, why_not = _result(test, fields, row, changes, now.date())
        faults |= why_not
        if not (wanted["level"] or wanted["score"] is not None or wanted["test_name"]):
            if row is not None:
                student.language_results.remove(row)
                changed.append(str(test))
            continue
        if row is None:
            row = LanguageResult(test=test, cefr=None, **_EMPTY)
            student.language_results.append(row)
        if write(row, wanted):
            changed.append(str(test))
    note_saved(student, changed, by=by, now=now)
    return faults


def _result(
    test: LanguageTest, fields: ResultFields, row: LanguageResult | None, changes: Changes, today: date
) -> tuple[dict[str, Any], Faults]:
    """The row as it is to be, and what of it was refused."""
    names = fields.names()
    before = {column: getattr(row, column) for column in _EMPTY} if row else _EMPTY
    wanted: dict[str, Any] = {
        **before,
        **{column: changes[name] for column, name in names.items() if name in changes},
    }
    wanted["level"] = str(wanted["level"] or "")
    faults: Faults = {}
    if reason := rules.why_not_level(test, wanted["level"]):
        faults[fields.level], wanted["level"] = reason, before["level"]
    score = wanted["score"]
    if reason := rules.why_not_score(test, wanted["level"], None if score is None else Decimal(score)):
        if score is not None:
            faults[fields.score] = reason
        # Points of another level say nothing about this one.
        wanted["score"] = before["score"] if wanted["level"] and wanted["level"] == before["level"] else None
    if wanted["taken_on"] and wanted["taken_on"] > today:
        faults[fields.taken_on], wanted["taken_on"] = StudentRefusal.DAY_NOT_POSSIBLE, before["taken_on"]
    if test is LanguageTest.OTHER and wanted["level"] and not wanted["test_name"]:
        faults[fields.test_name] = StudentRefusal.TEST_NAME_NEEDED
    if test is not LanguageTest.OTHER:
        wanted["language"] = rules.language_of(test)
    wanted["cefr"] = rules.cefr_of(test, wanted["level"], wanted["score"], wanted["taken_on"] or today)
    return wanted, faults
