"""Students who come without a conversation and companies that have time for more: what the question to the solver gains. Plain Python."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

# Less than any wish of both sides weighs: nobody gives way to somebody who walks in.
WEIGHT = 1
Pair = tuple[str, str]


def added(
    written: Mapping[str, Any],
    walk_ins: Iterable[str],
    *,
    with_time: Collection[str],
    unwanted: Collection[Pair],
    most: int,
    closed: Mapping[str, frozenset[int]],
    languages: Mapping[Pair, str],
    late: Mapping[str, int] | None = None,
    breaks: frozenset[int] = frozenset(),
) -> dict[str, list[dict[str, Any]]]:
    """`written` is the question as it was kept. `with_time`: companies that want more people; `unwanted`: pairs of which one
    side said no; `late`: tables of companies whose booth was confirmed after the plan was made. What is interpreted counts only where the fair has interpreters, as in the plan itself.
    """
    known = {one["id"] for one in written["students"]}
    planned = {one["id"] for one in written["companies"]}
    joined = {ref: tables for ref, tables in (late or {}).items() if ref not in planned and ref in with_time}
    there = (planned | set(joined)) & set(with_time)
    asked = {(one["student"], one["company"]) for one in written["requests"]}
    students: list[dict[str, Any]] = []
    requests: list[dict[str, Any]] = []
    for student in sorted(set(walk_ins)):
        if student not in known:
            away = closed.get(student, frozenset())
            open_slots = [slot for slot in range(written["slots"]) if slot not in away]
            students.append(
                {"id": student, "max_meetings": most} | ({"available": open_slots} if away else {})
            )
        for company in sorted(there):
            pair = (student, company)
            if pair in asked or pair in unwanted:
                continue
            language = languages.get(pair, "") if written["interpreters"] else ""
            requests.append(
                {"student": student, "company": company, "weight": WEIGHT}
                | ({"language": language} if language else {})
            )
    companies = []
    for company, tables in sorted(joined.items()):
        shut = closed.get(company, frozenset()) | breaks
        open_slots = [slot for slot in range(written["slots"]) if slot not in shut]
        companies.append({"id": company, "tables": tables} | ({"available": open_slots} if shut else {}))
    return {"students": students, "companies": companies, "requests": requests}


def merged(written: Mapping[str, Any], more: Mapping[str, Any] | None) -> dict[str, Any]:
    """The question with what it gained."""
    if not more:
        return dict(written)
    return {
        **written,
        "students": [*written["students"], *more["students"]],
        "companies": [*written["companies"], *more.get("companies", ())],
        "requests": [*written["requests"], *more["requests"]],
    }
