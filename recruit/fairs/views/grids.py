"""A timetable as staff look at it: by company, by student, by interpreter, and the wishes nobody could meet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from recruit.fairs import queries, rules, showing
from recruit.fairs.models import Booth, Fair, FairInterpreter, Meeting, Timetable
from recruit.fairs.queries import Pair
from recruit.fairs.repairs.checking import counted
from recruit.fairs.rules import BoothState, MeetingState
from recruit.fairs.showing import GridRow
from recruit.fairs.timetable.result import Meeting as Held, UnmetReason
from recruit.fairs.words import INTERPRETED
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.times import place_of, reader_zone
from recruit.web.words import words_for

Cell = dict[str, Any]


@dataclass(frozen=True)
class _Read:
    """Everything that the ways to look at it have in common, read once."""

    fair: Fair
    meetings: list[Meeting]
    booths: list[Booth]
    interpreters: dict[int, FairInterpreter]
    companies_away: dict[int, set[int]]
    marks: dict[tuple[int, int], Pair]
    times: dict[int, showing.SlotTimes]
    breaks: dict[int, str]
    language: str
    may_fix: bool


def looked_at(fair: Fair, found: Timetable, *, may_fix: bool) -> dict[str, Any]:
    """What the page of a timetable shows. `may_fix`: whether meetings lead to the page that fixes them."""
    language, who = current_language(), visitor()
    times = showing.slot_times(fair)
    read = _Read(
        fair=fair,
        meetings=queries.meetings_for_staff(who, found),
        booths=[one for one in queries.booths_for_staff(who, fair) if one.state is BoothState.CONFIRMED],
        interpreters={one.id: one for one in queries.interpreters_for_staff(who, fair)},
        companies_away=queries.companies_away(who, fair),
        marks=queries.marks_by_pair(who, fair),
        times=times,
        breaks={slot.number: str(words_for(slot.closed)) for slot in fair.slots if slot.closed},
        language=language,
        may_fix=may_fix,
    )
    place = place_of(reader_zone())
    same = all(each.venue_time == each.reader_time for each in times.values())
    live = [one for one in read.meetings if one.state is not MeetingState.DROPPED]
    return {
        "slots": [
            {"time": each.venue_time, "other_time": "" if same else f"{place} {each.reader_time}"}
            for each in times.values()
        ],
        "same_clock": same,
        "reader_place": place,
        "rows": _company_rows(read),
        "interpreter_rows": _interpreter_rows(read, live),
        "days": _days(read, live),
        "unmet": _unmet(read, found, live),
        "meeting_count": len(live),
        "student_count": len({one.student_id for one in live}),
        "company_count": len({one.company_id for one in live}),
        "is_mended": any(one.sequence for one in read.meetings) or len(live) < len(read.meetings),
        "figures": _figures(read, found, live),
        "fixed_count": sum(1 for one in live if one.pinned),
    }


def _figures(read: _Read, found: Timetable, live: list[Meeting]) -> dict[str, int]:
    """What the plan is worth as it stands now, whatever was mended or given back since it was made."""
    refs = {booth.company_id: booth.organisation.public_id for booth in read.booths}
    weights = {
        (one["student"], one["company"]): int(one["weight"]) for one in found.instance.get("requests", ())
    }
    standing = (
        Held(one.student.public_id, refs.get(one.company_id, ""), one.slot, one.table_number) for one in live
    )
    return counted(weights, standing).as_json()


def _company_rows(read: _Read) -> list[GridRow]:
    live = [one for one in read.meetings if one.state is not MeetingState.DROPPED]
    taken = {(one.company_id, one.table_number, one.slot): one for one in live}
    # A dropped conversation is shown only where nobody else has its place.
    for one in read.meetings:
        taken.setdefault((one.company_id, one.table_number, one.slot), one)
    rows = []
    for booth in read.booths:
        most = max((one.table_number + 1 for one in live if one.company_id == booth.company_id), default=0)
        for number in range(max(booth.tables, most)):
            rows.append(
                GridRow(
                    showing.company_name(booth.organisation, read.language),
                    _("Table %(number)s", number=number + 1),
                    _cells(
                        read,
                        lambda slot, n=number, b=booth: taken.get((b.company_id, n, slot)),
                        _who,
                        away={slot: _("away") for slot in read.companies_away.get(booth.company_id, ())},
                    ),
                )
            )
    return rows


def _interpreter_rows(read: _Read, live: list[Meeting]) -> list[GridRow]:
    taken = {(one.interpreter_id, one.slot): one for one in live if one.interpreter_id}
    names = _company_names(read)

    def cell(_read: _Read, meeting: Meeting) -> Cell:
        return {
            "who": showing.short_name(meeting.student, read.language),
            "words": names.get(meeting.company_id, ""),
            "state": "pinned" if meeting.pinned else "",
            "word": _("fixed") if meeting.pinned else "",
        }

    return [
        GridRow(
            one.name,
            str(INTERPRETED.get(one.language, one.language)),
            _cells(
                read,
                lambda slot, ref=one.id: taken.get((ref, slot)),
                cell,
                away={slot: _("away") for slot in one.away},
            ),
        )
        for one in read.interpreters.values()
    ]


def _cells(
    read: _Read,
    at: Callable[[int], Meeting | None],
    cell: Callable[[_Read, Meeting], Cell],
    away: dict[int, str] | None = None,
) -> list[Cell]:
    cells: list[Cell] = []
    shut = {**(away or {}), **read.breaks}
    for slot in read.times:
        meeting = at(slot)
        if meeting is not None:
            cells.append(cell(read, meeting))
        elif slot in shut:
            cells.append({"state": "closed", "word": shut[slot]})
        else:
            cells.append({"state": "free", "word": _("free")})
    return cells


def _who(read: _Read, meeting: Meeting) -> Cell:
    dropped = meeting.state is rules.MeetingState.DROPPED
    pair = read.marks.get((meeting.student_id, meeting.company_id))
    interpreter = read.interpreters.get(meeting.interpreter_id or 0)
    words = _("Interpreter %(name)s", name=interpreter.name) if interpreter else ""
    if not words and pair and pair.student and not dropped:
        words = str(words_for(pair.student))
    is_absent = meeting.state is rules.MeetingState.NO_SHOW
    changed = dropped or is_absent or meeting.sequence > 0
    return {
        "who": showing.short_name(meeting.student, read.language),
        "words": "" if dropped else words,
        "state": "changed" if changed else "pinned" if meeting.pinned else "",
        "word": words_for(meeting.state)
        if dropped or is_absent
        else _("changed")
        if changed
        else _("fixed")
        if meeting.pinned
        else "",
        "href": _fix_url(read, meeting) if read.may_fix else "",
    }


def _fix_url(read: _Read, meeting: Meeting) -> str:
    companies = {booth.company_id: booth.organisation.public_id for booth in read.booths}
    company_ref = companies.get(meeting.company_id)
    if company_ref is None:
        return ""
    return page_url(
        "fairs.fix_meeting",
        slug=read.fair.event.slug,
        student_ref=meeting.student.public_id,
        company_ref=company_ref,
    )


def _company_names(read: _Read) -> dict[int, str]:
    return {
        booth.company_id: showing.company_name(booth.organisation, read.language) for booth in read.booths
    }


def _days(read: _Read, live: list[Meeting]) -> list[dict[str, Any]]:
    """By students, in the order of their names."""
    names = _company_names(read)
    by_student: dict[int, list[Meeting]] = {}
    for meeting in live:
        by_student.setdefault(meeting.student_id, []).append(meeting)
    days = [
        {
            "name": showing.student_name(own[0].student, read.language),
            "other": showing.other_name(own[0].student, read.language),
            "ref": own[0].student.public_id,
            "meetings": [
                {
                    "time": read.times[one.slot].venue_time,
                    "company": names.get(one.company_id, ""),
                    "href": _fix_url(read, one) if read.may_fix else "",
                    "fixed": one.pinned,
                }
                for one in own
                if one.slot in read.times
            ],
        }
        for own in by_student.values()
    ]
    return sorted(days, key=lambda day: str(day["name"]))


def _unmet(read: _Read, found: Timetable, live: list[Meeting]) -> list[dict[str, Any]]:
    """The wishes of both sides that this plan does not meet; one met by a later repair is none any more."""
    students, companies = queries.names_for_staff(visitor(), found)
    met = {(one.student_id, one.company_id) for one in live}
    return [
        {
            "student": showing.student_name(student, read.language),
            "company": showing.company_name(company, read.language),
            "reason": UnmetReason(one["reason"]),
            "href": page_url(
                "fairs.fix_meeting",
                slug=read.fair.event.slug,
                student_ref=one["student"],
                company_ref=one["company"],
            )
            if read.may_fix
            else "",
        }
        for one in found.unmet
        if (student := students.get(one["student"])) is not None
        and (company := companies.get(one["company"])) is not None
        and (student.id, company.id) not in met
    ]
